// The page: what the person does makes a new state, the state is cleaned, and what comes
// out is drawn. state.ts holds the steps, engine.ts cleans, view/ draws.

import { carried, put, read, readable, write, type Copy } from "./clipboard";
import { FIRST } from "./draw/items";
import { cancel, check, clean, start, whole, type Asked, type View } from "./engine";
import { keep, takeShared } from "./offline/page";
import sample from "./sample.txt?raw";
import { addPhrases, choose, keepSettings, keptSettings, type Shown } from "./settings";
import * as steps from "./state";
import type { State } from "./state";
import { load, save, tidy } from "./storage";
import { drawAccount, MORE } from "./view/account";
import { drawChoices, listenToChoices } from "./view/choices";
import { drawCopy } from "./view/copy";
import type { Deeds, Lit } from "./view/deeds";
import { byId } from "./view/dom";
import { drawFiles, listenToFiles, openFiles, type Filing } from "./view/files";
import { listenToSelection } from "./view/phrase";
import { drawBox, fillWords, say, working } from "./view/page";
import { pressLight, saySummary } from "./view/summary";
import { words } from "./words";

const box = byId<HTMLTextAreaElement>("box");
const main = document.querySelector("main") as HTMLElement;
const changes = byId<HTMLDetailsElement>("changes");

let state = steps.initial(keptSettings());
/** What was made of the state; undefined while there is nothing to show. */
let view: View | undefined;
/** The same, perhaps still being made. */
let cleaning: Promise<View | undefined> = Promise.resolve(undefined);
/** What Copy takes, once it is there. */
let copied: Copy | undefined;
/** How many changes of each rule the person asked to see. */
let asked: Asked = {};

/** Copies up to this length are made ready for Copy while nobody waits: short ones at once. */
const READY = 1_000_000;
const SHORT = 20_000;
let readying = 0;

/** Goes to the next state: cleans, and draws when that is done, unless another state came meanwhile. */
async function go(next: State, notice = ""): Promise<View | undefined> {
  if (next.settings !== state.settings) keepSettings(next.settings);
  if (next.draft.pasted !== state.draft.pasted) asked = {};
  state = next;
  copied = undefined;
  clearTimeout(readying);
  drawBox(state);
  saveSoon();
  const { draft, settings } = state;
  const mine = (cleaning = draft.text
    ? clean(steps.inputOf(draft), {
        options: steps.optionsOf(state),
        keywords: draft.keywords.map(({ start }) => start),
        unplaced: draft.unplaced,
        format: formatOf(settings.shown),
        marked: settings.shown === "preview" && settings.marked,
        asked: changes.open ? asked : undefined,
      })
    : Promise.resolve(undefined));
  working(mine);
  let failure = "";
  const done = await mine.catch((error: Error) => void (failure = failed(error)));
  if (mine !== cleaning) return undefined;
  view = done;
  if (view && draft.unplaced.length > 0) state = steps.placeAnew(state, view.found);
  draw(failure || notice);
  if (view && view.length < READY) {
    // Who types on would wait for it.
    readying = window.setTimeout(() => void ready().catch(() => undefined), view.length < SHORT ? 0 : 500);
  }
  return view;
}

function failed({ name, message }: Error): string {
  if (name === "AbortError") return words.cancelled;
  return words.failed(message === "stopped" ? words.stopped : message.replace(/^cleancopy: /, ""));
}

const formatOf = (shown: Shown) => (shown === "preview" ? "html" : shown);

const deeds: Deeds = {
  takeBack: (item) => void go(steps.takeBack(state, item)),
  putBack: (change) => void go(steps.putBack(state, change)),
  putIn: (link) => void go(steps.putIn(state, link)),
  takeOut: (item) => void go(steps.takeOut(state, item)),
  switchRule: (rule, on) => void go(steps.set(state, choose(state.settings, { [rule]: on }))),
  ask: (rule) => {
    asked = { ...asked, [rule]: (asked[rule] ?? FIRST) + MORE };
    void go(state);
  },
  light: (what) => void lead(what),
};

const filing: Filing = {
  state: () => state,
  go: (next, notice) => {
    showOriginal(false);
    void go(next, notice);
  },
  drop: (transfer) => {
    const dropped = carried(transfer);
    if (dropped) void go(steps.paste(state, dropped));
  },
  tell,
  copy: readyCopy,
};

function draw(notice = ""): void {
  main.classList.toggle("cleaned", view !== undefined);
  drawChoices(state);
  drawFiles(state, filing);
  if (!view) return say(notice);
  saySummary(view, state, notice, deeds);
  pressLight(undefined);
  drawCopy(view, state.settings.shown, deeds);
  drawAccount(view, state, asked, deeds);
}

/** Leads to what is spoken of: in Preview, with the changes shown. */
async function lead(what: Lit): Promise<void> {
  const { shown, marked } = state.settings;
  if (shown !== "preview" || !marked) await go(steps.set(state, { shown: "preview", marked: true }));
  const first = pressLight(what);
  first?.scrollIntoView({ block: "nearest" });
  first?.focus({ preventScroll: true });
}

/** What Copy takes: as plain text what is seen, and beside it the formatted copy. */
async function ready(): Promise<Copy> {
  const of = state;
  const format = of.settings.shown === "preview" ? "text" : of.settings.shown;
  const [text, html] = await Promise.all([whole(format), whole("html")]);
  const copy = { text, html };
  if (of === state) copied = copy;
  return copy;
}

async function readyCopy(): Promise<Copy> {
  if (!(await cleaning)) throw new Error("nothing to copy");
  return copied ?? ready();
}

/** Says something beside the sentence on what was done. */
function tell(notice: string): void {
  if (view) saySummary(view, state, notice, deeds);
  else say(notice);
}

async function copy(): Promise<void> {
  if (!state.draft.text) return;
  await write(copied ? Promise.resolve(copied) : readyCopy()).then(
    () => tell(words.copied),
    () => tell(words.writeRefused),
  );
}

/**
 * Reads, cleans and writes back. Writing starts within the gesture too, with what is not
 * there yet: Safari asks for that. What fails on the way says why, and nothing is written.
 */
async function cleanClipboard(): Promise<void> {
  if (!readable) return tell(words.clipboardUnreadable);
  let notice = words.clipboardCleaned;
  const cleaned = (async () => {
    const pasted = await read().catch(() => stop(words.clipboardRefused));
    if (!pasted) return stop(words.clipboardEmpty);
    const done = await go(steps.paste(state, pasted));
    if (!done) return stop("");
    if (Object.keys(done.counts).length === 0) {
      if (!/<[^>]+\s(?:style|class)=/i.test(pasted.html ?? "")) return stop(words.clipboardUntouched);
      notice = words.clipboardRestyled;
    }
    return readyCopy();
  })();
  try {
    await write(cleaned);
  } catch {
    notice = await cleaned.then(
      () => words.writeRefused,
      ({ message }: Error) => message,
    );
  }
  if (notice) tell(notice);
}

function stop(why: string): never {
  throw new Error(why);
}

/** Whether the person has selected something that Ctrl+C is about. */
function isSelecting(): boolean {
  const active = document.activeElement;
  const isField = active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement;
  return (isField && active.selectionStart !== active.selectionEnd) || getSelection()?.isCollapsed === false;
}

/** Whether the person is in a field of More: what is pasted or undone there is its own. */
function isElsewhere(event: Event): boolean {
  return event.target instanceof HTMLInputElement && /^(?:text|url)$/.test(event.target.type);
}

fillWords();
for (const radio of document.querySelectorAll<HTMLInputElement>("#format input")) {
  radio.addEventListener("change", () => void go(steps.set(state, { shown: radio.value as Shown })));
}
byId("marked").addEventListener("change", ({ currentTarget }) => {
  const marked = (currentTarget as HTMLInputElement).checked;
  void go(steps.set(state, marked ? { marked, shown: "preview" } : { marked }));
});
changes.addEventListener("toggle", () => void (changes.open && go(state)));

document.addEventListener("paste", (event) => {
  if (isElsewhere(event)) return;
  const pasted = carried(event.clipboardData);
  if (!pasted) return;
  event.preventDefault();
  showOriginal(false);
  void go(steps.paste(state, pasted));
});

document.addEventListener("copy", (event) => {
  if (isSelecting() || !state.draft.text) return;
  if (!copied) {
    // Not there yet: what is written takes its time, within the same gesture.
    event.preventDefault();
    return void copy();
  }
  put(event, copied);
  tell(words.copied);
});
// Safari offers Ctrl+C with nothing selected only to a page that says so beforehand.
document.addEventListener("beforecopy", (event) => {
  if (!isSelecting() && view) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isElsewhere(event)) return;
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  const next = isRedo ? steps.redo(state) : key === "z" ? steps.undo(state) : undefined;
  if (!next) return;
  event.preventDefault();
  void go(next, isRedo ? words.pasteRedone : words.pasteRestored);
});

box.addEventListener("input", () => void go(steps.type(state, box.value)));
byId("copy").addEventListener("click", () => void copy());
byId("clean-clipboard").addEventListener("click", () => void cleanClipboard());
byId("sample").addEventListener("click", () => {
  showOriginal(false);
  void go(steps.paste(state, { text: sample }));
});
byId("stop").addEventListener("click", () => (byId("stop").dataset["deed"] === "cancel" ? cancel() : void go(state)));

// On a phone the copy takes the place of the box, which is one tap away.
function showOriginal(isShown: boolean): void {
  main.classList.toggle("original", isShown);
  byId("original").setAttribute("aria-expanded", String(isShown));
}
byId("original").addEventListener("click", () => showOriginal(!main.classList.contains("original")));

listenToChoices({
  settings: () => state.settings,
  set: (settings, notice) => void go(steps.set(state, settings), notice),
  setBaseUrl: (baseUrl) => void go({ ...state, baseUrl }),
  check: (settings) => check(steps.optionsOf(steps.set(state, settings))),
  tell,
});

listenToFiles(filing);
listenToSelection((lines) => void go(steps.set(state, addPhrases(state.settings, lines)), words.phraseAdded));

let saving = 0;
function saveSoon(): void {
  clearTimeout(saving);
  saving = window.setTimeout(() => save(state), 400);
}
addEventListener("pagehide", () => save(state));
document.addEventListener("visibilitychange", () => save(state));

start();
// What is kept for later does not stand in the way of what is wanted now.
void check({}).catch(() => undefined).then(keep);
void load().then(async (kept) => {
  // A paste may have come before, even before this program did; what was shared is newer than what was kept.
  const shared = await takeShared();
  if (shared.files.length > 0) return openFiles(shared.files, filing);
  const come = shared.text || box.value;
  if (!state.draft.text && come) void go(steps.paste(kept, { text: come }));
  else if (!state.draft.text && kept.draft.text) void go(kept);
  return tidy();
});
