// An unfinished paste outlives a reload, in this tab alone: a short one in the tab's storage,
// a long one in the browser's database, under a key that the tab holds. Storage may be full
// or forbidden: the page works without.

import { del, get, keys, set } from "idb-keyval";
import { initial, type State } from "./state";
import { keptSettings } from "./settings";

type Kept = Pick<State, "draft" | "files" | "baseUrl">;

const KEY = "cleancopy";
/** Characters that the tab's storage takes at once. */
const SHORT = 200_000;
/** What tabs left behind is thrown away after two days. */
const DAYS_KEPT = 2 * 24 * 60 * 60 * 1000;

let place: string | undefined;

export function save({ draft, files, baseUrl }: State): void {
  const kept: Kept = { draft, files, baseUrl };
  const length = [draft, ...files].reduce((sum, { pasted, text }) => sum + (pasted.html?.length ?? 0) + text.length, 0);
  try {
    if (length > SHORT) {
      place ??= `${Date.now()} ${Math.random()}`;
      sessionStorage.setItem(KEY, JSON.stringify(place));
      void set(place, kept).catch(() => undefined);
    } else {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
      if (place) void del(place).catch(() => undefined);
      place = undefined;
    }
  } catch {
    // Not allowed: the paste is lost by a reload, and nothing else.
  }
}

export async function load(): Promise<State> {
  const state = initial(keptSettings());
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as string | Partial<Kept>;
    if (typeof kept !== "string") return { ...state, ...kept };
    place = kept;
    return { ...state, ...(await get<Kept>(kept)) };
  } catch {
    return state;
  }
}

/** Forgets what other tabs left behind. */
export async function tidy(): Promise<void> {
  try {
    const old = (await keys<string>()).filter((key) => key !== place && Number.parseInt(key) < Date.now() - DAYS_KEPT);
    await Promise.all(old.map((key) => del(key)));
  } catch {
    // No database: nothing to forget.
  }
}
