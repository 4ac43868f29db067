// The page: what the person does makes a new state, the state is cleaned, and what comes
// out is drawn. state.ts holds the steps, engine.ts cleans, view/ draws.

import { carried, put, read, readable, write, type Copy } from "./clipboard";
import { clean, start, type Result } from "./engine";
import { keep, takeShared } from "./offline/page";
import sample from "./sample.txt?raw";
import { inputOf, optionsOf, paste, putBack, redo, show, switchRule, takeBack, type, undo } from "./state";
import type { Shown, State } from "./state";
import { load, save } from "./storage";
import { drawAccount } from "./view/account";
import { drawCopy } from "./view/copy";
import { byId } from "./view/dom";
import { drawBox, fillWords, say } from "./view/page";
import { sentence } from "./view/summary";
import { words } from "./words";

const box = byId<HTMLTextAreaElement>("box");
const main = document.querySelector("main") as HTMLElement;

let state = load();
/** What was made of the state; undefined while there is nothing to clean. */
let result: Result | undefined;
/** The same, perhaps still being made. */
let cleaning: Promise<Result> | undefined;

/** Goes to the next state: cleans, and draws when that is done, unless another state came meanwhile. */
async function go(next: State, notice = ""): Promise<Result | undefined> {
  state = next;
  drawBox(state);
  const mine = (cleaning = state.draft.text ? clean(inputOf(state.draft), optionsOf(state)) : undefined);
  if (mine) say(words.working);
  let failure = "";
  const done = await mine?.catch((error: Error) => void (failure = words.failed(error.message)));
  if (mine !== cleaning) return undefined;
  result = done;
  draw(failure || notice);
  return result;
}

function draw(notice = ""): void {
  main.classList.toggle("cleaned", result !== undefined);
  byId("account").hidden = result === undefined;
  say(result ? sentence(result, state) : "", notice);
  if (!result) return;
  drawCopy(result, state.shown);
  drawAccount(result, state, {
    takeBack: (taken) => void go(takeBack(state, taken)),
    putBack: (change) => void go(putBack(state, change)),
    switchRule: (rule, on) => void go(switchRule(state, rule, on)),
  });
}

/** What Copy takes: as plain text what is seen, and beside it the formatted copy. */
function copyOf({ copies }: Result): Copy {
  return { text: copies[state.shown === "preview" ? "text" : state.shown], html: copies.html };
}

/** Says something beside the sentence on what was done. */
function tell(notice: string): void {
  say(result ? sentence(result, state) : "", notice);
}

async function copy(): Promise<void> {
  if (!cleaning) return;
  await write(cleaning.then(copyOf)).then(
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
    const done = await go(paste(state, pasted));
    if (!done) return stop("");
    if (done.report.changes.length === 0) {
      if (!/<[^>]+\s(?:style|class)=/i.test(pasted.html ?? "")) return stop(words.clipboardUntouched);
      notice = words.clipboardRestyled;
    }
    return copyOf(done);
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
  const inBox = document.activeElement === box && box.selectionStart !== box.selectionEnd;
  return inBox || getSelection()?.isCollapsed === false;
}

fillWords();
for (const radio of document.querySelectorAll<HTMLInputElement>("#format input")) {
  radio.checked = radio.value === state.shown;
  radio.addEventListener("change", () => {
    state = show(state, radio.value as Shown);
    draw();
  });
}

document.addEventListener("paste", (event) => {
  const pasted = carried(event.clipboardData);
  if (!pasted) return;
  event.preventDefault();
  showOriginal(false);
  void go(paste(state, pasted));
});

document.addEventListener("copy", (event) => {
  if (isSelecting() || !result) return;
  put(event, copyOf(result));
  tell(words.copied);
});
// Safari offers Ctrl+C with nothing selected only to a page that says so beforehand.
document.addEventListener("beforecopy", (event) => {
  if (!isSelecting() && result) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  const next = isRedo ? redo(state) : key === "z" ? undo(state) : undefined;
  if (!next) return;
  event.preventDefault();
  void go(next, isRedo ? words.pasteRedone : words.pasteRestored);
});

box.addEventListener("input", () => void go(type(state, box.value)));
byId("copy").addEventListener("click", () => void copy());
byId("clean-clipboard").addEventListener("click", () => void cleanClipboard());
byId("sample").addEventListener("click", () => {
  showOriginal(false);
  void go(paste(state, { text: sample }));
});

// On a phone the copy takes the place of the box, which is one tap away.
function showOriginal(isShown: boolean): void {
  main.classList.toggle("original", isShown);
  byId("original").setAttribute("aria-expanded", String(isShown));
}
byId("original").addEventListener("click", () => showOriginal(!main.classList.contains("original")));

addEventListener("pagehide", () => save(state));
document.addEventListener("visibilitychange", () => save(state));

// What fails is tried again, and told, with the first paste.
void start().catch(() => undefined).then(keep);
// A paste may have come before this program did.
void go(box.value && box.value !== state.draft.text ? paste(state, { text: box.value }) : state);
void takeShared().then(({ text }) => {
  if (text) void go(paste(state, { text }));
});
