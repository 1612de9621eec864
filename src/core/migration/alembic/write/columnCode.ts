/** `sa.Column(…)` for a column of a snapshot. */
import { generatedName } from '../../../schema/generatedNames.ts';
import { displayName, type QualifiedName, sameName } from '../../../schema/name.ts';
import type { Column, SchemaSnapshot, Sequence, Table } from '../../../schema/snapshot.ts';
import { type SqlType, typeText } from '../../../schema/type.ts';
import { type Code, call, stringCode } from './pythonCode.ts';
import { sqlExpression } from './statement.ts';
import type { Writer } from './writer.ts';

/** `undefined` where it cannot be written with SQLAlchemy's means. */
export function columnCode(
  column: Column,
  table: Table,
  snapshot: SchemaSnapshot,
  writer: Writer,
): Code | undefined {
  const type = writer.type(column.type, { types: snapshot.types, collation: column.collation });
  const isSerial = column.default?.startsWith('nextval(') === true;
  if (type === undefined || (isSerial && !isPlainSerial(column, table, snapshot))) return undefined;
  const generation = generationCode(column, table, snapshot);
  return call('sa.Column', [stringCode(column.name), type, ...generation], {
    autoincrement: autoincrement(column, table, isSerial),
    server_default: isSerial || column.default === undefined ? undefined : sqlExpression(column.default),
    nullable: column.nullable ? 'True' : 'False',
    comment: column.comment === undefined ? undefined : stringCode(column.comment),
  });
}

/** SQLAlchemy makes a serial column of a primary key's integer, and no other. */
function isPlainSerial({ name, type }: Column, table: Table, { sequences }: SchemaSnapshot): boolean {
  const usual = generatedName(table.name.name, name, 'seq', () => false);
  const sequence = ownedBy(sequences, table.name, name);
  return isInteger(type) && keyOf(table).includes(name) && sequence?.name.name === usual;
}

export function ownedBy(
  sequences: SchemaSnapshot['sequences'],
  table: QualifiedName,
  column: string,
): Sequence | undefined {
  return [...sequences.values()].find(
    (one) => one.ownedBy !== undefined && one.ownedBy.column === column && sameName(one.ownedBy.table, table),
  );
}

function keyOf(table: Table): readonly string[] {
  return table.constraints.find((one) => one.kind === 'primaryKey')?.columns ?? [];
}

function isInteger(type: SqlType): boolean {
  return !('array' in type && type.array) && /^(?:smallint|integer|bigint)$/.test(typeText(type));
}

/** SQLAlchemy would make the only integer of a primary key serial, unless told not to. */
function autoincrement(column: Column, table: Table, isSerial: boolean): Code | undefined {
  if (isSerial) return 'True';
  const key = keyOf(table);
  const refers = table.constraints.some(
    (one) => one.kind === 'foreignKey' && one.columns.includes(column.name),
  );
  const byItself = key.length === 1 && key[0] === column.name && isInteger(column.type) && !refers;
  return byItself && column.default === undefined && column.identity === undefined ? 'False' : undefined;
}

function generationCode(column: Column, table: Table, { sequences }: SchemaSnapshot): readonly Code[] {
  const { generated, identity } = column;
  if (generated !== undefined) {
    return [
      call('sa.Computed', [sqlText(generated.expression)], {
        persisted: generated.stored === undefined ? undefined : generated.stored ? 'True' : 'False',
      }),
    ];
  }
  if (identity === undefined) return [];
  const sequence = ownedBy(sequences, table.name, column.name);
  const unless = (value: string | undefined, usual: string) => (value === usual ? undefined : value);
  return [
    call('sa.Identity', [], {
      always: identity === 'always' ? 'True' : 'False',
      start: unless(sequence?.start, '1'),
      increment: unless(sequence?.increment, '1'),
      cycle: sequence?.cycle ? 'True' : undefined,
    }),
  ];
}

function sqlText(sql: string): Code {
  return stringCode(sql, sql.includes("'") ? '"' : "'");
}

/** A type in SQL; what lies in `public` is found on the search path. */
export function sqlTypeText(type: SqlType): string {
  if (type.kind === 'unresolved' || type.schema === undefined) return typeText(type);
  const modifier = type.modifier === undefined ? '' : `(${type.modifier})`;
  return `${displayName({ schema: type.schema, name: type.name })}${modifier}${type.array ? '[]' : ''}`;
}

/** `schema=` where it is not `public`. */
export function schemaArgument({ schema }: QualifiedName): Code | undefined {
  return schema === 'public' ? undefined : stringCode(schema);
}
