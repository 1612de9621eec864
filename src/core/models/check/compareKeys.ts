/**
 * Primary keys and unique constraints. A unique index without a condition is as good as a unique constraint, and a
 * primary key as good as either.
 */
import type { PrimaryKey } from '../../schema/constraint.ts';
import type { Table } from '../../schema/snapshot.ts';
import {
  disagree,
  hasAllColumns,
  type Part,
  type PartsContext,
  partSubject,
  sameColumnSet,
  sameColumns,
} from './tableParts.ts';
import { columnList } from './typeWords.ts';

export function compareKeys(context: PartsContext): void {
  comparePrimaryKeys(context);
  compareUniques(context);
}

export const primaryKeyOf = ({ constraints }: Table): PrimaryKey | undefined =>
  constraints.find((one) => one.kind === 'primaryKey');

function comparePrimaryKeys(context: PartsContext): void {
  const { model, database } = context;
  const [wanted, there] = [primaryKeyOf(model), primaryKeyOf(database)];
  const [columns, columnsThere] = [wanted?.columns, there?.columns];
  if (columns === undefined && columnsThere === undefined) return;
  if (columns !== undefined && columnsThere !== undefined && sameColumns(columns, columnsThere)) return;
  if (!hasAllColumns(database, columns ?? []) || !hasAllColumns(model, columnsThere ?? [])) return;
  const name = wanted?.name ?? there?.name ?? '';
  const part = { object: 'constraint', name, columns: columns ?? columnsThere ?? [] } as const;
  disagree(
    context,
    partSubject('primary key', model, part, ''),
    'primary-key',
    { model: columns && columnList(columns), database: columnsThere && columnList(columnsThere) },
    sameColumnSet(columns ?? [], columnsThere ?? []) ? 'hint' : undefined,
  );
}

export interface UniqueKey extends Part {
  readonly nullsNotDistinct: boolean;
}

/** Those that hold for all rows. */
export function uniqueKeysOf({ constraints, indexes }: Table): readonly UniqueKey[] {
  const ofConstraints = constraints.flatMap((one): readonly UniqueKey[] =>
    one.kind === 'unique'
      ? [{ ...one, object: 'constraint', nullsNotDistinct: one.nullsNotDistinct === true }]
      : [],
  );
  const ofIndexes = indexes.flatMap(
    ({ name, unique, keys, predicate, nullsNotDistinct }): readonly UniqueKey[] => {
      const columns = keys.flatMap(({ column }) => column ?? []);
      if (!unique || predicate !== undefined || columns.length < keys.length) return [];
      return [{ object: 'index', name, columns, nullsNotDistinct: nullsNotDistinct === true }];
    },
  );
  return [...ofConstraints, ...ofIndexes];
}

function compareUniques(context: PartsContext): void {
  const { model, database } = context;
  const [wanted, there] = [uniqueKeysOf(model), uniqueKeysOf(database)];
  const usedThere = new Set<UniqueKey>();
  for (const key of wanted) {
    const others = there.filter(({ columns }) => sameColumnSet(columns, key.columns));
    for (const other of others) usedThere.add(other);
    if (others.length > 0) compareUnique(key, others, context);
    else if (hasAllColumns(database, key.columns) && !isPrimaryKey(database, key)) missing(key, context);
  }
  for (const key of there)
    if (!usedThere.has(key) && hasAllColumns(model, key.columns) && !isPrimaryKey(model, key))
      surplus(key, context);
}

const isPrimaryKey = (table: Table, { columns }: UniqueKey): boolean =>
  sameColumnSet(primaryKeyOf(table)?.columns ?? [], columns);

/** @param others Of the same columns, be they in another order. */
function compareUnique(key: UniqueKey, others: readonly UniqueKey[], context: PartsContext): void {
  const alike = others.filter(({ nullsNotDistinct }) => nullsNotDistinct === key.nullsNotDistinct);
  if (alike.some(({ columns }) => sameColumns(columns, key.columns))) return;
  const [other] = alike.length > 0 ? alike : others;
  disagree(
    context,
    uniqueSubject(key, context),
    'unique',
    { model: uniqueWords(key), database: other && uniqueWords(other) },
    alike.length > 0 ? 'hint' : undefined,
  );
}

function missing(key: UniqueKey, context: PartsContext): void {
  disagree(context, uniqueSubject(key, context), 'unique', { model: uniqueWords(key) });
}

function surplus(key: UniqueKey, context: PartsContext): void {
  disagree(context, uniqueSubject(key, context), 'unique', { database: uniqueWords(key) });
}

const uniqueSubject = (key: UniqueKey, { model }: PartsContext) =>
  partSubject('unique', model, key, [...key.columns].sort().join('\0'));

const uniqueWords = ({ columns, nullsNotDistinct }: UniqueKey): string =>
  `${columnList(columns)}${nullsNotDistinct ? ', NULLs count as equal' : ''}`;
