// The API over wasm-bindgen's glue, one for both entries; they differ in how the module is started.

import * as glue from "./glue.js";
import type { Api, Cleaned, Cleaner, Edit, Input, Options } from "./types.js";

type Flavours = [text: string | undefined, html: string | undefined];

/** Which instance of the module is running: a panic ends one, and the glue's objects with it. */
let instance = 0;

/** Makes the API. `start` has the module running, or throws. */
export function createApi(start: () => void): Api {
  class Compiled implements Cleaner {
    #cleaner: glue.Cleaner;
    #instance: number;
    readonly #options: string;

    constructor(options?: Options) {
      start();
      this.#cleaner = guard(() => new glue.Cleaner(options));
      this.#instance = instance;
      // A copy, so that it can be compiled again: valid options are plain data.
      this.#options = JSON.stringify(options ?? {});
    }

    clean(input: Input): Cleaned {
      const flavours = read(input);
      const cleaned = this.#run((cleaner) => cleaner.clean(...flavours));
      let edits: Edit[] | undefined;
      return Object.defineProperty(cleaned, "edits", {
        get: () => (edits ??= this.#run((cleaner) => cleaner.edits(...flavours))),
      });
    }

    #run<T>(use: (cleaner: glue.Cleaner) => T): T {
      return guard(() => {
        if (this.#instance !== instance) {
          this.#cleaner = new glue.Cleaner(JSON.parse(this.#options) as Options);
          this.#instance = instance;
        }
        return use(this.#cleaner);
      });
    }
  }

  let usual: Compiled | undefined;
  return {
    Cleaner: Compiled,
    clean: (input, options) => (options ? new Compiled(options) : (usual ??= new Compiled())).clean(input),
  };
}

/** The flavours of an input, or a `TypeError` that says what is wanted. */
function read(input: Input): Flavours {
  if (typeof input === "string") return [input, undefined];
  if (typeof input !== "object" || input === null) throw wrong(`not ${input === null ? "null" : `a ${typeof input}`}`);
  if ("getData" in input) {
    const html = input.getData("text/html");
    return [input.getData("text/plain") || (html ? undefined : ""), html || undefined];
  }
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
