// What was changed, as chips in the rendered copy: each where it stood, and a press on it puts
// it back.

import "./chips.css";
import { rules } from "cleancopy/wasm";
import type { RuleId } from "cleancopy/wasm";
import type { Mark, View } from "../engine";
import { words } from "../words";
import type { Deeds } from "./deeds";
import { button, make } from "./dom";

const chaff = new Set<RuleId>(
  rules.filter(({ family }) => family === "chaff" || family === "own").map(({ id }) => id),
);

/** Puts a chip in the place of each comment. */
export function placeChips(inside: HTMLElement, { marks, warnings }: View, deeds: Deeds): void {
  const comments = document.createNodeIterator(inside, NodeFilter.SHOW_COMMENT);
  const found: Comment[] = [];
  while (comments.nextNode()) found.push(comments.referenceNode as Comment);
  for (const comment of found) {
    const mark = marks[Number(comment.data)];
    if (!mark) continue;
    if (mark.kind === "seen") see(comment, mark, warnings);
    else house(comment, chip(mark, deeds), isBlock(mark));
    comment.remove();
  }
}

function isBlock(mark: Mark): boolean {
  return mark.kind === "out" && chaff.has(mark.item.change.rule);
}

function chip(mark: Exclude<Mark, { kind: "seen" }>, deeds: Deeds): HTMLElement {
  switch (mark.kind) {
    case "out": {
      const { text, item } = mark;
      const { rule, at } = item.change;
      const isKeyword = rule === "first-seen-keyword";
      const made = isKeyword
        ? press("↶", words.takeOut(text), () => deeds.takeOut(item))
        : press(text, words.chipOut(text), () => deeds.takeBack(item));
      made.className = isBlock(mark) ? "chip large" : "chip";
      return named(made, rule, at.start);
    }
    case "back": {
      const { rule, at } = mark.keep;
      return named(press("↶", words.redo, () => deeds.putBack(mark.keep)), rule, at.start);
    }
    case "lost": {
      const { warning, at, keyword } = mark;
      const said = words.warning({ rule: "lost-link-text", keyword });
      const made = press(keyword, `${said} · ${words.putIn(keyword)}`, () => deeds.putIn(at));
      made.className = "chip lost";
      made.title = `${said} · ${words.putIn(keyword)}`;
      made.dataset["warning"] = String(warning);
      made.dataset["rule"] = "warning";
      return made;
    }
  }
}

function press(text: string, label: string, deed: () => void): HTMLButtonElement {
  const made = button(text, deed, "chip");
  made.setAttribute("aria-label", label);
  return made;
}

function named(made: HTMLElement, rule: RuleId, start: number): HTMLElement {
  made.dataset["rule"] = rule;
  made.dataset["key"] = `chip ${rule} ${start}`;
  made.title = words.rules[rule].name;
  return made;
}

/** Marks what a warning is about. */
function see(comment: Comment, { warning, length }: Extract<Mark, { kind: "seen" }>, all: View["warnings"]): void {
  const mark = make("mark", { className: "seen", tabIndex: -1 });
  mark.dataset["rule"] = "warning";
  mark.dataset["warning"] = String(warning);
  const seen = all[warning];
  if (seen) mark.title = words.warning(seen);
  const next = comment.nextSibling;
  if (length > 0 && next instanceof Text && next.length >= length) {
    next.splitText(length);
    next.before(mark);
    mark.append(next);
  } else {
    house(comment, mark, false);
  }
}

const HOLDERS = "ul, ol, dl, table, thead, tbody, tfoot, tr, blockquote, .wide, body, output";

/**
 * Between blocks, what was words of their own gets a line of its own, and what is small goes to
 * the end of the block before.
 */
function house(comment: Comment, element: HTMLElement, isLarge: boolean): void {
  const parent = comment.parentElement;
  if (!parent?.matches(HOLDERS)) return comment.before(element);
  if (isLarge && parent.matches("blockquote, body, output")) {
    const before = comment.previousElementSibling;
    if (before?.matches(".gone")) return before.append(" ", element);
    return comment.before(make("p", { className: "gone" }, element));
  }
  const [before, after] = [comment.previousElementSibling, comment.nextElementSibling];
  if (before) inner(before, "lastElementChild").append(" ", element);
  else if (after) inner(after, "firstElementChild").prepend(element, " ");
  else if (parent.matches("blockquote, body, output")) comment.before(make("p", { className: "gone" }, element));
}

function inner(block: Element, to: "lastElementChild" | "firstElementChild"): Element {
  let found = block;
  for (let child; found.matches(HOLDERS) && (child = found[to]); ) found = child;
  return found;
}
