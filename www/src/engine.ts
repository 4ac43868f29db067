// The cleaning, behind a few asynchronous functions: it runs in a worker, so that typing never
// waits for it. A worker that was stopped or died is replaced by another.

import type { Flavours, Format, Options } from "cleancopy/wasm";
import type { Kept } from "./storage";
import { trusted } from "./trusted";
import type { Answer, Calls, Job, Question, ReadFile, View } from "./worker";
import address from "./worker?worker&url";

export type { Asked, Item, Job, Mark, ReadFile, Seen, View } from "./worker";

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
/** When that began; nothing while there is none. */
let since: number | undefined;

/** Milliseconds after which another input does not wait for the end of what nobody wants any more. */
const PATIENCE = 300;

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

type Value<Name extends keyof Calls> = Awaited<ReturnType<Calls[Name]>>;

function ask<Name extends keyof Calls>(name: Name, ...given: Parameters<Calls[Name]>): Promise<Value<Name>> {
  const id = ++asked;
  const answer = new Promise<Value<Name>>((resolve, reject) => waiting.set(id, { resolve, reject }));
  start().postMessage({ id, name, given } satisfies Question);
  return answer;
}

/** Asks once more where the worker died of something else. */
async function askTwice<Name extends keyof Calls>(
  name: Name,
  given: () => Parameters<Calls[Name]>,
): Promise<Value<Name>> {
  try {
    return await ask(name, ...given());
  } catch (error) {
    if ((error as Error).message !== "stopped") throw error;
    return ask(name, ...given());
  }
}

/** What was cleaned last, as it is asked of a worker that may have it or not. */
let last: (() => [Job]) | undefined;

const isSent = ({ text, html }: Flavours) => sent?.text === text && sent?.html === html;

/** Cleans; gives nothing where another input or other options came meanwhile. */
export async function clean(input: Flavours, job: Omit<Job, "input">): Promise<View | undefined> {
  const turn = ++turns;
  if (since !== undefined && performance.now() - since > PATIENCE && !isSent(input)) stop();
  await busy;
  if (turn !== turns) return undefined;
  last = () => {
    const given = isSent(input) ? undefined : input;
    sent = input;
    return [{ ...job, input: given }];
  };
  since = performance.now();
  const view = askTwice("clean", last);
  busy = view.catch(() => undefined).finally(() => (since = undefined));
  const done = await view;
  return turn === turns ? done : undefined;
}

/** The whole copy of what was cleaned last. */
export async function whole(format: Format): Promise<string> {
  if (!sent && last) await ask("clean", ...last());
  return ask("whole", format);
}

/** Cleans something else, and leaves what was cleaned last alone. */
export function aside(input: Flavours, options: Options): Promise<string> {
  return askTwice("aside", () => [input, options]);
}

/** Reads a file. */
export function readFile(file: File): Promise<ReadFile> {
  return askTwice("readFile", () => [file]);
}

/** Fails where options are wrong, and says how. */
export function check(options: Options): Promise<void> {
  return askTwice("check", () => [options]);
}

/** Keeps an unfinished paste in the browser's database. */
export function keep(key: string, paste: Kept): void {
  const { draft } = paste;
  const isThere = draft.text === undefined && draft.pasted === sent;
  ask("keep", key, { ...paste, draft: { ...draft, pasted: isThere ? undefined : draft.pasted } }).catch(
    () => undefined,
  );
}

/** What was kept. */
export function kept(key: string): Promise<Kept | undefined> {
  return ask("kept", key);
}

export function forget(key: string): void {
  ask("forget", key).catch(() => undefined);
}

/** Forgets what is older than a time, save one. */
export function tidy(time: number, except: string | undefined): void {
  ask("tidy", time, except).catch(() => undefined);
}

/** Stops what is being cleaned. */
export function cancel(): void {
  turns++;
  stop();
}

function stop(): void {
  if (worker) end(worker, new DOMException("cancelled", "AbortError"));
  start();
}
