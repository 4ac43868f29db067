// What is drawn of a long text.

/** Characters that are drawn, of the copy and of what was pasted. */
export const DRAWN = 40_000;

/** The start of a long text, up to a sign that may be cut at. */
export function head(text: string, sign: string): string {
  if (text.length <= DRAWN) return text;
  const end = text.lastIndexOf(sign, DRAWN);
  return text.slice(0, end > 0 ? end : DRAWN);
}
