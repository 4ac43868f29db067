// What is drawn of a long text: layout takes time that the page does not have.

/** Characters that are drawn whole, and those that are drawn of what is longer. */
const WHOLE = 100_000;
const START = 20_000;

/** A text, or the start of a long one, up to a sign that may be cut at. */
export function head(text: string, sign = ""): string {
  if (text.length <= WHOLE) return text;
  const end = text.lastIndexOf(sign, START);
  return text.slice(0, end > 0 ? end : START);
}
