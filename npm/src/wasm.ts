/**
 * The same API for those who serve the bare file themselves: `await init(…)` once, then as in the main entry.
 *
 * @module cleancopy/wasm
 */

import { BaseCleaner, cleanOnce } from "./cleaner.js";
import start from "./glue.js";
import type { Ambient, Cleaned, Input, Options } from "./types.js";

type AmbientModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } } ? Type : never;

/** Where the module comes from: its address, a response that streams it, its bytes, or the module itself. */
export type ModuleSource = string | Ambient<"URL"> | Ambient<"Response"> | ArrayBuffer | ArrayBufferView | AmbientModule;

let ready = false;
let starting: Promise<void> | undefined;

function check(): void {
  if (!ready) throw new Error("cleancopy/wasm: not started; call `await init()` first");
}

/**
 * Starts the module; without a source, from `cleancopy.wasm` beside this file. Started once, it stays so.
 *
 * @example
 * ```js
 * import { clean, init } from "cleancopy/wasm";
 *
 * await init("/assets/cleancopy.wasm"); // streamed, and compiled as it comes
 * const { output } = clean(input);
 * ```
 */
export function init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
  return (starting ??= load(source).catch((cause: unknown) => {
    starting = undefined;
    if (source !== undefined) throw cause;
    const hint = "give `init` its address, its bytes or the module; or take `cleancopy`, which carries it";
    throw new Error(`cleancopy/wasm: cleancopy.wasm cannot be had from beside its script: ${hint}`, { cause });
  }));
}

async function load(source: ModuleSource | Promise<ModuleSource> | undefined): Promise<void> {
  const given = (await source) ?? new URL("./cleancopy.wasm", import.meta.url);
  await start({ module_or_path: given instanceof URL && given.protocol === "file:" ? readFile(given) : given });
  ready = true;
}

/** Node's `fetch` does not read files. Not an import, since bundlers for browsers stop at one. */
function readFile(url: URL): unknown {
  return globalThis.process?.getBuiltinModule?.("node:fs").readFileSync(url) ?? url;
}

/** Cleans one input, as that of `cleancopy` does; before {@link init} is done it is an error. */
export function clean(input: Input, options?: Options): Cleaned {
  check();
  return cleanOnce(input, options);
}

/** Options, compiled once, to clean many inputs. */
export class Cleaner extends BaseCleaner {
  constructor(options?: Options) {
    check();
    super(options);
  }
}

export { rules } from "./rules.js";
export type * from "./types.js";
