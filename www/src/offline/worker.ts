// The service worker: the page works without its server, and yet no old build is shown.
//
// Each build has a cache of its own, named by a hash of all its files, and filled whole or
// not at all. While the server answers, the page is always the server's; its other files
// have a hash in their names, so that any cache may give them. Without the server, the
// newest cache is the page.

export {};
declare const self: ServiceWorkerGlobalScope;

/** Put in by vite.config.ts. */
declare const BUILD: string;
declare const FILES: string[];

const { scope } = self.registration;
/** Other pages of the same host see the same caches: ours have our address in their names. */
const OURS = `cleancopy ${scope} `;
const MINE = OURS + BUILD;
/** Where what was shared with the page waits for it: offline/shared.ts takes it from there. */
const SHARED = `shared ${scope}`;

self.addEventListener("install", (event) => {
  // Without a hash in its name, a file in the browser's own cache may be that of another build.
  const files = ["./", ...FILES].map(
    (file) => new Request(file, { cache: file.startsWith("assets/") ? "default" : "no-cache" }),
  );
  // A build that was there before is the newest again.
  event.waitUntil(
    caches
      .delete(MINE)
      .then(() => caches.open(MINE))
      .then((cache) => cache.addAll(files)),
  );
});

// It is activated once no page of the build before is open, whose worker and module may still be asked for.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    ours().then((names) => Promise.all(names.filter((name) => name !== MINE).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (!(origin + pathname).startsWith(scope)) return;
  const file = (origin + pathname).slice(scope.length);
  if (request.method === "POST" && file === "share") event.respondWith(receive(request));
  if (request.method !== "GET") return;
  if (file === "" || file === "index.html") event.respondWith(newest(request));
  else if (!search) event.respondWith(stored(request.url).then((response) => response ?? fetch(request)));
});

/** The page, from the server or, where it does not answer, from the newest cache. */
async function newest(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { cache: "no-cache" });
    if (response.status < 500) return response;
  } catch {
    // There is no network.
  }
  return (await stored(scope)) ?? Response.error();
}

/** A file out of the newest cache that has it. */
async function stored(url: string): Promise<Response | undefined> {
  for (const name of (await ours()).reverse()) {
    const response = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

/** Our caches, oldest first. */
async function ours(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

/** Keeps what another program shared, and opens the page, which takes it. Nothing goes to the server. */
async function receive(request: Request): Promise<Response> {
  const cache = await caches.open(SHARED);
  let place = 0;
  for (const [field, value] of await request.formData()) {
    const isFile = value instanceof File;
    if (isFile ? value.size === 0 : value === "") continue;
    const url = new URL(`share/${place++}/${encodeURIComponent(isFile ? value.name : field)}`, scope);
    await cache.put(url, new Response(value, isFile ? {} : { headers: { "X-Field": field } }));
  }
  return Response.redirect(scope, 303);
}
