/** Small parts that all sections of the page are made of. */
import { sqlPieces } from '../../core/sql/highlight.ts';
import type { Location } from '../../core/text/range.ts';
import { type Child, h } from '../shared/dom.ts';
import { type IconName, icon } from '../shared/icons.ts';
import type { Actions, PageView } from './actions.ts';

export type Tone = 'good' | 'bad' | 'warning' | 'muted' | 'neutral';

export function badge(text: Child, tone: Tone, title?: string): HTMLElement {
  return h('span', { class: `badge tone-${tone}`, attributes: { title } }, text);
}

export function section(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  const heading = `${id}-heading`;
  return h(
    'section',
    { id, attributes: { 'aria-labelledby': heading } },
    h('h2', { id: heading }, title),
    ...children,
  );
}

/** A sentence with a sign before it. */
export function note(name: IconName, tone: Tone, ...children: readonly Child[]): HTMLElement {
  return h('p', { class: `note tone-${tone}` }, icon(name), h('span', {}, ...children));
}

export interface Foldable {
  readonly id: string;
  readonly view: PageView;
  readonly isOpen: boolean;
  readonly summary: readonly Child[];
  readonly body: () => Child;
  readonly class?: string;
}

/** Remembers whether it is open. Its body is made when it is first opened, or printed. */
export function foldable({ id, view, isOpen, summary, body, class: name }: Foldable): HTMLDetailsElement {
  const open = view.folded[id] ?? isOpen;
  const details = h(
    'details',
    { id, class: name ?? 'fold', attributes: { open: open ? '' : undefined, 'data-usual': String(isOpen) } },
    h('summary', { id: `${id}-summary` }, ...summary),
  );
  const fill = () => {
    if (details.open && details.childElementCount === 1)
      details.append(h('div', { class: 'fold-body' }, body()));
  };
  fill();
  details.addEventListener('toggle', fill);
  return details;
}

/** A place in a script: opens it there. */
export function placeLink(id: string, text: string, location: Location, actions: Actions): HTMLElement {
  const onClick = () => actions.open(location);
  return h(
    'button',
    { id, class: 'link place', attributes: { type: 'button', title: `Open ${location.file}` }, onClick },
    text,
  );
}

export function sqlBlock(sql: string, label: string): HTMLElement {
  const pieces = sqlPieces(sql).map(({ text, kind }) =>
    kind === 'plain' ? text : h('span', { class: `sql-${kind}` }, text),
  );
  return codeBlock(pieces, label);
}

/** Long lines scroll, for which it takes the focus. */
export function codeBlock(code: Child, label: string): HTMLElement {
  return h(
    'pre',
    { class: 'code', attributes: { tabindex: '0', 'aria-label': label, role: 'region' } },
    h('code', {}, code),
  );
}
