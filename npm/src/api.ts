// The API over wasm-bindgen's glue, one for both entries; they differ in how the module is started.

import * as glue from "./glue.js";
import type { Api, Cleaned, Edit, Input, Options } from "./types.js";

type Flavours = [text: string | undefined, html: string | undefined];

/** Which instance of the module is running: a panic ends one, and the glue's objects with it. */
let instance = 0;

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

/** Options in the module, put there again where they are gone. */
class Compiled {
  readonly #options: string;
  #cleaner: glue.Cleaner | undefined;
  #instance = instance;

  constructor(options: Options | undefined) {
    this.#cleaner = guard(() => new glue.Cleaner(options));
    // A copy, since they are the caller's to change: valid options are plain data.
    this.#options = JSON.stringify(options ?? {});
  }

  use<T>(call: (cleaner: glue.Cleaner) => T): T {
    return guard(() => {
      if (this.#instance !== instance) this.#cleaner = undefined;
      this.#cleaner ??= new glue.Cleaner(JSON.parse(this.#options) as Options);
      this.#instance = instance;
      return call(this.#cleaner);
    });
  }

  /** Frees the module's memory at once: a garbage collector does not see that it fills. */
  release(): void {
    this.#cleaner?.free();
    this.#cleaner = undefined;
  }
}

function cleanWith(compiled: Compiled, input: Input): Cleaned {
  const flavours = read(input);
  const cleaned = compiled.use((cleaner) => cleaner.clean(...flavours));
  let edits: Edit[] | undefined;
  return Object.defineProperty(cleaned, "edits", {
    get: () => (edits ??= compiled.use((cleaner) => cleaner.edits(...flavours))),
  });
}

/** The flavours of an input, or a `TypeError` that says what is wanted. */
function read(input: Input): Flavours {
  if (typeof input === "string") return [input, undefined];
  if (typeof input !== "object" || input === null) throw wrong(`not ${input === null ? "null" : `a ${typeof input}`}`);
  if ("getData" in input) return guard(() => glue.readTransfer(input));
  const { text = undefined, html = undefined } = input;
  for (const [name, value] of Object.entries({ text, html })) {
    if (value !== undefined && typeof value !== "string") throw wrong(`and its \`${name}\` is not a string`);
  }
  if (text === undefined && html === undefined) throw wrong("and this object has neither");
  return [text, html];
}

function wrong(what: string): TypeError {
  return new TypeError(`cleancopy: input: a string, { text, html } or a DataTransfer is wanted, ${what}`);
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
