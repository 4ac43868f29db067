// What the person has: a paste, what was typed since, what was taken back, and the pastes
// before it. Every step is a plain function that gives the next state.

import type { Change, Edit, Flavours, Format, Options, RuleId } from "cleancopy/wasm";

export type Shown = Format | "preview";

/** A change that the person took back, with what is needed to show it and to put it back. */
export interface TakenBack {
  change: Change;
  /** The edits that it made. */
  edits: Edit[];
}

/** One paste, and what became of it. */
export interface Draft {
  /** As it came. */
  pasted: Flavours;
  /** What the box held when this draft was put there. */
  placed: string;
  /** What the box holds. */
  text: string;
  takenBack: TakenBack[];
}

export interface State {
  draft: Draft;
  past: Draft[];
  future: Draft[];
  /** Rules that are switched off. */
  off: RuleId[];
  shown: Shown;
}

/** How many pastes Ctrl+Z can go back. */
const HISTORY = 10;

const empty: Draft = { pasted: { text: "" }, placed: "", text: "", takenBack: [] };

export const initial: State = { draft: empty, past: [], future: [], off: [], shown: "text" };

/** A paste replaces what is there. */
export function paste(state: State, pasted: Flavours): State {
  const text = inBox(pasted);
  const draft = { pasted, placed: text, text, takenBack: [] };
  const past = state.draft.text ? [...state.past, state.draft].slice(-HISTORY) : state.past;
  return { ...state, draft, past, future: [] };
}

/** Typing leaves what was taken back alone where the text around it did not change. */
export function type(state: State, text: string): State {
  const { draft } = state;
  const takenBack = hasHtml(draft) ? [] : moved(draft.takenBack, draft.text, text);
  return { ...state, draft: { ...draft, text, takenBack } };
}

export function takeBack(state: State, taken: TakenBack): State {
  return { ...state, draft: { ...state.draft, takenBack: [...state.draft.takenBack, taken] } };
}

export function putBack(state: State, change: Change): State {
  const takenBack = state.draft.takenBack.filter((taken) => !same(taken.change, change));
  return { ...state, draft: { ...state.draft, takenBack } };
}

export function switchRule(state: State, rule: RuleId, on: boolean): State {
  const off = state.off.filter((id) => id !== rule);
  return { ...state, off: on ? off : [...off, rule] };
}

export function show(state: State, shown: Shown): State {
  return { ...state, shown };
}

/** The paste before; nothing while the box has typing of its own to undo. */
export function undo(state: State): State | undefined {
  const draft = state.past.at(-1);
  if (!draft || isTyped(state.draft)) return undefined;
  return { ...state, draft: placed(draft), past: state.past.slice(0, -1), future: [state.draft, ...state.future] };
}

/** The paste that {@link undo} took away. */
export function redo(state: State): State | undefined {
  const [draft, ...future] = state.future;
  if (!draft || isTyped(state.draft)) return undefined;
  return { ...state, draft: placed(draft), past: [...state.past, state.draft], future };
}

/** What is cleaned: both flavours, unless the person typed. */
export function inputOf(draft: Draft): Flavours {
  return draft.text === inBox(draft.pasted) ? draft.pasted : { text: draft.text };
}

export function optionsOf(state: State): Options {
  return {
    rules: Object.fromEntries(state.off.map((rule) => [rule, false])),
    keep: state.draft.takenBack.map(({ change: { at, rule } }) => ({ at, rule })),
  };
}

export function hasHtml(draft: Draft): boolean {
  return inputOf(draft).html !== undefined;
}

/** Whether typing made the HTML of the paste useless. */
export function lostHtml(draft: Draft): boolean {
  return draft.pasted.html !== undefined && !hasHtml(draft);
}

export function same(one: Change, other: Change): boolean {
  return one.rule === other.rule && one.at.start === other.at.start && one.at.end === other.at.end;
}

/** A paste as a text box holds it: its line ends are line feeds. */
function inBox({ text, html }: Flavours): string {
  return (text || html || "").replace(/\r\n?/g, "\n");
}

function isTyped(draft: Draft): boolean {
  return draft.text !== draft.placed;
}

function placed(draft: Draft): Draft {
  return { ...draft, placed: draft.text };
}

/** What was taken back before or after the place where two texts differ, with its spans moved along. */
function moved(takenBack: TakenBack[], before: string, after: string): TakenBack[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return takenBack.flatMap(({ change, edits }) => {
    const { start } = change.at;
    const end = Math.max(change.at.end, edits.at(-1)?.end ?? 0);
    if (end < head) return [{ change, edits }];
    if (start <= before.length - tail) return [];
    const by = after.length - before.length;
    const move = <S extends { start: number; end: number }>(span: S) => ({
      ...span,
      start: span.start + by,
      end: span.end + by,
    });
    return [{ change: { ...change, at: move(change.at) }, edits: edits.map(move) }];
  });
}
