export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, name: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}

export function pressed(button: HTMLButtonElement, act: () => void): HTMLButtonElement {
  button.type = 'button';
  button.addEventListener('click', act);
  return button;
}

/** Makes and drops children so that there is one for each thing; those that stay keep the focus. */
export function keyed<T>(
  parent: HTMLElement, things: readonly T[], keyOf: (thing: T) => string,
  make: (thing: T) => HTMLElement, place: (child: HTMLElement, thing: T) => void,
): void {
  const had = new Map([...parent.children].map((child) =>
    [(child as HTMLElement).dataset['key'], child as HTMLElement]));
  const wanted = new Set(things.map(keyOf));
  for (const [key, child] of had) if (key === undefined || !wanted.has(key)) child.remove();
  things.forEach((thing, i) => {
    const key = keyOf(thing);
    const child = had.get(key) ?? make(thing);
    child.dataset['key'] = key;
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
    place(child, thing);
  });
}
