// One sentence on what was done: "2 share prompts removed, 31 tags, 4 quotes; 1 warning". Each
// part of it lights up what it speaks of.

import "./summary.css";
import { rules } from "cleancopy/wasm";
import type { Family, RuleId, RuleInfo } from "cleancopy/wasm";
import type { View } from "../engine";
import { isOn } from "../settings";
import type { State } from "../state";
import type { Noun } from "../words/en";
import { words } from "../words";
import type { Deeds, Lit } from "./deeds";
import { byId, make, setText } from "./dom";

/** What a person looks for first. */
const ORDER: Family[] = ["own", "chaff", "markup", "prose", "links", "structure"];

/** The table of rules, in the order in which they are spoken of. */
export const spoken: RuleInfo[] = ORDER.flatMap((family) => rules.filter((rule) => rule.family === family));

/** Says what was done, and what just happened. */
export function saySummary(view: View, state: State, notice: string, deeds: Deeds): void {
  const [first, second] = byId("summary").children;
  const parts = partsOf(view, state);
  const sentence = parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
  if (first && first.textContent !== sentence) {
    first.replaceChildren(...parts.map((part) => (typeof part === "string" ? part : lighter(part, deeds))));
  }
  setText(second, notice);
}

interface Part {
  text: string;
  lit: Lit;
}

function partsOf({ counts, warningCount, length }: View, { draft, settings }: State): (Part | string)[] {
  const nouns = new Map<Noun, RuleId[]>();
  for (const { id } of spoken) {
    const { noun } = words.rules[id];
    if (counts[id]) nouns.set(noun, [...(nouns.get(noun) ?? []), id]);
  }
  const done = [...nouns].map(([noun, of]): Part => {
    return { text: noun(of.reduce((sum, id) => sum + (counts[id] ?? 0), 0)), lit: { rules: of } };
  });
  const takenBack = draft.takenBack.length;
  const off = rules.filter(({ id, on }) => on && !isOn(settings, id)).length;
  const same = takenBack + off > 0 ? words.nothingChanged : words.alreadyClean;
  const untouched = length > 0 ? same : words.nothingToRead;
  return [
    done.length > 0 ? done : [untouched],
    takenBack > 0 ? [words.takenBackCount(takenBack)] : [],
    off > 0 ? [words.offCount(off)] : [],
    warningCount > 0 ? [{ text: words.warningCount(warningCount), lit: { rules: [] } }] : [],
  ]
    .filter((group) => group.length > 0)
    .flatMap((group, place) => [
      ...(place > 0 ? [words.semicolon] : []),
      ...group.flatMap((part, at) => (at > 0 ? [words.comma, part] : [part])),
    ]);
}

function lighter({ text, lit }: Part, deeds: Deeds): HTMLElement {
  const part = make("button", { type: "button", className: "part", title: words.showPlace }, text);
  part.addEventListener("click", () => deeds.light(lit));
  part.addEventListener("pointerenter", () => light(lit));
  part.addEventListener("pointerleave", () => light(pressed));
  return part;
}

/** What was pressed stays lit until the copy is drawn anew. */
let pressed: Lit | undefined;

export function pressLight(lit: Lit | undefined): HTMLElement | undefined {
  pressed = lit;
  return light(lit);
}

/** The rules of a part, or those of warnings. */
const isOf = (element: HTMLElement, lit: Lit) =>
  "warning" in lit
    ? element.dataset["warning"] === String(lit.warning)
    : lit.rules.length > 0
      ? lit.rules.includes(element.dataset["rule"] as RuleId)
      : element.dataset["rule"] === "warning";

/** Lights up the chips that are spoken of, and gives the first. */
function light(lit: Lit | undefined): HTMLElement | undefined {
  let first: HTMLElement | undefined;
  for (const element of byId("clean").querySelectorAll<HTMLElement>("[data-rule]")) {
    const isLit = lit !== undefined && isOf(element, lit);
    element.classList.toggle("lit", isLit);
    if (isLit) first ??= element;
  }
  return first;
}
