// What the person has: a paste, what was typed since, what was taken back, the pastes before
// it, and the settings. Every step is a plain function that gives the next state.

import type { Change, Flavours, Options, Span } from "cleancopy/wasm";
import type { Item } from "./engine";
import type { Settings } from "./settings";

/** One paste, and what became of it. */
export interface Draft {
  /** As it came. */
  pasted: Flavours;
  /** The same as a text box holds it. */
  boxed: string;
  /** What the box held when this draft was put there. */
  placed: string;
  /** What the box holds. */
  text: string;
  /** Changes that the person took back, as they were. */
  takenBack: Item[];
  /** Some of them, whose places are to be found anew: those they had were of the other flavour. */
  unplaced: Item[];
  /** Lost links whose keywords were put in. */
  keywords: Span[];
  /** The file that it came from, and its encoding. */
  file?: { id: number; name: string; encoding: string };
}

export interface State {
  draft: Draft;
  past: Draft[];
  future: Draft[];
  /** Files that came together; the draft may be one of them. */
  files: Draft[];
  /** Where the text comes from, for addresses in it that are relative. */
  baseUrl: string;
  settings: Settings;
}

/** How many pastes Ctrl+Z can go back. */
const HISTORY = 10;

const empty: Draft = draftOf({ text: "" });

export function initial(settings: Settings): State {
  return { draft: empty, past: [], future: [], files: [], baseUrl: "", settings };
}

/** A paste replaces what is there. */
export function paste(state: State, pasted: Flavours): State {
  return place(state, draftOf(pasted));
}

/** So does a file, or the first of many. */
export function openFiles(state: State, files: Draft[]): State {
  const [first] = files;
  if (!first) return state;
  const known = state.files.length > 0 ? settled(state).files : [];
  const all = [...known, ...files];
  return { ...place(state, first), files: all.length > 1 ? all : [] };
}

export function fileDraft(pasted: Flavours, file: NonNullable<Draft["file"]>): Draft {
  return { ...draftOf(pasted), file };
}

/** Goes to another of the files. */
export function turnTo(state: State, place: number): State {
  const { files } = settled(state);
  const draft = files[place];
  return draft ? { ...state, files, draft: placed(draft) } : state;
}

export function closeFiles(state: State): State {
  return { ...state, files: [] };
}

/** Where the draft stands among the files. */
export function placeOf({ draft, files }: State): number {
  return files.findIndex(({ file }) => file?.id === draft.file?.id);
}

/** The files with what became of the one that is shown. */
function settled(state: State): State {
  const at = placeOf(state);
  return at < 0 ? state : { ...state, files: state.files.with(at, state.draft) };
}

function place(state: State, draft: Draft): State {
  const past = state.draft.text ? [...state.past, state.draft].slice(-HISTORY) : state.past;
  return { ...settled(state), draft, past, future: [], baseUrl: "" };
}

/** Typing leaves what was taken back alone where the text around it did not change. */
export function type(state: State, text: string): State {
  const { draft } = state;
  const next = { ...draft, text };
  if (hasHtml(draft) || hasHtml(next)) {
    // Places of one flavour say nothing of the other.
    const unplaced = [...draft.unplaced, ...draft.takenBack];
    return { ...state, draft: { ...next, unplaced, takenBack: [], keywords: [] } };
  }
  const move = moves(draft.text, text);
  const takenBack = draft.takenBack.flatMap((item) => {
    const moved = move({ start: item.change.at.start, end: item.end });
    if (!moved) return [];
    const by = moved.start - item.change.at.start;
    const at = { start: moved.start, end: item.change.at.end + by };
    return [{ ...item, change: { ...item.change, at }, end: moved.end }];
  });
  const keywords = draft.keywords.flatMap((span) => move(span) ?? []);
  return { ...state, draft: { ...next, takenBack, keywords } };
}

/** What was taken back has places again, or nothing like it is there any more. */
export function placeAnew(state: State, found: Item[]): State {
  const takenBack = [...state.draft.takenBack, ...found];
  return { ...state, draft: { ...state.draft, takenBack, unplaced: [] } };
}

export function takeBack(state: State, taken: Item): State {
  return { ...state, draft: { ...state.draft, takenBack: [...state.draft.takenBack, taken] } };
}

export function putBack(state: State, change: Pick<Change, "rule" | "at">): State {
  const takenBack = state.draft.takenBack.filter((taken) => !same(taken.change, change));
  return { ...state, draft: { ...state.draft, takenBack } };
}

/** Puts the keyword of a lost link in. */
export function putIn(state: State, link: Span): State {
  const { draft } = state;
  const takenBack = draft.takenBack.filter(({ change: { rule, at } }) => rule !== KEYWORD || at.start !== link.start);
  return { ...state, draft: { ...draft, takenBack, keywords: [...draft.keywords, link] } };
}

/** Takes it out again; where the rule is on, that is a change taken back. */
export function takeOut(state: State, item: Item): State {
  const { keywords } = state.draft;
  const others = keywords.filter((link) => link.start !== item.change.at.start);
  const isOn = state.settings.rules[KEYWORD] ?? false;
  return isOn ? takeBack(state, item) : { ...state, draft: { ...state.draft, keywords: others } };
}

const KEYWORD = "first-seen-keyword";

export function set(state: State, settings: Partial<Settings>): State {
  return { ...state, settings: { ...state.settings, ...settings } };
}

/** The paste before; nothing while the box has typing of its own to undo. */
export function undo(state: State): State | undefined {
  const draft = state.past.at(-1);
  if (!draft || isTyped(state.draft)) return undefined;
  const future = state.draft.text ? [state.draft, ...state.future] : state.future;
  return { ...settled(state), draft: placed(draft), past: state.past.slice(0, -1), future };
}

/** The paste that {@link undo} took away. */
export function redo(state: State): State | undefined {
  const [draft, ...future] = state.future;
  if (!draft || isTyped(state.draft)) return undefined;
  const past = state.draft.text ? [...state.past, state.draft] : state.past;
  return { ...settled(state), draft: placed(draft), past, future };
}

/** What is cleaned: both flavours, unless the person typed. */
export function inputOf(draft: Draft): Flavours {
  return draft.text === draft.boxed ? draft.pasted : { text: draft.text };
}

export function optionsOf({ draft, settings, baseUrl }: State): Options {
  const { rules, phrases, patterns, scope, headline } = settings;
  return {
    rules,
    phrases,
    patterns,
    scope,
    headline,
    keep: draft.takenBack.map(({ change: { at, rule } }) => ({ at, rule })),
    ...(baseUrl ? { baseUrl } : {}),
  };
}

export function hasHtml(draft: Draft): boolean {
  return inputOf(draft).html !== undefined;
}

/** Whether typing made the HTML of the paste useless. */
export function lostHtml(draft: Draft): boolean {
  return draft.pasted.html !== undefined && !hasHtml(draft);
}

export function same(one: Pick<Change, "rule" | "at">, other: Pick<Change, "rule" | "at">): boolean {
  return one.rule === other.rule && one.at.start === other.at.start && one.at.end === other.at.end;
}

/** In a box, line ends are line feeds. */
export function draftOf(pasted: Flavours): Draft {
  const given = pasted.text || pasted.html || "";
  const boxed = given.includes("\r") ? given.replace(/\r\n?/g, "\n") : given;
  return { pasted, boxed, placed: boxed, text: boxed, takenBack: [], unplaced: [], keywords: [] };
}

function isTyped(draft: Draft): boolean {
  return draft.text !== draft.placed;
}

function placed(draft: Draft): Draft {
  return { ...draft, placed: draft.text };
}

/** Moves what stands before or after the place where two texts differ; what is in it is gone. */
function moves(before: string, after: string): (span: Span) => Span | undefined {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const by = after.length - before.length;
  return ({ start, end }) => {
    if (end < head) return { start, end };
    return start > before.length - tail ? { start: start + by, end: end + by } : undefined;
  };
}
