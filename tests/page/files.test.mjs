// Files: picked or dropped, in many encodings, many at once, and out again.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { parts, paste, test } from "./browser.mjs";
import { damaged, mended, reads, says, sharePrompt } from "./expect.mjs";

const file = (name, content, mimeType = "text/plain") => ({ name, mimeType, buffer: Buffer.from(content) });
const pick = (page, ...files) => page.locator("#file").setInputFiles(files);

/** Drags files or text over the page, and says what the page says then; `drop` lets go. */
async function drag(page, { files = [], text }, drop = true) {
  const given = await page.evaluateHandle(
    ({ files, text }) => {
      const data = new DataTransfer();
      for (const { name, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name));
      if (text) data.setData("text/plain", text);
      return data;
    },
    { files: files.map(({ name, buffer }) => ({ name, bytes: [...buffer] })), text },
  );
  await page.dispatchEvent("h1", "dragenter", { dataTransfer: given });
  await page.dispatchEvent("h1", "dragover", { dataTransfer: given });
  const isNoted = await page.getByText("Drop to clean").isVisible();
  if (drop) await page.dispatchEvent("h1", "drop", { dataTransfer: given });
  return isNoted;
}

test("a drop anywhere says where it goes, and is cleaned", async (page) => {
  const { box, clean } = parts(page);
  assert.ok(await drag(page, { files: [file("harbour.txt", damaged)] }));
  await reads(clean, mended);
  assert.equal(await box.inputValue(), damaged);
  assert.ok(await page.getByText("Drop to clean").isHidden());
  await page.getByText("harbour.txt, read as UTF-8.").waitFor();
});

test("text that is dropped takes the place of what is there, until Ctrl+Z", async (page) => {
  const { clean } = parts(page);
  await paste(page, "Another text.");
  await reads(clean, "Another text.");
  assert.ok(await drag(page, { text: damaged }));
  await reads(clean, mended);
  await page.keyboard.press("ControlOrMeta+Z");
  await reads(clean, "Another text.");
});

test("a file of HTML is read as HTML", async (page) => {
  const { clean, format } = parts(page);
  await pick(page, file("harbour.htm", "<p>The <b>old</b> harbour.<p>It closed.", "text/html"));
  await format("Markdown").check();
  await reads(clean, "The **old** harbour.\n\nIt closed.");
});

test("files that were copied in a folder can be pasted", async (page) => {
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "harbour.txt", { type: "text/plain" }));
    data.setData("text/plain", "harbour.txt");
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, damaged);
  await reads(parts(page).clean, mended);
});

const russian = "Старая гавань открылась в мае, и первые корабли уже стоят у причала. Рыбаки довольны уловом.";
const cp1251 = Uint8Array.from(russian, (letter) => {
  const code = letter.codePointAt(0);
  return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
});
const utf16 = Buffer.from(`\ufeff${russian}`, "utf16le");

const chinese = "这座老港口在五月重新开放，第一批船随着晚潮驶入。";
const gbk = Buffer.from(
  "d5e2d7f9c0cfb8dbbfdad4dacee5d4c2d6d8d0c2bfaab7c5a3acb5dad2bbc5fab4accbe6d7c5cdedb3b1cabbc8eba1a3",
  "hex",
);

for (const [what, name, bytes, said, text = russian] of [
  ["by its byte-order mark", "a.txt", utf16, "read as UTF-16LE."],
  ["by its looks", "a.txt", cp1251, "read as windows-1251, by its looks."],
  ["by its looks, where it is Chinese", "a.txt", gbk, "read as GBK, by its looks.", chinese],
  [
    "by what it declares",
    "a.html",
    Buffer.concat([Buffer.from("<!doctype html><meta charset=windows-1251><p>"), cp1251]),
    "read as windows-1251, as it says.",
  ],
  ["as UTF-8, whatever it declares, where it is that", "a.html", `<meta charset="gb2312"><p>${russian}`, "UTF-8."],
]) {
  test(`a file is decoded ${what}, and the page says how`, async (page) => {
    await pick(page, file(name, bytes));
    await reads(parts(page).clean, text);
    await page.getByText(`${name}, ${said.startsWith("read") ? said : `read as ${said}`}`).waitFor();
  });
}

test("many files are a list, and each keeps what became of it", async (page) => {
  const { box, clean, summary } = parts(page);
  await drag(page, {
    files: [file("one.txt", damaged), file("two.md", "The **pier** is open."), file("pier.png", "no text")],
  });
  await reads(clean, mended);
  await says(summary, "Not opened: pier.png.");
  const list = page.getByRole("list", { name: "Files" });
  const open = (name) => list.getByRole("button", { name, exact: true });
  await box.press("Control+End");
  await box.pressSequentially(" So");
  await says(clean, "So");
  await open("two.md").click();
  await reads(clean, "The **pier** is open.");
  assert.equal(await open("two.md").getAttribute("aria-current"), "true");
  await open("one.txt").click();
  await says(clean, "It closed in June.\n\nSo");
  await page.reload();
  await open("two.md").click();
  await reads(clean, "The **pier** is open.");
  await page.getByRole("button", { name: "Close the list" }).click();
  await list.waitFor({ state: "hidden" });
  await reads(clean, "The **pier** is open.");
});

async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return [download.suggestedFilename(), await readFile(await download.path())];
}

for (const [format, ending, content] of [
  ["Text", ".txt", /^The harbour opened in May\.\n\nIt closed in June\.\n$/],
  ["Markdown", ".md", /^The harbour opened in May\.\n\nIt closed in June\.\n$/],
  ["HTML", ".html", /^<!doctype html>\n<meta charset="utf-8">\n<title>The harbour opened in May<\/title>\n<p>The h/],
]) {
  test(`the copy is downloaded as a file that ends in ${ending}`, async (page) => {
    const { button, clean, format: radio } = parts(page);
    await paste(page, damaged);
    await radio(format).check();
    await says(clean, "It closed in June.");
    const [name, bytes] = await downloaded(page, () => button(`Download ${ending}`).click());
    assert.equal(name, `The harbour opened in May${ending}`);
    assert.match(bytes.toString(), content);
  });
}

test("all files are downloaded at once, under names of their own", async (page) => {
  const { clean } = parts(page);
  await pick(page, file("one.txt", damaged), file("one.md", `${sharePrompt} < / p > < p > ${mended}`));
  await reads(clean, mended);
  const [name, bytes] = await downloaded(page, () => page.getByRole("button", { name: "Download all" }).click());
  assert.equal(name, "clean copies.zip");
  const archive = bytes.toString("latin1");
  for (const entry of ["one.txt", "one 2.txt"]) assert.ok(archive.includes(entry), entry);
  assert.equal(archive.split("It closed in June.").length, 3);
  assert.ok(!archive.includes("QR code"));
});
