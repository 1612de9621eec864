/**
 * A table as the models say it, and as one schema has it: what surely disagrees, and what cannot be told.
 *
 * What was found for two versions of a table is kept for as long as both are there: what is typed changes few tables.
 */
import { matchByName } from '../../drift/compareObject.ts';
import type { ExpressionComparer } from '../../schema/expression.ts';
import { nameKey } from '../../schema/name.ts';
import type { Column, Table } from '../../schema/snapshot.ts';
import { type ColumnContext, compareColumn, missingColumn, surplusColumn } from './compareColumn.ts';
import { compareForeignKeys } from './compareForeignKeys.ts';
import { compareIndexes } from './compareIndexes.ts';
import { compareKeys } from './compareKeys.ts';
import type { Compared, Disagreement, Unclear } from './disagreement.ts';
import type { SchemaNames } from './schemaNames.ts';
import { type Lookup, type TypeMap, TypeNames } from './types/typeNames.ts';

export interface ComparedTable extends Compared {
  /** Columns of one enum on both sides: {@link nameKey}s of the types. */
  readonly enums: readonly { readonly model: string; readonly database: string }[];
}

export interface TableContext {
  readonly modelTypes: TypeMap;
  readonly databaseTypes: TypeMap;
  readonly schemas: SchemaNames;
  readonly expressions: ExpressionComparer;
}

/** What was found for two versions of a table, and the types that it depends on. Only for one {@link ExpressionComparer}. */
export type TableMemo = WeakMap<Table, WeakMap<Table, Remembered>>;

interface Remembered {
  readonly found: ComparedTable;
  readonly schemas: SchemaNames;
  readonly asked: readonly Lookup[];
}

export function compareTableOnce(
  model: Table,
  database: Table,
  context: TableContext,
  memo: TableMemo,
): ComparedTable {
  const before = memo.get(model);
  const remembered = before?.get(database);
  if (remembered !== undefined && stillHolds(remembered, context)) return remembered.found;
  const names = new TypeNames(context.modelTypes, context.databaseTypes, context.schemas);
  const found = compareTable(model, database, names, context);
  const known = before ?? new WeakMap<Table, Remembered>();
  known.set(database, { found, schemas: context.schemas, asked: names.asked });
  if (before === undefined) memo.set(model, known);
  return found;
}

function stillHolds({ schemas, asked }: Remembered, context: TableContext): boolean {
  if (schemas.models !== context.schemas.models || schemas.database !== context.schemas.database)
    return false;
  return asked.every(
    ({ side, key, answer }) =>
      (side === 'models' ? context.modelTypes : context.databaseTypes).get(key) === answer,
  );
}

function compareTable(
  model: Table,
  database: Table,
  names: TypeNames,
  { schemas, expressions }: TableContext,
): ComparedTable {
  const disagreements: Disagreement[] = [];
  const unclear: Unclear[] = [];
  const shared = { expressions, disagreements, unclear };
  const columns: ColumnContext = { ...shared, table: model.name, names };
  const { pairs, removed, added } = matchByName(model.columns, database.columns);
  for (const pair of pairs) compareColumn(pair.before, pair.after, columns);
  for (const column of removed) missingColumn(column, columns);
  for (const column of added) surplusColumn(column, columns);
  // A foreign table has columns only.
  if (database.kind !== 'foreignTable') {
    const parts = { ...shared, model, database, schemas, names };
    compareKeys(parts);
    compareForeignKeys(parts);
    compareIndexes(parts);
  }
  const enums = pairs.flatMap(({ before, after }) => enumsOf(before, after, names));
  return { disagreements, unclear, enums };
}

function enumsOf(model: Column, database: Column, names: TypeNames): ComparedTable['enums'] {
  const [a, b] = [model.type, database.type];
  if (a.kind === 'unresolved' || b.kind === 'unresolved' || a.array !== b.array || !names.same(a, b))
    return [];
  const [wanted, there] = [names.modelType(a), names.databaseType(b)];
  if (wanted?.kind !== 'enum' || there?.kind !== 'enum') return [];
  return [{ model: nameKey(wanted.name), database: nameKey(there.name) }];
}
