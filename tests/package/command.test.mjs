// `npx cleancopy` against the native command: the same flags, the same bytes, save that spans count
// UTF-16 code units instead of bytes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, npm } from "./installed.mjs";

const native = process.env.CLEANCOPY_COMMAND;
if (!native) throw new Error("CLEANCOPY_COMMAND is wanted: run `cargo xtask test --only build --only package`");
const shared = process.env.CLEANCOPY_SHARED;

const inputs = [
  "",
  "Ships came from ports.",
  '< p > The harbour opened 😀 in May . < / P > < p > Ships " came " from < a href=" https://e.org/é "> ports < / a > .',
  "<h1>Harbours</h1><p>The <b>old</b> pier &amp; its “light” 😀</p><ul><li>one<li>two</ul><pre>a  b\u2028c</pre>",
  "Share with friends by WeChat QR code < / P > < p > on May 2, 港口 opened. < p >",
  "lone \ud800 half, control \u0001 and quote \"",
];

function call(program, args, input) {
  const { status, stdout } = spawnSync(program, args, { cwd: folder, input, maxBuffer: 1 << 28 });
  return { status, stdout: stdout.toString() };
}
const cli = join(folder, "node_modules/cleancopy/dist/cli.js");
const ours = (args, input) => call(process.execPath, [cli, ...args], input);
const theirs = (args, input) => call(native, args, input);

/** A report of the native command with its spans in UTF-16. */
function inUnits(value, bytes) {
  if (Array.isArray(value)) return value.map((item) => inUnits(item, bytes));
  if (typeof value !== "object" || value === null) return value;
  const units = (at) => bytes.subarray(0, at).toString().length;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isPlace = (key === "start" || key === "end") && typeof item === "number";
      return [key, isPlace ? units(item) : inUnits(item, bytes)];
    }),
  );
}

const rows = ({ stdout }) => stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("npx finds the command", () => {
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/cleancopy/package.json"), "utf8"));
  assert.equal(npm(["exec", "--offline", "--", "cleancopy", "--version"]).trim(), `cleancopy ${version}`);
});

test("both commands give the same copy of a text, a file of HTML and several files, in each format", () => {
  writeFileSync(join(folder, "page.html"), inputs[3]);
  writeFileSync(join(folder, "text.txt"), inputs[2]);
  for (const format of ["text", "markdown", "html"]) {
    for (const files of [[], ["-"], ["page.html", "text.txt"], ["none.txt", "text.txt"]]) {
      const args = ["--format", format, "--rules", "-quote-spacing,smart-quotes", ...files];
      assert.deepEqual(ours(args, inputs[4]), theirs(args, inputs[4]), args.join(" "));
    }
  }
});

test("both commands give the same batch, good lines and bad", () => {
  const both = { input: { text: "old pier", html: "<p>old <b>pier</b>" }, id: "both" };
  const good = [...inputs.map((input, id) => ({ id, input })), both].map((record) => JSON.stringify(record));
  const bad = ["nope", "[1]", '{"id":1}', '{"id":2,"input":5}', '{"id":3,"input":{}}', '{"input":["a"]}'];
  const lines = [...good, ...bad, '{"input":{"text":null}}', "", " ", ...good];
  for (const options of [[], ["--links", "--format", "html"], ["--max-input=30"], ["--field", "id"], ["--jobs", "3"]]) {
    for (const end of ["\n", "\r\n"]) {
      const [args, input] = [["batch", ...options], lines.join(end)];
      assert.deepEqual(ours(args, input), theirs(args, input), args.join(" "));
    }
  }
  const [one, three] = ["1", "3"].map((jobs) => ours(["batch", "--links", "--jobs", jobs], lines.join("\n")));
  assert.deepEqual(three, one);
});

test("both commands give the same report and edits, once spans count the same", () => {
  for (const input of inputs.slice(0, 5)) {
    for (const format of ["text", "markdown", "html"]) {
      const args = ["--report", "-", "--format", format];
      assert.deepEqual(rows(ours(args, input)), inUnits(rows(theirs(args, input)), Buffer.from(input)));
      const batch = ["batch", "--edits", "--format", format];
      const line = JSON.stringify({ input });
      assert.deepEqual(rows(ours(batch, line)), inUnits(rows(theirs(batch, line)), Buffer.from(input)));
    }
  }
});

test("both commands read the same encodings and end with the same status", () => {
  const report = (program, args, input) => {
    const { stdout, stderr } = spawnSync(program, [...args, "--report", "-"], { cwd: folder, input });
    const { output, encoding } = JSON.parse(stdout.toString());
    return { output, encoding, stderr: stderr.toString() };
  };
  const cyrillic = (text) => Buffer.from(text.replace(/[а-я]/gi, (c) => String.fromCharCode(c.charCodeAt(0) - 0x350)), "latin1");
  for (const [input, name, by] of [
    [Buffer.from("The pier – é"), "UTF-8", "validity"],
    [Buffer.from("\ufeffThe pier é"), "UTF-8", "byte-order-mark"],
    [Buffer.from("\ufeffThe pier é", "utf16le"), "UTF-16LE", "byte-order-mark"],
    [Buffer.from("The pier opened", "utf16le"), "UTF-16LE", "detection"],
    [Buffer.from("Le caf\xe9 du ch\xe2teau a \xe9t\xe9 ferm\xe9.", "latin1"), "windows-1252", "detection"],
    [Buffer.from("<meta charset='ISO-8859-1'><p>caf\xe9</p>", "latin1"), "windows-1252", "declaration"],
    [cyrillic("<?xml version='1.0' encoding='windows-1251'?><html><p>Гавань"), "windows-1251", "declaration"],
    [cyrillic("Гавань открылась в мае, и корабли пришли из двенадцати портов."), "windows-1251", "detection"],
    [Buffer.from("8d608ac982cd8c8e82c98a4a82ab814182a882e682bb82ad91442e", "hex"), "Shift_JIS", "detection"],
  ]) {
    const mine = report(process.execPath, [cli], input);
    assert.deepEqual(mine, report(native, [], input));
    assert.deepEqual(mine.encoding, { name, by, lossy: false });
  }
  for (const [args, status] of [
    [["--format", "pdf"], 2],
    [["--rules", "quotes"], 2],
    [["--no-such-flag"], 2],
    [["--pattern", "a"], 2],
    [["--pattern", "a(", "--replace", ""], 2],
    [["--base-url", "harbour"], 2],
    [["--max-input", "many"], 2],
    [["--max-input", "2"], 1],
    [["--report", "no-such-folder/report.json"], 1],
    [["-"], 0],
  ]) {
    assert.equal(ours(args, "The pier.").status, status, args.join(" "));
    assert.equal(theirs(args, "The pier.").status, status, args.join(" "));
  }
});

test("both commands name their own flags in what they say is wrong", () => {
  const said = (program, args) => spawnSync(program, args, { cwd: folder, input: "The pier." }).stderr.toString().split("\n")[0];
  for (const [args, expected] of [
    [["--base-url", "harbour"], /^error: --base-url: `harbour` is not an absolute address/],
    [["--phrase", "!!"], /^error: --phrase: `!!` has no letter/],
    [["--pattern", "a(", "--replace", ""], /^error: --pattern: `a\(` is not a pattern/],
    [["--max-input", "2"], /^cleancopy: -: the input has 9 bytes, and --max-input allows 2: raise --max-input/],
  ]) {
    assert.match(said(process.execPath, [cli, ...args]), expected);
    assert.match(said(native, args), expected);
  }
});

test("both commands take the same flags and list the same rules", () => {
  const flags = (...helps) => [...new Set(helps.join().match(/--[a-z]+(-[a-z]+)*/g))].sort();
  const help = (args) => theirs(args, "").stdout;
  assert.deepEqual(flags(ours(["--help"], "").stdout), flags(help(["--help"]), help(["batch", "--help"])));
  assert.deepEqual(ours(["rules"], ""), theirs(["rules"], ""));
});

const skip = shared ? false : "SKIPPED: there is no shared folder";
test("both commands give the same copies of the shared cases", { skip }, () => {
  const cases = readFileSync(join(shared, "cases/cases.jsonl"), "utf8");
  for (const format of ["text", "markdown", "html"]) {
    const args = ["batch", "--links", "--format", format];
    assert.deepEqual(ours(args, cases), theirs(args, cases));
  }
});
