// What both entries for the caller's own thread share; they differ in how the module is started.

import { Compiled } from "./compiled.js";
import { withEdits } from "./edits.js";
import { readTransfer } from "./glue.js";
import { read } from "./input.js";
import type { Cleaned, Input, Options } from "./types.js";

/** Options, compiled once, to clean many inputs. */
export class BaseCleaner {
  readonly #compiled: Compiled;

  /** The options are copied; a wrong one is a `TypeError` that names it and what is allowed. */
  constructor(options?: Options) {
    this.#compiled = new Compiled(options);
  }

  /** Cleans one input. One that is longer than `maxInput` is a `RangeError`. */
  clean(input: Input): Cleaned {
    return cleanWith(this.#compiled, input);
  }
}

let usual: Compiled | undefined;

/** Cleans one input, by options that are used once. */
export function cleanOnce(input: Input, options?: Options): Cleaned {
  if (options === undefined) return cleanWith((usual ??= new Compiled(undefined)), input);
  const compiled = new Compiled(options);
  try {
    return cleanWith(compiled, input);
  } finally {
    compiled.release();
  }
}

function cleanWith(compiled: Compiled, input: Input): Cleaned {
  const flavours = read(input, readTransfer);
  return withEdits(compiled.clean(flavours, false), () => compiled.clean(flavours, true).edits!);
}
