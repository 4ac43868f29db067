// The last step of the build, on what the compiler left in dist:
// - thread.js with all that it imports in one file, so that it runs wherever it is copied to, and its text as a module,
//   for where it was not copied;
// - every entry once more for `require`, with its types;
// - every file made small.

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transformSync } from "esbuild";

const entries = ["index", "wasm", "worker"];
const path = (name) => join(import.meta.dirname, "dist", name);
const read = (name) => readFileSync(path(name), "utf8");
const write = (name, text) => writeFileSync(path(name), text);
const small = { minify: true, target: "es2022" };

const { outputFiles } = await build({
  ...{ ...small, entryPoints: [path("thread.js")], bundle: true, write: false, format: "iife" },
});
const thread = outputFiles[0].text;
write("thread.js", thread);
write("thread-source.js", `export const source = ${JSON.stringify(thread)};\n`);

const url = 'globalThis.process?.getBuiltinModule?.("node:url")';
await build({
  ...{ ...small, entryPoints: entries.map((name) => path(`${name}.js`)), bundle: true, format: "cjs" },
  outdir: path(""),
  outExtension: { ".js": ".cjs" },
  // There is no `import.meta` in such a file.
  define: { "import.meta.url": "file" },
  banner: { js: `const file = typeof __filename === "string" && ${url}?.pathToFileURL(__filename).href;` },
  plugins: [
    {
      name: "one-binary",
      setup: ({ onResolve }) => onResolve({ filter: /\/binary\.js$/ }, () => ({ path: "./binary.cjs", external: true })),
    },
  ],
});
write("binary.cjs", transformSync(read("binary.js"), { ...small, format: "cjs" }).code);

for (const name of readdirSync(path(""))) {
  if (name.endsWith(".d.ts")) {
    // What the entries' types do not name is nobody's to import.
    if (![...entries, "cleaner", "types", "rules"].includes(name.slice(0, -5))) rmSync(path(name));
    else write(name.replace(/ts$/, "cts"), read(name).replace(/(from "\.\/\w+)\.js"/g, '$1.cjs"'));
  } else if (name.endsWith(".js") && !/^(binary|thread)/.test(name)) {
    write(name, transformSync(read(name), { ...small, format: "esm" }).code);
  }
}

for (const end of ["ts", "cts"]) {
  write(`cleancopy.wasm.d.${end}`, "// The bare file is there for its address, not to be imported.\nexport {};\n");
}
