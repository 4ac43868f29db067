// What the tests of the page wait for, and texts that they share.

import assert from "node:assert/strict";

export const damaged = "< p > The harbour opened in May. < / p > < p > It closed in June. < / p >";
export const mended = "The harbour opened in May.\n\nIt closed in June.";
export const sharePrompt = "Share with friends by QR code";

/** Waits until an element's whole text is this. */
export async function reads(locator, text) {
  await locator
    .page()
    .waitForFunction(([element, wanted]) => element.textContent === wanted, [await locator.elementHandle(), text])
    .catch(async () => assert.equal(await locator.textContent(), text));
}

/** Waits until an element says this among other things. */
export async function says(locator, text) {
  await locator
    .filter({ hasText: text })
    .waitFor()
    .catch(async () => assert.fail(`"${text}" is not in "${await locator.textContent()}"`));
}

/** The page's policy lets no string become markup. */
export async function refusesMarkup(page) {
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<p>no</p>";
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(refused, "TypeError");
}
