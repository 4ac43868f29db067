// Every example at work: the editors with a real paste in Chromium, the extension in a browser that has it, the
// pipeline in Node.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const examples = join(import.meta.dirname, "../../examples");
const { build } = createRequire(join(examples, "package.json"))("esbuild");
const executablePath = process.env.CHROMIUM;
const skip = executablePath ? false : "SKIPPED: there is no browser";

const damaged = '< p > The < b > old < / b > pier opened in May . < / P > < p > Ships " came " from < a href=" https://example.org/x "> ports < / a > . < / p >';
const sound = "<p>The <b>old</b> pier&nbsp;opened.</p><p style='color: red' onclick='x()'>Ships came.</p>";

/** How each editor is set up on a page, and what it then holds. */
const editors = {
  tiptap: `
    import { Editor } from "@tiptap/core";
    import StarterKit from "@tiptap/starter-kit";
    import { CleanPaste } from "./tiptap.js";
    const editor = new Editor({ element: document.body, extensions: [StarterKit, CleanPaste] });
    globalThis.held = () => editor.getHTML();
    globalThis.undo = () => editor.commands.undo();`,
  lexical: `
    import { createEditor } from "lexical";
    import { $generateHtmlFromNodes } from "@lexical/html";
    import { LinkNode } from "@lexical/link";
    import { registerRichText } from "@lexical/rich-text";
    import { registerCleanPaste } from "./lexical.js";
    const element = document.body.appendChild(document.createElement("div"));
    element.contentEditable = true;
    const editor = createEditor({ nodes: [LinkNode], onError: (error) => { throw error; } });
    editor.setRootElement(element);
    registerRichText(editor);
    registerCleanPaste(editor);
    globalThis.held = () => editor.read(() => $generateHtmlFromNodes(editor));`,
  codemirror: `
    import { EditorView } from "@codemirror/view";
    import { cleanPaste } from "./codemirror.js";
    const view = new EditorView({ parent: document.body, extensions: [cleanPaste()] });
    globalThis.held = () => view.state.doc.toString();`,
  contenteditable: `
    import { cleanPaste } from "./contenteditable.js";
    const element = document.body.appendChild(document.createElement("div"));
    element.contentEditable = true;
    cleanPaste(element);
    globalThis.held = () => element.innerHTML;
    globalThis.undo = () => document.execCommand("undo");`,
};

const fields = "<textarea></textarea><div contenteditable>x</div>";

let browser, server, address, scratch;
const scripts = {};
if (!skip) {
  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), "examples "));
    server = createServer((request, response) => {
      const script = scripts[request.url.slice(1)];
      if (script) response.writeHead(200, { "content-type": "text/javascript" }).end(script);
      else response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><meta charset="utf-8"><title>e</title><body>${request.url === "/fields" ? fields : ""}</body>`);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${server.address().port}/`;
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  });
  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(scratch, { recursive: true, force: true });
  });
}

const clipboard = ["clipboard-read", "clipboard-write"];

/** Puts flavours on the clipboard and presses the keys for a paste. */
async function paste(tab, flavours, keys = "ControlOrMeta+V") {
  await tab.evaluate(async (flavours) => {
    const blobs = Object.entries(flavours).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }, flavours);
  await tab.keyboard.press(keys);
}

/** What a reader sees of HTML: its words and what is marked. */
const plain = (html) =>
  html
    .replace(/ (?!href)[a-z-]+="[^"]*"/g, "")
    .replace(/<\/?span>|<b>(?=<strong>)|(?<=<\/strong>)<\/b>/g, "")
    .replace(/<(\/?)strong>/g, "<$1b>")
    .replace(/&nbsp;/g, " ")
    .replace(/ <\/b>/g, "</b> ")
    .replace(/\n/g, "")
    .replace(/<p>(<br>)?<\/p>/g, "");

const wanted = {
  [damaged]: '<p>The <b>old</b> pier opened in May.</p><p>Ships "came" from <a href="https://example.org/x">ports</a>.</p>',
  [sound]: "<p>The <b>old</b> pier opened.</p><p>Ships came.</p>",
};
const markdown = {
  [damaged]: 'The **old** pier opened in May.\n\nShips "came" from [ports](https://example.org/x).',
  [sound]: "The **old** pier opened.\n\nShips came.",
};

for (const [name, setup] of Object.entries(editors)) {
  test(`${name}: what is pasted is clean`, { skip }, async (t) => {
    const bundled = await build({
      ...{ stdin: { contents: setup, resolveDir: examples }, bundle: true, format: "esm", write: false, logLevel: "error" },
    });
    scripts[name] = bundled.outputFiles[0].text;
    for (const [type, input] of [["text/plain", damaged], ["text/html", sound]]) {
      const context = await browser.newContext({ permissions: clipboard });
      t.after(() => context.close());
      const tab = await context.newPage();
      const complaints = [];
      tab.on("pageerror", (error) => complaints.push(error.message));
      await tab.goto(address);
      await tab.addScriptTag({ type: "module", url: `/${name}` });
      await tab.locator("[contenteditable=true]").first().click();
      await paste(tab, { [type]: input });
      await tab.waitForFunction(() => /[Ss]hips/.test(held()));
      const held = await tab.evaluate(() => globalThis.held());
      if (name === "codemirror") assert.equal(held, markdown[input]);
      else assert.equal(plain(held), wanted[input]);
      assert.deepEqual(complaints, []);
      if (await tab.evaluate(() => globalThis.undo?.())) {
        assert.doesNotMatch(await tab.evaluate(() => globalThis.held()), /Ships/, "undone");
      }
    }
  });
}

test("extension: what is pasted into any page is clean, save with Shift", { skip }, async (t) => {
  const folder = join(scratch, "extension");
  cpSync(join(examples, "extension/manifest.json"), join(folder, "manifest.json"));
  const entryPoints = [join(examples, "extension/content.js")];
  await build({ entryPoints, bundle: true, outfile: join(folder, "content.js"), logLevel: "error" });
  const context = await chromium.launchPersistentContext(join(scratch, "profile"), {
    executablePath,
    permissions: clipboard,
    chromiumSandbox: process.getuid?.() !== 0,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
  });
  t.after(() => context.close());
  const tab = await context.newPage();
  await tab.goto(`${address}fields`);
  const field = tab.locator("textarea");
  await field.click();
  await paste(tab, { "text/plain": damaged });
  assert.equal(await field.inputValue(), 'The old pier opened in May.\n\nShips "came" from ports.');
  await tab.keyboard.press("ControlOrMeta+Z");
  assert.equal(await field.inputValue(), "");
  await paste(tab, { "text/plain": damaged }, "ControlOrMeta+Shift+V");
  assert.equal(await field.inputValue(), damaged);

  const rich = tab.locator("div");
  await rich.click();
  await tab.keyboard.press("ControlOrMeta+A");
  await paste(tab, { "text/plain": damaged });
  assert.equal(plain(await rich.innerHTML()), wanted[damaged]);
});

test("pipeline: a record a line in, its clean copy and what was done a line out", () => {
  const input = [{ id: 1, input: damaged }, { id: "b", input: "Ships\u2028came." }].map((record) => JSON.stringify(record)).join("\n");
  const printed = execFileSync(process.execPath, [join(examples, "pipeline.mjs")], { input, encoding: "utf8" });
  const [first, second] = printed.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(first.markdown, markdown[damaged]);
  assert.deepEqual(first.links.map(({ href }) => href), ["https://example.org/x"]);
  assert.ok(first.rules.includes("damaged-tag"));
  assert.equal(second.id, "b");
});
