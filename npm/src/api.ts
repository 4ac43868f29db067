// The API on the caller's own thread, one for both entries; they differ in how the module is started.

import { Compiled } from "./compiled.js";
import { withEdits } from "./edits.js";
import { read } from "./input.js";
import type { Api, Cleaned, Input, Options } from "./types.js";

/** Makes the API. `start` has the module running, or throws. */
export function createApi(start: () => void): Api {
  class Cleaner {
    readonly #compiled: Compiled;

    constructor(options?: Options) {
      start();
      this.#compiled = new Compiled(options);
    }

    clean(input: Input): Cleaned {
      return cleanWith(this.#compiled, input);
    }
  }

  let usual: Cleaner | undefined;
  function clean(input: Input, options?: Options): Cleaned {
    if (options === undefined) return (usual ??= new Cleaner()).clean(input);
    start();
    const compiled = new Compiled(options);
    const cleaned = cleanWith(compiled, input);
    compiled.release();
    return cleaned;
  }

  return { clean, Cleaner };
}

function cleanWith(compiled: Compiled, input: Input): Cleaned {
  const flavours = read(input);
  return withEdits(compiled.clean(flavours, false), () => compiled.clean(flavours, true).edits!);
}
