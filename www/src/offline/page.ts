// The page's side of the service worker: it is registered, and what another program
// shared with the page is taken from it.

import { trusted } from "../trusted";

/** What was shared: the text fields, and files. */
export interface Shared {
  text: string;
  files: File[];
}

/** The folder that the page lies in. */
const scope = new URL("./", location.href).href;

/** Has the page kept for when its server cannot be reached. Not while developing: what is kept is a build. */
export function keep(): void {
  // Some browsers allow none in private windows: the page works without.
  if (import.meta.env.PROD) navigator.serviceWorker?.register(trusted.createScriptURL("sw.js")).catch(() => undefined);
}

/** Takes what was shared, once. */
export async function takeShared(): Promise<Shared> {
  const shared: Shared = { text: "", files: [] };
  const name = `shared ${scope}`;
  // Without https there are no caches, and nothing is shared.
  if (!("caches" in window) || !(await caches.has(name))) return shared;
  const cache = await caches.open(name);
  const texts = new Map<string, string>();
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const field = response?.headers.get("X-Field");
    if (!response) continue;
    if (field) texts.set(field, await response.text());
    else shared.files.push(fileOf(request.url, await response.blob()));
  }
  await caches.delete(name);
  const [title, text, url] = ["title", "text", "url"].map((field) => texts.get(field) ?? "");
  // A title is often the text's own first line, and alone it is all there is.
  shared.text = [text || title, url].filter((part) => part).join("\n\n");
  return shared;
}

function fileOf(url: string, blob: Blob): File {
  return new File([blob], decodeURIComponent(url.slice(url.lastIndexOf("/") + 1)), { type: blob.type });
}
