// A pipeline over JSON Lines: {"id", "input"} a line in, the clean copy and what was done a line out.
//   node pipeline.mjs < articles.jsonl > clean.jsonl

import { pipeline } from "node:stream/promises";
import { Cleaner } from "cleancopy";

const cleaner = new Cleaner({ format: "markdown" });

await pipeline(process.stdin.setEncoding("utf8"), lines, cleanRecords, process.stdout);

async function* cleanRecords(lines) {
  for await (const line of lines) {
    const { id, input } = JSON.parse(line);
    const { output, title, links, changes, warnings } = cleaner.clean(input);
    const rules = [...new Set(changes.map(({ rule }) => rule))];
    yield `${JSON.stringify({ id, title, markdown: output, links, rules, warnings })}\n`;
  }
}

/** Not `readline`, which also breaks at U+2028, legal in a line of JSON. */
async function* lines(chunks) {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    yield* parts.filter((line) => line.trim());
  }
  if (rest.trim()) yield rest;
}
