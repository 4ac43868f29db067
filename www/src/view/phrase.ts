// A passage that is selected in the clean copy becomes a phrase of the person's own: lines that
// say it are dropped from then on.

import "./phrase.css";
import { byId } from "./dom";

/** The button stands where the selection ends; with the passage it goes. */
export function listenToSelection(drop: (lines: string[]) => void): void {
  const copy = byId("clean");
  const button = byId("drop-like-this");
  let lines: string[] = [];

  const look = () => {
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
    const isIn = range && !range.collapsed && copy.contains(range.commonAncestorContainer);
    lines = isIn ? linesOf(selection?.toString() ?? "") : [];
    button.hidden = lines.length === 0;
    if (!range || button.hidden) return;
    const rects = range.getClientRects();
    const end = rects[rects.length - 1];
    if (!end) return;
    const frame = copy.getBoundingClientRect();
    const top = Math.min(
      Math.max(end.bottom, frame.top),
      Math.min(frame.bottom, innerHeight) - button.offsetHeight - 8,
    );
    button.style.top = `${top + 6}px`;
    button.style.left = `${Math.min(Math.max(end.right - button.offsetWidth, 8), innerWidth - button.offsetWidth - 8)}px`;
  };
  document.addEventListener("selectionchange", look);
  document.addEventListener("scroll", look, { capture: true, passive: true });

  // The selection, and with it the button, would be gone before the press.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const dropped = lines;
    getSelection()?.removeAllRanges();
    copy.focus({ preventScroll: true });
    drop(dropped);
  });
}

/** Phrases are compared by their letters and digits: a line without any is none. */
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
}
