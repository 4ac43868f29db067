// What was seen and what was changed: the warnings, and the changes by rule, where a
// person takes back one or switches off a rule.

import type { RuleInfo } from "cleancopy/wasm";
import type { Asked, Item, Seen, View } from "../engine";
import { FIRST } from "../draw/items";
import type { Piece } from "../draw/excerpt";
import { isOn } from "../settings";
import { same, type State } from "../state";
import { words } from "../words";
import { worded } from "../words/reason";
import type { Deeds } from "./deeds";
import { button, byId, keepFocus, make } from "./dom";
import { spoken } from "./summary";
import { ruleSwitch } from "./switch";

/** Changes that each press on "more" adds. */
export const MORE = 100;

export function drawAccount(view: View, state: State, asked: Asked, deeds: Deeds): void {
  const warnings = byId("warnings");
  keepFocus(warnings, () =>
    warnings.replaceChildren(...view.warnings.map((seen, place) => warningItem(seen, place, deeds))),
  );
  const fold = byId<HTMLDetailsElement>("changes");
  const takenBack = state.draft.takenBack.filter(
    ({ change }) => !view.items.some((standing) => same(standing.change, change)),
  );
  const groups = spoken.flatMap((rule) => {
    const standing = view.items.filter(({ change }) => change.rule === rule.id);
    const back = takenBack.filter(({ change }) => change.rule === rule.id);
    const isOff = rule.on && !isOn(state.settings, rule.id);
    const count = view.counts[rule.id] ?? 0;
    if (count + back.length === 0 && !isOff) return [];
    return [fold.open ? group(rule, count, standing, back, isOff, asked[rule.id] ?? FIRST, deeds) : make("li")];
  });
  fold.hidden = groups.length === 0;
  const count = Object.values(view.counts).reduce((sum, more) => sum + more, 0);
  fold
    .querySelector("summary")
    ?.replaceChildren(`${words.changes} `, make("span", { className: "count" }, words.figure(count)));
  keepFocus(fold, () => fold.querySelector("ul")?.replaceChildren(...groups));
}

function group(
  rule: RuleInfo,
  count: number,
  standing: Item[],
  takenBack: Item[],
  isOff: boolean,
  drawn: number,
  deeds: Deeds,
): HTMLElement {
  const said = isOff ? words.switchedOff : words.figure(count);
  const head = ruleSwitch(rule, !isOff, (on) => deeds.switchRule(rule.id, on), said);
  const entries = [
    ...standing.map((item) => ({ item, isTakenBack: false })),
    ...takenBack.map((item) => ({ item, isTakenBack: true })),
  ].sort((a, b) => a.item.change.at.start - b.item.change.at.start);
  const list = make("ul", {}, ...entries.map(({ item, isTakenBack }) => entry(item, isTakenBack, rule, deeds)));
  if (count > drawn) {
    list.append(
      make(
        "li",
        {},
        button(words.more(Math.min(count - drawn, MORE)), () => deeds.ask(rule.id)),
      ),
    );
  }
  return make("li", { className: isOff ? "group off" : "group" }, head, ...(isOff ? [] : [list]));
}

function entry(item: Item, isTakenBack: boolean, rule: RuleInfo, deeds: Deeds): HTMLElement {
  const { change, before, after, because } = item;
  const said = make("div", { className: "words", dir: "auto" }, line("before", before));
  if (after.length > 0) said.append(line("after", after));
  const id = `${change.rule}-${change.at.start}-${change.at.end}`;
  said.id = `words-${id}`;
  const reason = change.reason === rule.what ? [] : worded(change.reason, words);
  const why = reason.map((piece) => (typeof piece === "string" ? piece : make("code", {}, piece.code)));
  if (because) why.push(`${why.length > 0 ? " · " : ""}${words.because(words.rules[because].noun(1))}`);
  const undo = isTakenBack
    ? button(words.redo, () => deeds.putBack(change))
    : button(words.undo, () => (rule.id === "first-seen-keyword" ? deeds.takeOut(item) : deeds.takeBack(item)));
  undo.setAttribute("aria-describedby", said.id);
  undo.dataset["key"] = id;
  return make(
    "li",
    { className: isTakenBack ? "change taken-back" : "change" },
    said,
    make("div", { className: "foot" }, make("span", { className: "quiet" }, ...why), undo),
  );
}

function line(className: string, pieces: Piece[]): HTMLElement {
  const tags = { same: "span", out: "del", in: "ins" } as const;
  return make("p", { className }, ...pieces.map(({ kind, text }) => make(tags[kind], {}, text)));
}

/** A warning leads to its place; a lost link's keyword can be put in. */
function warningItem(seen: Seen, place: number, deeds: Deeds): HTMLElement {
  const said = make("p", {}, words.warning(seen));
  if (seen.rule === "nothing-selected") return make("li", {}, said);
  if (seen.rule === "unbalanced-quote") said.append(" ", make("q", { dir: "auto" }, seen.words));
  const shows = button(words.showPlace, () => deeds.light({ warning: place }));
  shows.dataset["key"] = `warning ${seen.at.start}`;
  const foot = make("div", { className: "foot" }, shows);
  const { keyword } = seen;
  if (keyword !== undefined && !seen.isPutIn) {
    foot.append(button(words.putIn(keyword), () => deeds.putIn(seen.at)));
  }
  return make("li", {}, said, foot);
}
