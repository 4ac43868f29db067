// The three entries under Vite, as it develops and as it builds, without a line of configuration.
// `cargo xtask hosts` tries the same files in all other hosts.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { folder } from "./installed.mjs";

const executablePath = process.env.CHROMIUM;
const skip = executablePath ? false : "SKIPPED: there is no browser";
const quiet = { configFile: false, logLevel: "error" };

let browser, vite;
if (!skip) {
  before(async () => {
    vite = await import(pathToFileURL(createRequire(join(import.meta.dirname, "../../www/package.json")).resolve("vite")));
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  });
  after(() => browser?.close());
}

/** A project with a page that checks one entry. */
function project(entry) {
  const root = join(folder, entry);
  cpSync(join(import.meta.dirname, "../hosts/project"), root, { recursive: true });
  mkdirSync(join(root, "public"));
  cpSync(join(folder, "node_modules/cleancopy/dist/cleancopy.wasm"), join(root, "public/cleancopy.wasm"));
  writeFileSync(join(root, "index.html"), `<!doctype html><meta charset="utf-8"><script type="module" src="./${entry}.js"></script>`);
  return root;
}

/** What the check on a page says. */
async function said(server) {
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("pageerror", (error) => complaints.push(error.message));
  const line = tab.waitForEvent("console", (message) => message.text().startsWith("cleancopy"));
  await tab.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
  const text = (await line).text();
  assert.deepEqual(complaints, []);
  await tab.close();
  await server.close();
  return text;
}

for (const [file, entry] of [["main", "cleancopy"], ["wasm", "cleancopy/wasm"], ["worker", "cleancopy/worker"]]) {
  test(`${entry} works as Vite develops and as it builds`, { skip }, async () => {
    const root = project(file);
    const developed = await vite.createServer({ root, ...quiet, server: { host: "127.0.0.1", port: 0 } });
    assert.equal(await said(await developed.listen()), `${entry}: works`);
    await vite.build({ root, ...quiet, build: { chunkSizeWarningLimit: 2000 } });
    const built = await vite.preview({ root, ...quiet, preview: { host: "127.0.0.1", port: 0 } });
    assert.equal(await said(built), `${entry}: works`);
  });
}
