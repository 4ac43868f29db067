// Every word that is seen, in English: the table that other languages follow.

import type { RuleId, Warning } from "cleancopy/wasm";

/** What a change is called in a count: "4 quotes". */
export type Noun = (count: number) => string;

export interface RuleWords {
  name: string;
  noun: Noun;
  /** What it does, where the table of rules does not say it in this language. */
  what?: string;
}

const noun =
  (one: string, more = `${one}s`): Noun =>
  (count) =>
    `${figure(count)} ${count === 1 ? one : more}`;

const removed =
  (one: string, more = `${one}s`): Noun =>
  (count) =>
    `${noun(one, more)(count)} removed`;

const figure = (count: number) => count.toLocaleString("en");

// Rules that share a noun are one figure in the summary.
const tags = noun("tag");
const entities = noun("character code");
const quotes = noun("quote");
const links = noun("link address", "link addresses");

export const words = {
  language: "en",
  figure,
  comma: ", ",
  semicolon: "; ",
  /** Between the parts of a sentence. */
  pause: ", ",

  tagline: "Paste broken article text, get clean copy.",
  promise: "Nothing leaves your computer.",
  box: "Pasted text",
  boxHint: "Paste here, or anywhere on this page. Files can be dropped, too.",
  cleanClipboard: "Clean my clipboard",
  sample: "Sample",
  original: "Original",
  clean: "Clean copy",
  format: "Format",
  text: "Text",
  markdown: "Markdown",
  html: "HTML",
  preview: "Preview",
  copy: "Copy",
  summary: "Summary",
  warnings: "Warnings",
  changes: "Changes",

  readAsHtml: "Read with the formatting that came with it. Typing here drops it.",
  htmlDropped: "You typed, so the formatting that came with the paste was dropped. Paste again to have it back.",
  cut: (shown: number, all: number) =>
    `The first ${figure(shown)} of ${figure(all)} characters are shown. The copy is whole.`,
  boxCut: (shown: number, all: number) =>
    `The first ${figure(shown)} of ${figure(all)} characters are shown, and all are cleaned. Too long to type in.`,

  working: "Cleaning…",
  cancel: "Cancel",
  cancelled: "Cancelled. What you pasted is still here.",
  again: "Clean it",
  stopped: "the browser stopped it",
  alreadyClean: "Already clean, nothing changed",
  nothingChanged: "Nothing changed",
  nothingToRead:
    "Nothing in it is meant to be read. The source of a page that scripts draw? Open it, select all, copy, and paste that.",
  warningCount: noun("warning"),
  offCount: (count: number) => `${noun("rule")(count)} switched off`,
  takenBackCount: (count: number) => `${figure(count)} taken back`,

  copied: "Copied, with its links and formatting.",
  clipboardCleaned: "Your clipboard is clean: paste it where you want it.",
  clipboardUntouched: "Your clipboard was left as it is.",
  clipboardRestyled: "Foreign formatting was taken off your clipboard.",
  clipboardEmpty: "There is no text on the clipboard. Copy some first.",
  clipboardRefused: "The browser did not let this page read the clipboard. Allow it, or paste with Ctrl+V.",
  clipboardUnreadable: "This browser does not let pages read the clipboard. Paste with Ctrl+V.",
  writeRefused: "The browser did not take the copy. Press Copy again.",
  pasteRestored: "The paste before is back.",
  pasteRedone: "The later paste is back.",
  failed: (why: string) => `This could not be cleaned: ${why}`,

  undo: "Undo this change",
  redo: "Redo this change",
  more: (count: number) => `Show ${figure(count)} more`,
  switchedOff: "Switched off",
  because: (what: string) => `Follows from: ${what}`,
  /** What the core's reasons consist of, and how they are said here; between backticks stands code. */
  reasons: {
    "a tag `{1}`": "a tag `{1}`",
    "the line says `{1}`": "the line says “{1}”",
    "{1} of {2} words are those of such lines": "{1} of its {2} telling words are those of such lines",
    "its words are those of such lines": "its words are those of such lines",
    "{1} of {2} words are links": "{1} of its {2} words are links",
    "the page's markup calls it `{1}`": "the page’s markup calls it `{1}`",
    "it stands under a heading of such lines": "it stands under a heading of such lines",
    "it is no part of the text": "it is no part of the text",
    "it is torn off the text and speaks of something else": "it is torn off the text and speaks of something else",
    "before the first paragraph": "before the first paragraph",
    "between paragraphs": "between paragraphs",
    "after the last paragraph": "after the last paragraph",
    "at an end of the text": "at an end of the text",
  },
  image: (text: string, address: string) => `[Image: ${text ? `${text}, ` : ""}${address}]`,

  warning: ({ rule, keyword }: Pick<Warning, "rule" | "keyword">) => {
    if (rule === "unbalanced-quote") return "This quotation mark has no partner; it was left alone";
    if (rule === "nothing-selected") return "No article was found in this page, so everything was kept";
    return keyword ? `A link lost its words here; it searched for ${keyword}` : "A link lost its words here";
  },
  showPlace: "Show where",
  putIn: (keyword: string) => `Put in ${keyword}`,
  takeOut: (keyword: string) => `Take ${keyword} out again`,
  chipOut: (text: string) => `Put back: ${text}`,
  showChanges: "Show changes",
  download: (ending: string) => `Download ${ending}`,
  openFiles: "Open files",

  links: "Links",
  linksKept: "Keep",
  linksDropped: "Words only",
  quotes: "Quotation marks",
  quotesKept: "As they are",
  quotesCurly: "“Curly”",
  quotesStraight: '"Straight"',
  moreChoices: "More",
  scope: "Of a whole page",
  scopeAuto: "Take the article, if it is one",
  scopeArticle: "Always take the article",
  scopeEverything: "Take everything",
  headline: "The headline once, first",
  baseUrl: "Address of the page that the text is from",
  baseUrlWhy: "Makes its short links whole.",
  baseUrlWrong: "This is no whole address: it begins with https://",
  own: "Your own",
  ownWhy: "Kept on this machine. Select a passage in the clean copy to drop lines like it.",
  phrase: "Drop lines that say",
  pattern: "Replace what matches",
  patternWith: "with",
  add: "Add",
  remove: (what: string) => `Delete ${what}`,
  phraseSaid: (phrase: string) => `Drop lines that say “${phrase}”`,
  patternSaid: (pattern: string, replace: string) =>
    replace ? `Replace ${pattern} with ${replace}` : `Drop ${pattern}`,
  dropLikeThis: "Always drop lines like this",
  phraseAdded: "Lines like this are dropped from now on. They are listed under More.",
  settingsOut: "Save as a file",
  settingsIn: "Add from a file",
  settingsTaken: "The file’s phrases, patterns and rules were added.",
  settingsWrong: "This file holds no phrases, patterns and rules of cleancopy.",
  allRules: "All rules",

  files: "Files",
  dropHere: "Drop to clean",
  dropText: "It takes the place of what is in the box. Ctrl+Z brings that back.",
  dropMany: "Many files become a list, cleaned one by one.",
  fileRead: (name: string, encoding: string) => `${name}, read as ${encoding}.`,
  decodedBy: { "byte-order-mark": "", validity: "", declaration: ", as it says", detection: ", by its looks" },
  fileUnknown: (names: string) => `Not opened: ${names}. Text, HTML and Markdown files can be.`,
  downloadAll: "Download all",
  downloading: (done: number, all: number) => `Cleaned ${figure(done)} of ${figure(all)}`,
  closeFiles: "Close the list",

  /** What each rule is called, at its switch and in a count. */
  rules: {
    "own-phrase": { name: "Your own phrases", noun: removed("line") },
    "own-pattern": { name: "Your own patterns", noun: noun("pattern") },
    "damaged-tag": { name: "Damaged tags", noun: tags },
    "escaped-tag": { name: "Escaped tags", noun: tags },
    tag: { name: "Tags", noun: tags },
    comment: { name: "Comments in the markup", noun: noun("comment") },
    script: { name: "Scripts and styles", noun: noun("script") },
    "damaged-markdown": { name: "Damaged Markdown", noun: noun("piece of Markdown", "pieces of Markdown") },
    "damaged-entity": { name: "Damaged character codes", noun: entities },
    entity: { name: "Character codes", noun: entities },
    mojibake: { name: "Garbled characters", noun: noun("garbled character") },
    "share-prompt": { name: "Share prompts", noun: removed("share prompt") },
    "subscribe-prompt": { name: "Subscribe prompts", noun: removed("subscribe prompt") },
    "credit-line": { name: "Credit lines", noun: removed("credit line") },
    navigation: { name: "Navigation", noun: removed("piece of navigation", "pieces of navigation") },
    "related-links": { name: "Related stories", noun: removed("related story", "related stories") },
    advertisement: { name: "Advertisements", noun: removed("advertisement") },
    "legal-notice": { name: "Legal notices", noun: removed("legal notice") },
    comments: { name: "Reader comments", noun: removed("reader comment") },
    "read-more": {
      name: "Pointers to other texts",
      noun: removed("pointer to other texts", "pointers to other texts"),
    },
    headline: { name: "Headlines", noun: removed("repeated headline") },
    paragraph: { name: "Paragraph breaks", noun: noun("paragraph break") },
    "line-wrap": { name: "Broken lines", noun: noun("broken line") },
    hyphenation: { name: "Broken words", noun: noun("broken word") },
    "quote-spacing": { name: "Spaces at quotes", noun: quotes },
    apostrophe: { name: "Apostrophes", noun: noun("apostrophe") },
    initials: { name: "Initials", noun: noun("set of initials", "sets of initials") },
    "punctuation-spacing": {
      name: "Spaces at punctuation",
      noun: noun("space at punctuation", "spaces at punctuation"),
    },
    "sentence-start": { name: "Capital letters", noun: noun("capital letter") },
    "white-space": { name: "Runs of spaces", noun: noun("run of spaces", "runs of spaces") },
    "invisible-character": { name: "Invisible characters", noun: noun("invisible character") },
    encoding: { name: "Broken characters", noun: noun("broken character") },
    "link-address": { name: "Link addresses", noun: links },
    "tracking-parameter": { name: "Tracking parameters", noun: noun("tracking parameter") },
    "smart-quotes": { name: "Curly quotes", noun: quotes },
    "straight-quotes": { name: "Straight quotes", noun: quotes },
    "drop-links": { name: "Links", noun: removed("link") },
    "drop-images": { name: "Images", noun: removed("image") },
    "split-long-paragraphs": { name: "Long paragraphs", noun: noun("long paragraph") },
    "first-seen-keyword": { name: "Keywords of lost links", noun: noun("lost link") },
    format: { name: "Formatting", noun: noun("piece of formatting", "pieces of formatting") },
  } satisfies Record<RuleId, RuleWords> as Record<RuleId, RuleWords>,
};

export type Words = typeof words;
