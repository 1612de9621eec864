/** One statement: its text, what it costs, and what speaks against it. */

import { listText } from '../../core/drift/words.ts';
import {
  findingText,
  otherLocksText,
  reversibilityText,
  tableLocks,
  workText,
} from '../../core/preview/formats/words.ts';
import type { RelationLock } from '../../core/preview/locks/impact.ts';
import { otherLocks, placeKey } from '../../core/preview/rehearsal/otherLocks.ts';
import type { FindingHere, RunPreview, StatementPreview, TableSize } from '../../core/preview/runPreview.ts';
import { sizeText } from '../../core/preview/sizeWords.ts';
import { displayName, sameName } from '../../core/schema/name.ts';
import { type Child, h } from '../shared/dom.ts';
import type { Actions } from './actions.ts';
import { lockBadge } from './lockedTables.ts';
import { badge, codeBlock, note, placeLink, sqlBlock } from './pieces.ts';
import { timeText, timeTone } from './time.ts';

export interface StatementContext {
  readonly id: string;
  readonly revision: string;
  readonly index: number;
  readonly preview: RunPreview;
  readonly actions: Actions;
}

export function statementItem(statement: StatementPreview, context: StatementContext): HTMLElement {
  const { text, failures, impact, findings, condition, line, location } = statement;
  const { id, actions } = context;
  const isFailing = failures.length > 0 || impact.refusal !== undefined;
  return h(
    'li',
    { id, class: isFailing ? 'statement failing' : 'statement' },
    condition === undefined ? undefined : note('unknown', 'warning', condition),
    text.kind === 'sql'
      ? sqlBlock(`${text.sql};`, `Statement ${context.index + 1} of ${context.revision}`)
      : [
          note('unknown', 'warning', h('strong', {}, 'Not known as SQL. '), text.reason),
          h('div', { class: 'python' }, codeBlock(text.source, 'The lines of the script')),
        ],
    h(
      'div',
      { class: 'costs' },
      ...costs(statement),
      placeLink(`${id}-place`, line === undefined ? 'in the script' : `line ${line}`, location, actions),
    ),
    ...[...failures, ...(impact.refusal === undefined ? [] : [impact.refusal])].map((one) =>
      note('bad', 'bad', one),
    ),
    ...remarks(statement, context).map((one) => h('p', { class: 'muted small' }, one)),
    observed(context),
    waiting(context),
    ...findings.map((finding, at) => findingNote(finding, `${id}-finding-${at}`, actions)),
  );
}

/** What stands out has a frame; what is as it should be is told in passing. */
function costs({ impact, tables, time, autocommit, text }: StatementPreview): readonly Child[] {
  const sizeOf = (lock: RelationLock) => tables.find(({ table }) => sameName(table, lock.relation));
  const locks = tableLocks(impact);
  const work = workText(impact);
  const { kind } = impact.reversibility;
  const plain = [
    impact.basis === 'measured' && locks.length === 0 && text.kind === 'sql'
      ? 'locks no table that is there now'
      : '',
    time.kind === 'instant' ? timeText(time).toLowerCase() : '',
    autocommit ? 'in a transaction of its own' : 'in the transaction',
    kind === 'reversible' && impact.basis !== 'unknown' ? reversibilityText[kind] : '',
  ];
  return [
    ...locks.map((lock) => lockOn(lock, sizeOf(lock))),
    impact.basis === 'notMeasured' ? badge('locks not measured on this version', 'warning') : undefined,
    impact.basis === 'unknown' ? badge('locks not known', 'warning') : undefined,
    work === '' ? undefined : badge(work, impact.rewrites.length > 0 ? 'bad' : 'warning'),
    time.kind === 'instant' ? undefined : badge(timeText(time).toLowerCase(), timeTone(time), time.basis),
    impact.refusesTransaction && !autocommit ? badge('refuses a transaction', 'bad') : undefined,
    kind === 'reversible' ? undefined : badge(reversibilityText[kind], 'warning'),
    h(
      'span',
      { class: 'plainly', attributes: { title: time.basis } },
      plain.filter((one) => one !== '').join(' · '),
    ),
  ];
}

function lockOn(lock: RelationLock, size: TableSize | undefined): HTMLElement {
  const what = lock.kind === 'table' ? '' : `${kinds[lock.kind]} `;
  return lockBadge(
    lock.mode,
    ` ${what}${displayName(lock.relation)}`,
    size === undefined ? undefined : h('span', { class: 'size' }, ` ${sizeText(size)}`),
  );
}

/** Why it costs that: not again where the statement before says the same. */
function remarks(
  statement: StatementPreview,
  { preview, revision, index }: StatementContext,
): readonly string[] {
  const before = preview.revisions.find((one) => one.revision === revision)?.statements[index - 1];
  const known = new Set(before === undefined ? [] : reasonsOf(before));
  return reasonsOf(statement).filter((one) => !known.has(one));
}

function reasonsOf({ time, impact }: StatementPreview): readonly string[] {
  const why = impact.reversibility.why;
  return [
    ...(time.kind === 'instant' ? [] : [`${timeText(time)}: ${time.basis}`]),
    ...(why === undefined ? [] : [why]),
    ...impact.notes,
  ];
}

const kinds: Readonly<Record<Exclude<RelationLock['kind'], 'table'>, string>> = {
  index: 'index',
  view: 'view',
  materializedView: 'materialized view',
  sequence: 'sequence',
};

/** What the rehearsal saw, where that is not what was said. */
function observed({ preview, revision, index }: StatementContext): Child {
  const text = otherLocksText(otherLocks(preview).get(placeKey(revision, index)));
  return text === undefined ? undefined : note('information', 'warning', text);
}

/** Who would make this very statement wait; told in full above. */
function waiting({ preview, revision, index }: StatementContext): Child {
  const here = preview.obstacles.filter(
    ({ severity, statements }) =>
      severity === 'blocks' && statements.some((one) => one.revision === revision && one.index === index),
  );
  if (here.length === 0) return undefined;
  const who = here.flatMap(({ pid }) => (pid === undefined ? [] : [`session ${pid}`]));
  const link = h('a', { class: 'link', attributes: { href: '#obstacles' } }, 'See what is in the way');
  return note(
    'bad',
    'bad',
    who.length === 0 ? 'Would wait now. ' : `Would wait now for ${listText(who)}. `,
    link,
  );
}

function findingNote(
  { rule, severity, suppressed, fix, location, ...told }: FindingHere,
  id: string,
  actions: Actions,
): HTMLElement {
  const signs = {
    error: ['bad', 'bad'],
    warning: ['warning', 'warning'],
    information: ['information', 'muted'],
  } as const;
  const [name, tone] = suppressed === undefined ? signs[severity] : (['information', 'muted'] as const);
  return note(
    name,
    tone,
    findingText(told),
    suppressed === undefined ? undefined : ` Accepted: ${suppressed}`,
    ' ',
    h('code', { class: 'rule' }, rule),
    fix === undefined ? undefined : [' · ', placeLink(id, `Safer form: ${fix.title}`, location, actions)],
  );
}
