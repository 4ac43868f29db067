// A browser on the built page, with a real clipboard. Every test gets a page of its own,
// and fails if that page asked another host for anything or if anything went wrong in it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test as nodeTest } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const www = new URL("../../www/", import.meta.url);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) ? false : "SKIPPED: there is no browser";
const quiet = ["gpu", "quic", "background-networking", "component-update", "sync"].map((what) => `--disable-${what}`);

/** The page has its own Vite. */
export const vite = () => import(pathToFileURL(createRequire(new URL("package.json", www)).resolve("vite")));

let server, browser;
export let address;

if (!skip) {
  before(async () => {
    const { preview } = await vite();
    server = await preview({ root: fileURLToPath(www), logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
    address = `http://127.0.0.1:${server.httpServer.address().port}/`;
    browser = await chromium.launch({
      executablePath,
      args: ["--no-first-run", ...quiet],
      chromiumSandbox: process.getuid?.() !== 0,
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
}

/**
 * A test on a page of its own. `options` are those of a browser context; `skip` is a reason; `site` starts a host to
 * be used instead of `vite preview`.
 */
export function test(name, options, body) {
  if (!body) return test(name, {}, options);
  const { skip: missing = false, expected = [], site: start, ...contextOptions } = options;
  nodeTest(name, { skip: skip || missing }, async () => {
    const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...contextOptions });
    const wrong = [];
    const site = (await start?.()) ?? { address };
    context.setDefaultTimeout(20_000);
    context.on("request", (request) => {
      const asked = request.url();
      if (!asked.startsWith(site.address) && !asked.startsWith(address) && !asked.startsWith("data:")) wrong.push(`asked for ${asked}`);
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      const isExpected = expected.some((text) => message.text().includes(text));
      if (["error", "warning"].includes(message.type()) && !isExpected) wrong.push(message.text());
    });
    page.on("pageerror", (error) => wrong.push(String(error)));
    try {
      await page.goto(site.address);
      await body(page, context, site);
      assert.deepEqual(wrong, []);
    } finally {
      await context.close();
      await site.stop?.();
    }
  });
}

/** The parts of the page, by the names that people and screen readers know them by. */
export function parts(page) {
  const changes = page.getByRole("list", { name: "Changes" });
  return {
    box: page.getByRole("textbox", { name: "Pasted text" }),
    clean: page.getByLabel("Clean copy"),
    summary: page.getByRole("status", { name: "Summary" }),
    changes,
    undo: changes.getByRole("button", { name: "Undo this change" }),
    format: (name) => page.getByRole("group", { name: "Format" }).getByRole("radio", { name }),
    button: (name) => page.getByRole("button", { name, exact: true }),
    unfold: () => page.locator("#changes > summary").click(),
  };
}

/** Puts flavours on the clipboard, from another page. */
export async function setClipboard(context, flavours) {
  await elsewhere(
    context,
    (given) => {
      const blobs = Object.entries(given).map(([type, data]) => [type, new Blob([data], { type })]);
      return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    },
    flavours,
  );
}

/** What is on the clipboard, by type. */
export function getClipboard(context) {
  return elsewhere(context, async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type) => [type, await (await item.getType(type)).text()];
    return Object.fromEntries(await Promise.all(item.types.map(read)));
  });
}

async function elsewhere(context, run, argument) {
  const [front] = context.pages();
  const other = await context.newPage();
  await other.goto(`${address}favicon.svg`);
  await other.bringToFront();
  const result = await other.evaluate(run, argument);
  await other.close();
  await front.bringToFront();
  return result;
}

/** A real paste: the clipboard is set, then the keys are pressed. */
export async function paste(page, flavours) {
  await setClipboard(page.context(), typeof flavours === "string" ? { "text/plain": flavours } : flavours);
  await page.keyboard.press("ControlOrMeta+V");
}
