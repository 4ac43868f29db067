// The system's clipboard, as far as Chromium, Firefox and Safari let a page at it:
// within the person's gesture, and by promises where the data come later.

import type { Flavours } from "cleancopy/wasm";

/** What goes on the clipboard. */
export interface Copy {
  text: string;
  html: string;
}

/** The flavours that a paste carries, if it carries text. */
export function carried(transfer: DataTransfer | null): Flavours | undefined {
  return flavours(transfer?.getData("text/plain"), transfer?.getData("text/html"));
}

/** Puts both flavours into a copy event. */
export function put(event: ClipboardEvent, { text, html }: Copy): void {
  event.clipboardData?.setData("text/plain", text);
  event.clipboardData?.setData("text/html", html);
  event.preventDefault();
}

/** Writes both flavours. Called inside the gesture, with a copy that may come later; one that fails writes nothing. */
export async function write(copy: Promise<Copy>): Promise<void> {
  if (!navigator.clipboard?.write || !("ClipboardItem" in window)) return writeByEvent(await copy);
  const blob = (type: string, take: (copy: Copy) => string) => {
    const promise = copy.then((done) => new Blob([take(done)], { type }));
    // A browser that refuses at once never looks at it.
    promise.catch(() => undefined);
    return promise;
  };
  await navigator.clipboard.write([
    new ClipboardItem({
      "text/plain": blob("text/plain", ({ text }) => text),
      "text/html": blob("text/html", ({ html }) => html),
    }),
  ]);
}

/** Reads both flavours. The browser may ask the person first. */
export async function read(): Promise<Flavours | undefined> {
  if (!navigator.clipboard?.read) return flavours(await navigator.clipboard?.readText());
  const items = await navigator.clipboard.read();
  const flavour = async (type: string) => {
    const item = items.find(({ types }) => types.includes(type));
    return item && (await item.getType(type)).text();
  };
  return flavours(await flavour("text/plain"), await flavour("text/html"));
}

/** Whether the browser lets pages read the clipboard at all. */
export const readable = Boolean(navigator.clipboard?.read ?? navigator.clipboard?.readText);

/** The way of old browsers and of pages without https. */
function writeByEvent(copy: Copy): void {
  const listener = (event: ClipboardEvent) => {
    put(event, copy);
    event.stopImmediatePropagation();
  };
  window.addEventListener("copy", listener, { capture: true, once: true });
  if (!document.execCommand("copy")) {
    window.removeEventListener("copy", listener, { capture: true });
    throw new DOMException("the browser did not take the copy", "NotAllowedError");
  }
}

function flavours(text = "", html = ""): Flavours | undefined {
  if (!text && !html) return undefined;
  return { text: text || undefined, html: html || undefined };
}
