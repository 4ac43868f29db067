// The page's build: one bundle, addresses relative so that any folder of any host will do,
// words that are there before the program is, one policy that goes into the page and into
// the headers of `vite preview`, and a service worker that knows the build's files.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { words } from "./src/words/en";

const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "cleancopy",
};

const written = (directives: object) =>
  Object.entries(directives)
    .map((directive) => directive.join(" "))
    .join("; ");

/** What is seen before the program has come, in English until then. */
const wordsInPage: Plugin = {
  name: "words-in-page",
  transformIndexHtml: (html) => {
    const word = (name: string) => String(words[name as keyof typeof words]);
    return html
      .replace(/(data-text="(\w+)"[^>]*>)(?=<)/g, (_, tag: string, name: string) => tag + word(name))
      .replace(/data-label="(\w+)"/g, (all, name: string) => `${all} aria-label="${word(name)}"`)
      .replace(/data-hint="(\w+)"/g, (all, name: string) => `${all} placeholder="${word(name)}"`);
  },
};

/** The page shows no examples of rules, and is smaller without them. */
const noExamples: Plugin = {
  name: "no-examples",
  apply: "build",
  transform: (code, id) =>
    id.endsWith("/rules.js") ? code.replace(/before:(["'`]).*?\1,after:(["'`]).*?\2,(?=on:)/g, "") : null,
};

/** Not while developing: Vite's own client would not run under it. */
const policyInPage: Plugin = {
  name: "policy-in-page",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: written(policy) },
      injectTo: "head-prepend",
    },
  ],
};

/** Tells the service worker which files there are, and names the build by all that is in them. */
function filesOfBuild(): Plugin {
  let publicDir = "";
  return {
    name: "files-of-build",
    apply: "build",
    enforce: "post",
    configResolved: (config) => void (publicDir = config.publicDir),
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the bundle has no sw.js");
      const files = new Map<string, string | Uint8Array>();
      for (const file of readdirSync(publicDir)) files.set(file, readFileSync(join(publicDir, file)));
      for (const file of Object.values(bundle)) {
        if (file !== worker) files.set(file.fileName, file.type === "chunk" ? file.code : file.source);
      }
      const hash = createHash("sha256").update(worker.code);
      for (const [name, content] of [...files].sort()) hash.update(name).update(content);
      // The page itself is kept as the folder that it lies in, and icons by whom they are for.
      const names = [...files.keys()].filter((name) => !/^index\.html$|\.png$/.test(name)).sort();
      worker.code = `const BUILD="${hash.digest("hex").slice(0, 16)}",FILES=${JSON.stringify(names)};${worker.code}`;
    },
  };
}

/** Where the parts lie that are asked for when they are wanted. */
const later = "assets/later/[name]-[hash].js";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { page: "index.html", sw: "src/offline/worker.ts" },
      output: {
        // Its address must stay, and its content decides whether there is a new one.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: later,
      },
    },
  },
  worker: { format: "es", rollupOptions: { output: { chunkFileNames: later } } },
  preview: {
    headers: {
      // A page cannot say in itself who may frame it.
      "Content-Security-Policy": written({ ...policy, "frame-ancestors": "'none'" }),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  },
  plugins: [noExamples, wordsInPage, policyInPage, filesOfBuild()],
});
