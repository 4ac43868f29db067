// The clean copy, in the format that was chosen. Text is drawn as text; Preview draws the
// cleaner's HTML, which is safe by its allowlist, through the page's one policy.

import type { Result } from "../engine";
import type { Shown } from "../state";
import { trusted } from "../trusted";
import { words } from "../words";
import { byId, make } from "./dom";

/** Characters that are drawn of a long text. */
export const DRAWN = 100_000;

export function drawCopy({ copies }: Result, shown: Shown): void {
  const copy = copies[shown === "preview" ? "html" : shown];
  const drawn = head(copy, shown === "preview" ? "<" : "\n");
  const target = byId("clean");
  target.className = shown;
  if (shown === "preview") target.replaceChildren(...rendered(drawn));
  else target.textContent = drawn;
  byId("clean-note").textContent = drawn.length < copy.length ? words.cut(drawn.length, copy.length) : "";
}

/** The start of a long text, up to a sign that may be cut at. */
function head(text: string, sign: string): string {
  if (text.length <= DRAWN) return text;
  const end = text.lastIndexOf(sign, DRAWN);
  return text.slice(0, end > 0 ? end : DRAWN);
}

/** Rendered outside the page first, where no image is loaded. */
function rendered(html: string): Node[] {
  const inert = new DOMParser().parseFromString(trusted.createHTML(html), "text/html");
  for (const image of inert.images) image.replaceWith(words.image(image.alt, image.src));
  for (const link of inert.links) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
  for (const block of inert.body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li, blockquote, td, th")) {
    block.setAttribute("dir", "auto");
  }
  for (const table of inert.querySelectorAll("table")) {
    // Wide ones scroll by themselves.
    const frame = make("div", { className: "wide" });
    table.replaceWith(frame);
    frame.append(table);
  }
  return [...inert.body.childNodes];
}
