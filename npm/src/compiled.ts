// Options in the module, and how the module is called.

import * as glue from "./glue.js";
import type { Flat } from "./edits.js";
import type { Read } from "./input.js";
import type { Cleaned, Options } from "./types.js";

/** What the module gives. */
export type Report = Omit<Cleaned, "edits"> & { edits?: Flat };

/** Which instance of the module is running: a panic ends one, and the glue's objects with it. */
let instance = 0;

/** Options in the module, put there again where they are gone. */
export class Compiled {
  readonly #options: string;
  #cleaner: glue.Cleaner | undefined;
  #instance = instance;

  constructor(options: Options | undefined) {
    this.#cleaner = guard(() => new glue.Cleaner(options));
    // A copy, since they are the caller's to change: valid options are plain data.
    this.#options = JSON.stringify(options ?? {});
  }

  /** Cleans one input, with its edits if they are asked for. */
  clean([text, html]: Read, withEdits: boolean): Report {
    return guard(() => {
      if (this.#instance !== instance) this.#cleaner = undefined;
      this.#cleaner ??= new glue.Cleaner(JSON.parse(this.#options) as Options);
      this.#instance = instance;
      return this.#cleaner.clean(text, html, withEdits);
    });
  }

  /** Frees the module's memory at once: a garbage collector does not see that it fills. */
  release(): void {
    if (this.#instance === instance) this.#cleaner?.free();
    this.#cleaner = undefined;
  }
}

/** Runs one call into the module. After a panic the module is started anew, so that the next call works. */
function guard<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    instance += 1;
    glue.__wbg_reset_state();
    throw new Error("cleancopy: this input made the cleaner fail; it was started anew, and other input can be cleaned", {
      cause: error,
    });
  }
}
