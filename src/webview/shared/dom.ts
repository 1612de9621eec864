/** Elements in few words. Text is always text: nothing here reads HTML. */

export type Child = Node | string | undefined | readonly Child[];

export interface Props {
  readonly class?: string;
  readonly id?: string;
  /** Attributes as HTML writes them; `undefined` leaves one out, `''` sets one without a value. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly onClick?: (event: Event) => void;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K];
export function h(tag: string, props?: Props, ...children: readonly Child[]): HTMLElement;
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  decorate(element, props);
  append(element, children);
  return element;
}

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  append(element, children);
  return element;
}

export function replaceChildren(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function decorate(element: Element, { class: name, id, attributes, onClick }: Props): void {
  if (name !== undefined) element.setAttribute('class', name);
  if (id !== undefined) element.id = id;
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  if (onClick !== undefined) element.addEventListener('click', onClick);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined) continue;
    if (isList(child)) append(element, child);
    else element.append(child);
  }
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
