// MB/s of the package in Node, with the log off and on, and of a peer, in turns; a line of JSON for
// each set and task.
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
    const allowed = task === "text" ? { allowedTags: [] } : undefined;
    const peer = task === "markdown" ? "turndown" : "sanitize-html";
    const run = peer === "turndown" ? (html) => turndown.turndown(html) : (html) => sanitize(html, allowed);
    const [off, on, peerSpeed] = inTurns([
      [set, () => set.inputs.forEach((input) => cleaner.clean(input))],
      [set, () => set.inputs.forEach((input) => cleaner.clean(input).edits)],
      [theirs, () => theirs.documents.forEach(run)],
    ]);
    console.log(
      JSON.stringify({ set: set.name, task, off, on, peer, peerSpeed, ratio: off / peerSpeed }),
    );
  }
}

/** Runs each, A B C A B C …; the median MB/s of each. */
function inTurns(runs) {
  const times = runs.map(() => []);
  for (let round = 0; round < Number(rounds); round++) {
    runs.forEach(([, run], i) => {
      const start = performance.now();
      run();
      times[i].push(performance.now() - start);
    });
  }
  return runs.map(([{ bytes }], i) => bytes / 1e3 / times[i].sort((a, b) => a - b)[times[i].length >> 1]);
}
