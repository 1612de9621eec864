/** The list of revisions: only the rows in sight are there, however long the history is. */
import type { GraphLayout, GraphRow } from '../../core/graph/layout.ts';
import { rowHeight } from '../../core/graph/svg.ts';
import { h } from '../shared/dom.ts';
import { type RowContext, rowElement, rowId } from './row.ts';

/** Beyond the edges, so that scrolling shows no gap. */
const spare = 12;

export interface ListEvents {
  readonly onChoose: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onScroll: (top: number) => void;
}

export class RevisionList {
  readonly element: HTMLElement;
  readonly #canvas = h('div', { class: 'canvas', attributes: { role: 'presentation' } });
  #context: RowContext | undefined;
  /** Rows that are in the page, by their place. */
  readonly #shown = new Map<number, HTMLElement>();

  constructor({ onChoose, onOpen, onScroll }: ListEvents) {
    const attributes = { role: 'listbox', tabindex: '0', 'aria-label': 'Revisions, newest first' };
    this.element = h('div', { id: 'revisions', class: 'list', attributes }, this.#canvas);
    this.element.addEventListener('scroll', () => {
      this.#fill();
      onScroll(this.element.scrollTop);
    });
    this.element.addEventListener('click', (event) => withId(event, onChoose));
    this.element.addEventListener('dblclick', (event) => withId(event, onOpen));
    new ResizeObserver(() => this.#fill()).observe(this.element);
  }

  /** How many rows are in sight. */
  get page(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 1);
  }

  draw(context: RowContext): void {
    this.#context = context;
    this.#canvas.style.height = `${context.layout.rows.length * rowHeight}px`;
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
    this.#fill();
  }

  reveal(id: string): void {
    const at = this.#context?.layout.rowOf.get(id);
    if (at === undefined) return;
    const { scrollTop, clientHeight } = this.element;
    const top = at * rowHeight;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight)
      this.element.scrollTop = top + rowHeight - clientHeight;
    this.#fill();
  }

  #fill(): void {
    if (this.#context === undefined) return;
    const { layout, current } = this.#context;
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(layout.rows.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + spare);
    const own = current === undefined ? undefined : layout.rowOf.get(current);
    // Whoever stands at a row must find it, be it out of sight.
    const isWanted = (at: number) => (at >= first && at < last) || at === own;
    for (const [at, row] of this.#shown) {
      if (isWanted(at)) continue;
      row.remove();
      this.#shown.delete(at);
    }
    for (let at = first; at < last; at++) this.#show(at, layout);
    if (own !== undefined) this.#show(own, layout);
    if (own === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', rowId(own));
  }

  #show(at: number, { rows }: GraphLayout): void {
    const row: GraphRow | undefined = rows[at];
    if (row === undefined || this.#context === undefined || this.#shown.has(at)) return;
    const element = rowElement(at, row, this.#context);
    // In the order of the history for those who read the page without seeing it.
    const next = [...this.#shown.keys()].filter((other) => other > at).sort((a, b) => a - b)[0];
    this.#canvas.insertBefore(element, next === undefined ? null : (this.#shown.get(next) ?? null));
    this.#shown.set(at, element);
  }
}

function withId({ target }: Event, act: (id: string) => void): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
  const id = row?.dataset.id;
  if (id !== undefined) act(id);
}
