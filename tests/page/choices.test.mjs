// The choices that last: links, quotation marks, and what is folded under More.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { parts, paste, test } from "./browser.mjs";
import { damaged, mended, reads, says } from "./expect.mjs";

const more = (page) => page.locator("#more > summary").click();
const guide = "Read our gift guide for sailors";
const own = (page) => page.getByRole("list", { name: "Your own" });

/** Selects a text in the clean copy, as a mouse does. */
async function select(page, text) {
  const box = await page.evaluate((text) => {
    const walker = document.createTreeWalker(document.getElementById("clean"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const start = walker.currentNode.data.indexOf(text);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, start);
      range.setEnd(walker.currentNode, start + text.length);
      const { left, right, top, height } = range.getBoundingClientRect();
      return { left, right, y: top + height / 2 };
    }
  }, text);
  await page.mouse.move(box.left + 1, box.y);
  await page.mouse.down();
  await page.mouse.move(box.right, box.y, { steps: 4 });
  await page.mouse.up();
}

test("a first sight offers the box, the clipboard and the sample, and nothing else", async (page) => {
  const seen = await page.evaluate(() =>
    [...document.querySelectorAll("button, input, textarea, select, summary, a")]
      .filter((element) => element.checkVisibility())
      .map((element) => element.id),
  );
  assert.deepEqual(seen, ["box", "clean-clipboard", "sample"]);
});

test("links are kept, or their words only", async (page) => {
  const { clean, format } = parts(page);
  await paste(page, {
    "text/plain": "The harbour.",
    "text/html": '<p>The <a href="https://harbour.example/">harbour</a>.</p>',
  });
  await format("Markdown").check();
  await says(clean, "[harbour](https://harbour.example/)");
  await page.getByRole("group", { name: "Links" }).getByRole("radio", { name: "Words only" }).check();
  await reads(clean, "The harbour.");
  await page.reload();
  await reads(clean, "The harbour.");
});

test("quotation marks stay, or become curly or straight", async (page) => {
  const { clean } = parts(page);
  const quotes = page.getByRole("group", { name: "Quotation marks" });
  const text = 'They said “yes” and "no".';
  await paste(page, text);
  await reads(clean, text);
  await quotes.getByRole("radio", { name: "“Curly”" }).check();
  await reads(clean, "They said “yes” and “no”.");
  await quotes.getByRole("radio", { name: '"Straight"' }).check();
  await reads(clean, 'They said "yes" and "no".');
  await quotes.getByRole("radio", { name: "As they are" }).check();
  await reads(clean, text);
});

test("a passage that is selected is always dropped, in two clicks, and can be had back", async (page) => {
  const { clean, summary, format } = parts(page);
  await paste(page, `${mended}\n\n${guide}\n\nThe pier is open.`);
  await format("Preview").check();
  await says(clean, guide);
  await select(page, guide);
  await page.getByRole("button", { name: "Always drop lines like this" }).click();
  await says(summary, "1 line removed");
  await format("Text").check();
  await reads(clean, `${mended}\n\nThe pier is open.`);
  await paste(page, `It closed.\n\n${guide.toUpperCase()}`);
  await reads(clean, "It closed.");
  await page.reload();
  await reads(clean, "It closed.");
  await more(page);
  await own(page)
    .getByRole("button", { name: `Delete Drop lines that say “${guide}”` })
    .click();
  await says(clean, guide.toUpperCase());
  assert.equal(await own(page).getByRole("listitem").count(), 0);
});

test("the button at a selection goes with it", async (page) => {
  const { clean } = parts(page);
  await paste(page, `${mended}\n\n${guide}`);
  await says(clean, guide);
  await select(page, guide);
  const button = page.getByRole("button", { name: "Always drop lines like this" });
  await button.waitFor();
  await page.getByRole("heading", { level: 1 }).click();
  await button.waitFor({ state: "hidden" });
});

test("a pattern of one's own replaces what it matches; a bad one is shown, and nothing is lost", async (page) => {
  const { clean } = parts(page);
  const pattern = page.getByRole("textbox", { name: "Replace what matches" });
  await paste(page, "It is 12 km to the pier.");
  await more(page);
  await pattern.fill("(\\d+ km");
  await pattern.press("Enter");
  await says(page.getByRole("alert"), "unclosed group");
  await reads(clean, "It is 12 km to the pier.");
  assert.equal(await pattern.inputValue(), "(\\d+ km");
  await pattern.fill("(\\d+) km");
  await page.getByRole("textbox", { name: "with" }).fill("$1 kilometres");
  await pattern.press("Enter");
  await reads(clean, "It is 12 kilometres to the pier.");
  await reads(page.getByRole("alert"), "");
});

test("phrases, patterns and rules go out and come in as a file", async (page, context) => {
  const { changes, clean, unfold } = parts(page);
  await paste(page, `${damaged} < p > ${guide} < / p >`);
  await unfold();
  await changes.getByRole("switch", { name: "Damaged tags" }).uncheck();
  await says(clean, "< p >");
  await more(page);
  await page.getByRole("textbox", { name: "Drop lines that say" }).fill("gift guide");
  await page.keyboard.press("Enter");
  await own(page).getByText("gift guide").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  const content = await readFile(await download.path());
  assert.deepEqual(JSON.parse(content), {
    cleancopy: 1,
    rules: { "damaged-tag": false },
    phrases: ["gift guide"],
    patterns: [],
  });
  // Another machine.
  await page.evaluate(() => localStorage.clear());
  await context.newPage().then((other) => other.close());
  await page.reload();
  await says(clean, "The harbour opened in May.\n\nIt closed");
  await more(page);
  const take = (name, buffer) =>
    page.locator("#settings-file").setInputFiles({ name, mimeType: "application/json", buffer });
  await take("wrong.json", Buffer.from('{"phrases": ["gift"]}'));
  await says(parts(page).summary, "holds no phrases");
  await take("cleancopy.json", content);
  await says(clean, "< p >");
  await own(page).getByText("gift guide").waitFor();
  await says(parts(page).summary, "1 rule switched off");
});

test("scope, headline, address and every rule can be chosen under More", async (page) => {
  const { clean, format } = parts(page);
  const buffer = Buffer.from(
    '<!doctype html><title>Ports of old</title><h1>Ports of old</h1><p>The <a href="/pier">pier</a> is "open".</p>',
  );
  await page.locator("#file").setInputFiles({ name: "ports.html", mimeType: "text/html", buffer });
  await format("Markdown").check();
  await says(clean, "# Ports of old");
  await says(clean, "(/pier)");
  await more(page);
  await page.getByRole("textbox", { name: "Address of the page" }).fill("harbour.example");
  await page.keyboard.press("Tab");
  await page.getByText("This is no whole address").waitFor();
  await page.getByRole("textbox", { name: "Address of the page" }).fill("https://harbour.example/");
  await page.keyboard.press("Tab");
  await says(clean, "(https://harbour.example/pier)");
  await page.getByRole("switch", { name: "The headline once, first" }).uncheck();
  await clean.filter({ hasNotText: "# Ports of old" }).waitFor();
  await page.getByRole("group", { name: "Of a whole page" }).getByRole("radio", { name: "Take everything" }).check();
  await page.locator("#all-rules > summary").click();
  const rules = page.getByRole("list", { name: "All rules" });
  await rules.getByRole("switch", { name: "Curly quotes" }).check();
  assert.ok((await rules.getByRole("switch").count()) > 30);
  await says(clean, "“open”");
  await page.reload();
  await says(clean, "“open”");
});
