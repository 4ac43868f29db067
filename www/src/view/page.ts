// The parts of the page that are always there: its words, the paste box, and the status.

import { hasHtml, lostHtml, type Draft, type State } from "../state";
import { head } from "../draw/head";
import { words } from "../words";
import { byId, setText } from "./dom";

type Plain = { [Key in keyof typeof words]: (typeof words)[Key] extends string ? Key : never }[keyof typeof words];

/** Puts the words of the language where the page names them. */
export function fillWords(): void {
  document.documentElement.lang = words.language;
  const fill = (name: string, put: (element: HTMLElement, text: string) => void) => {
    for (const element of document.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      put(element, words[element.dataset[name] as Plain]);
    }
  };
  fill("text", (element, text) => (element.textContent = text));
  fill("label", (element, text) => element.setAttribute("aria-label", text));
  fill("hint", (element, text) => element.setAttribute("placeholder", text));
}

/** The box holds what was pasted or typed; of a long text its start, and then it is not typed in. */
export function drawBox({ draft }: State): void {
  const box = byId<HTMLTextAreaElement>("box");
  const drawn = head(draft.text);
  box.readOnly = drawn.length < draft.text.length;
  // Setting the same value would move the caret and forget the browser's own undo.
  if (box.value !== drawn) {
    box.value = drawn;
    box.setSelectionRange(0, 0);
    box.scrollTop = 0;
  }
  setText(byId("box-note"), noteOf(draft, drawn.length));
}

function noteOf(draft: Draft, drawn: number): string {
  if (drawn < draft.text.length) return words.boxCut(drawn, draft.text.length);
  if (lostHtml(draft)) return words.htmlDropped;
  if (draft.file) return words.fileRead(draft.file.name, draft.file.encoding);
  return hasHtml(draft) ? words.readAsHtml : "";
}

/** Says something while there is no copy to speak of. */
export function say(sentence: string, notice = ""): void {
  const [first, second] = byId("summary").children;
  setText(first, sentence);
  setText(second, notice);
}

/** A person does not notice what takes less. */
const SOON = 200;
let soon = 0;

/** Says that it cleans, where that takes longer, and offers to stop; what was stopped can be started again. */
export function working(cleaning: Promise<unknown>): void {
  const stop = byId("stop");
  const offer = (deed: "" | "cancel" | "again") => {
    stop.hidden = !deed;
    stop.dataset["deed"] = deed;
    if (deed) setText(stop, words[deed]);
  };
  clearTimeout(soon);
  soon = window.setTimeout(() => {
    say(words.working);
    offer("cancel");
  }, SOON);
  const mine = soon;
  const done = (deed: "" | "again") => {
    if (mine !== soon) return;
    clearTimeout(soon);
    offer(deed);
  };
  cleaning.then(
    () => done(""),
    () => done("again"),
  );
}
