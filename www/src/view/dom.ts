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
