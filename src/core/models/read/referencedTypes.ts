/** A column without a type has that of the column it refers to, as SQLAlchemy gives it. */
import type { ColumnDefinition, TableDefinition } from '../../migration/operations/definitions.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameKey } from '../../schema/name.ts';
import { type SqlType, typeText } from '../../schema/type.ts';
import { qualified } from './schemaOf.ts';
import type { WholeTable } from './snapshotOf.ts';
import type { TableOperations } from './tableOperations.ts';

export interface Typed {
  readonly types: string;
  readonly operations: readonly MigrationOperation[];
}

type Definitions = ReadonlyMap<string, TableDefinition>;

export function definitionsOf(tables: readonly WholeTable[]): Definitions {
  const definitions = new Map<string, TableDefinition>();
  for (const { table, made } of tables)
    if (made.definition !== undefined) definitions.set(nameKey(qualified(table.name)), made.definition);
  return definitions;
}

export function withReferencedTypes(
  made: TableOperations,
  definitions: Definitions,
  cache: WeakMap<TableOperations, Typed>,
): readonly MigrationOperation[] {
  if (!made.isUntyped) return made.operations;
  const types: string[] = [];
  const operations = made.operations.map((one) => {
    if (one.kind !== 'createTable' || !one.definition.columns.some(isUntyped)) return one;
    const columns = one.definition.columns.map((column) => {
      if (!isUntyped(column)) return column;
      const type = typeBehind(column, one.definition, definitions, 0);
      types.push(typeText(type));
      return { ...column, type };
    });
    return { ...one, definition: { ...one.definition, columns } };
  });
  const known = cache.get(made);
  if (known?.types === types.join('\0')) return known.operations;
  cache.set(made, { types: types.join('\0'), operations });
  return operations;
}

export function isUntyped({ type }: ColumnDefinition): boolean {
  return type.kind === 'unresolved' && type.text === 'no type';
}

function typeBehind(
  column: ColumnDefinition,
  definition: TableDefinition,
  definitions: Definitions,
  hops: number,
): SqlType {
  for (const constraint of definition.constraints) {
    const at = constraint.kind === 'foreignKey' ? constraint.columns.indexOf(column.name) : -1;
    if (constraint.kind !== 'foreignKey' || at < 0) continue;
    const other = definitions.get(nameKey(qualified(constraint.references)));
    const target = other?.columns.find(({ name }) => name === constraint.referencedColumns[at]);
    if (other === undefined || target === undefined || hops > 20) continue;
    return isUntyped(target) ? typeBehind(target, other, definitions, hops + 1) : withoutSerial(target.type);
  }
  return column.type;
}

const serials: Readonly<Record<string, string>> = {
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
};

function withoutSerial(type: SqlType): SqlType {
  return type.kind === 'named' ? { ...type, name: serials[type.name] ?? type.name } : type;
}
