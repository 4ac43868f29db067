// The page in the languages of its people: no word of another is left in it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { paste, test, vite } from "./browser.mjs";
import { rules } from "../../npm/dist/rules.js";

const www = fileURLToPath(new URL("../../www/", import.meta.url));
const chinese = { locale: "zh-CN" };

/** A page with everything around its article that such pages have. */
const prose = [
  "The council of Port Ellery agreed on Tuesday to keep the old ferry running for another three years, at least.",
  "Its members had been asked to close the line in spring, when the new bridge was opened to lorries and buses.",
  "They heard from forty people, most of whom walk to the landing each morning and have done so since childhood.",
  "The boats carry nine hundred passengers on a working day, and twice as many when the market is on, they said.",
];
const list = (words) => `<ul>${words.map((word) => `<li><a href="/${word}">${word}</a></li>`).join("")}</ul>`;
const newsPage = `<!doctype html><html><head><title>Ferry</title></head><body>
<nav>${list(["Home", "World", "Business", "Sport", "Weather"])}</nav>
<div class="share-bar"><a href="/f">Facebook</a><a href="/t">Twitter</a></div>
<article><h1>The ferry stays</h1><p>By Ada Marsh</p>${[...prose, ...prose].map((line) => `<p>${line}</p>`).join("")}
<p>Advertisement</p><p>Read more: <a href="/b">The bridge that took ten years</a></p>
<p>Subscribe to our newsletter</p></article>
<aside class="related"><h2>Related stories</h2>${list(["One", "Two", "Three"])}</aside>
<section class="comments"><h2>Comments</h2><p>Leave a comment</p><p>I walk there each day.</p></section>
<footer><p>© 2024 The Ellery Post. All rights reserved.</p>${list(["Contact", "Privacy", "Terms"])}</footer>
</body></html>`;
const prompts = `Share with friends by QR code < / p > < p > ${prose.join(" < / p > < p > ")} < / p > Follow us on WeChat`;
const lost = '< p > A < a href="https://x.example/?q=pier" > < / a > b, and "so on. < / p >';

/** The words of the page that are not the person's own, each once: own ones have a direction of their own. */
const spoken = (page) =>
  page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    for (const own of copy.querySelectorAll("[dir=auto], code, pre, q, style, script, title, noscript")) own.remove();
    const said = [copy.textContent];
    for (const element of document.querySelectorAll("body *")) {
      for (const name of ["aria-label", "placeholder", "title", "alt", "aria-description"]) {
        if (element.hasAttribute(name)) said.push(element.getAttribute(name));
      }
    }
    return said.join("\n");
  });

/** Names that are the same in every language. */
const names = /cleancopy|https:\/\/|Markdown|HTML|Cookie|QR|Ctrl|“[^”]*”|[.\w]*\.(txt|html?|md)/g;

async function assertChinese(page, of) {
  const foreign = (await spoken(page)).replace(names, "").match(/.*[A-Za-z]{2,}.*/g);
  assert.deepEqual(foreign ?? [], [], `in the page of ${of}`);
}

/** The Latin words in it that are not such names. */
const foreign = (text) => text.replace(names, "").match(/.*[A-Za-z]{2,}.*/g) ?? [];

test("in Chinese no English is left, whatever rule acted", chinese, async (page) => {
  assert.deepEqual(foreign(await spoken(page)), []);
  const examples = rules.map(({ before }) => `< p > ${before} < / p >`).join("\n");
  for (const [input, kept] of [
    [examples, "Fish & chips"],
    [{ "text/plain": "Ferry", "text/html": newsPage }, "The ferry stays"],
    [prompts, prose[0]],
    [lost, "so on"],
  ]) {
    await paste(page, input);
    await page.getByLabel("干净文本").filter({ hasText: kept }).waitFor();
    for (const fold of await page.locator("details:not([open]) > summary").all()) {
      if (await fold.isVisible()) await fold.click();
    }
    assert.deepEqual(foreign(await spoken(page)), [], kept);
  }
});

test("every rule has a name, a count and a sentence in Chinese, and so has all that is said", async () => {
  const { createServer } = await vite();
  const server = await createServer({ root: www, logLevel: "silent", server: { middlewareMode: true } });
  try {
    const { zh } = await server.ssrLoadModule("/src/words/zh.ts");
    for (const { id } of rules) {
      const { name, noun, what } = zh.rules[id];
      for (const said of [name, noun(2), what]) assert.match(said, /\p{Script=Han}/u, id);
    }
    const said = (value) =>
      typeof value === "function" ? [value("3", "4")] : typeof value === "object" ? Object.values(value).flatMap(said) : [value];
    const { language, ...table } = zh;
    assert.deepEqual(foreign(said(table).join("\n")), []);
    assert.equal(language, "zh-CN");
  } finally {
    await server.close();
  }
});
