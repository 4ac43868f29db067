// The package in Chromium without a bundler: an import map, files served as they are,
// and a Content-Security-Policy that allows a module of WebAssembly and no more.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { folder } from "./installed.mjs";

const executablePath = process.env.CHROMIUM;
const skip = executablePath ? false : "SKIPPED: there is no browser";

const nonce = randomUUID();
const page = `<!doctype html><title>cleancopy</title>
<script type="importmap" nonce="${nonce}">
{ "imports": { "cleancopy": "/node_modules/cleancopy/dist/index.js", "cleancopy/wasm": "/node_modules/cleancopy/dist/wasm.js", "cleancopy/worker": "/node_modules/cleancopy/dist/worker.js" } }
</script>
<script type="module" nonce="${nonce}">
window.load = { "cleancopy": () => import("cleancopy"), "cleancopy/wasm": () => import("cleancopy/wasm"), "cleancopy/worker": () => import("cleancopy/worker") };
</script>`;
const types = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Allows a module of WebAssembly and no more. */
const strict = `default-src 'none'; connect-src 'self'; worker-src 'self'; script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'`;

/** A page with the package, served from the folder where it was installed, save the files that are missing. */
async function open({ policy = strict, missing = "" } = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/") {
      response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy }).end(page);
      return;
    }
    try {
      if (missing && path.endsWith(missing)) throw new Error("missing");
      const file = await readFile(join(folder, normalize(path)));
      const headers = { "content-type": types[extname(path)] ?? "text/plain", "content-security-policy": policy };
      response.writeHead(200, headers).end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  after(async () => {
    await browser.close();
    server.close();
  });
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction(() => window.load);
  return { tab, complaints };
}

test("both entries clean a DataTransfer in a browser without a bundler", { skip }, async () => {
  for (const name of ["cleancopy", "cleancopy/wasm"]) {
    const { tab, complaints } = await open();
    const result = await tab.evaluate(async (name) => {
      const { clean, init, rules } = await window.load[name]();
      await init?.();
      const transfer = new DataTransfer();
      transfer.setData("text/plain", "Ships came.");
      transfer.setData("text/html", "<p>Ships <b>came</b> 😀.</p>");
      const { output, edits, source } = clean(transfer, { format: "markdown" });
      return { output, source, edits: edits.length > 0, rules: rules.length > 0 };
    }, name);
    assert.deepEqual(result, { output: "Ships **came** 😀.", source: "html", edits: true, rules: true }, name);
    assert.deepEqual(complaints, [], name);
  }
});

test("the bare file is streamed from the address that is given", { skip }, async () => {
  const { tab } = await open();
  const output = await tab.evaluate(async () => {
    const { clean, init } = await window.load["cleancopy/wasm"]();
    await init("/node_modules/cleancopy/dist/cleancopy.wasm");
    return clean("Ships came.").output;
  });
  assert.equal(output, "Ships came.");
});

const cleanAway = async () => {
  const { clean } = await window.load["cleancopy/worker"]();
  const transfer = new DataTransfer();
  transfer.setData("text/html", "<p>Ships <b>came</b> 😀.</p>");
  const { output, edits } = await clean(transfer, { format: "markdown" });
  const control = new AbortController();
  const long = clean("< p > Ships came . < / p > ".repeat(100_000), {}, { signal: control.signal });
  const next = clean("Next.");
  control.abort();
  const aborted = await long.catch((error) => error.name);
  return { output, edits: edits.length > 0, aborted, next: (await next).output };
};
const cleanedAway = { output: "Ships **came** 😀.", edits: true, aborted: "AbortError", next: "Next." };

test("a worker cleans under a strict policy, and another goes on after an abort", { skip }, async () => {
  const { tab, complaints } = await open();
  assert.deepEqual(await tab.evaluate(cleanAway), cleanedAway);
  assert.deepEqual(complaints, []);
});

test("where the worker's file was not brought along, its text does", { skip }, async () => {
  const { tab } = await open({ policy: strict.replace("worker-src 'self'", "worker-src 'self' blob:"), missing: "/thread.js" });
  assert.deepEqual(await tab.evaluate(cleanAway), cleanedAway);
});

test("where no worker may start, the error says so", { skip }, async () => {
  const { tab } = await open({ policy: strict.replace("worker-src 'self'", "worker-src 'none'") });
  const message = await tab.evaluate(async () => {
    const { clean } = await window.load["cleancopy/worker"]();
    return clean("Ships came.").catch((error) => error.message);
  });
  assert.match(message, /cleancopy\/worker: no worker can be started here/);
});
