// Files that go out, and those that a person picks.

import { byId, make } from "./dom";

/** Saves something as a file. */
export function offer(name: string, content: BlobPart, type: string): void {
  const href = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href, download: name }).click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** A button that lets the person pick files. */
export function taken(buttonId: string, inputId: string, take: (files: File[]) => Promise<void>): void {
  const input = byId<HTMLInputElement>(inputId);
  byId(buttonId).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // The same file can be picked again.
    input.value = "";
    if (files.length > 0) void take(files);
  });
}
