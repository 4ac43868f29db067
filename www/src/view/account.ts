// What was seen and what was changed: the warnings, and the changes by rule, where a
// person takes back one or switches off a rule.

import type { Change, Edit, RuleInfo, Warning } from "cleancopy/wasm";
import type { Result } from "../engine";
import { same, type State, type TakenBack } from "../state";
import { words } from "../words";
import { worded } from "../words/reason";
import { byId, make } from "./dom";
import { byChange, excerpt, type Piece, wordsAt } from "./excerpt";
import { spoken } from "./summary";

/** What the person may do here. */
export interface Deeds {
  takeBack(taken: TakenBack): void;
  putBack(change: Change): void;
  switchRule(rule: RuleInfo["id"], on: boolean): void;
}

/** Changes of one rule that are drawn at first, and added by each press on "more". */
const FIRST = 5;
const MORE = 100;
const WARNINGS = 20;

/** How many changes of each rule the person asked to see. */
const asked = new Map<string, number>();

interface Entry extends TakenBack {
  isTakenBack: boolean;
  /** Where the edits of other changes leave room for context. */
  from?: number;
  to?: number;
  because?: string;
}

export function drawAccount(result: Result, state: State, deeds: Deeds): void {
  const { changes, warnings } = result.report;
  byId("warnings").replaceChildren(
    ...warnings.slice(0, WARNINGS).map((warning) => warningItem(warning, result.source)),
  );
  const fold = byId<HTMLDetailsElement>("changes");
  const entries = entriesOf(result, state);
  const groups = spoken.flatMap((rule) => {
    const of = entries.filter(({ change }) => change.rule === rule.id);
    const isOff = state.off.includes(rule.id);
    return of.length > 0 || isOff
      ? [group(rule, of, isOff, result.source, deeds, () => drawAccount(result, state, deeds))]
      : [];
  });
  fold.hidden = groups.length === 0;
  fold
    .querySelector("summary")
    ?.replaceChildren(`${words.changes} `, make("span", { className: "count" }, String(changes.length)));
  keepFocus(fold, () => fold.querySelector("ul")?.replaceChildren(...groups));
  byId("account").hidden = groups.length === 0 && warnings.length === 0;
}

/** The changes that stand and those that were taken back, by place. */
function entriesOf({ report, edits }: Result, state: State): Entry[] {
  const places = byChange(edits);
  const standing = report.changes.map((change, index): Entry => {
    const own = places.get(index) ?? [];
    const [first, last] = [own[0], own.at(-1)];
    const cause = change.cause === null ? undefined : report.changes[change.cause];
    return {
      change,
      edits: own.map((place) => edits[place] as Edit),
      isTakenBack: false,
      from: first === undefined ? 0 : (edits[first - 1]?.end ?? 0),
      ...(last !== undefined && edits[last + 1] ? { to: (edits[last + 1] as Edit).start } : {}),
      ...(cause ? { because: words.rules[cause.rule].noun(1) } : {}),
    };
  });
  const takenBack = state.draft.takenBack
    .filter(({ change }) => !standing.some((entry) => same(entry.change, change)))
    .map((taken): Entry => ({ ...taken, isTakenBack: true }));
  return [...standing, ...takenBack].sort((a, b) => a.change.at.start - b.change.at.start);
}

function group(
  rule: RuleInfo,
  entries: Entry[],
  isOff: boolean,
  source: string,
  deeds: Deeds,
  redraw: () => void,
): HTMLElement {
  const { name, what = rule.what } = words.rules[rule.id];
  const control = make("input", { type: "checkbox", checked: !isOff, id: `rule-${rule.id}` });
  control.setAttribute("role", "switch");
  control.dataset["key"] = `rule ${rule.id}`;
  control.addEventListener("change", () => deeds.switchRule(rule.id, control.checked));
  const count = entries.filter(({ isTakenBack }) => !isTakenBack).length;
  const head = make(
    "div",
    { className: "head" },
    make("label", { htmlFor: control.id }, control, name),
    make("span", { className: "count" }, isOff ? words.switchedOff : String(count)),
    make("p", { className: "quiet" }, what),
  );
  const drawn = asked.get(rule.id) ?? FIRST;
  const list = make("ul", {}, ...entries.slice(0, drawn).map((entry) => item(entry, rule, source, deeds)));
  const rest = entries.length - drawn;
  if (rest > 0) {
    const more = make("button", { className: "small" }, words.more(Math.min(rest, MORE)));
    more.addEventListener("click", () => {
      asked.set(rule.id, drawn + MORE);
      redraw();
    });
    list.append(make("li", {}, more));
  }
  return make("li", { className: isOff ? "group off" : "group" }, head, ...(isOff ? [] : [list]));
}

function item(entry: Entry, rule: RuleInfo, source: string, deeds: Deeds): HTMLElement {
  const { change, edits, isTakenBack, because } = entry;
  const { before, after } = excerpt(source, edits, entry.from, entry.to);
  const said = make(
    "div",
    { className: "words", dir: "auto" },
    line("before", before),
    ...(after.length > 0 ? [line("after", after)] : []),
  );
  if (edits.length === 0) said.append(wordsAt(source, change.at.start));
  const id = `${change.rule}-${change.at.start}-${change.at.end}`;
  said.id = `words-${id}`;
  const reason = change.reason === rule.what ? [] : worded(change.reason, words);
  const why = reason.map((piece) => (typeof piece === "string" ? piece : make("code", {}, piece.code)));
  if (because) why.push(`${why.length > 0 ? " · " : ""}${words.because(because)}`);
  const button = make("button", { className: "small" }, isTakenBack ? words.redo : words.undo);
  button.setAttribute("aria-describedby", said.id);
  button.dataset["key"] = id;
  button.addEventListener("click", () => (isTakenBack ? deeds.putBack(change) : deeds.takeBack({ change, edits })));
  return make(
    "li",
    { className: isTakenBack ? "change taken-back" : "change" },
    said,
    make("div", { className: "foot" }, make("span", { className: "quiet" }, ...why), button),
  );
}

function line(className: string, pieces: Piece[]): HTMLElement {
  const tags = { same: "span", out: "del", in: "ins" } as const;
  return make("p", { className }, ...pieces.map(({ kind, text }) => make(tags[kind], {}, text)));
}

function warningItem({ rule, at, keyword }: Warning, source: string): HTMLElement {
  const said = {
    "lost-link-text": () => words.lostLink(keyword),
    "unbalanced-quote": () => words.unbalancedQuote,
    "nothing-selected": () => words.nothingSelected,
  }[rule]();
  const item = make("li", {}, make("p", {}, said));
  if (rule === "unbalanced-quote") item.append(make("q", { dir: "auto" }, wordsAt(source, at.start)));
  return item;
}

/** Runs a redraw; the button or switch that had the focus has it again. */
function keepFocus(inside: HTMLElement, redraw: () => void): void {
  const key = inside.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset["key"];
  redraw();
  if (key) inside.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
}
