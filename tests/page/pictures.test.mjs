// The README's pictures. Each holds the words that it shows, so that a picture of what the
// page no longer is fails here. CLEANCOPY_PICTURES=1 takes them anew.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { parts, test } from "./browser.mjs";

const again = "take it anew: CLEANCOPY_PICTURES=1 cargo xtask test --only build --only page";
/** A PNG's signature and its first chunk. */
const HEAD = 33;
/** The chunk of international text, with its keyword and without compression, language or translation. */
const KIND = Buffer.from("iTXtComment\0\0\0\0\0", "latin1");

/** A PNG with a comment. */
function commented(png, comment) {
  const chunk = Buffer.concat([KIND, Buffer.from(comment)]);
  const number = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  return Buffer.concat([png.subarray(0, HEAD), number(chunk.length - 4), chunk, number(crc32(chunk)), png.subarray(HEAD)]);
}

/** The comment of a PNG. */
function commentOf(png) {
  assert.ok(png.subarray(HEAD + 4, HEAD + 4 + KIND.length).equals(KIND), "the picture has no words with it");
  return png.subarray(HEAD + 4 + KIND.length, HEAD + 8 + png.readUInt32BE(HEAD)).toString();
}

const desk = { viewport: { width: 1280, height: 760 }, colorScheme: "light", locale: "en" };
const phone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 1.5, colorScheme: "dark", locale: "en" };

for (const [name, options] of Object.entries({ page: desk, phone })) {
  test(`docs/${name}.png shows the page as it is`, options, async (page) => {
    const { button, clean } = parts(page);
    await button("Sample").click();
    if (name === "page") await page.getByRole("switch", { name: "Show changes" }).check();
    await clean.filter({ hasText: name === "page" ? "Scan the QR code" : "The night ferry" }).waitFor();
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
    const words = (await page.locator("body").innerText()).replace(/\s+/g, " ");
    const file = new URL(`../../docs/${name}.png`, import.meta.url);
    if (process.env.CLEANCOPY_PICTURES) {
      writeFileSync(file, commented(await page.screenshot({ animations: "disabled" }), words));
    }
    assert.equal(commentOf(readFileSync(file)), words, again);
  });
}
