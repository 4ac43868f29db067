// The part of wasm-bindgen's glue that the package uses. `cargo xtask build` writes
// the glue to dist/glue.js; its own declarations do not pass a strict tsc.

import type { Report } from "./compiled.js";
import type { Read } from "./input.js";
import type { Options, Transfer } from "./types.js";

export class Cleaner {
  constructor(options: Options | undefined);
  clean(text: string | undefined, html: string | undefined, edits: boolean): Report;
  free(): void;
}

/** What a `DataTransfer` carries. */
export function readTransfer(transfer: Transfer): Read;

/** Starts the module, if it has not been started yet. */
export function initSync(source: { module: BufferSource | WebAssembly.Module }): void;

/** The same, by fetching or streaming. */
export default function init(source: { module_or_path: unknown }): Promise<void>;

/** A new instance of the same module; objects of the old one are stale. */
export function __wbg_reset_state(): void;
