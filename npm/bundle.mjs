// The last step of the build: dist/thread.js with all that it imports in one file, so that it runs wherever it is
// copied to; its text as a module, for where it was not copied; then every file made small.

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transformSync } from "esbuild";

const dist = join(import.meta.dirname, "dist");
const target = "es2022";

const { outputFiles } = await build({
  ...{ entryPoints: [join(dist, "thread.js")], bundle: true, minify: true, write: false, format: "iife", target },
});
const thread = outputFiles[0].text;
writeFileSync(join(dist, "thread.js"), thread);
writeFileSync(join(dist, "thread-source.js"), `export const source = ${JSON.stringify(thread)};\n`);

for (const name of readdirSync(dist)) {
  const file = join(dist, name);
  // What the entries' types do not name is nobody's to import.
  if (name.endsWith(".d.ts") && !/^(index|wasm|worker|types|rules)\.d\.ts$/.test(name)) rmSync(file);
  if (!name.endsWith(".js") || /^(binary|thread)/.test(name)) continue;
  writeFileSync(file, transformSync(readFileSync(file, "utf8"), { format: "esm", minify: true, target }).code);
}
