// The page's build: one bundle, addresses relative so that any folder of any host will
// do, and one policy that goes into the page and into the headers of `vite preview`.

import { defineConfig } from "vite";

const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "cleancopy",
};

const written = (directives: object) =>
  Object.entries(directives)
    .map((directive) => directive.join(" "))
    .join("; ");

export default defineConfig({
  base: "./",
  worker: { format: "es" },
  build: { target: "es2022", modulePreload: { polyfill: false } },
  preview: {
    headers: {
      // A page cannot say in itself who may frame it.
      "Content-Security-Policy": written({ ...policy, "frame-ancestors": "'none'" }),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  },
  plugins: [
    {
      // Not while developing: Vite's own client would not run under it.
      name: "policy-in-page",
      apply: "build",
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: written(policy) },
          injectTo: "head-prepend",
        },
      ],
    },
  ],
});
