// A rule with its switch, as the changes and the list of all rules show it.

import type { RuleInfo } from "cleancopy/wasm";
import { words } from "../words";
import { make } from "./dom";

let made = 0;

export function ruleSwitch(rule: RuleInfo, isOn: boolean, turn: (on: boolean) => void, said = ""): HTMLElement {
  const { name, what = rule.what } = words.rules[rule.id];
  const control = make("input", { type: "checkbox", checked: isOn, id: `switch-${++made}` });
  control.setAttribute("role", "switch");
  control.dataset["key"] = `rule ${rule.id}`;
  control.addEventListener("change", () => turn(control.checked));
  return make(
    "div",
    { className: "head" },
    make("label", { htmlFor: control.id }, control, name),
    make("span", { className: "count" }, said),
    make("p", { className: "quiet" }, what),
  );
}
