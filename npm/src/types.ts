// What goes in and what comes out. The fields are those of the Rust crate; spans
// count UTF-16 code units of the string that was given, as JavaScript's own do.
// Nothing here needs the types of a browser or of Node.

import type { RuleId } from "./rules.js";

export type { Family, RuleId, RuleInfo } from "./rules.js";

/** A type of the surroundings, where they have it, so that these types need neither the DOM's nor Node's. */
export type Ambient<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Type }>
  ? Type
  : never;

/** A half-open range of the input: `input.slice(start, end)`. */
export interface Span {
  /** Where it starts, in UTF-16 code units. */
  start: number;
  /** Where it ends: the first unit that is not in it. */
  end: number;
}

/** One representation on a clipboard: `text/plain` or `text/html`. */
export type Flavour = "text" | "html";

/** The format of the output: plain text, CommonMark with GitHub's tables, or safe HTML from an allowlist. */
export type Format = "text" | "markdown" | "html";

/** The flavours of one clipboard. At least one is wanted. */
export interface Flavours {
  /** What a plain text editor would paste. Taken where there is no HTML. */
  text?: string | undefined;
  /** What a word processor would paste. Taken first, unless the option `input` is `text`. */
  html?: string | undefined;
}

/** What a paste or a drop carries: the part of a `DataTransfer` that is read. */
export interface Transfer {
  /** The data of one type, such as `text/html`; empty where there is none. */
  getData(type: string): string;
}

/** A string (text or HTML source), the flavours of a clipboard, or a `DataTransfer`. */
export type Input = string | Flavours | Transfer;

/** A pattern of your own, in the syntax of Rust's `regex` crate, without `\p{…}`; `$1` in `replace` is the first group. */
export interface Pattern {
  /** What to look for. */
  pattern: string;
  /** What to put there; empty, it drops what matches. */
  replace: string;
}

/** A change that was taken back: a {@link Change} fits as it is. */
export interface Keep {
  /** The span of the change's first edit, matched exactly. */
  at: Span;
  /** The change's rule, which leaves alone what starts there. */
  rule: RuleId;
}

/** What to do, and how. Everything may be left out. */
export interface Options {
  /** The format of the output; `text` unless set. */
  format?: Format | undefined;
  /** How a string is read; `auto` decides by its markup. */
  input?: "auto" | Flavour | undefined;
  /** Whether an article is selected out of a page; `auto` selects only where the input is a page. */
  scope?: "auto" | "article" | "everything" | undefined;
  /** Whether the headline, where the input has it, stands once, first; `true` unless set. */
  headline?: boolean | undefined;
  /** Rules to switch on or off, by id: `{ "smart-quotes": true, initials: false }`. */
  rules?: Readonly<Partial<Record<RuleId, boolean | undefined>>> | undefined;
  /** Phrases of your own: each drops the lines that say it. */
  phrases?: readonly string[] | undefined;
  /** Patterns of your own, tried on one block at a time, after mending. */
  patterns?: readonly Pattern[] | undefined;
  /** Changes that were taken back. */
  keep?: readonly Keep[] | undefined;
  /** Where the input comes from: relative addresses are made absolute with it. */
  baseUrl?: string | undefined;
  /** The longest input, in bytes of UTF-8; 64 MiB unless set. */
  maxInput?: number | undefined;
}

/** Edits that stand or fall together. The same in every format. */
export interface Change {
  /** The rule that made it. */
  rule: RuleId;
  /** The span of its first edit: with the rule, what {@link Options.keep} takes. */
  at: Span;
  /** Why, in words. */
  reason: string;
  /** The change that caused it, as an index of {@link Cleaned.changes}: taken back, it takes this one with it. */
  cause: number | null;
}

/** One piece of the input that was replaced, dropped (`text` is empty) or inserted (the span is empty). */
export interface Edit extends Span {
  /** What stands there instead. */
  text: string;
  /** The rule that decided. */
  rule: RuleId;
  /** The change that it belongs to, as an index of {@link Cleaned.changes}; `null` where the format alone wants it. */
  change: number | null;
}

/** A link of the clean copy. */
export interface Link {
  /** Its words. */
  text: string;
  /** Its address, mended. */
  href: string;
  /** Its words in the input. */
  at: Span;
}

/** Something seen and left alone, or lost for good. */
export interface Warning {
  /** A mark without its partner, a link whose words are lost, or a selection that would have kept next to nothing. */
  rule: "unbalanced-quote" | "lost-link-text" | "nothing-selected";
  /** Where. */
  at: Span;
  /** For a lost link, what its address searched for, decoded. */
  keyword?: string;
  /** For a lost link, its address. */
  href?: string;
}

/** Figures, and what was decided. */
export interface Stats {
  /** Blocks that were read: paragraphs, headings, list items and so on. */
  blocks: number;
  /** Those of them that were dropped. */
  droppedBlocks: number;
  /** Tags that were read, sound or damaged. */
  tags: number;
  /** Those of them that were damaged or escaped. */
  damagedTags: number;
  /** Whether an article was selected. */
  selected: boolean;
  /** Why it was, or was not. */
  scopeReason: string;
}

/** A clean copy, with what was changed, found and left alone. Plain data. */
export interface Cleaned {
  /** The clean copy, in the format asked for, without a line end at its end. */
  output: string;
  /** The flavour that was read, and in which all spans count. */
  source: Flavour;
  /**
   * The headline: as its heading of the first level says it, as the page's metadata do, without the site's name, or
   * as it stands in the text.
   */
  title: string | null;
  /** Who wrote it. */
  byline: string | null;
  /** When it was published: as ISO 8601 has it, where the page's date can be read. */
  date: string | null;
  /** The name of the site. */
  site: string | null;
  /** The language, as the page names it. */
  language: string | null;
  /** The address of its lead image. */
  image: string | null;
  /** What was changed, by place. */
  changes: Change[];
  /** The links of the copy, by place. */
  links: Link[];
  /** Credits and rights notices that were dropped. */
  credits: string[];
  /** What was seen and left alone, or is lost for good, by place. */
  warnings: Warning[];
  /** Figures, and whether an article was selected, and why. */
  stats: Stats;
  /**
   * Every edit, sorted: applied to the input they give exactly the output.
   * Made when it is first read, and so not copied by `{ ...cleaned }`, `structuredClone` or `JSON.stringify`.
   */
  readonly edits: Edit[];
}
