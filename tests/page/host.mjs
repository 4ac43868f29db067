// Any static host: files of a folder, under a path, with their types and no other header,
// what people who host the page themselves mostly have.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves a folder under a path. `asked` are the requests that came; `folder` may be set to serve another from now on. */
export async function host(folder, path = "/") {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    site.asked.push(`${request.method} ${pathname}`);
    const file = normalize(pathname.slice(path.length) || "index.html");
    try {
      if (request.method !== "GET" || !pathname.startsWith(path)) throw new Error("not here");
      const content = await readFile(join(site.folder, file));
      // Long in the browser's cache, as on hosts that know no better.
      response.writeHead(200, { "Content-Type": types[extname(file)], "Cache-Control": "max-age=600" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  const listen = (port) => new Promise((done) => server.listen(port, "127.0.0.1", done));
  const site = {
    folder,
    asked: [],
    /** It cannot be reached any more. */
    stop: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
  await listen(0);
  site.address = `http://127.0.0.1:${server.address().port}${path}`;
  return site;
}
