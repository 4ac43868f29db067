// An unfinished paste outlives a reload, in this tab alone. Storage may be full or
// forbidden: the page works without.

import { initial, type State } from "./state";

const KEY = "cleancopy";

export function save(state: State): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...state, past: [], future: [] }));
  } catch {
    // Too long, or not allowed: the paste is lost by a reload, and nothing else.
  }
}

export function load(): State {
  try {
    return { ...initial, ...(JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<State>) };
  } catch {
    return initial;
  }
}
