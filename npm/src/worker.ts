/**
 * The same `clean` off the calling thread. One worker cleans one input at a time; an aborted call ends it, and the next
 * call starts another. Nothing has to be set up or taken down, and an idle worker does not keep a process of Node.
 *
 * @module cleancopy/worker
 */

import { binary } from "./binary.js";
import type { Report } from "./compiled.js";
import { withEdits } from "./edits.js";
import { read } from "./input.js";
import { source } from "./thread-source.js";
import type { Answer, Request } from "./thread.js";
import type { Ambient, Cleaned, Input, Options } from "./types.js";

/** How a call is taken back. */
export interface Control {
  /** Ends the cleaning: the promise is rejected with the signal's reason. */
  signal?: Ambient<"AbortSignal"> | undefined;
}

interface Job {
  request: Request;
  resolve(cleaned: Cleaned): void;
  reject(reason: unknown): void;
}

/** A worker of a browser or a thread of Node. */
interface Thread {
  post(request: Request): void;
  /** Whether the process waits for it. */
  hold(busy: boolean): void;
  end(): void;
}

/** What happens in a thread: an answer, or its end. */
type Listener = (answer: Answer | undefined, error?: unknown) => void;

/** Those that wait; the first is under way. */
const jobs: Job[] = [];
let thread: Thread | undefined;
/** It runs, and has the module. */
let ready = false;
/** Where its file can be had, a real file it is: that needs no more of a Content-Security-Policy than `worker-src 'self'`. */
let fromFile = true;

/**
 * Cleans one input in a worker.
 *
 * Rejected with what `clean` of `cleancopy` throws; an aborted call with the signal's reason. A `DataTransfer` is read
 * at once, while its event lasts.
 *
 * @example
 * ```js
 * import { clean } from "cleancopy/worker";
 *
 * const { output } = await clean(input, { format: "html" }, { signal: AbortSignal.timeout(5000) });
 * ```
 */
export function clean(input: Input, options?: Options, control?: Control): Promise<Cleaned> {
  return new Promise((resolve, reject) => {
    const signal = control?.signal as AbortSignal | undefined;
    signal?.throwIfAborted();
    const job: Job = { request: [read(input), options], resolve: settled(resolve), reject: settled(reject) };
    const abort = (): void => {
      if (jobs[0] === job) {
        // What is under way cannot be stopped, save with its worker.
        end();
        finish((job) => job.reject(signal?.reason));
      } else {
        jobs.splice(jobs.indexOf(job), 1);
        job.reject(signal?.reason);
      }
    };
    signal?.addEventListener("abort", abort);
    if (jobs.push(job) === 1) work();

    function settled<T>(settle: (value: T) => void): (value: T) => void {
      return (value) => {
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
    }
  });
}

/** Has the first job done, by a new thread if there is none. */
function work(): void {
  thread?.hold(jobs.length > 0);
  const [job] = jobs;
  if (!job) return;
  if (!thread) start();
  else if (ready) {
    try {
      thread.post(job.request);
    } catch (error) {
      // Functions and the like cannot be sent, and are no option's value.
      const wrong = new TypeError("cleancopy: options: plain data is wanted", { cause: error });
      finish((job) => job.reject(wrong));
    }
  }
}

function start(): void {
  let mine: Thread | undefined;
  const lost = (error: unknown): void => {
    const started = ready;
    end();
    if (!started && fromFile) {
      fromFile = false;
      start();
      return;
    }
    const what = started ? "the worker ended" : "no worker can be started here; `cleancopy` cleans without one";
    const failure = new Error(`cleancopy/worker: ${what}`, { cause: error });
    finish((job) => job.reject(failure));
  };
  try {
    mine = thread = open((answer, error) => {
      if (thread !== mine) return;
      if (answer === undefined) lost(error);
      else if (answer === "ready") {
        ready = true;
        mine?.post(binary);
        work();
      } else if ("error" in answer) finish((job) => job.reject(answer.error));
      else finish((job) => job.resolve(cleaned(answer.report)));
    });
  } catch (error) {
    lost(error);
  }
}

/** Settles the first job, and goes on with the next. */
function finish(settle: (job: Job) => void): void {
  const job = jobs.shift();
  if (job) settle(job);
  work();
}

function cleaned({ edits, ...report }: Report): Cleaned {
  return withEdits(report, () => edits!);
}

function end(): void {
  thread?.end();
  thread = undefined;
  ready = false;
}

function open(listener: Listener): Thread {
  const node = typeof document === "undefined" && globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node) {
    const file = new URL("./thread.js", location());
    const worker = fromFile ? new node.Worker(file) : new node.Worker(source, { eval: true });
    worker.on("message", listener);
    worker.on("error", (error) => listener(undefined, error));
    return {
      post: (request) => worker.postMessage(request),
      hold: (busy) => (busy ? worker.ref() : worker.unref()),
      end: () => void worker.terminate(),
    };
  }
  // Bundlers know this very form, and bring the file along.
  const worker = fromFile
    ? new Worker(new URL("./thread.js", import.meta.url), { type: "module" })
    : new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => listener(data as Answer);
  worker.onerror = (event) => {
    event.preventDefault();
    listener(undefined, event.error ?? event.message);
  };
  return { post: (request) => worker.postMessage(request), hold: () => {}, end: () => worker.terminate() };
}

/** Where this file lies. A function, since bundlers take `new URL(…, import.meta.url)` for a file to copy. */
function location(): string {
  return import.meta.url;
}

export { rules } from "./rules.js";
export type * from "./types.js";
