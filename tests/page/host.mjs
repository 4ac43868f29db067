// Any static host: files of a folder, under a path, compressed, with their types and no
// other header, what people who host the page themselves mostly have.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Bytes in a second, and seconds there and back, of a slow phone's network as Lighthouse has it. */
const slowly = { bytes: (1.6 * 1024 * 1024) / 8, way: 0.15 };
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/**
 * Serves a folder under a path. `asked` are the requests that came; `folder` may be set to serve another from now on,
 * and `held` to a promise that the module waits for.
 */
export async function host(folder, path = "/", { slow = false } = {}) {
  // One line for all: what is sent waits for what is being sent.
  let line = Promise.resolve();
  let isOpen = false;
  const send = async (response, content) => {
    // A name, a connection and its keys come first.
    await wait(isOpen ? slowly.way : 4 * slowly.way);
    isOpen = true;
    for (let from = 0; from < content.length; from += 4096) {
      const part = content.subarray(from, from + 4096);
      line = line.then(() => wait(part.length / slowly.bytes));
      await line;
      response.write(part);
    }
    response.end();
  };
  const compressed = new Map();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    site.asked.push(`${request.method} ${pathname}`);
    const file = join(site.folder, normalize(pathname.slice(path.length) || "index.html"));
    try {
      if (request.method !== "GET" || !pathname.startsWith(path)) throw new Error("not here");
      if (!compressed.has(file)) compressed.set(file, brotliCompressSync(await readFile(file)));
      const content = compressed.get(file);
      if (file.endsWith(".wasm")) await site.held;
      // Long in the browser's cache, as on hosts that know no better.
      const headers = { "Content-Encoding": "br", "Cache-Control": "max-age=600" };
      response.writeHead(200, { "Content-Type": types[extname(file)], ...headers });
      if (slow) await send(response, content);
      else response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  const site = {
    folder,
    asked: [],
    held: Promise.resolve(),
    /** It cannot be reached any more. */
    stop: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  site.address = `http://127.0.0.1:${server.address().port}${path}`;
  return site;
}
