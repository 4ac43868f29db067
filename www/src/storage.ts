// An unfinished paste outlives a reload, in this tab alone: a short one in the tab's storage,
// a long one in the browser's database, under a key that the tab holds. Storage may be full
// or forbidden: the page works without.

import type { Flavours } from "cleancopy/wasm";
import * as engine from "./engine";
import { keptSettings } from "./settings";
import { draftOf, initial, type Draft, type State } from "./state";

/** A draft without what follows from the rest. */
export interface KeptDraft extends Omit<Draft, "pasted" | "boxed" | "placed" | "text"> {
  /** Nothing where the worker has it. */
  pasted: Flavours | undefined;
  /** Nothing where it is as it was pasted. */
  text: string | undefined;
}

export interface Kept {
  draft: KeptDraft;
  files: KeptDraft[];
  baseUrl: string;
}

const KEY = "cleancopy";
/** Characters that the tab's storage takes at once. */
const SHORT = 200_000;
/** What tabs left behind is thrown away after two days. */
const KEPT_FOR = 2 * 24 * 60 * 60 * 1000;

let place: string | undefined;

export function save({ draft, files, baseUrl }: State): void {
  const kept: Kept = { draft: pack(draft), files: files.map(pack), baseUrl };
  const length = [draft, ...files].reduce((sum, { pasted, text }) => sum + (pasted.html?.length ?? 0) + text.length, 0);
  try {
    if (length > SHORT) {
      place ??= `${Date.now()} ${Math.random()}`;
      sessionStorage.setItem(KEY, JSON.stringify(place));
      engine.keep(place, kept);
    } else {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
      if (place) engine.forget(place);
      place = undefined;
    }
  } catch {
    // Not allowed: the paste is lost by a reload, and nothing else.
  }
}

export async function load(): Promise<State> {
  const state = initial(keptSettings());
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as string | Kept | null;
    if (typeof found === "string") place = found;
    const kept = typeof found === "string" ? await engine.kept(found) : found;
    return kept ? { ...state, draft: unpack(kept.draft), files: kept.files.map(unpack), baseUrl: kept.baseUrl } : state;
  } catch {
    return state;
  }
}

/** Forgets what other tabs left behind. */
export function tidy(): void {
  engine.tidy(Date.now() - KEPT_FOR, place);
}

function pack({ boxed, placed: _, text, ...rest }: Draft): KeptDraft {
  return { ...rest, text: text === boxed ? undefined : text };
}

function unpack({ pasted = {}, text, ...rest }: KeptDraft): Draft {
  const draft = draftOf(pasted);
  return { ...draft, ...rest, pasted, text: text ?? draft.text, placed: text ?? draft.text };
}
