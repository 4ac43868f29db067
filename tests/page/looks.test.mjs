// The page on other surfaces: paper, small and large screens, text from right to left, and
// people who want no motion.

import assert from "node:assert/strict";
import { parts, paste, test } from "./browser.mjs";

async function sample(page) {
  const { button, clean } = parts(page);
  await button("Sample").click();
  await clean.filter({ hasText: "The night ferry" }).waitFor();
}

test("on paper there is the clean copy alone, whole", { viewport: { width: 1280, height: 300 } }, async (page) => {
  await sample(page);
  await page.getByRole("switch", { name: "Show changes" }).check();
  await page.locator("#clean .chip").first().waitFor();
  await page.emulateMedia({ media: "print" });
  assert.match(await page.locator("body").innerText(), /^The night ferry[^]*a dog\.$/);
  const cut = await page.locator("#clean").evaluate((copy) => copy.scrollHeight - copy.clientHeight);
  assert.equal(cut, 0);
});

test("nothing stands out of a screen, however wide or narrow", async (page) => {
  const long = "a".repeat(300);
  await paste(page, `< p > https://harbour.example/${long} < / p > < p > ${long} < / p > Share with friends by QR code`);
  await parts(page).clean.filter({ hasText: long }).waitFor();
  for (const fold of ["#changes", "#more", "#all-rules"]) await page.locator(`${fold} > summary`).click();
  for (const format of ["Text", "Markdown", "HTML", "Preview"]) {
    await parts(page).format(format).check();
    for (const width of [320, 360, 768, 1280, 1920]) {
      await page.setViewportSize({ width, height: 740 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${format}, ${width}`);
    }
  }
});

test("text from right to left runs so, in every format", async (page) => {
  const { clean, format } = parts(page);
  await paste(page, "< p > أعلنت هيئة الميناء أن العبّارة ستعود في مايو . < / p > < p > It is Arabic. < / p >");
  for (const name of ["Text", "Preview"]) {
    await format(name).check();
    await clean.filter({ hasText: "أعلنت" }).waitFor();
    const direction = await clean.evaluate((copy) => getComputedStyle(copy.querySelector("p") ?? copy).direction);
    assert.equal(direction, "rtl", name);
  }
});

test("nothing moves for people who want no motion", { reducedMotion: "reduce" }, async (page) => {
  await sample(page);
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
      return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
    }).length,
  );
  assert.equal(moving, 0);
});
