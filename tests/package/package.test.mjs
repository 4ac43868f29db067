// The package in Node: what it exports, what it takes, what it gives.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { folder, installed, load, run } from "./installed.mjs";

const { clean, Cleaner, rules } = await load();

const damaged = '< p > The harbour opened 😀 in May . < / P > < p > Ships " came " from < a href=" https://example.org/x "> ports < / a > . < / p >';

/** What the edits make of the input: the account of the contract. */
function replay(input, edits) {
  let output = "";
  let at = 0;
  for (const { start, end, text } of edits) {
    assert.ok(at <= start && start <= end && end <= input.length, `edits are sorted and apart at ${start}`);
    output += input.slice(at, start) + text;
    at = end;
  }
  return output + input.slice(at);
}

test("the first example of each README runs as it stands, and prints what it says", () => {
  for (const readme of ["../../README.md", "../../npm/README.md"]) {
    const [, example] = /```js\n([\s\S]*?)```/.exec(readFileSync(new URL(readme, import.meta.url), "utf8"));
    const said = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
    assert.ok(example.split("\n").length <= 6 && said.length > 0, example);
    assert.ok(run(example).startsWith(`${said.join("\n")}\n`), example);
  }
});

/** Has the latest instance of the module in `exports`, for a look at its memory. */
const watch = `
  let exports;
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...args) { super(...args); exports = this.exports; }
  };
`;

test("the package brings nothing else along", () => {
  assert.deepEqual(installed, ["cleancopy"]);
});

test("`require` gives the same as `import`, each entry of it", async () => {
  const require = createRequire(join(folder, "x.cjs"));
  for (const name of ["cleancopy", "cleancopy/wasm", "cleancopy/worker"]) {
    const required = require(name);
    assert.deepEqual(Object.keys(required).sort(), Object.keys(await load(name)).sort());
    await required.init?.();
    assert.equal((await required.clean("Ships came from ports.")).output, "Ships came from ports.");
  }
});

test("the bare file starts from where it lies, from bytes, from a module and from a response", () => {
  const starts = {
    "where it lies": "",
    bytes: "readFileSync(file)",
    module: "new WebAssembly.Module(readFileSync(file))",
    response: "streamed",
    "promise of a response": "Promise.resolve(streamed)",
  };
  for (const [name, source] of Object.entries(starts)) {
    const printed = run(`
      import { readFileSync } from "node:fs";
      import { clean, init } from "cleancopy/wasm";
      const file = new URL(import.meta.resolve("cleancopy/cleancopy.wasm"));
      const streamed = new Response(readFileSync(file), { headers: { "content-type": "application/wasm" } });
      await init(${source});
      await init();
      process.stdout.write(clean("Ships came from ports.").output);
    `);
    assert.equal(printed, "Ships came from ports.", name);
  }
});

test("the bare file's entry says that it was not started, and starts after a failed try", () => {
  const printed = run(`
    import { clean, init } from "cleancopy/wasm";
    try { clean("x"); } catch (error) { console.log(error.message); }
    await init(new Uint8Array([1, 2, 3])).catch(() => console.log("no module"));
    await init();
    console.log(clean("x").output);
  `);
  assert.equal(printed, "cleancopy/wasm: not started; call `await init()` first\nno module\nx\n");
});

test("both entries share one module", () => {
  const printed = run(`
    import { clean } from "cleancopy";
    import { clean as other, init } from "cleancopy/wasm";
    const [before] = [clean("one").output, await init()];
    console.log(before, clean("two").output, other("three").output);
  `);
  assert.equal(printed, "one two three\n");
});

test("a string, both flavours and a transfer are taken", () => {
  assert.equal(clean("Ships came.").source, "text");
  assert.equal(clean({ text: "Ships came." }).output, "Ships came.");
  assert.equal(clean({ html: "<p>Ships <b>came</b>.</p>" }, { format: "markdown" }).output, "Ships **came**.");
  assert.equal(clean({ html: "<p>Ships came.</p>" }).source, "html");
  const transfer = (flavours) => ({ getData: (type) => flavours[type] ?? "" });
  const both = transfer({ "text/plain": "Ships came.", "text/html": "<p>Ships <i>came</i>.</p>" });
  const cleaned = clean(both, { format: "markdown" });
  assert.deepEqual([cleaned.source, cleaned.output], ["html", "Ships *came*."]);
  assert.equal(replay("<p>Ships <i>came</i>.</p>", cleaned.edits), cleaned.output);
  assert.equal(clean(transfer({ "text/plain": "Ships came." })).output, "Ships came.");
  assert.equal(clean(transfer({})).output, "");
});

test("patterns find in the module what they find natively", () => {
  const { text, ...patterns } = JSON.parse(readFileSync(new URL("../patterns.json", import.meta.url), "utf8"));
  for (const [pattern, matches] of Object.entries(patterns)) {
    const { output } = clean(text, { patterns: [{ pattern, replace: "‹$0›" }] });
    assert.deepEqual([...output.matchAll(/‹([^›]*)›/g)].map((found) => found[1]), matches, pattern);
  }
});

test("another input is a TypeError that says what is wanted", () => {
  for (const input of [undefined, null, 7, true, {}, { text: 7 }, { html: null }, () => "x", Symbol("x")]) {
    assert.throws(() => clean(input), (error) => error instanceof TypeError && /a string, \{ text, html \} or a DataTransfer is wanted/.test(error.message));
  }
});

test("a wrong option is a TypeError that names it and what is allowed", () => {
  const wrong = [
    [{ format: "pdf" }, /format: text, markdown or html/],
    [{ input: 1 }, /input: auto, text or html/],
    [{ scope: "page" }, /scope: auto, article or everything/],
    [{ headline: "yes" }, /headline: true or false/],
    [{ rules: { quotes: false } }, /`quotes` is not a rule; the rules are .*quote-spacing/],
    [{ rules: { "quote-spacing": 1 } }, /rules\.quote-spacing: true or false/],
    [{ phrases: "x" }, /phrases: an array of strings/],
    [{ patterns: [{ pattern: "(", replace: "" }] }, /patterns: `\(`/],
    [{ patterns: [{ pattern: "\\p{Greek}", replace: "" }] }, /\\p\{…\} is not built in/],
    [{ patterns: [{ pattern: "a(?i-u:b)", replace: "" }] }, /\(\?-u\) is not built in/],
    [{ patterns: [{ pattern: "[a-z--b]", replace: "" }] }, /&&, -- and ~~ in a class are not built in/],
    [{ patterns: [{ find: "x" }] }, /patterns: an array of \{ pattern, replace \}/],
    [{ keep: [1] }, /keep: an array of/],
    [{ baseUrl: "example.org" }, /baseUrl: `example\.org`/],
    [{ maxInput: -1 }, /maxInput: a number of bytes/],
    [{ colour: "red" }, /`colour` is not an option; the options are format, /],
    ["markdown", /options: an object/],
  ];
  for (const [options, message] of wrong) {
    for (const use of [() => clean("x", options), () => new Cleaner(options)]) {
      assert.throws(use, (error) => error instanceof TypeError && message.test(error.message), JSON.stringify(options));
    }
  }
});

test("patterns know small letters, words and digits of every script", () => {
  const all = (pattern) => clean("Ärger, ЧАЙ 7٣ Κύμα.", { patterns: [{ pattern, replace: "_" }] }).output;
  assert.equal(all("(?i)ärger|чай|κύμα"), "_, _ 7٣ _.");
  assert.equal(all(String.raw`\b\w+\b`), "_, _ _ _.");
  assert.equal(all(String.raw`\d`), "Ärger, ЧАЙ __ Κύμα.");
  assert.equal(all("[^[:alpha:]α-ω]"), all(String.raw`[^a-zA-Zα-ω]`));
});

// Of `regex`, what no clean ever calls is left out of the module: each kind of pattern must still find its way.
test("patterns of every kind match in the module as they do natively", () => {
  const matches = [
    [String.raw`foo(bar|baz)+\d`, "a foobarbaz7 b", "a <baz> b"],
    ["(?i)quay", "The QUAY", "The <>"],
    ["abc|abd|xyz", "q abd xyz", "q <> <>"],
    ["(?:foo|fop|fox|four|five|fine|fin)s", "x foxs fins fours", "x <> <> <>"],
    ["^Ships|bye$", "Ships and bye", "<> and <>"],
    [String.raw`\bcat\b`, "cat concat", "<> concat"],
    [String.raw`\B.\B`, "word", "w<><>d"],
    ["x*", "axxb", "<>a<>b"],
    ["(?:)", "ab", "<>a<>b"],
    [String.raw`(?<day>\d+)-(\d+)`, "1-2 and 33-44", "<1> and <33>"],
    ["(a(b(c)?)?)?d", "abcd abd ad d", "<abc> <ab> <a> <>"],
    ["(?m)^- (.*)$", "- one\n- two", "<one>\n<two>"],
    ["(?x) a  b # no\n c", "abc", "<>"],
    ["(?U)a+", "aaa", "<><><>"],
    ["a{0,50}b", "aaab", "<>"],
    [String.raw`[а-яё]{3,}|[\u{1F600}-\u{1F64F}]`, "чайка, да 😀", "<>, да <>"],
    ["[[:alpha:][^a-z ]]+", "Quays 7", "<> <>"],
  ];
  for (const [pattern, input, output] of matches) {
    assert.equal(clean({ text: input }, { patterns: [{ pattern, replace: "<$1>" }] }).output, output, pattern);
  }
});

test("an input over maxInput is a RangeError with both sizes", () => {
  assert.throws(() => clean("é".repeat(100), { maxInput: 199 }), (error) => error instanceof RangeError && /200\b.*\b199/.test(error.message));
  assert.equal(clean("é".repeat(100), { maxInput: 200 }).output, "é".repeat(100));
});

test("options that are undefined are as if left out", () => {
  assert.equal(clean("Ships came.", { format: undefined, baseUrl: undefined, rules: { tag: undefined } }).output, "Ships came.");
});

test("the edits give exactly the output, in every format", () => {
  for (const input of [damaged, damaged.repeat(40), "Ships came.", "", "\ud800", "x\udc00 < p > 😀 < / p > \ud83d"]) {
    for (const format of ["text", "markdown", "html"]) {
      const { output, edits } = clean(input, { format });
      assert.equal(replay(input, edits), output);
    }
  }
});

test("spans count UTF-16 code units, past astral characters", () => {
  const { output, edits, changes, links } = clean(damaged);
  assert.ok(output.includes("😀 in May."), output);
  assert.equal(damaged.slice(links[0].at.start, links[0].at.end).trim(), "ports");
  const tag = changes.filter(({ rule }) => rule === "damaged-tag").at(-1);
  assert.match(damaged.slice(tag.at.start), /^\s*< /);
  assert.ok(edits.every(({ rule }) => rules.some(({ id }) => id === rule)));
});

test("a lone surrogate becomes U+FFFD, and that is an edit", () => {
  const { output, edits } = clean("😀 a\ud800b");
  assert.equal(output, "😀 a\ufffdb");
  assert.deepEqual(edits.map(({ start, end, text, rule }) => [start, end, text, rule]), [[4, 5, "\ufffd", "encoding"]]);
});

test("a change that is taken back stays taken back", () => {
  const { changes, output } = clean(damaged);
  const quote = changes.find(({ rule }) => rule === "quote-spacing");
  const kept = clean(damaged, { keep: [quote] });
  assert.ok(output.includes('"came"') && kept.output.includes('" came "'), kept.output);
});

test("what is given is plain data, and the edits are made when they are read", () => {
  const cleaned = clean(damaged);
  const fields = ["output", "source", "title", "changes", "links", "credits", "warnings", "stats"];
  const ofPages = ["byline", "date", "image", "language", "site"];
  assert.deepEqual(Object.keys(cleaned).sort(), [...fields, ...ofPages].sort());
  assert.deepEqual(structuredClone(cleaned), { ...cleaned });
  assert.deepEqual(JSON.parse(JSON.stringify(cleaned)), { ...cleaned });
  assert.equal(cleaned.edits, cleaned.edits);
  assert.deepEqual(structuredClone(cleaned.edits), cleaned.edits);
});

test("a Cleaner keeps to the options that it was made with", () => {
  const options = { format: "markdown" };
  const cleaner = new Cleaner(options);
  options.format = "html";
  assert.equal(cleaner.clean({ html: "<p><b>Ships</b> came.</p>" }).output, "**Ships** came.");
});

test("the table of rules is there without a call, and is what the options take", () => {
  const ids = rules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(clean("Ships came.", { rules: Object.fromEntries(rules.map(({ id, on }) => [id, on])) }).output, "Ships came.");
});

test("after a panic the next clean works", () => {
  // The panic is real: all memory that the module may have is taken from it, so that it cannot allocate.
  const printed = run(`
    ${watch}
    const { clean, Cleaner } = await import("cleancopy");
    const cleaner = new Cleaner({ format: "markdown" });
    const earlier = clean("< p > Ships came . < / p >");
    const { memory } = exports;
    for (let pages = 32768; pages; pages >>= 1) {
      try { while (true) memory.grow(pages); } catch {}
    }
    try { clean("Ships came from ports. ".repeat(100000)); } catch (error) {
      console.log(error.constructor.name, error.cause instanceof WebAssembly.RuntimeError, error.message);
    }
    console.log(exports.memory !== memory);
    console.log(clean("Ships came.").output, cleaner.clean({ html: "<b>Ships</b>" }).output, earlier.edits.length > 0);
  `);
  assert.equal(
    printed,
    "Error true cleancopy: this input made the cleaner fail; it was started anew, and other input can be cleaned\ntrue\nShips came. **Ships** true\n",
  );
});

test("options of one call leave no memory behind", () => {
  const printed = run(`
    ${watch}
    const { clean } = await import("cleancopy");
    const phrases = Array.from({ length: 1000 }, (_, i) => "Read our gift guide " + i);
    clean("Ships came.", { phrases });
    const before = exports.memory.buffer.byteLength;
    for (let i = 0; i < 500; i++) clean("Ships came.", { phrases });
    console.log(exports.memory.buffer.byteLength - before);
  `);
  assert.equal(printed, "0\n");
});

const shared = process.env.CLEANCOPY_SHARED;
const noSeed = shared && existsSync(join(shared, "seed")) ? false : "SKIPPED: there is no ../shared/seed";

test("the seed comes out as expected, byte for byte, with its links and warnings", { skip: noSeed }, () => {
  const seed = (name) => readFileSync(join(shared, "seed", name), "utf8");
  const input = seed("input.txt");
  assert.equal(`${clean(input, { format: "markdown" }).output}\n`, seed("expected.md"));
  const { output, links, warnings, changes } = clean(input);
  assert.equal(`${output}\n`, seed("expected.txt"));
  const expected = JSON.parse(seed("expected.json"));
  assert.deepEqual(links.map(({ text, href }) => ({ text, href })), expected.links);
  for (const { at, ...rest } of expected.warnings) {
    const found = warnings.find((warning) => Object.keys(rest).every((key) => warning[key] === rest[key]) && (!at || at.startsWith(input.slice(warning.at.start, warning.at.end))));
    assert.ok(found, JSON.stringify(rest));
  }
  assert.equal(warnings.length, expected.warnings.length);
  assert.equal(changes.filter(({ rule }) => rule === "share-prompt").length, expected.chaff.length);
});
