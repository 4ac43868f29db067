// A plain `contenteditable`: cleans what is pasted.

import { clean } from "cleancopy";

export function cleanPaste(element, options) {
  element.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data?.types.some((type) => /^text\/(plain|html)$/.test(type))) return;
    event.preventDefault();
    const { output } = clean(data, { ...options, format: "html" });
    // Old, and yet the one way that the browser's own undo knows of. The HTML is safe: it comes from an allowlist.
    document.execCommand("insertHTML", false, output);
  });
}
