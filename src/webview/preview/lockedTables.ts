/** The tables that the run locks, the strongest lock first. */

import type { LockMode } from '../../core/preview/locks/impact.ts';
import { lockMeaning, lockWeight } from '../../core/preview/lockWords.ts';
import type { LockedTable, RunPreview } from '../../core/preview/runPreview.ts';
import { bytesText, rowsText } from '../../core/preview/sizeWords.ts';
import { displayName } from '../../core/schema/name.ts';
import { type Child, h } from '../shared/dom.ts';
import { badge, section, type Tone } from './pieces.ts';

export function lockedTables({ summary: { locked } }: RunPreview): Child {
  if (locked.length === 0) return undefined;
  const header = ['Table', 'Strongest lock', 'Meanwhile', 'Rows', 'Size', 'Work on it'];
  return section(
    'locked',
    'Tables locked',
    h(
      'div',
      { class: 'scroll', attributes: { tabindex: '0', role: 'region', 'aria-label': 'Tables locked' } },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...header.map((text) => h('th', { attributes: { scope: 'col' } }, text)))),
        h('tbody', {}, ...locked.map(row)),
      ),
    ),
  );
}

function row({ table, mode, rows, bytes, rewrite, scan }: LockedTable): HTMLElement {
  const work = [
    rewrite ? badge('rewritten', 'bad') : undefined,
    scan ? badge('read in full', 'warning') : undefined,
  ];
  return h(
    'tr',
    {},
    h('th', { attributes: { scope: 'row' } }, h('code', {}, displayName(table))),
    h('td', {}, lockBadge(mode)),
    h('td', {}, lockMeaning(mode)),
    h('td', { class: 'number' }, rowsText(rows)?.replace(/ rows?$/, '') ?? 'not known'),
    h('td', { class: 'number' }, bytesText(bytes) ?? 'not known'),
    h('td', {}, work.some((one) => one !== undefined) ? work : h('span', { class: 'muted' }, 'catalog only')),
  );
}

const tones: Readonly<Record<ReturnType<typeof lockWeight>, Tone>> = {
  blocksAll: 'bad',
  blocksWrites: 'warning',
  light: 'muted',
};

export function lockBadge(mode: LockMode, ...rest: readonly Child[]): HTMLElement {
  return badge([h('span', { class: 'mode' }, mode), ...rest], tones[lockWeight(mode)], lockMeaning(mode));
}
