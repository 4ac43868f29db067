// What was changed, as chips in the rendered copy: each where it stood, and a press on it puts
// it back.

import "./chips.css";
import type { RuleId } from "cleancopy/wasm";
import { chaff } from "./chaff";
import type { Mark, View } from "../engine";
import { words } from "../words";
import type { Deeds } from "./deeds";
import { button, make } from "./dom";

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
      made.className = isBlock(mark) ? "chip large" : /^[␣↵‸]$/.test(text) ? "chip space" : "chip";
      return named(made, rule, at.start);
    }
    case "back": {
      const { rule, at } = mark.keep;
      return named(
        press("↶", words.redo, () => deeds.putBack(mark.keep)),
        rule,
        at.start,
      );
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
  made.dir = "auto";
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

const HOLDERS = "ul, ol, dl, table, thead, tbody, tfoot, tr, blockquote, .wide, body";
const ROOMS = "blockquote, body";

/**
 * Between blocks, what was words of their own gets a line of its own, and what is small goes to
 * the end of the block before.
 */
function house(comment: Comment, element: HTMLElement, isLarge: boolean): void {
  if (isLarge) leaveBlock(comment);
  const parent = comment.parentElement;
  if (!parent?.matches(HOLDERS)) return comment.before(element);
  const [before, after] = [comment.previousElementSibling, comment.nextElementSibling];
  if (!isLarge && before) return inner(before, "lastElementChild").append(" ", element);
  if (!isLarge && after) return inner(after, "firstElementChild").prepend(element, " ");
  // One that follows was put there by a mark before this one.
  const line = [before, after].find((block) => block?.matches(".gone"));
  if (line) line.append(" ", element);
  else if (parent.matches(ROOMS)) comment.before(make("p", { className: "gone" }, element));
  else if (before ?? after)
    inner((before ?? after) as Element, before ? "lastElementChild" : "firstElementChild").append(" ", element);
}

/** What stands at the start or at the end of a block is no part of it. */
function leaveBlock(comment: Comment): void {
  for (const [sibling, put] of [
    ["previousSibling", "before"],
    ["nextSibling", "after"],
  ] as const) {
    let at: ChildNode = comment;
    for (let parent; (parent = at.parentElement) && !parent.matches(HOLDERS) && isEdge(at, sibling);) at = parent;
    if (at !== comment && at.parentElement?.matches(HOLDERS)) return at[put](comment);
  }
}

function isEdge(node: Node, sibling: "previousSibling" | "nextSibling"): boolean {
  for (let next = node[sibling]; next; next = next[sibling]) {
    if (!(next instanceof Comment) && next.textContent?.trim()) return false;
  }
  return true;
}

function inner(block: Element, to: "lastElementChild" | "firstElementChild"): Element {
  let found = block;
  for (let child; found.matches(HOLDERS) && (child = found[to]);) found = child;
  return found;
}
