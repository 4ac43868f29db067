// The page without its server, beside other pages of a host, and as a target of sharing.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { parts, paste, test, vite } from "./browser.mjs";
import { refusesMarkup } from "./expect.mjs";
import { host } from "./host.mjs";

const www = fileURLToPath(new URL("../../www/", import.meta.url));
const dist = join(www, "dist");
const later = mkdtempSync(join(tmpdir(), "cleancopy-"));

const damaged = "< p > The harbour opened in May. < / p >";
const mended = "The harbour opened in May.";

before(async () => {
  // The build after this one: one word is another.
  const { build } = await vite();
  const plugin = {
    name: "later",
    transform: (code, id) => (id.endsWith("words/en.ts") ? code.replace("get clean copy.", "get cleaner copy.") : null),
  };
  await build({ root: www, logLevel: "error", plugins: [plugin], build: { outDir: later, emptyOutDir: true } });
});
after(() => rmSync(later, { recursive: true }));

/** A test on a host of its own, which is stopped behind it. */
function hosted(name, path, body, expected = []) {
  test(name, { expected, site: () => host(dist, path) }, body);
}

/** Waits until a build is kept; the first is in charge then, and a later one waits until no page of the one before is open. */
const kept = (page, state = "active") =>
  page.evaluate(async (state) => {
    for (let tries = 0; tries < 400; tries++) {
      const worker = (await navigator.serviceWorker.getRegistration())?.[state];
      if (["activated", "installed"].includes(worker?.state)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no service worker is ${state}`);
  }, state);

async function cleans(page) {
  await paste(page, damaged);
  await parts(page).clean.getByText(mended, { exact: true }).waitFor();
}

for (const path of ["/", "/tools/cleancopy/"]) {
  hosted(`on a plain host, under ${path}, the page cleans, asks for nothing elsewhere and has its policy`, path, async (page, _, site) => {
    await cleans(page);
    const outside = site.asked.filter((asked) => !asked.startsWith(`GET ${path}`) && asked !== "GET /favicon.ico");
    assert.deepEqual(outside, []);
    await refusesMarkup(page);
  }, ["TrustedHTML"]);

  hosted(`under ${path}, opened once, the page works without its server`, path, async (page, _, site) => {
    await kept(page);
    await site.stop();
    await page.reload();
    await cleans(page);
  });
}

hosted("a later build is shown at once, and is the one that is kept", "/tools/cleancopy/", async (page, context, site) => {
  const shows = (words) => page.getByText(words).waitFor();
  await kept(page);
  await page.reload();
  await shows("get clean copy.");
  site.folder = later;
  await page.reload();
  await shows("get cleaner copy.");
  await kept(page, "waiting");
  await site.stop();
  await page.reload();
  await shows("get cleaner copy.");
  await cleans(page);
  // The build before goes once no page of it is open.
  const other = await context.newPage();
  await page.close();
  let names;
  for (let tries = 0; tries < 20 && names?.length !== 1; tries++) {
    await other.goto("about:blank");
    // Where one service worker takes the place of the other, Chromium may hold a navigation up: then it is tried anew.
    const there = await other.goto(site.address, { timeout: 5000 }).catch(() => null);
    if (!there) continue;
    await other.getByText("get cleaner copy.").waitFor();
    names = await other.evaluate(() => caches.keys());
  }
  assert.equal(names?.length, 1);
});

hosted("another page of the same host keeps its caches", "/tools/cleancopy/", async (page) => {
  await page.evaluate(() => caches.open("cleancopy of another folder"));
  await kept(page);
  assert.ok(await page.evaluate(() => caches.has("cleancopy of another folder")));
});

/** What the system does on a phone: it sends a form to the target that the manifest names. */
const share = (page, fields, files = []) =>
  page.evaluate(
    async ([fields, files]) => {
      const manifest = await (await fetch(document.querySelector("link[rel=manifest]").href)).json();
      const { action, method, params } = manifest.share_target;
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(params[name], value);
      for (const [name, type, text] of files) form.append(params.files[0].name, new File([text], name, { type }));
      const { url } = await fetch(action, { method, body: form });
      return url;
    },
    [fields, files],
  );

hosted("a text that is shared with the page is there, clean, and never went to the server", "/", async (page, _, site) => {
  await kept(page);
  await page.reload();
  const { box, clean } = parts(page);
  const opened = await share(page, { title: "Harbour", text: damaged, url: "" });
  assert.equal(opened, site.address);
  await page.goto(opened);
  await clean.getByText(mended, { exact: true }).waitFor();
  assert.equal(await box.inputValue(), damaged);
  assert.deepEqual(
    site.asked.filter((asked) => !asked.startsWith("GET ")),
    [],
  );
  // Taken once.
  assert.ok(!(await page.evaluate(() => caches.keys())).some((name) => name.startsWith("shared")));
});

hosted("files that are shared with the page are opened as files", "/tools/cleancopy/", async (page) => {
  await kept(page);
  await page.reload();
  const { clean } = parts(page);
  const files = [
    ["harbour.html", "text/html", "<h1>Harbour</h1><p>The harbour opened in May.</p>"],
    ["rain.txt", "text/plain", damaged],
  ];
  await page.goto(await share(page, { title: "", text: "", url: "" }, files));
  await clean.filter({ hasText: "The harbour opened in May." }).waitFor();
  await page.getByRole("button", { name: "rain.txt" }).click();
  await clean.getByText(mended, { exact: true }).waitFor();
});

const developing = async () => {
  const { createServer } = await vite();
  // The build above left its own.
  process.env.NODE_ENV = "development";
  const server = await createServer({ root: www, logLevel: "silent", server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  return { address: `http://127.0.0.1:${server.httpServer.address().port}/`, stop: () => server.close() };
};

test("while developing nothing is kept", { site: developing }, async (page) => {
  await cleans(page);
  assert.equal((await page.evaluate(() => navigator.serviceWorker.getRegistrations())).length, 0);
});
