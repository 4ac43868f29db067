// Small helpers to make and find elements.

/** The element with this id: the page's own, so it is there. */
export function byId<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

type Properties<E> = { [Key in keyof E]?: E[Key] };

/** Makes an element. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A button with a word on it. */
export function button(text: string, press: () => void, className = "small"): HTMLButtonElement {
  const made = make("button", { type: "button", className }, text);
  made.addEventListener("click", press);
  return made;
}

/** Leaves what is the same alone, so that it is not announced again. */
export function setText(element: Element | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Runs a redraw; the button or switch that had the focus has it again. */
export function keepFocus(inside: HTMLElement, redraw: () => void): void {
  const key = inside.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset["key"];
  redraw();
  if (key) inside.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus({ preventScroll: true });
}
