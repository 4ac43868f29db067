// What may be cleaned, read on the caller's side: a `DataTransfer` is empty once its event is over.

import type { Input, Transfer } from "./types.js";

/** The two flavours, at least one of them there. */
export type Read = [text: string | undefined, html: string | undefined];

/** What a `DataTransfer` carries, where no module has started that reads it. */
const carried = (transfer: Transfer): Read => [
  transfer.getData("text/plain") || undefined,
  transfer.getData("text/html") || undefined,
];

/** The flavours of an input, or a `TypeError` that says what is wanted. */
export function read(input: Input, readTransfer = carried): Read {
  if (typeof input === "string") return [input, undefined];
  if (typeof input !== "object" || input === null) throw wrong(`not ${input === null ? "null" : `a ${typeof input}`}`);
  if ("getData" in input) {
    const [text, html] = readTransfer(input);
    // With nothing in it, it is an empty text.
    return [text ?? (html === undefined ? "" : undefined), html];
  }
  const { text = undefined, html = undefined } = input;
  for (const [name, value] of Object.entries({ text, html })) {
    if (value !== undefined && typeof value !== "string") throw wrong(`and its \`${name}\` is not a string`);
  }
  if (text === undefined && html === undefined) throw wrong("and this object has neither");
  return [text, html];
}

function wrong(what: string): TypeError {
  return new TypeError(`cleancopy: input: a string, { text, html } or a DataTransfer is wanted, ${what}`);
}
