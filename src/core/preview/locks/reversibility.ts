/** Whether a later migration can bring back what was there before a step. */

import { listText } from '../../drift/words.ts';
import { resolveType } from '../../schema/apply/columnType.ts';
import { find } from '../../schema/apply/resolve.ts';
import { displayName } from '../../schema/name.ts';
import { type NamedType, type SqlType, typeText } from '../../schema/type.ts';
import type { PlannedStep } from '../plan/plannedRun.ts';
import type { Reversibility } from './impact.ts';
import { filledColumns, isOwn, isOwnColumn, writesOwnColumns } from './ownColumns.ts';
import type { Meeting, Step } from './reading.ts';
import { columnOf } from './readings/known.ts';

interface Met {
  readonly step: PlannedStep;
  readonly meeting: Meeting;
}

const reversible: Reversibility = { kind: 'reversible' };

export function worstReversibility(met: readonly Met[]): Reversibility {
  const order = ['reversible', 'losesData', 'irreversible'] as const;
  return met
    .map(reversibilityOf)
    .reduce((worst, one) => (order.indexOf(one.kind) > order.indexOf(worst.kind) ? one : worst), reversible);
}

const loses = (why: string): Reversibility => ({ kind: 'losesData', why });

function reversibilityOf({ step: { operation }, meeting }: Met): Reversibility {
  switch (operation.kind) {
    case 'dropTable':
      return isThere(operation.table, meeting) && !isOwn(operation.table, meeting)
        ? loses(`The rows of ${displayName(operation.table)} are gone afterwards.`)
        : reversible;
    case 'dropColumn':
      return isOwnColumn(operation.table, operation.column, meeting)
        ? reversible
        : loses(`The values of ${displayName(operation.table)}.${operation.column} are gone afterwards.`);
    case 'dropSequence':
      if (isOwn(operation.sequence, meeting)) return reversible;
      return loses(`How far sequence ${displayName(operation.sequence)} has counted is gone afterwards.`);
    case 'dropSchema':
    case 'dropType':
    case 'dropExtension':
      return operation.cascade
        ? loses('With CASCADE, columns and rows that depend on it are gone afterwards.')
        : reversible;
    case 'addEnumLabel':
      if (isOwn(operation.type, meeting)) return reversible;
      return {
        kind: 'irreversible',
        why: `PostgreSQL cannot drop label ${operation.label} again: that takes a new type.`,
      };
    case 'alterColumn':
      if (isOwnColumn(operation.table, operation.column, meeting)) return reversible;
      return operation.change.kind === 'type'
        ? typeReversibility(operation, meeting)
        : alteredColumn(operation);
    case 'data':
      return dataReversibility(operation, meeting);
    case 'opaque':
      return { kind: 'irreversible', why: 'What it does is not known, so neither is how to take it back.' };
    default:
      return reversible;
  }
}

const isThere = (name: Parameters<typeof find>[2], { draft }: Meeting): boolean =>
  find(draft, draft.tables, name) !== undefined;

function alteredColumn({ column, change }: Step<'alterColumn'>): Reversibility {
  const replaced = change.kind === 'generated' && change.expression === undefined;
  return replaced
    ? {
        kind: 'irreversible',
        why: `PostgreSQL cannot make ${column} a generated column again: that takes a new column.`,
      }
    : reversible;
}

function dataReversibility({ statement, tables }: Step<'data'>, meeting: Meeting): Reversibility {
  const isNew = tables.length > 0 && tables.every((one) => isOwn(one, meeting));
  if (isNew || writesOwnColumns(tables, meeting)) return reversible;
  const filled = filledColumns(meeting);
  if (filled.length > 0)
    return {
      kind: 'irreversible',
      why: `Which rows had NULL in ${listText(filled)} cannot be told afterwards.`,
    };
  const text = JSON.stringify(meeting.node ?? {});
  if (/^TRUNCATE|^DELETE/i.test(statement) || text.includes('"DeleteStmt"'))
    return loses('The rows that it deletes are gone afterwards.');
  if (/^UPDATE|^MERGE/i.test(statement) || text.includes('"UpdateStmt"'))
    return loses('The values that it overwrites are gone afterwards.');
  return reversible;
}

function typeReversibility(
  { table, column, change }: Step<'alterColumn'>,
  { draft }: Meeting,
): Reversibility {
  const found = find(draft, draft.tables, table);
  const from = found && columnOf(found, column)?.type;
  if (from === undefined || change.kind !== 'type') return reversible;
  const to = resolveType(draft, change.type);
  if (change.using !== undefined && !new RegExp(`^"?${column}"?(?:::[\\w ".()]+)*$`).test(change.using)) {
    return loses(
      'Whether the old values can be told from the new ones depends on the expression behind USING.',
    );
  }
  const why = lossOf(from, to);
  return why === undefined ? reversible : loses(why);
}

/** What a value of `to` no longer tells of one of `from`; what does not fit makes the statement fail instead. */
function lossOf(from: SqlType, to: SqlType): string | undefined {
  if (from.kind === 'unresolved' || to.kind === 'unresolved') return undefined;
  const [source, target] = [from.name, to.name];
  const became = `${typeText(from)} becomes ${typeText(to)}`;
  if (from.schema !== undefined || to.schema !== undefined) return undefined;
  if (isExact(source) && isFloat(target)) return `Numbers may be rounded when ${became}.`;
  if (source === 'double precision' && target === 'real') return `Numbers are rounded when ${became}.`;
  if ((source === 'numeric' || isFloat(source)) && integers.has(target))
    return `Fractions are rounded away when ${became}.`;
  if (source === 'numeric' && target === 'numeric' && scale(to) < scale(from))
    return `Digits behind the point are rounded away when ${became}.`;
  if (/^time/.test(source)) return lossOfTime(from, to, became);
  if (source === 'json' && target === 'jsonb')
    return 'jsonb keeps neither blanks nor the order of keys nor keys that occur twice.';
  return undefined;
}

const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);
const isFloat = (name: string): boolean => name === 'real' || name === 'double precision';
const isExact = (name: string): boolean => name === 'numeric' || name === 'bigint';

function scale({ modifier }: NamedType): number {
  return modifier === undefined ? Number.POSITIVE_INFINITY : Number(modifier.split(',')[1] ?? 0);
}

function lossOfTime(from: NamedType, to: NamedType, became: string): string | undefined {
  if (to.name === 'date') return `The time of day is gone when ${became}.`;
  if (!/^time/.test(to.name)) return undefined;
  if (to.name.startsWith('time ') && from.name.startsWith('timestamp'))
    return `The day is gone when ${became}.`;
  if (from.name !== to.name)
    return `Hours that a change of clocks repeats or leaves out become the same when ${became}, unless the session's time zone has none.`;
  const precision = ({ modifier }: NamedType) => (modifier === undefined ? 6 : Number(modifier));
  return precision(to) < precision(from) ? `Fractions of seconds are rounded when ${became}.` : undefined;
}
