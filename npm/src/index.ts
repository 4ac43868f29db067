// cleancopy: broken article text in, clean copy out. This entry carries its binary
// and starts at the first call; it needs no bundler, plugin or configuration.

import { createApi } from "./api.js";
import { unpack } from "./unpack.js";
import { binary } from "./binary.js";
import { initSync } from "./glue.js";
import type { Api, Cleaner as CleanerType } from "./types.js";

let started = false;

const api = /* @__PURE__ */ createApi(() => {
  if (!started) initSync({ module: unpack(binary) });
  started = true;
});

/** Cleans one input. A wrong option is a `TypeError` that names it; an input over `maxInput` is a `RangeError`. */
export const clean: Api["clean"] = api.clean;
/** Options, compiled once, to clean many inputs. */
export const Cleaner: Api["Cleaner"] = api.Cleaner;
export type Cleaner = CleanerType;
export { rules } from "./rules.js";
export type * from "./types.js";
