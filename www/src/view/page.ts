// The parts of the page that are always there: its words, the paste box, and the status.

import { hasHtml, lostHtml, type State } from "../state";
import { words } from "../words";
import { DRAWN } from "./copy";
import { byId } from "./dom";

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
  const isLong = draft.text.length > DRAWN;
  const drawn = draft.text.slice(0, DRAWN);
  box.readOnly = isLong;
  // Setting the same value would move the caret and forget the browser's own undo.
  if (box.value !== drawn) {
    box.value = drawn;
    box.setSelectionRange(0, 0);
    box.scrollTop = 0;
  }
  const note = isLong
    ? words.boxCut(drawn.length, draft.text.length)
    : lostHtml(draft)
      ? words.htmlDropped
      : hasHtml(draft)
        ? words.readAsHtml
        : "";
  setText(byId("box-note"), note);
}

/** One sentence on what was done, and a notice of what just happened. */
export function say(sentence: string, notice = ""): void {
  const [first, second] = byId("summary").children;
  setText(first, sentence);
  setText(second, notice);
}

/** Leaves what is the same alone, so that it is not announced again. */
function setText(element: Element | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
