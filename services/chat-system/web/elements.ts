/// <reference lib="dom" />

/**
 * The element of the page with an id.
 *
 * @throws Error where the page has none of this kind
 */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} #${id}`);
}

/** Makes an element with a class and what is in it. Text stays text: nothing that a user wrote becomes markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(words: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', className, words);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

/** A circle with the first letter of a name, in one of six colours that belongs to the name. */
export function paintAvatar(avatar: HTMLElement, name: string): void {
  avatar.textContent = (name.replace(/^[^\p{L}\p{N}]+/u, '')[0] ?? '?').toUpperCase();
  avatar.dataset.colour = String([...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6);
}

/** A new circle for a name; `size` is a class. */
export function avatarOf(name: string, size = ''): HTMLElement {
  const made = element('span', `avatar ${size}`.trim());
  made.ariaHidden = 'true';
  paintAvatar(made, name);
  return made;
}

/** Puts children into a list so that those that are there already stay as they are, with focus and animation. */
export function arrange(list: HTMLElement, children: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(children);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  for (const [index, child] of children.entries()) {
    const there = list.children[index];
    if (there !== child) list.insertBefore(child, there ?? null);
  }
}
