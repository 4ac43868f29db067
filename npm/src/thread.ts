// The worker's end of cleancopy/worker. `cargo xtask build` makes one file of it and all that it imports.

import { unpack } from "./unpack.js";
import { Compiled } from "./compiled.js";
import { initSync } from "./glue.js";
import type { Read } from "./input.js";
import type { Report } from "./compiled.js";
import type { Options } from "./types.js";

/** What a worker is sent: the module first, then one input after another. */
export type Request = string | [flavours: Read, options: Options | undefined];

/** What it answers: that it is there, and to each input a report or an error. */
export type Answer = "ready" | { report: Report } | { error: unknown };

// Node's threads and those of browsers differ in nothing but this.
const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort;
const send = (answer: Answer, transfer: ArrayBuffer[] = []): void =>
  port ? port.postMessage(answer, transfer) : self.postMessage(answer, { transfer });
if (port) port.on("message", take);
else self.addEventListener("message", ({ data }) => take(data as Request));
send("ready");

function take(request: Request): void {
  if (typeof request === "string") {
    initSync({ module: unpack(request) });
    return;
  }
  try {
    const [flavours, options] = request;
    const compiled = new Compiled(options);
    const report = compiled.clean(flavours, true);
    compiled.release();
    send({ report }, [report.edits![0].buffer]);
  } catch (error) {
    send({ error });
  }
}
