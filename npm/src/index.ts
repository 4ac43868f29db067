/**
 * Carries its binary and starts at the first call, on the calling thread; needs no bundler, plugin or configuration.
 *
 * @module cleancopy
 */

import { binary } from "./binary.js";
import { BaseCleaner, cleanOnce } from "./cleaner.js";
import { initSync } from "./glue.js";
import type { Cleaned, Input, Options } from "./types.js";
import { unpack } from "./unpack.js";

let started = false;

function start(): void {
  if (!started) initSync({ module: unpack(binary) });
  started = true;
}

/**
 * Cleans one input.
 *
 * A wrong option or input is a `TypeError` that says what is allowed; an input over `maxInput` is a `RangeError`.
 *
 * @example
 * ```js
 * import { clean } from "cleancopy";
 *
 * addEventListener("paste", (event) => {
 *   const { output, changes } = clean(event.clipboardData, { format: "markdown" });
 *   console.log(output, changes.map(({ rule, reason }) => `${rule}: ${reason}`));
 * });
 * ```
 */
export function clean(input: Input, options?: Options): Cleaned {
  start();
  return cleanOnce(input, options);
}

/**
 * Options, compiled once, to clean many inputs.
 *
 * @example
 * ```js
 * const cleaner = new Cleaner({ format: "html", rules: { "smart-quotes": true }, phrases: ["Read our gift guide"] });
 * const copies = articles.map((article) => cleaner.clean(article).output);
 * ```
 */
export class Cleaner extends BaseCleaner {
  constructor(options?: Options) {
    start();
    super(options);
  }
}

export { rules } from "./rules.js";
export type * from "./types.js";
