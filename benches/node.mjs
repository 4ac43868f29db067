// MB/s of the package in Node, with the log off and on, and of a peer, in turns; a line of JSON for
// each set, task and peer.
// usage: node node.mjs PACKAGE FOLDER ROUNDS

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [entry, folder, rounds] = process.argv.slice(2);
const { Cleaner } = await import(pathToFileURL(entry).href);
const load = createRequire(join(folder, "package.json"));
const sanitize = load("sanitize-html");
const turndown = new (load("turndown"))();
const { JSDOM, VirtualConsole } = load("jsdom");
const virtualConsole = new VirtualConsole();
const { Readability } = load("@mozilla/readability");
const purify = load("dompurify")(new JSDOM("").window);

const sets = ["seed", "damaged", "clipboard", "source"].map((name) => {
  const documents = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const html = name === "clipboard" || name === "source";
  return {
    name,
    html,
    documents,
    inputs: documents.map((document) => (html ? { html: document } : document)),
    bytes: documents.reduce((sum, document) => sum + Buffer.byteLength(document), 0),
  };
});
// Text has no peer of its own kind: it is held against HTML of the size of a paste.
const clipboard = sets.find(({ name }) => name === "clipboard");

for (const set of sets) {
  for (const [task, options] of [
    ["text", { format: "text", scope: "everything" }],
    ["html", { format: "html", scope: "everything" }],
    ["markdown", { format: "markdown", scope: "everything" }],
    ["article", { format: "text", scope: "article" }],
  ]) {
    const cleaner = new Cleaner(options);
    const theirs = set.html ? set : clipboard;
    // Those that rest on jsdom take so long that one round tells.
    for (const [peer, run, most] of peers(task).filter(([, , most]) => set.html || most > 1)) {
      const [off, on, peerSpeed] = inTurns(Math.min(rounds, most), [
        [set, () => set.inputs.forEach((input) => cleaner.clean(input))],
        [set, () => set.inputs.forEach((input) => cleaner.clean(input).edits)],
        [theirs, () => theirs.documents.forEach(run)],
      ]);
      console.log(
        JSON.stringify({ set: set.name, task, off, on, peer, peerSpeed, ratio: off / peerSpeed }),
      );
    }
  }
}

/** Who does a task too, how, and in how many rounds at most. */
function peers(task) {
  switch (task) {
    case "text":
      return [["sanitize-html", (html) => sanitize(html, { allowedTags: [] }), Infinity]];
    case "html":
      return [
        ["sanitize-html", (html) => sanitize(html), Infinity],
        ["DOMPurify", (html) => purify.sanitize(html), 1],
      ];
    case "markdown":
      return [["turndown", (html) => turndown.turndown(html), Infinity]];
    default:
      return [["Readability", select, 1]];
  }
}

function select(html) {
  try {
    return new Readability(new JSDOM(html, { virtualConsole }).window.document).parse();
  } catch {
    // jsdom fails at some style sheets.
  }
}

/** Runs each, A B C A B C …; the median MB/s of each. */
function inTurns(rounds, runs) {
  const times = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    runs.forEach(([, run], i) => {
      const start = performance.now();
      run();
      times[i].push(performance.now() - start);
    });
  }
  return runs.map(([{ bytes }], i) => bytes / 1e3 / times[i].sort((a, b) => a - b)[times[i].length >> 1]);
}
