// The clean copy, in the format that was chosen. Text is drawn as text; Preview draws the
// cleaner's HTML, which is safe by its allowlist, through the page's one policy.

import type { View } from "../engine";
import type { Shown } from "../settings";
import { trusted } from "../trusted";
import { words } from "../words";
import { placeChips } from "./chips";
import type { Deeds } from "./deeds";
import { byId, keepFocus, make } from "./dom";

export function drawCopy(view: View, shown: Shown, deeds: Deeds): void {
  const target = byId("clean");
  target.className = shown;
  const draw = () => {
    if (shown === "preview") target.replaceChildren(...rendered(view, deeds));
    else if (target.textContent !== view.copy) target.textContent = view.copy;
  };
  keepFocus(target, draw);
  byId("clean-note").textContent = view.drawn < view.length ? words.cut(view.drawn, view.length) : "";
}

/** Rendered outside the page first, where no image is loaded. */
function rendered(view: View, deeds: Deeds): Node[] {
  const inert = new DOMParser().parseFromString(trusted.createHTML(`<body>${view.copy}`), "text/html");
  for (const image of [...inert.images]) image.replaceWith(words.image(image.alt, image.src));
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
  placeChips(inert.body, view, deeds);
  return [...inert.body.childNodes];
}
