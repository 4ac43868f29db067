// The changes as they are listed: each with the words before and after it.

import type { Change, Cleaned, Edit, RuleId } from "cleancopy/wasm";
import { byChange, excerpt, type Excerpt, wordsAt } from "./excerpt";

/** How many changes of each rule are listed. */
export type Asked = Partial<Record<RuleId, number>>;

/** Changes of one rule that are listed at first. */
export const FIRST = 5;

/** A change as it is shown, here or after it was taken back. */
export interface Item extends Excerpt {
  change: Change;
  /** Where its last edit ends. */
  end: number;
  /** The rule of the change that caused it. */
  because?: RuleId;
}

/** The first changes of each rule, by place: so many as are asked for, or as `others`. */
export function itemsOf(source: string, { changes, edits }: Cleaned, asked: Asked, others: number): Item[] {
  const left: Asked = {};
  const places = byChange(edits);
  return changes.flatMap((change, index) => {
    const { rule } = change;
    const more = left[rule] ?? asked[rule] ?? others;
    if (more === 0) return [];
    left[rule] = more - 1;
    return [itemOf(source, changes, edits, change, places.get(index) ?? [])];
  });
}

/** One change; `places` are those of its edits. */
export function itemOf(source: string, changes: Change[], edits: Edit[], change: Change, places: number[]): Item {
  const own = places.map((place) => edits[place] as Edit);
  const [first, last] = [places[0], places.at(-1)];
  // The edits of other changes leave room for context.
  const from = first === undefined ? 0 : edits[first - 1]?.end;
  const to = last === undefined ? undefined : edits[last + 1]?.start;
  const cause = change.cause === null ? undefined : changes[change.cause];
  const words = excerpt(source, own, from, to);
  if (own.length === 0) words.before.push({ kind: "same", text: wordsAt(source, change.at.start) });
  return {
    ...words,
    change,
    end: Math.max(change.at.end, own.at(-1)?.end ?? 0),
    ...(cause ? { because: cause.rule } : {}),
  };
}

/** The rule and the words that it took out: the same, wherever they stand. */
export function wordsOut({ change, before }: Item): string {
  const out = before.flatMap(({ kind, text }) => (kind === "out" ? (text.match(/[\p{L}\p{N}]+/gu) ?? []) : []));
  return `${change.rule} ${out.join(" ")}`;
}
