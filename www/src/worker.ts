// The cleaning, in a thread of its own. The page asks, and gets what it draws and no more:
// a long text has more changes than anyone looks at, and to hand them over takes time too.

import { decode, type Decoding } from "../../npm/src/decode";
import { clean as cleanNow, Cleaner, init } from "cleancopy/wasm";
import type { Cleaned, Flavours, Format, Keep, Options, RuleId, Warning } from "cleancopy/wasm";
import { del, get, keys, set } from "idb-keyval";
import module from "cleancopy/cleancopy.wasm?url";
import { FIRST, itemsOf, wordsOut, type Asked, type Item } from "./draw/items";
import { keywordsIn, withMarks, type Mark } from "./draw/marks";
import { wordsAt } from "./draw/excerpt";
import { head } from "./draw/head";
import type { Kept } from "./storage";

/** What is to be cleaned, and what of the result is looked at. */
export interface Job {
  /** Nothing where it is the same as before. */
  input: Flavours | undefined;
  options: Options;
  /** Where the keywords of lost links are put in. */
  keywords: number[];
  format: Format;
  /** Whether the copy is marked with what was changed; HTML alone can be. */
  marked: boolean;
  /** Changes that were taken back somewhere in the input: those like them are not made. */
  unplaced: Item[];
  /** How many changes of each rule are listed, where the list is open. */
  asked: Asked | undefined;
}

/** A warning, the words at its place, and whether the keyword of a lost link stands there now. */
export interface Seen extends Warning {
  words: string;
  isPutIn: boolean;
}

/** What is drawn. */
export interface View {
  /** The copy, or the start of a long one. */
  copy: string;
  /** How much of the copy that is, and the length of the whole. */
  drawn: number;
  length: number;
  /** What the comments in a marked copy stand for: `<!--3-->` is the fourth. */
  marks: Mark[];
  /** How many changes there are of each rule. */
  counts: Partial<Record<RuleId, number>>;
  warnings: Seen[];
  warningCount: number;
  items: Item[];
  /** The changes like those of which the job did not know the places. */
  found: Item[];
}

/** Warnings that are drawn. */
const WARNINGS = 20;

let input: Flavours = {};
let options: Options = {};
/** What the same input and options gave before. */
let known = new Map<Format, Cleaned>();
let knownBy = "";

function cleaned(format: Format): Cleaned {
  let result = known.get(format);
  if (!result) known.set(format, (result = cleanNow(input, { ...options, format })));
  return result;
}

/** With the rule on, every lost link has its keyword put in: all but those that were asked for are kept out. */
function withKeywords(asked: Options, places: number[]): Options {
  if (places.length === 0 || asked.rules?.["first-seen-keyword"]) return asked;
  const on = { ...asked, rules: { ...asked.rules, "first-seen-keyword": true } };
  const others = cleanNow(input, on).changes.filter(
    ({ rule, at }) => rule === "first-seen-keyword" && !places.includes(at.start),
  );
  return { ...on, keep: [...(on.keep ?? []), ...others.map(({ rule, at }): Keep => ({ rule, at }))] };
}

/** The changes that take out the same words by the same rule. */
function alike(unplaced: Item[]): Item[] {
  if (unplaced.length === 0) return [];
  const wanted = unplaced.map(wordsOut);
  const result = cleaned("text");
  const all = Object.fromEntries(unplaced.map(({ change }) => [change.rule, Infinity]));
  return itemsOf(input[result.source] ?? "", result, all, 0).filter((item) => {
    const at = wanted.indexOf(wordsOut(item));
    return at >= 0 && wanted.splice(at, 1).length > 0;
  });
}

const calls = {
  /** Cleans, and gives what is looked at. */
  clean({ input: given, options: asked, keywords, unplaced, format, marked, asked: list }: Job): View {
    const by = JSON.stringify([asked, keywords]);
    let found: Item[] = [];
    if (given || by !== knownBy || unplaced.length > 0) {
      input = given ?? input;
      known = new Map();
      // Not before it went well: what failed is not known.
      knownBy = "";
      options = withKeywords(asked, keywords);
      found = alike(unplaced);
      if (found.length > 0) {
        known = new Map();
        options = {
          ...options,
          keep: [...(options.keep ?? []), ...found.map(({ change: { rule, at } }) => ({ rule, at }))],
        };
      }
      cleaned(format);
      knownBy = found.length > 0 ? "" : by;
    }
    const result = cleaned(format);
    const source = input[result.source] ?? "";
    const drawn = head(result.output, format === "html" ? "<" : "\n");
    const putIn = keywordsIn(result.changes);
    const counts: View["counts"] = {};
    for (const { rule } of result.changes) counts[rule] = (counts[rule] ?? 0) + 1;
    const { copy, marks } = marked ? withMarks(drawn, source, result, options.keep ?? []) : { copy: drawn, marks: [] };
    return {
      copy,
      drawn: drawn.length,
      length: result.output.length,
      marks,
      counts,
      warnings: result.warnings.slice(0, WARNINGS).map((warning): Seen => {
        const { start } = warning.at;
        return { ...warning, words: wordsAt(source, start), isPutIn: putIn.has(start) };
      }),
      warningCount: result.warnings.length,
      // The words of the text copy are shown whatever the format: they are what a person reads.
      items: list ? itemsOf(source, cleaned("text"), list, FIRST) : [],
      found,
    };
  },

  /** The whole copy of what was cleaned last. */
  whole(format: Format): string {
    return cleaned(format).output;
  },

  /** Cleans something else, once. */
  aside(other: Flavours, asked: Options): string {
    return cleanNow(other, asked).output;
  },

  /** Reads a file. */
  async readFile(file: File): Promise<ReadFile> {
    const { text, decoding } = decode(new Uint8Array(await file.arrayBuffer()));
    const isHtml = /\.x?html?$/i.test(file.name) || file.type === "text/html";
    return { input: isHtml ? { html: text } : { text }, decoding };
  },

  /** Keeps an unfinished paste; a long one is not sent here again for that. */
  keep(key: string, { draft, ...kept }: Kept): Promise<void> {
    return set(key, { ...kept, draft: { ...draft, pasted: draft.pasted ?? input } });
  },

  kept(key: string): Promise<Kept | undefined> {
    return get(key);
  },

  forget(key: string): Promise<void> {
    return del(key);
  },

  /** Forgets what is older than this, by its key. */
  async tidy(time: number, except: string | undefined): Promise<void> {
    const old = (await keys<string>()).filter((key) => key !== except && Number.parseInt(key) < time);
    await Promise.all(old.map((key) => del(key)));
  },

  /** Fails where options are wrong, and says how. */
  check(asked: Options): void {
    new Cleaner(asked);
  },
};

/** What a file holds, and how its bytes were read. */
export interface ReadFile {
  input: Flavours;
  decoding: Decoding;
}

export type Calls = typeof calls;
export type { Asked, Item, Mark };

/** What the page sends: which call, and with what. */
export interface Question {
  id: number;
  name: keyof Calls;
  given: unknown[];
}

/** What it gets back. */
export type Answer = { id: number; value: unknown } | { id: number; error: { name: string; message: string } };

// While this thread lives it holds a lock of its name, so that the page sees it die.
navigator.locks
  ?.request(self.name, () => {
    postMessage("held");
    return new Promise(() => undefined);
  })
  .catch(() => undefined);

const started = init(module);
started.then(
  // Its tables and expressions are made at the first clean: not while a person waits.
  () => setTimeout(() => cleanNow("< p > Share < / p >", { format: "html" })),
  // Tried again, and told, with the first question.
  () => undefined,
);

addEventListener("message", async ({ data: { id, name, given } }: MessageEvent<Question>) => {
  try {
    await started.catch(() => init(module));
    const call = calls[name] as (...given: unknown[]) => unknown;
    postMessage({ id, value: await call(...given) } satisfies Answer);
  } catch (error) {
    const { name: kind, message } = error as Error;
    postMessage({ id, error: { name: kind, message } } satisfies Answer);
  }
});
