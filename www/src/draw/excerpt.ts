// The words before and after one change: what it took out and put in, with a little of
// what stands around it.

import type { Edit } from "cleancopy/wasm";

export interface Piece {
  kind: "same" | "out" | "in";
  text: string;
}

export interface Excerpt {
  before: Piece[];
  /** Empty where the change only took something out, or left a space in its place. */
  after: Piece[];
}

/** Characters of context on each side. */
const CONTEXT = 28;
/** Characters of one replaced piece, and edits of one change, that are shown. */
const PIECE = 100;
const EDITS = 4;

/** Where the edits of each change stand in the list of all. */
export function byChange(edits: Edit[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  edits.forEach(({ change }, place) => {
    if (change === null) return;
    const known = places.get(change);
    if (known) known.push(place);
    else places.set(change, [place]);
  });
  return places;
}

/** What surrounds an excerpt is cut at the next edit of another change: it would show that one's damage. */
export function excerpt(source: string, own: Edit[], from = 0, to = source.length): Excerpt {
  const shown = own.slice(0, EDITS);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return { before: [], after: [] };
  const before: Piece[] = [same(lead(source, from, first.start))];
  const after: Piece[] = [...before];
  shown.forEach((edit, i) => {
    before.push({ kind: "out", text: visible(shorten(readable(source.slice(edit.start, edit.end)), PIECE)) });
    after.push({ kind: "in", text: visible(shorten(edit.text, PIECE)) });
    const next = shown[i + 1];
    const gap = next
      ? same(shorten(source.slice(edit.end, next.start), 2 * CONTEXT))
      : same(trail(source, last.end, to));
    before.push(gap);
    after.push(gap);
  });
  if (own.length > shown.length) before.push(same(" …"));
  const inserts = shown.some(({ start, end, text }) => text.trim() || (text && start === end));
  return { before: before.filter(hasText), after: inserts ? after.filter(hasText) : [] };
}

/** What stands at a place: some words from there on. */
export function wordsAt(source: string, start: number): string {
  return same(trail(source, start, source.length, 2 * CONTEXT)).text;
}

const same = (text: string): Piece => ({
  kind: "same",
  text: text
    .replace(TAG, " ")
    .replace(/^[^<>]*=[^<>]*>|<\/?[a-z][^>]*$/i, "")
    .replace(/\s+/g, " "),
});
const hasText = ({ text }: Piece) => text !== "";

/** The end of what stands before, from a word's start. */
function lead(source: string, from: number, end: number): string {
  const start = Math.max(from, end - CONTEXT);
  const text = source.slice(start, end);
  return start === 0 || start === from ? text : `…${text.slice(Math.max(text.indexOf(" "), isLow(text) ? 1 : 0))}`;
}

/** The start of what stands after, to a word's end. */
function trail(source: string, start: number, to: number, length = CONTEXT): string {
  const end = Math.min(to, start + length);
  const text = source.slice(start, end);
  if (end === source.length || end === to) return text;
  const space = text.lastIndexOf(" ");
  return `${space > 0 ? text.slice(0, space) : whole(text)}…`;
}

const IMAGE = /<img\b([^<>]*)>/gi;
const TAG = /<\/?[a-z][^<>]*>/gi;
const SIGNS: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

/** An image is shown by its alternative text, or the end of its address. */
function nameOfImage(tag: string): string {
  const value = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)`, "i").exec(tag)?.[1]?.trim();
  return value("alt") ?? value("src")?.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
}

/** Words are shown without the sound markup between them; markup alone is shown as it is. */
export function readable(text: string): string {
  const bare = text.replace(IMAGE, (_, tag: string) => ` ${nameOfImage(tag)} `).replace(TAG, " ");
  if (bare.length === text.length || !/[\p{L}\p{N}]/u.test(bare)) return text;
  return bare
    .replace(/&(\w+|#39);/g, (code, name: string) => SIGNS[name] ?? code)
    .replace(/\s+/g, " ")
    .trim();
}

/** A long text without its middle. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = text.slice(-length / 4);
  return `${whole(text.slice(0, length / 2))} … ${tail.slice(isLow(tail) ? 1 : 0)}`;
}

/** Nothing is cut inside a pair of surrogates. */
const isLow = (text: string) => /^[\uDC00-\uDFFF]/.test(text);
const whole = (text: string) => text.replace(/[\uD800-\uDBFF]$/, "");

/** What is not seen by itself is shown by a sign; spaces have a wash of colour. */
export function visible(text: string): string {
  return text
    .replace(/[\r\n]+/g, "↵")
    .replace(/\t/g, "⇥")
    .replace(/\p{Cf}/gu, "◦");
}
