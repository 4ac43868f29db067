// Preview with its changes shown, the sentence that leads to them, and warnings.

import assert from "node:assert/strict";
import { parts, paste, test } from "./browser.mjs";
import { damaged, mended, reads, says, sharePrompt } from "./expect.mjs";

const prompted = `${sharePrompt} < / p > < p > ${mended} < / p > < p > It was ferries ' last day`;
const search = (words) => `https://news.example/search?keyword=${encodeURIComponent(words)}`;
const anchor = (href, words) => `< a target = "_ blank" href=" ${href} "> ${words} < / a >`;
/** Two links that lost their words, between sound ones. */
const lost =
  `< p > On Monday ${anchor(search("港口"), "the port")} and < a target ="_ blank" href=" ${search("中国")} < a > ` +
  `${anchor(search("船长"), "the captain")} met, and < a target ="_ blank" href=" ${search("渡轮")} < a > ` +
  `${anchor(search("码头"), "the pier")} shut. < / p >`;

const chips = (page) => page.getByLabel("Clean copy").getByRole("button");
const showChanges = (page) => page.getByRole("switch", { name: "Show changes" });

test("Show changes puts what was removed where it stood, and a press puts it back", async (page) => {
  const { clean, summary } = parts(page);
  await paste(page, prompted);
  await says(summary, "1 share prompt removed");
  await showChanges(page).check();
  await page.getByRole("radio", { name: "Preview", checked: true }).waitFor();
  const chip = clean.getByRole("button", { name: `Put back: ${sharePrompt}` });
  assert.ok((await chip.boundingBox()).y < (await clean.getByText("The harbour").boundingBox()).y);
  await chip.click();
  await clean.locator("p", { hasText: sharePrompt }).waitFor();
  await says(summary, "1 taken back");
  // And what was put back can go again.
  await clean.getByRole("button", { name: "Redo this change" }).click();
  await chip.waitFor();
  await showChanges(page).uncheck();
  await says(clean, "The harbour opened in May.");
  await chips(page).first().waitFor({ state: "detached" });
});

test("chips are no part of what is copied", async (page) => {
  const { clean } = parts(page);
  await paste(page, prompted);
  await showChanges(page).check();
  await clean.getByRole("button", { name: sharePrompt }).waitFor();
  await clean.focus();
  const selected = await page.evaluate(() => {
    getSelection().selectAllChildren(document.getElementById("clean"));
    return getSelection().toString();
  });
  assert.match(selected, /The harbour opened in May\./);
  assert.doesNotMatch(selected, /QR code|< \/ p >/);
});

test("the keyword of one lost link is put in, and taken out again", async (page) => {
  const { clean, summary, format } = parts(page);
  await paste(page, lost);
  await says(summary, "2 warnings");
  await showChanges(page).check();
  await clean.getByRole("button", { name: "it searched for 中国" }).click();
  await clean.getByRole("button", { name: "Take 中国 out again" }).waitFor();
  assert.ok(await clean.getByRole("button", { name: "it searched for 渡轮" }).isVisible());
  await format("Text").check();
  await says(clean, "and 中国 the captain met, and the pier shut.");
  await format("Preview").check();
  await clean.getByRole("button", { name: "Take 中国 out again" }).click();
  await clean.getByRole("button", { name: "it searched for 中国" }).waitFor();
});

test("where keywords are always put in, one can be taken out and put in again", async (page) => {
  const { clean } = parts(page);
  await paste(page, lost);
  await page.locator("#more > summary").click();
  await page.locator("#all-rules > summary").click();
  await page.getByRole("list", { name: "All rules" }).getByRole("switch", { name: "Keywords of lost links" }).check();
  await says(clean, "and 中国 the captain met, and 渡轮 the pier shut.");
  await showChanges(page).check();
  await clean.getByRole("button", { name: "Take 中国 out again" }).click();
  await clean.getByRole("button", { name: "it searched for 中国" }).click();
  await clean.getByRole("button", { name: "Take 中国 out again" }).waitFor();
  assert.equal(await clean.getByRole("button", { name: "Redo this change" }).count(), 0);
});

test("a warning puts the keyword in too, and leads to its place", async (page) => {
  const { clean } = parts(page);
  await paste(page, lost);
  const warnings = page.getByRole("list", { name: "Warnings" });
  await warnings.getByRole("button", { name: "Put in 渡轮" }).click();
  await says(clean, "met, and 渡轮 the pier shut.");
  await warnings.getByRole("button", { name: "Show where" }).first().click();
  await page.locator(":focus", { hasText: "中国" }).waitFor();
  assert.ok(await clean.locator(".lit", { hasText: "中国" }).isVisible());
});

test("a quotation mark without a partner is shown where it stands", async (page) => {
  const { clean } = parts(page);
  await paste(page, `< p > He said "we sail at noon. < / p > < p > Nobody answered. < / p >`);
  await page.getByRole("list", { name: "Warnings" }).getByRole("button", { name: "Show where" }).click();
  await reads(clean.locator("mark"), '"');
  await page.locator("mark:focus").waitFor();
});

test("each part of the summary lights up what it speaks of", async (page) => {
  const { clean, summary } = parts(page);
  await paste(page, prompted);
  await summary.getByRole("button", { name: "1 share prompt removed" }).click();
  await clean.locator(".lit", { hasText: sharePrompt }).waitFor();
  assert.equal(await clean.locator(".lit").count(), 1);
  await summary.getByRole("button", { name: /tags/ }).hover();
  await clean.locator(".lit", { hasText: "< / p >" }).first().waitFor();
  assert.equal(await clean.locator(".lit", { hasText: sharePrompt }).count(), 0);
});

test("chips between items of a list and cells of a table stand inside them", async (page) => {
  const { clean } = parts(page);
  const list = "< ul > < li > First pier < / li > < li > Second pier < / li > < / ul >";
  const row = (tag, ...cells) => `< tr > ${cells.map((cell) => `< ${tag} > ${cell} < / ${tag} >`).join(" ")} < / tr >`;
  const table = `< table > ${row("th", "Pier", "Depth")} ${row("td", "North", "Nine")} < / table >`;
  await paste(page, `< p > The piers are these. < / p > ${list} ${table} < p > All of them are open. < / p >`);
  await showChanges(page).check();
  await clean.getByRole("table").waitFor();
  const misplaced = await clean.locator(":is(ul, ol, table, tbody, tr) > button").count();
  assert.equal(misplaced, 0);
  assert.ok((await clean.locator(":is(li, th, td) button").count()) >= 4);
});

test("what was dropped around an article of a page is shown by its words, outside of the article", async (page) => {
  const { clean } = parts(page);
  const paragraph = "The old harbour opened again in May, and the first ships came in with the evening tide. ";
  const html =
    '<nav><ul><li><a href="https://harbour.example/">Home page</a></li><li><a href="https://harbour.example/n">News' +
    '</a></li><li><a href="https://harbour.example/s">Sport</a></li><li><a href="https://harbour.example/c">Contact' +
    "</a></li></ul></nav><article><h1>The harbour is open</h1>" +
    `<p>${paragraph.repeat(6)}</p>`.repeat(4) +
    "</article><footer><p>© 2026 Harbour Post. All rights reserved.</p></footer>";
  await paste(page, { "text/plain": "The harbour is open", "text/html": html });
  await showChanges(page).check();
  const chip = clean.getByRole("button", { name: "Put back: Home page", exact: true });
  await chip.waitFor();
  assert.equal(await clean.locator("h1 button").count(), 0);
  assert.ok((await chip.boundingBox()).y < (await clean.getByRole("heading").boundingBox()).y);
  await chip.click();
  await clean.getByRole("link", { name: "Home page" }).waitFor();
});

test("text from right to left runs so, in the box, in the copy, and where changes are shown", async (page) => {
  const { box, clean } = parts(page);
  await paste(page, "< p > عاد الميناء القديم إلى العمل في مايو. < / p > < p > The pier is open. < / p >");
  const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);
  await says(clean, "The pier is open.");
  assert.equal(await direction(clean), "rtl");
  await showChanges(page).check();
  const [arabic, english] = [clean.locator("p", { hasText: "الميناء" }), clean.locator("p", { hasText: "pier" })];
  assert.equal(await direction(arabic), "rtl");
  assert.equal(await direction(english), "ltr");
  assert.equal(await direction(arabic.getByRole("button").first()), "ltr");
  assert.equal(await direction(box), "ltr", "its first letter is that of a tag");
});

test("Show changes is kept over a reload, as is the format", async (page) => {
  await paste(page, damaged);
  await showChanges(page).check();
  await page.reload();
  assert.ok(await showChanges(page).isChecked());
  assert.ok(await parts(page).format("Preview").isChecked());
});
