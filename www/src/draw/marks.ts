// Where the changes stand in the HTML copy: a comment at each place, and what it stands for.
// The edits applied to the input give the copy, so that each place is known exactly.

import type { Change, Cleaned, Keep, Span } from "cleancopy/wasm";
import { byChange, readable, shorten, visible } from "./excerpt";
import { itemOf, type Item } from "./items";

export type Mark =
  /** Something that was taken out or replaced here. */
  | { kind: "out"; text: string; item: Item }
  /** A change that was taken back here. */
  | { kind: "back"; keep: Keep }
  /** A link lost its words here. */
  | { kind: "lost"; warning: number; at: Span; keyword: string }
  /** A warning, by its place in the list, about so many characters from here on. */
  | { kind: "seen"; warning: number; length: number };

/** Marks that are drawn, and characters of words and of markup that were taken out. */
const MARKS = 1500;
const WORDS = 160;
const MARKUP = 24;

interface Placed {
  /** Where in the copy. */
  at: number;
  mark: Mark;
}

export function withMarks(
  drawn: string,
  source: string,
  result: Cleaned,
  keep: readonly Keep[],
): { copy: string; marks: Mark[] } {
  const placed = outOfTags(drawn, places(drawn.length, source, result, keep).slice(0, MARKS));
  let copy = "";
  let end = 0;
  placed.forEach(({ at }, number) => {
    copy += `${drawn.slice(end, at)}<!--${number}-->`;
    end = at;
  });
  return { copy: copy + drawn.slice(end), marks: placed.map(({ mark }) => mark) };
}

/** Every mark in the first `length` characters of the copy, by place. */
function places(length: number, source: string, result: Cleaned, keep: readonly Keep[]): Placed[] {
  const { changes, edits } = result;
  // A keyword that is kept out is a lost link still.
  const back = keep.filter(({ rule }) => rule !== "first-seen-keyword").map(backPoint);
  const points = [...warningPoints(result), ...back].sort((a, b) => a.start - b.start);
  const own = byChange(edits);
  /** Of a change that took out words, the spaces are not shown too. */
  const heaviest = new Map<number, number>();
  for (const { change, start, end } of edits) {
    if (change !== null) heaviest.set(change, Math.max(heaviest.get(change) ?? 0, weightOf(source.slice(start, end))));
  }
  const placed: Placed[] = [];
  let next = 0;
  /** Puts the points that stand before a place of the input. */
  const pointsBefore = (end: number, at: (start: number) => number) => {
    for (let point; (point = points[next]) && point.start < end; next++) {
      placed.push({ at: at(point.start), mark: point.mark });
    }
  };
  let [copied, read] = [0, 0];
  for (const edit of edits) {
    const by = copied - read;
    pointsBefore(edit.start, (start) => start + by);
    const here = edit.start + by;
    const change = edit.change === null ? undefined : changes[edit.change];
    const taken = source.slice(edit.start, edit.end);
    if (change && weightOf(taken) === heaviest.get(edit.change as number)) {
      const text = change.rule === "first-seen-keyword" ? edit.text.trim() : sign(taken, edit.text);
      const item = itemOf(source, changes, edits, change, own.get(edit.change as number) ?? []);
      if (text) placed.push({ at: here, mark: { kind: "out", text, item } });
    }
    // What was replaced has no places of its own in the copy.
    pointsBefore(edit.end, () => here);
    copied = here + edit.text.length;
    read = edit.end;
    if (copied > length) break;
  }
  const by = copied - read;
  pointsBefore(source.length, (start) => start + by);
  return placed.filter(({ at }) => at <= length);
}

interface Point {
  start: number;
  mark: Mark;
}

const backPoint = (keep: Keep): Point => ({ start: keep.at.start, mark: { kind: "back", keep } });

function warningPoints({ changes, warnings }: Cleaned): Point[] {
  const putIn = keywordsIn(changes);
  return warnings.flatMap(({ rule, at, keyword }, warning) => {
    if (rule === "nothing-selected") return [];
    const isLost = rule === "lost-link-text" && keyword !== undefined && !putIn.has(at.start);
    const mark: Mark = isLost
      ? { kind: "lost", warning, at, keyword }
      : { kind: "seen", warning, length: rule === "unbalanced-quote" ? at.end - at.start : 0 };
    return [{ start: at.start, mark }];
  });
}

/** Where keywords of lost links were put in. */
export function keywordsIn(changes: Change[]): Set<number> {
  return new Set(changes.filter(({ rule }) => rule === "first-seen-keyword").map(({ at }) => at.start));
}

/** Words weigh more than spaces, and these more than nothing. */
const weightOf = (taken: string) => (taken.trim() ? 2 : taken ? 1 : 0);

/** What a chip shows: what was taken out, or a sign for white space that was taken out or put in. */
function sign(taken: string, put: string): string {
  const words = readable(taken)
    .replace(/<(\/?[a-z]\w*)\s[^<>]*>/gi, "<$1>")
    .trim()
    .replace(/\s+/g, " ");
  if (words) return visible(shorten(words, /^[<&]/.test(words) ? MARKUP : WORDS));
  if (taken) return taken.includes("\n") ? "↵" : "␣";
  return put === " " ? "‸" : "";
}

/** A comment inside a tag would be none: it stands behind it. */
function outOfTags(html: string, placed: Placed[]): Placed[] {
  /** The end of the tag that was seen last. */
  let end = 0;
  return placed.map(({ at, mark }) => {
    for (let start; end < at && (start = html.indexOf("<", end)) >= 0 && start < at;) end = endOfTag(html, start);
    return { at: Math.max(at, end), mark };
  });
}

/** Attributes' values may hold what ends a tag. */
function endOfTag(html: string, start: number): number {
  const tag = /<[^">]*(?:"[^"]*"[^">]*)*>?/y;
  tag.lastIndex = start;
  return start + (tag.exec(html)?.[0].length ?? 1);
}
