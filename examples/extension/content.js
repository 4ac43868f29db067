// The content script of a browser extension: what is pasted into a field of any page is cleaned first. Nothing is sent
// anywhere, and the page sees a paste like any other. Bundle it into one file, since a content script is no module:
//   npx esbuild content.js --bundle --outfile=build/content.js && cp manifest.json build

import { clean } from "cleancopy";

let plain = false;
addEventListener("keydown", (event) => (plain = event.shiftKey), true);

addEventListener(
  "paste",
  (event) => {
    const data = event.clipboardData;
    const field = event.target;
    // Ctrl+Shift+V pastes as ever; and so does this script's own paste, which nobody pressed a key for.
    if (plain || !event.isTrusted || !data?.types.some((type) => /^text\/(plain|html)$/.test(type))) return;
    const rich = field.isContentEditable;
    if (!rich && !/^(TEXTAREA|INPUT)$/.test(field.tagName)) return;
    const text = clean(data).output;
    if (text === data.getData("text/plain")) return;
    event.preventDefault();
    event.stopImmediatePropagation();

    // Editors listen for a paste; a field that does not takes it as if it were typed, so that it can be undone.
    const cleaned = new DataTransfer();
    cleaned.setData("text/plain", text);
    if (rich) cleaned.setData("text/html", clean(data, { format: "html" }).output);
    const paste = new ClipboardEvent("paste", { clipboardData: cleaned, bubbles: true, cancelable: true, composed: true });
    if (field.dispatchEvent(paste)) {
      document.execCommand(rich ? "insertHTML" : "insertText", false, cleaned.getData(rich ? "text/html" : "text/plain"));
    }
  },
  true,
);
