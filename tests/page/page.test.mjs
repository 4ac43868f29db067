// What a person does with the page, in Chromium, with real pastes.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { address, getClipboard, parts, paste, setClipboard, test } from "./browser.mjs";
import { damaged, mended, reads, refusesMarkup, says } from "./expect.mjs";

const shared = new URL("../../../shared/seed/", import.meta.url);
const skip = existsSync(shared) ? false : "SKIPPED: ../shared is not there, and the seed with it";
const seed = (name) => readFileSync(new URL(name, shared), "utf8");

test("the seed, pasted as text, comes out as it should, as text and as Markdown", { skip }, async (page) => {
  const { clean, summary, format } = parts(page);
  await paste(page, seed("input.txt"));
  await reads(clean, seed("expected.txt").trimEnd());
  await says(summary, "2 share prompts removed");
  await says(summary, "3 warnings");
  await format("Markdown").check();
  await reads(clean, seed("expected.md").trimEnd());
});

test("a lost link says what it searched for", { skip }, async (page) => {
  await paste(page, seed("input.txt"));
  await says(page.getByRole("list", { name: "Warnings" }), "it searched for 中国");
});

test("a paste is taken anywhere on the page", async (page) => {
  const { box, clean } = parts(page);
  await page.getByRole("heading", { level: 1 }).click();
  await paste(page, damaged);
  await reads(clean, mended);
  assert.equal(await box.inputValue(), damaged);
});

test("the box is focused, and a paste in it that carries no text is left to the browser", async (page) => {
  const taken = await page.evaluate(() => {
    const event = new ClipboardEvent("paste", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return [document.activeElement.tagName, event.defaultPrevented];
  });
  assert.deepEqual(taken, ["TEXTAREA", false]);
});

const rich = {
  "text/plain": "The harbour opened in May.",
  "text/html": '<p>The <a href="https://harbour.example/">harbour</a> opened in May.</p>',
};

test("a paste takes both flavours, and typing drops the formatting and says so", async (page) => {
  const { box, clean, format } = parts(page);
  await paste(page, rich);
  await format("Markdown").check();
  await reads(clean, "The [harbour](https://harbour.example/) opened in May.");
  assert.equal(await box.inputValue(), rich["text/plain"]);
  await page.getByText("Typing here drops it").waitFor();
  await box.press("Control+End");
  await box.pressSequentially(" So");
  await reads(clean, "The harbour opened in May. So");
  await page.getByText("the formatting that came with the paste was dropped").waitFor();
});

test("undoing what was typed brings the formatting back", async (page) => {
  const { box, clean, format } = parts(page);
  await paste(page, rich);
  await format("Markdown").check();
  await box.press("Control+End");
  await box.pressSequentially("!");
  await reads(clean, "The harbour opened in May.!");
  await box.press("ControlOrMeta+Z");
  await reads(clean, "The [harbour](https://harbour.example/) opened in May.");
});

test("Copy puts both flavours on the clipboard", async (page, context) => {
  const { button, format, summary } = parts(page);
  await paste(page, rich);
  await format("Markdown").check();
  await button("Copy").click();
  await says(summary, "Copied");
  const copied = await getClipboard(context);
  assert.equal(copied["text/plain"], "The [harbour](https://harbour.example/) opened in May.");
  assert.match(copied["text/html"], /<a href="https:\/\/harbour\.example\/"[^>]*>harbour<\/a>/);
});

test("Ctrl+C with nothing selected copies the clean copy and says so", async (page, context) => {
  const { clean, summary } = parts(page);
  await paste(page, damaged);
  await reads(clean, mended);
  await page.keyboard.press("ControlOrMeta+C");
  await says(summary, "Copied");
  assert.equal((await getClipboard(context))["text/plain"], mended);
});

test("Ctrl+C with something selected copies that", async (page, context) => {
  const { box, clean } = parts(page);
  await paste(page, damaged);
  await reads(clean, mended);
  await box.selectText();
  await page.keyboard.press("ControlOrMeta+C");
  assert.equal((await getClipboard(context))["text/plain"], damaged);
});

test("Clean my clipboard reads, cleans, writes back and says what it did", async (page, context) => {
  const { button, clean, summary } = parts(page);
  await setClipboard(context, { "text/plain": damaged });
  await button("Clean my clipboard").click();
  await says(summary, "Your clipboard is clean");
  await reads(clean, mended);
  const copied = await getClipboard(context);
  assert.equal(copied["text/plain"], mended);
  assert.match(copied["text/html"], /<p>The harbour opened in May\.<\/p>/);
});

test("a page without words is not called clean", async (page) => {
  const { clean, summary } = parts(page);
  await paste(page, "<!doctype html><title>Pier</title><body><div id=app></div><script>draw()</script></body>");
  await says(summary, "Nothing in it is meant to be read");
  await reads(clean, "");
});

test("Clean my clipboard leaves a clean clipboard as it is", async (page, context) => {
  const { button, summary } = parts(page);
  await setClipboard(context, { "text/plain": mended });
  await button("Clean my clipboard").click();
  await says(summary, "Already clean, nothing changed");
  await says(summary, "Your clipboard was left as it is");
  assert.deepEqual(await getClipboard(context), { "text/plain": mended });
});

test("a browser that refuses the clipboard is told apart from an empty one", { permissions: [] }, async (page) => {
  const { button, summary } = parts(page);
  await button("Clean my clipboard").click();
  await says(summary, "did not let this page read the clipboard");
});

test("the sample shows a result with one press", async (page) => {
  const { box, button, clean, summary } = parts(page);
  await button("Sample").click();
  await says(summary, "2 share prompts removed");
  await says(clean, "The night ferry to Port Ellery is back");
  assert.match(await box.inputValue(), /< \/ p >/);
});

test("one change is undone, and done again, with the keyboard where it was", async (page) => {
  const { changes, clean, undo, unfold } = parts(page);
  await paste(page, `Share with friends by QR code < / p > < p > ${mended}`);
  await reads(clean, mended);
  await unfold();
  const prompt = changes.getByRole("listitem").filter({ hasText: "Share prompts" });
  await prompt.getByRole("button", { name: "Undo this change" }).press("Enter");
  await says(clean, "Share with friends by QR code");
  await page.locator(":focus", { hasText: "Redo this change" }).press("Enter");
  await reads(clean, mended);
  await page.locator(":focus", { hasText: "Undo this change" }).waitFor();
  assert.ok((await undo.count()) > 1);
});

test("a rule is switched off and on, with all that it changed", async (page) => {
  const { changes, clean, summary, unfold } = parts(page);
  const prompt = "Share with friends by QR code";
  await paste(page, `${prompt} < / p > < p > ${mended} < / p > < p > ${prompt}`);
  await reads(clean, mended);
  await unfold();
  const control = changes.getByRole("switch", { name: "Share prompts" });
  await control.uncheck();
  await reads(clean, `${prompt}\n\n${mended}\n\n${prompt}`);
  await says(summary, "1 rule switched off");
  await control.check();
  await reads(clean, mended);
});

test("Ctrl+Z brings the paste before back, and Ctrl+Y the later one", async (page) => {
  const { box, clean, summary } = parts(page);
  await paste(page, damaged);
  await reads(clean, mended);
  await paste(page, "Another text.");
  await reads(clean, "Another text.");
  await page.keyboard.press("ControlOrMeta+Z");
  await reads(clean, mended);
  await says(summary, "The paste before is back");
  assert.equal(await box.inputValue(), damaged);
  await page.keyboard.press("ControlOrMeta+Y");
  await reads(clean, "Another text.");
});

test("text that is clean is called so", async (page) => {
  const { summary } = parts(page);
  await paste(page, mended);
  await reads(summary.locator("span").first(), "Already clean, nothing changed");
});

test("an unfinished paste outlives a reload, with what was taken back", async (page) => {
  const { changes, clean, unfold } = parts(page);
  await paste(page, `Share with friends by QR code < / p > < p > ${mended}`);
  await unfold();
  const prompt = changes.getByRole("listitem").filter({ hasText: "Share prompts" });
  await prompt.getByRole("button", { name: "Undo this change" }).click();
  await says(clean, "Share with friends by QR code");
  await page.reload();
  await says(clean, "Share with friends by QR code");
});

test("without storage the page works all the same", async (page) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", {
      get: () => {
        throw new DOMException("no", "SecurityError");
      },
    });
  });
  await page.reload();
  await paste(page, damaged);
  await reads(parts(page).clean, mended);
});

test("what was taken back stays so while the person types elsewhere", async (page) => {
  const { box, changes, clean, unfold } = parts(page);
  await paste(page, `< p > It opened in May. < / p > Share with friends by QR code`);
  await reads(clean, "It opened in May.");
  await unfold();
  const prompt = changes.getByRole("listitem").filter({ hasText: "Share prompts" });
  await prompt.getByRole("button", { name: "Undo this change" }).click();
  await says(clean, "Share with friends by QR code");
  await box.press("Control+Home");
  await box.pressSequentially("Oh! ");
  await says(clean, "Oh!");
  await says(clean, "Share with friends by QR code");
});

test("what was taken back stays so when typing drops the formatting, and when that comes back", async (page) => {
  const { box, clean, format, summary } = parts(page);
  const prompt = "Share with friends by QR code";
  const html = `<p>${prompt}</p><p>The <a href="https://harbour.example/">harbour</a> opened in May.</p><p>It was full.</p>`;
  await paste(page, { "text/plain": `${prompt}\n\nThe harbour opened in May.\n\nIt was full.`, "text/html": html });
  await says(summary, "1 share prompt removed");
  await page.locator("#changes > summary").click();
  await page.getByRole("button", { name: "Undo this change" }).click();
  await says(clean, prompt);
  await box.press("Control+End");
  await box.pressSequentially(" So");
  await reads(clean, `${prompt}\n\nThe harbour opened in May.\n\nIt was full. So`);
  await says(summary, "1 taken back");
  for (let i = 0; i < 3; i++) await box.press("Backspace");
  await format("Markdown").check();
  await reads(clean, `${prompt}\n\nThe [harbour](https://harbour.example/) opened in May.\n\nIt was full.`);
  await page.getByRole("button", { name: "Redo this change" }).click();
  await reads(clean, "The [harbour](https://harbour.example/) opened in May.\n\nIt was full.");
});

test("Preview renders the copy, opens its links elsewhere and loads no image", async (page) => {
  const { clean, format } = parts(page);
  const html =
    '<h2>Ports</h2><p>The <a href="https://harbour.example/">pier</a>.</p><p><img src="https://harbour.example/pier.png" alt="An old pier"><img src="https://harbour.example/quay.png" alt=""></p>';
  await paste(page, { "text/plain": "Ports", "text/html": html });
  await format("Preview").check();
  await clean.getByRole("heading", { name: "Ports" }).waitFor();
  assert.equal(await clean.getByRole("link", { name: "pier" }).getAttribute("target"), "_blank");
  await says(clean, "[Image: An old pier, https://harbour.example/pier.png]");
  await says(clean, "[Image: https://harbour.example/quay.png]");
  assert.equal(await clean.locator("img").count(), 0);
});

test("a long text is cut on the page, says so, and is copied whole", async (page, context) => {
  const { box, button, clean, summary } = parts(page);
  const text = Array.from({ length: 4000 }, (_, i) => `Ship number ${i + 1} came into the harbour on time.`).join(
    "\n\n",
  );
  await paste(page, text);
  await page.getByText("The copy is whole").waitFor();
  assert.ok((await clean.textContent()).length <= 100_000);
  assert.ok((await box.inputValue()).length <= 100_000);
  await button("Copy").click();
  await says(summary, "Copied");
  assert.equal((await getClipboard(context))["text/plain"], text);
});

test(
  "on a phone the copy takes the place of the box, which is one tap away",
  { viewport: { width: 360, height: 740 } },
  async (page) => {
    const { box, button, clean } = parts(page);
    await paste(page, damaged);
    await reads(clean, mended);
    await box.waitFor({ state: "hidden" });
    assert.ok(await button("Copy").isVisible());
    await button("Original").click();
    await box.waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(overflow, 0);
  },
);

test("the page speaks Chinese to those whose browser does", { locale: "zh-CN" }, async (page) => {
  await page.getByRole("button", { name: "清理剪贴板" }).waitFor();
  await paste(page, mended);
  await says(page.getByRole("status", { name: "摘要" }), "没有改动");
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
});

test(
  "the policy is in the page and in the headers, and lets no string become markup",
  { expected: ["TrustedHTML"] },
  async (page) => {
    const { headers } = await fetch(address).then(async (response) => ({ headers: response.headers }));
    const inPage = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    for (const policy of [inPage, headers.get("content-security-policy")]) {
      assert.match(policy, /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
    }
    assert.match(headers.get("content-security-policy"), /frame-ancestors 'none'/);
    await refusesMarkup(page);
  },
);
