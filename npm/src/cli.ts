#!/usr/bin/env node
// The command of src/main.rs over WebAssembly, for `npx cleancopy`: the same flags
// and the same output, save that spans count UTF-16 code units, as JavaScript's do.

import { once } from "node:events";
import { closeSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { parseArgs, TextDecoder } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

import { type Decoding, decode as decodeFile } from "./decode.js";
import { Cleaner, rules } from "./index.js";
import type { Cleaned, Input, Options } from "./index.js";

const HELP = `Broken article text in, clean copy out.

Reads text or HTML from the files, or from standard input, and writes the clean
copies to standard output, parted by a blank line. Files that end in .html or
.htm are read as HTML unless --input says otherwise. What is not UTF-8 is read by
its byte-order mark, the charset that it declares, or detection; the report says
which.

Usage: cleancopy [OPTIONS] [FILE]...
       cleancopy batch [--field NAME] [--links] [--edits] [--jobs N] [OPTIONS]
       cleancopy rules

Commands:
  batch  Clean JSON Lines: one object a line in, {"id", "text"} a line out, in order.
         Memory depends on the longest lines, one for each job. A line that cannot be
         cleaned is reported with its number, answered with {"id", "line", "error"}, and
         does not stop the rest. Blank lines are passed over.
  rules  List the rules, each with whether it is on and what it does

Arguments:
  [FILE]...  Files to clean; \`-\`, or none, is standard input

Options:
  --report <FILE>      Write what was done as JSON, one object a line for each file;
                       with \`-\`, to standard output in place of the copy
  --format <FORMAT>    Format of the copy: text, markdown or html [default: text]
  --input <INPUT>      How the input is read: auto, text or html [default: auto]
  --scope <SCOPE>      Whether an article is selected out of a page: auto, article or
                       everything [default: auto]
  --no-headline        Do not put the headline first
  --rules <RULES>      Rules to switch on or, after a minus, off: \`smart-quotes,-initials\`
  --phrase <PHRASE>    Drop the lines that say this; may be repeated
  --pattern <REGEX>    Replace what this regular expression matches within a block; may
                       be repeated, each with its --replace
  --replace <TEXT>     What the --pattern in the same place is replaced with; $1 is its
                       first group
  --base-url <URL>     Where the input comes from: relative addresses are made absolute
                       with it
  --max-input <BYTES>  The longest input, in bytes [default: 64 MiB]
  -h, --help           Print help
  -V, --version        Print version

Options of batch:
  --field <NAME>       The field that holds the input: a string, or an object
                       {text, html} [default: input]
  --links              Add the links: "links": [[text, address], …]
  --edits              Add the edits: "edits": [{start, end, text, rule, change}, …]
  --jobs <N>           How many lines are cleaned at once [default: 1]

A copy ends with one line end; an empty copy writes nothing.
Spans, in reports and edits, count UTF-16 code units of the input (bytes where the command comes from cargo).
Exit status: 0 all done, 1 something failed and the rest is done, 2 wrong usage.
`;

const CLEANING = {
  format: { type: "string" },
  input: { type: "string" },
  scope: { type: "string" },
  "no-headline": { type: "boolean" },
  rules: { type: "string", multiple: true },
  phrase: { type: "string", multiple: true },
  pattern: { type: "string", multiple: true },
  replace: { type: "string", multiple: true },
  "base-url": { type: "string" },
  "max-input": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
const FILES = { ...CLEANING, report: { type: "string" }, version: { type: "boolean", short: "V" } } as const;
const BATCH = {
  ...CLEANING,
  field: { type: "string" },
  links: { type: "boolean" },
  edits: { type: "boolean" },
  jobs: { type: "string" },
} as const;

/** The white space of ASCII. */
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0c, 0x0d]);

/** Options of the library, by their flags. */
const OPTIONS: Record<string, string> = {
  ...{ format: "format", input: "input", scope: "scope", rules: "rules" },
  ...{ phrases: "phrase", patterns: "pattern", baseUrl: "base-url" },
};

type Flags = ReturnType<typeof parseArgs<{ options: typeof CLEANING }>>["values"];
type BatchFlags = ReturnType<typeof parseArgs<{ options: typeof BATCH }>>["values"];

/** What is wrong with the command line. */
class WrongUsage extends Error {}

// Whoever reads has seen enough: no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

if (isMainThread) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`error: ${error.message}\n\nFor more information, try '--help'.\n`);
      process.exitCode = 2;
    } else {
      process.stderr.write(`cleancopy: ${message(error)}\n`);
      process.exitCode = 1;
    }
  }
} else {
  // A job of a batch.
  const flags = workerData as BatchFlags;
  const compiled = cleaner(flags);
  parentPort!.on("message", (line: Line) => parentPort!.postMessage(cleanLine(compiled, flags, line)));
}

async function main(argv: string[]): Promise<boolean> {
  const [command, ...rest] = argv;
  if (command === "rules" && rest.length === 0) return listRules();
  if (command === "batch") {
    const { values } = usage(() => parseArgs({ args: joined(rest, BATCH), options: BATCH }));
    return values.help ? print(HELP) : cleanLines(values);
  }
  const { values, positionals } = usage(() =>
    parseArgs({ args: joined(argv, FILES), options: FILES, allowPositionals: true }),
  );
  if (values.help || command === "help") return print(HELP);
  if (values.version) return print(`cleancopy ${version()}\n`);
  return cleanFiles(positionals.length ? positionals : ["-"], values);
}

/** Ties each value to its flag, since `parseArgs` does not take one that starts with a dash otherwise. */
function joined(args: string[], options: Record<string, { type: "string" | "boolean" }>): string[] {
  const tied: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--") return [...tied, ...args.slice(i)];
    const takesValue = arg.startsWith("--") && options[arg.slice(2)]?.type === "string";
    tied.push(takesValue && i + 1 < args.length ? `${arg}=${args[++i]}` : arg);
  }
  return tied;
}

/** Runs what may throw a `TypeError` for the person's arguments. */
function usage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof TypeError ? new WrongUsage(message(error)) : error;
  }
}

/** Compiles the options. */
function cleaner(flags: Flags): Cleaner {
  const { pattern = [], replace = [], "max-input": limit } = flags;
  if (pattern.length !== replace.length) {
    throw new WrongUsage(
      `--pattern is given ${pattern.length} times and --replace ${replace.length}: ` +
        "each takes one (an empty one drops what matches)",
    );
  }
  if (limit !== undefined && !/^\d+$/.test(limit)) {
    throw new WrongUsage(`--max-input: a number of bytes is wanted, not \`${limit}\``);
  }
  const chosen = (flags.rules ?? []).flatMap((list) => list.split(","));
  // The library says what is wrong with a name that it does not know.
  const options = {
    format: flags.format,
    input: flags.input,
    scope: flags.scope,
    headline: !flags["no-headline"],
    rules: Object.fromEntries(chosen.map((id) => (id.startsWith("-") ? [id.slice(1), false] : [id, true]))),
    phrases: flags.phrase,
    patterns: pattern.map((pattern, i) => ({ pattern, replace: replace[i]! })),
    baseUrl: flags["base-url"],
    maxInput: limit === undefined ? undefined : Number(limit),
  } as Options;
  return usage(() => new Cleaner(options));
}

/** Cleans files one after another; says whether each could be. */
async function cleanFiles(files: string[], flags: Flags & { report?: string | undefined }): Promise<boolean> {
  const compiled = cleaner(flags);
  const reportToStdout = flags.report === "-";
  const reportFile = flags.report === undefined || reportToStdout ? undefined : openSync(flags.report, "w");
  let fine = true;
  let gap = "";
  for (const file of files) {
    let row: object;
    try {
      const { input, encoding } = await readFile(file, flags.input);
      const cleaned = compiled.clean(input);
      if (!reportToStdout && cleaned.output) {
        await print(`${gap}${cleaned.output}\n`);
        gap = "\n";
      }
      row = flags.report === undefined ? {} : { file, encoding, ...cleaned, edits: cleaned.edits };
    } catch (error) {
      process.stderr.write(`cleancopy: ${file}: ${message(error)}\n`);
      fine = false;
      row = { file, error: message(error) };
    }
    if (reportFile !== undefined) writeSync(reportFile, `${JSON.stringify(row)}\n`);
    if (reportToStdout) await print(`${JSON.stringify(row)}\n`);
  }
  if (reportFile !== undefined) closeSync(reportFile);
  return fine;
}

async function readFile(file: string, reading = "auto"): Promise<{ input: Input; encoding: Decoding }> {
  const bytes = file === "-" ? await readStdin() : readFileSync(file);
  const { text, decoding } = decodeFile(bytes);
  if (decoding.by === "detection" || decoding.lossy) {
    const lost = decoding.lossy ? ", with some bytes lost" : "";
    process.stderr.write(`cleancopy: ${file}: read as ${decoding.name}${lost}\n`);
  }
  return { input: reading === "auto" && /[^/\\]\.html?$/i.test(file) ? { html: text } : text, encoding: decoding };
}

async function readStdin(): Promise<Buffer> {
  if (process.stdin.isTTY) {
    const end = process.platform === "win32" ? "Ctrl+Z and Enter" : "Ctrl+D";
    process.stderr.write(`Paste the text, then press ${end}.\n`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A line of standard input, and its number. */
interface Line {
  number: number;
  json: Uint8Array;
}

/** The answer to a line as it is written, and what is wrong with the line if it could not be cleaned. */
interface Answered {
  row: string;
  fault?: string;
}

/** What cleans one line after another. */
interface Job {
  clean(line: Line): Answered | Promise<Answered>;
  end(): void;
}

/**
 * Cleans JSON Lines; says whether each could be. The jobs get the lines in turn, and their answers are written in turn: as
 * many lines are in memory as there are jobs, a few times over.
 */
async function cleanLines(flags: BatchFlags): Promise<boolean> {
  const compiled = cleaner(flags);
  const count = flags.jobs ?? "1";
  if (!/^[1-9]\d{0,2}$/.test(count)) throw new WrongUsage(`--jobs: a number from 1 to 999 is wanted, not \`${count}\``);
  const alone: Job = { clean: (line) => cleanLine(compiled, flags, line), end() {} };
  const jobs = count === "1" ? [alone] : Array.from({ length: Number(count) }, () => thread(flags));
  const progress = progressBar();
  let fine = true;
  const write = async ({ row, fault }: Answered, { number }: Line): Promise<void> => {
    if (fault !== undefined) {
      progress.clear();
      process.stderr.write(`cleancopy: line ${number}: ${fault}\n`);
      fine = false;
    }
    await print(`${row}\n`);
  };
  const underWay: Promise<void>[] = [];
  let written = Promise.resolve();
  let [number, turn] = [0, 0];
  try {
    for await (const json of lines(process.stdin)) {
      const line = { number: ++number, json };
      progress.add(json.length + 1);
      if (json.every((byte) => BLANK.has(byte))) continue;
      const before = written;
      const answered = jobs[turn++ % jobs.length]!.clean(line);
      written = Promise.all([answered, before]).then(([answered]) => write(answered, line));
      // It is waited for below.
      written.catch(() => {});
      if (underWay.push(written) > 2 * jobs.length) await underWay.shift();
    }
    await written;
  } finally {
    progress.clear();
    jobs.forEach((job) => job.end());
  }
  return fine;
}

/** Has lines cleaned in a thread, by this very file. */
function thread(flags: BatchFlags): Job {
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...flags } });
  const waiting: { resolve(answered: Answered): void; reject(error: unknown): void }[] = [];
  let dead: Error | undefined;
  worker.on("message", (answered: Answered) => waiting.shift()?.resolve(answered));
  worker.on("error", (error: Error) => {
    dead = error;
    waiting.forEach(({ reject }) => reject(error));
  });
  return {
    clean: (line) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(dead);
        waiting.push({ resolve, reject });
        worker.postMessage(line);
      }),
    end: () => void worker.terminate(),
  };
}

function cleanLine(compiled: Cleaner, flags: BatchFlags, { number, json }: Line): Answered {
  const record = parse(decode(json));
  const answered = (row: object): string =>
    JSON.stringify(record && "id" in record ? { id: record["id"], ...row } : row);
  try {
    return { row: answered(answer(compiled.clean(readRecord(record, flags.field ?? "input")), flags)) };
  } catch (error) {
    const fault = message(error);
    return { row: answered({ line: number, error: fault }), fault };
  }
}

/** The lines of a stream. Not `readline`, which also breaks at U+2028, legal in a line of JSON. */
async function* lines(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end; (end = chunk.indexOf(0x0a, start)) >= 0; start = end + 1) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
    }
    parts.push(chunk.subarray(start));
  }
  const last = Buffer.concat(parts);
  if (last.length) yield last;
}

/** An object of JSON, or nothing. */
function parse(json = ""): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function readRecord(record: Record<string, unknown> | undefined, field: string): Input {
  if (!record) throw new Error('not a JSON object: each line holds one, such as {"id": 1, "input": "…"}');
  if (!Object.hasOwn(record, field)) throw new Error(`no field \`${field}\`: --field names the one to clean`);
  const value = record[field];
  if (typeof value === "string") return value;
  const { text, html } = (value ?? {}) as Record<string, unknown>;
  const given = Object.entries({ text, html }).filter(([, flavour]) => flavour !== undefined && flavour !== null);
  if (!given.length || !given.every(([, flavour]) => typeof flavour === "string")) {
    throw new Error(`field \`${field}\` is neither a string nor an object {text, html} of strings`);
  }
  return Object.fromEntries(given) as { text?: string; html?: string };
}

function answer(cleaned: Cleaned, flags: BatchFlags): object {
  return {
    text: cleaned.output,
    ...(flags.links && { links: cleaned.links.map(({ text, href }) => [text, href]) }),
    ...(flags.edits && { edits: cleaned.edits }),
  };
}

/** How far a batch is, on standard error, if that is a terminal. */
function progressBar(): { add(bytes: number): void; clear(): void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { add() {}, clear() {} };
  // Where standard input is a file, its length is known.
  const input = fstatSync(0);
  const [total, width] = [input.isFile() ? input.size : 0, 40];
  let [done, drawn] = [0, 0];
  return {
    add(bytes) {
      done += bytes;
      if (Date.now() - drawn < 100) return;
      drawn = Date.now();
      const filled = Math.round((done / total) * width);
      const bar = total ? `${"█".repeat(filled)}${"░".repeat(width - filled)} ` : "";
      stderr.write(`\r${bar}${(done / 2 ** 20).toFixed(1)} MiB`);
    },
    clear: () => void stderr.write("\r\x1b[K"),
  };
}

async function listRules(): Promise<boolean> {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const rows = rules.map(({ id, on, what }) => `${id.padEnd(width)}  ${on ? "on " : "off"}  ${what}\n`);
  return print(rows.join(""));
}

/** Writes to standard output, as fast as it is read. */
async function print(text: string): Promise<true> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
  return true;
}

function version(): string {
  const file = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}

/** What went wrong; where the library says it, by the flags of the command and not by its own options. */
function message(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!text.startsWith("cleancopy: ")) return text;
  const said = text.slice("cleancopy: ".length);
  const option = /^(\w+): /.exec(said)?.[1] ?? "";
  return option in OPTIONS ? `--${OPTIONS[option]}${said.slice(option.length)}` : said.replaceAll("maxInput", "--max-input");
}
