// The types, as strict projects of every kind read them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder } from "./installed.mjs";

const compiler = join(import.meta.dirname, "../../npm/node_modules/typescript/bin/tsc");

const consumer = `
import { clean, Cleaner, rules } from "cleancopy";
import type { Change, Cleaned, Edit, Family, Format, Input, Link, Options, RuleId, RuleInfo, Span, Stats, Warning } from "cleancopy";
import { clean as later, init } from "cleancopy/wasm";
import { clean as away, type Control } from "cleancopy/worker";

const options: Options = { format: "markdown", rules: { "smart-quotes": true }, phrases: ["Read our guide"], baseUrl: undefined };
const { output, title, changes, links, warnings, stats, credits, source, edits }: Cleaned = clean("text", options);
const again: Cleaned = new Cleaner({ keep: changes }).clean({ text: output, html: "<p>" });
const words: string[] = [output, title ?? "", ...credits, ...links.map((link: Link) => link.href + link.at.start)];
const causes: (number | null)[] = [...changes.map((change: Change) => change.cause), ...edits.map((edit: Edit) => edit.change)];
const kinds: Warning["rule"][] = warnings.map((warning) => warning.rule);
const blocks: number = (stats satisfies Stats).blocks;
const ids: RuleId[] = rules.map((row: RuleInfo) => row.id);
const families: Family[] = rules.map((row) => row.family);
const format: Format = "html";
const span: Span = { start: 0, end: 1 };
const input: Input = { text: "x" };
const cleaner: Cleaner = new Cleaner();
const started: Promise<void> = init("/cleancopy.wasm");
init(new Uint8Array(8));
const control: Control = {};
const cleaned: Promise<Cleaned> = away("text", options, control);
export { cleaned, again, words, causes, kinds, blocks, ids, families, format, span, input, cleaner, started, later, source };

// @ts-expect-error: not a format
clean("text", { format: "pdf" });
// @ts-expect-error: not a rule
clean("text", { rules: { quotes: true } });
// @ts-expect-error: not an input
clean(7);
// @ts-expect-error: the table is not to be written to
rules[0] = undefined;
`;

const inBrowsers = `
import { clean } from "cleancopy";
import { init } from "cleancopy/wasm";
import { clean as away } from "cleancopy/worker";

export async function paste(event: ClipboardEvent, module: WebAssembly.Module): Promise<string> {
  await init(fetch("/cleancopy.wasm"));
  await init(new URL("https://example.org/cleancopy.wasm"));
  await init(module);
  await away("text", {}, { signal: AbortSignal.timeout(1000) });
  return event.clipboardData ? clean(event.clipboardData).output : "";
}
`;

const resolutions = { nodenext: "nodenext", node16: "node16", bundler: "esnext" };
const libraries = { "without the DOM": ["es2020"], "with the DOM": ["es2023", "dom"] };

for (const [resolution, module] of Object.entries(resolutions)) {
  for (const [name, lib] of Object.entries(libraries)) {
    test(`strict TypeScript takes the types, ${resolution}, ${name}`, () => {
      const project = join(folder, `types-${resolution}-${lib.length}`);
      mkdirSync(project);
      writeFileSync(join(project, "consumer.ts"), consumer);
      // A file of CommonJS reads types of its own.
      writeFileSync(join(project, "required.cts"), consumer);
      if (lib.includes("dom")) writeFileSync(join(project, "browser.ts"), inBrowsers);
      const compilerOptions = {
        ...{ strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
        ...{ noEmit: true, target: "es2020", module, moduleResolution: resolution, lib, types: [] },
      };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      try {
        execFileSync(process.execPath, [compiler, "--project", project], { encoding: "utf8" });
      } catch (error) {
        assert.fail(error.stdout);
      }
    });
  }
}
