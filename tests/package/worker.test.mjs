// cleancopy/worker in Node: the same `clean`, on a thread of its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { load, run } from "./installed.mjs";

const here = await load();
const worker = await load("cleancopy/worker");

const damaged = '< p > The harbour opened 😀 in May . < / P > < p > Ships " came " from < a href=" https://example.org/x "> ports < / a > . < / p >';
/** Long enough that it is still under way when it is aborted. */
const long = damaged.repeat(20_000);

test("a worker gives what `cleancopy` gives, edits and all", async () => {
  for (const input of [damaged, "", "Ships came.", "\ud800 😀", { html: "<p>Ships <b>came</b>.</p>" }]) {
    for (const options of [undefined, { format: "markdown" }, { format: "html", rules: { "quote-spacing": false } }]) {
      const [theirs, ours] = [await worker.clean(input, options), here.clean(input, options)];
      assert.deepEqual(theirs, ours);
      assert.deepEqual(theirs.edits, ours.edits);
    }
  }
  assert.equal(worker.rules.length, here.rules.length);
});

test("a worker rejects what `cleancopy` throws", async () => {
  for (const [input, options] of [[7], [{}], ["x", { format: "pdf" }], ["x", { colour: 1 }], ["xyz", { maxInput: 2 }]]) {
    let thrown;
    try {
      here.clean(input, options);
    } catch (error) {
      thrown = error;
    }
    await assert.rejects(worker.clean(input, options), { name: thrown.name, message: thrown.message });
  }
  await assert.rejects(worker.clean("x", { phrases: [() => "x"] }), { name: "TypeError", message: /options: plain data/ });
});

test("a DataTransfer is read while its event lasts", async () => {
  const flavours = { "text/html": "<p>Ships <b>came</b>.</p>" };
  const cleaned = worker.clean({ getData: (type) => flavours[type] ?? "" });
  delete flavours["text/html"];
  assert.equal((await cleaned).output, "Ships came.");
});

test("an aborted call is rejected with the reason, and those that wait are done by another worker", async () => {
  const reason = new Error("enough");
  const [running, waiting] = [new AbortController(), new AbortController()];
  const calls = [
    worker.clean(long, {}, { signal: running.signal }),
    worker.clean("one"),
    worker.clean("two", {}, { signal: waiting.signal }),
    worker.clean("three"),
  ];
  waiting.abort(reason);
  running.abort(reason);
  const settled = await Promise.allSettled(calls);
  assert.deepEqual(settled.map(({ reason, value }) => reason ?? value.output), [reason, "one", reason, "three"]);
  await assert.rejects(worker.clean("x", {}, { signal: AbortSignal.abort(reason) }), reason);
});

test("a signal that fires after the end does nothing", async () => {
  const control = new AbortController();
  assert.equal((await worker.clean("one", {}, { signal: control.signal })).output, "one");
  control.abort();
  assert.equal((await worker.clean("two")).output, "two");
});

test("the calling thread goes on while a worker cleans", async () => {
  let turns = 0;
  const cleaned = worker.clean(damaged.repeat(4_000)).then(() => "cleaned");
  while ((await Promise.race([cleaned, pause(1, "going on")])) === "going on") turns += 1;
  assert.ok(turns > 1, `${turns} turns`);
});

test("an idle worker does not keep the process", () => {
  const printed = run(`
    import { clean } from "cleancopy/worker";
    console.log((await clean("Ships came.")).output);
  `);
  assert.equal(printed, "Ships came.\n");
});
