// The cleaning, behind a few asynchronous functions: it runs in a worker, so that typing never
// waits for it. A worker that was stopped or died is replaced by another.

import type { Flavours, Format, Options } from "cleancopy/wasm";
import { trusted } from "./trusted";
import type { Answer, Calls, Job, Question, View } from "./worker";
import address from "./worker?worker&url";

export type { Asked, Item, Job, Mark, Seen, View } from "./worker";

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

let worker: Worker | undefined;
/** Questions without an answer yet. */
const waiting = new Map<number, Waiting>();
let asked = 0;
/** The input that the worker has. */
let sent: Flavours | undefined;
/** Cleans that were asked for; the last alone is worth the while. */
let turns = 0;
let busy: Promise<unknown> = Promise.resolve();

/** Starts the worker, which gets itself ready, if there is none. */
export function start(): Worker {
  if (worker) return worker;
  const name = `cleancopy ${Math.random()}`;
  const opened = new Worker(trusted.createScriptURL(address), { type: "module", name });
  const died = () => end(opened, new Error("stopped"));
  opened.addEventListener("error", died);
  opened.addEventListener("message", ({ data }: MessageEvent<Answer | "held">) => {
    // It holds a lock as long as it lives: whoever waits for that sees the end of it.
    if (data === "held") void navigator.locks.request(name, died);
    else settle(data);
  });
  return (worker = opened);
}

function settle(answer: Answer): void {
  const question = waiting.get(answer.id);
  waiting.delete(answer.id);
  if ("value" in answer) question?.resolve(answer.value as never);
  else question?.reject(Object.assign(new Error(answer.error.message), { name: answer.error.name }));
}

function end(ended: Worker, why: Error): void {
  if (ended !== worker) return;
  worker = undefined;
  sent = undefined;
  ended.terminate();
  for (const { reject } of waiting.values()) reject(why);
  waiting.clear();
}

function ask<Name extends keyof Calls>(name: Name, ...given: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>> {
  const id = ++asked;
  const answer = new Promise<ReturnType<Calls[Name]>>((resolve, reject) => waiting.set(id, { resolve, reject }));
  start().postMessage({ id, name, given } satisfies Question);
  return answer;
}

/** Asks once more where the worker died of something else. */
async function askTwice<Name extends keyof Calls>(name: Name, given: () => Parameters<Calls[Name]>) {
  try {
    return await ask(name, ...given());
  } catch (error) {
    if ((error as Error).message !== "stopped") throw error;
    return ask(name, ...given());
  }
}

/** Cleans; gives nothing where another input or other options came meanwhile. */
export async function clean(input: Flavours, job: Omit<Job, "input">): Promise<View | undefined> {
  const turn = ++turns;
  await busy;
  if (turn !== turns) return undefined;
  const given = (): [Job] => {
    const isSame = sent?.text === input.text && sent?.html === input.html;
    sent = input;
    return [{ ...job, input: isSame ? undefined : input }];
  };
  const view = askTwice("clean", given);
  busy = view.catch(() => undefined);
  const done = await view;
  return turn === turns ? done : undefined;
}

/** The whole copy of what was cleaned last. */
export function whole(format: Format): Promise<string> {
  return ask("whole", format);
}

/** Cleans something else, and leaves what was cleaned last alone. */
export function aside(input: Flavours, options: Options): Promise<string> {
  return askTwice("aside", () => [input, options]);
}

/** Fails where options are wrong, and says how. */
export function check(options: Options): Promise<void> {
  return askTwice("check", () => [options]);
}

/** Stops what is being cleaned. */
export function cancel(): void {
  turns++;
  if (worker) end(worker, new DOMException("cancelled", "AbortError"));
  start();
}
