// Why a change was made, in the language of the page. The core words it in English; its
// figures and what stands between backticks are values, and the rest is looked up.

import type { Words } from "./en";

/** Words as they are, or a piece of code. */
export type Piece = string | { code: string };

/** A reason in the words of a language: nothing where that language has none for it. */
export function worded(reason: string, { reasons, pause }: Words): Piece[] {
  const values: string[] = [];
  const template = reason.replace(/`([^`]*)`|\d+/g, (value, code: string | undefined) => {
    values.push(code ?? value);
    return code === undefined ? `{${values.length}}` : `\`{${values.length}}\``;
  });
  const parts = template.split(", ").map((part) => (reasons as Record<string, string | undefined>)[part]);
  if (parts.includes(undefined)) return [];
  const filled = (text: string) => text.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place) - 1] ?? "");
  return parts
    .join(pause)
    .split("`")
    .map((text, place) => (place % 2 === 0 ? filled(text) : { code: filled(text) }))
    .filter((piece) => piece !== "");
}
