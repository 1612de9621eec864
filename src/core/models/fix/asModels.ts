/** What a database has, in the names that the models use for schemas. */
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import type { Column, SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import { inDatabase, inModels, type SchemaNames } from '../check/schemaNames.ts';
import type { FixSide } from './fixContext.ts';

export function tableAt({ snapshot, schemas }: FixSide, name: QualifiedName): Table | undefined {
  const table = snapshot.tables.get(nameKey(inDatabase(name, schemas)));
  return table && tableAsModels(table, schemas);
}

function tableAsModels(table: Table, schemas: SchemaNames): Table {
  if (schemas.models === schemas.database) return table;
  return {
    ...table,
    name: inModels(table.name, schemas),
    columns: table.columns.map((column): Column => ({ ...column, type: typeAsModels(column.type, schemas) })),
    constraints: table.constraints.map((one) =>
      one.kind === 'foreignKey' ? { ...one, references: inModels(one.references, schemas) } : one,
    ),
  };
}

function typeAsModels(type: SqlType, schemas: SchemaNames): SqlType {
  if (type.kind === 'unresolved' || type.schema === undefined) return type;
  return { ...type, schema: inModels({ schema: type.schema, name: type.name }, schemas).schema };
}

export function typesOf({ snapshot, schemas }: FixSide): SchemaSnapshot['types'] {
  if (schemas.models === schemas.database) return snapshot.types;
  return new Map(
    [...snapshot.types.values()].map((type) => {
      const name = inModels(type.name, schemas);
      return [nameKey(name), { ...type, name }];
    }),
  );
}

export function tablesOf(side: FixSide): readonly Table[] {
  return [...side.snapshot.tables.values()].map((table) => tableAsModels(table, side.schemas));
}

export function columnOf(table: Table | undefined, name: string | undefined): Column | undefined {
  return table?.columns.find((column) => column.name === name);
}
