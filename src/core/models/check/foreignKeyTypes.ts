/** Foreign keys of the models whose columns are of another type than what they point at: no database has to say so. */
import { displayName, nameKey, quoteName, sameName } from '../../schema/name.ts';
import type { Column, Table } from '../../schema/snapshot.ts';
import type { ModelSchema, RefusedKey } from '../modelSchema.ts';
import { foreignKeysOf } from './compareForeignKeys.ts';
import { primaryKeyOf } from './compareKeys.ts';
import { type Disagreement, subjectOf } from './disagreement.ts';
import { haveSameLabels, judgeType } from './types/judgeType.ts';
import { type Lookup, TypeNames } from './types/typeNames.ts';
import type { TypeVerdict } from './types/verdict.ts';
import { typeWords } from './typeWords.ts';

export type StatedKey = Omit<RefusedKey, 'table'>;

/** Also those that PostgreSQL refuses. */
export function statedKeys({ snapshot, refusedKeys = [] }: ModelSchema, table: Table): readonly StatedKey[] {
  const refused = refusedKeys.filter((one) => sameName(one.table, table.name));
  return [...foreignKeysOf(table), ...refused].map((key) => {
    if (key.referencedColumns.length > 0) return key;
    const target = snapshot.tables.get(nameKey(key.references));
    return { ...key, referencedColumns: (target && primaryKeyOf(target)?.columns) ?? [] };
  });
}

/** What was found for a table, and all that it depends on. */
export type KeyTypeMemo = WeakMap<Table, Remembered>;

interface Remembered {
  readonly found: readonly Disagreement[];
  readonly referenced: readonly (readonly [key: string, table: Table | undefined])[];
  readonly asked: readonly Lookup[];
}

export function foreignKeyTypes(
  models: ModelSchema,
  unmanaged: ReadonlySet<string>,
  memo: KeyTypeMemo,
): readonly Disagreement[] {
  return [...models.snapshot.tables].flatMap(([key, table]) =>
    unmanaged.has(key) ? [] : ofTable(table, models, memo),
  );
}

function ofTable(table: Table, models: ModelSchema, memo: KeyTypeMemo): readonly Disagreement[] {
  const { types, tables } = models.snapshot;
  // Keys that are refused are none of the table.
  const known = models.refusedKeys === undefined ? memo.get(table) : undefined;
  if (known !== undefined && isCurrent(known, models)) return known.found;
  const names = new TypeNames(types, types, { models: '', database: '' });
  const keys = statedKeys(models, table);
  const referenced = keys.map(({ references }) => {
    const key = nameKey(references);
    return [key, tables.get(key)] as const;
  });
  const found = keys.flatMap((key, at) => ofKey(key, table, referenced[at]?.[1], names));
  if (models.refusedKeys === undefined) memo.set(table, { found, referenced, asked: names.asked });
  return found;
}

function isCurrent({ referenced, asked }: Remembered, { snapshot }: ModelSchema): boolean {
  return (
    referenced.every(([key, one]) => snapshot.tables.get(key) === one) &&
    asked.every(({ key, answer }) => snapshot.types.get(key) === answer)
  );
}

function ofKey(
  { columns, referencedColumns }: StatedKey,
  { name, columns: own }: Table,
  referenced: Table | undefined,
  names: TypeNames,
): readonly Disagreement[] {
  if (referenced === undefined) return [];
  return columns.flatMap((part, at): readonly Disagreement[] => {
    const column = own.find((one) => one.name === part);
    const target = referenced.columns.find((one) => one.name === referencedColumns[at]);
    if (column === undefined || target === undefined) return [];
    const verdict = judgeType(target.type, column.type, names);
    if (!isRefused(verdict) && !areOtherEnums(target, column, names)) return [];
    const other = `${displayName(referenced.name)}.${quoteName(target.name)}`;
    return [
      {
        ...subjectOf('foreign key type', { object: 'column', of: name, part }, [part], `${part}\0${other}`),
        kind: 'foreign-key-type',
        model: `${typeWords(column.type)}, and refers to ${other}, which is ${typeWords(target.type)}`,
        database: undefined,
      },
    ];
  });
}

/** Two enum types do not compare, whatever their labels. */
function areOtherEnums({ type: a }: Column, { type: b }: Column, names: TypeNames): boolean {
  return a.kind === 'named' && b.kind === 'named' && haveSameLabels(a, b, names);
}

/** PostgreSQL takes a foreign key wherever it can compare two types: a number with a wider one, texts of any length. */
const isRefused = (verdict: TypeVerdict): boolean =>
  typeof verdict === 'object' && verdict.kind === 'type-mismatch' && verdict.usual === undefined;
