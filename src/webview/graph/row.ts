/** One revision of the graph: its piece of the lines, its name, and who stands at it. */
import type { GraphLayout, GraphLine, GraphRow } from '../../core/graph/layout.ts';
import { type EnvironmentMark, markText, nodeText } from '../../core/graph/picture.ts';
import { laneWidth, laneX, linePath, rowHeight } from '../../core/graph/svg.ts';
import { type Child, h, svg } from '../shared/dom.ts';

export interface RowContext {
  readonly layout: GraphLayout;
  readonly isPending: (id: string) => boolean;
  /** Found by the search; everything is, as long as nothing is searched for. */
  readonly isFound: (row: GraphRow) => boolean;
  readonly current: string | undefined;
}

const middle = rowHeight / 2;
const colours = 6;

export function rowElement(at: number, row: GraphRow, context: RowContext): HTMLElement {
  const { layout, current, isPending, isFound } = context;
  const { node } = row;
  const isCurrent = current === node.id;
  const states = [
    isCurrent ? 'current' : '',
    isPending(node.id) ? 'pending' : '',
    isFound(row) ? '' : 'faded',
  ];
  const element = h(
    'div',
    {
      id: rowId(at),
      class: ['row', ...states].filter((name) => name !== '').join(' '),
      attributes: {
        role: 'option',
        'aria-selected': String(isCurrent),
        'aria-setsize': String(layout.rows.length),
        'aria-posinset': String(at + 1),
        'aria-label': nodeText(node),
        'data-id': node.id,
        title: tooltip(row),
      },
    },
    lanes(at, row, context),
    h('span', { class: 'marks' }, ...node.environments.map(mark), ...node.labels.map(label)),
    h(
      'span',
      { class: 'message' },
      node.message === '' ? h('span', { class: 'muted' }, 'no message') : node.message,
    ),
    isPending(node.id) ? h('span', { class: 'pending-word' }, 'pending') : undefined,
    h('code', { class: 'id' }, node.id),
  );
  element.style.top = `${at * rowHeight}px`;
  return element;
}

export const rowId = (at: number): string => `row-${at}`;

function mark({ name, kind, protected: isProtected, isOld }: EnvironmentMark): HTMLElement {
  const states = [kind, isProtected ? 'protected' : '', isOld ? 'last-known' : ''];
  const text = kind === 'stamped' ? name : `schema of ${name}`;
  return h(
    'span',
    { class: `mark ${states.filter((one) => one !== '').join(' ')}` },
    isOld ? `${text} (last known)` : text,
  );
}

function label(text: string): HTMLElement {
  return h('span', { class: 'branch-label' }, text);
}

function tooltip({ node }: GraphRow): string {
  return [
    node.message === '' ? node.id : `${node.id}  ${node.message}`,
    node.down.length === 0 ? 'Follows nothing.' : `Follows ${node.down.join(' and ')}.`,
    ...(node.dependsOn.length === 0 ? [] : [`Depends on ${node.dependsOn.join(' and ')}.`]),
    ...node.environments.map((one) => `${capital(markText(one))}.`),
    ...(node.pendingIn.length === 0 ? [] : [`Pending in ${node.pendingIn.join(', ')}.`]),
  ].join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The lower half of what comes from above, the upper half of what goes on, and the revision itself. */
function lanes(at: number, { lane, lines, node }: GraphRow, { layout, isPending }: RowContext): SVGElement {
  const width = Math.min(layout.lanes, mostLanes) * laneWidth + 20;
  const above = layout.rows[at - 1]?.lines ?? [];
  const drawn = (all: readonly GraphLine[], from: number): readonly Child[] =>
    all.map((one) => line(one, from, one.sources.some(isPending)));
  return svg(
    'svg',
    { class: 'lanes', width: String(width), height: String(rowHeight), 'aria-hidden': 'true' },
    drawn(above, middle - rowHeight),
    drawn(lines, middle),
    svg('circle', {
      class: `node lane-${lane % colours}${node.down.length > 1 ? ' merge' : ''}`,
      cx: String(laneX(lane)),
      cy: String(middle),
      r: '4.5',
    }),
  );
}

const mostLanes = 40;

/** From the middle of one row to the middle of the next; what is outside of the row is cut off. */
function line({ from, to, kind, colour }: GraphLine, top: number, isPending: boolean): SVGElement {
  const name = `line lane-${colour % colours}${kind === 'depends' ? ' depends' : ''}${isPending ? ' pending' : ''}`;
  return svg('path', { class: name, d: linePath(laneX(from), top, laneX(to), top + rowHeight) });
}
