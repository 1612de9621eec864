/** A column without a type has that of the column it refers to, as SQLAlchemy gives it. */
import type { ColumnDefinition, TableDefinition } from '../../migration/operations/definitions.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameKey, qualified } from '../../schema/name.ts';
import { type SqlType, typeText } from '../../schema/type.ts';
import type { WholeTable } from './snapshotOf.ts';
import type { TableOperations } from './tableOperations.ts';

export interface Typed {
  /** The tables that were looked at, with their definitions then. */
  readonly lookedAt: Definitions;
  readonly types: string;
  readonly operations: readonly MigrationOperation[];
}

type Definitions = ReadonlyMap<string, TableDefinition | undefined>;

export function withReferencedTypes(
  made: TableOperations,
  tables: ReadonlyMap<string, WholeTable>,
  cache: WeakMap<TableOperations, Typed>,
): readonly MigrationOperation[] {
  if (!made.isUntyped) return made.operations;
  const known = cache.get(made);
  const isCurrent = ([key, definition]: readonly [string, TableDefinition | undefined]): boolean =>
    tables.get(key)?.made.definition === definition;
  if (known !== undefined && [...known.lookedAt].every(isCurrent)) return known.operations;
  const lookedAt = new Map<string, TableDefinition | undefined>();
  const definitionOf = (key: string): TableDefinition | undefined => {
    const definition = tables.get(key)?.made.definition;
    lookedAt.set(key, definition);
    return definition;
  };
  const types: string[] = [];
  const operations = made.operations.map((one) => {
    if (one.kind !== 'createTable' || !one.definition.columns.some(isUntyped)) return one;
    const columns = one.definition.columns.map((column) => {
      if (!isUntyped(column)) return column;
      const type = typeBehind(column, one.definition, definitionOf, 0);
      types.push(typeText(type));
      return { ...column, type };
    });
    return { ...one, definition: { ...one.definition, columns } };
  });
  const text = types.join('\0');
  const typed = { lookedAt, types: text, operations: known?.types === text ? known.operations : operations };
  cache.set(made, typed);
  return typed.operations;
}

export function isUntyped({ type }: ColumnDefinition): boolean {
  return type.kind === 'unresolved' && type.text === 'no type';
}

function typeBehind(
  column: ColumnDefinition,
  definition: TableDefinition,
  definitionOf: (key: string) => TableDefinition | undefined,
  hops: number,
): SqlType {
  for (const constraint of definition.constraints) {
    const at = constraint.kind === 'foreignKey' ? constraint.columns.indexOf(column.name) : -1;
    if (constraint.kind !== 'foreignKey' || at < 0) continue;
    const other = definitionOf(nameKey(qualified(constraint.references)));
    const target = other?.columns.find(({ name }) => name === constraint.referencedColumns[at]);
    if (other === undefined || target === undefined || hops > 20) continue;
    return isUntyped(target) ? typeBehind(target, other, definitionOf, hops + 1) : withoutSerial(target.type);
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
