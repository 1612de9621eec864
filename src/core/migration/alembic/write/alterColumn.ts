/** `op.alter_column`: from one state of a column to another. */
import { type QualifiedName, quoteName } from '../../../schema/name.ts';
import type { Column, SchemaSnapshot } from '../../../schema/snapshot.ts';
import { sameType } from '../../../schema/type.ts';
import { schemaArgument, sqlTypeText } from './columnCode.ts';
import { type Conversion, conversion } from './conversion.ts';
import { type Code, stringCode } from './pythonCode.ts';
import { directive, remark, type Statement, sqlCode, sqlExpression } from './statement.ts';
import type { Writer } from './writer.ts';

/** A column as it is in a schema. */
export interface ColumnState {
  readonly column: Column;
  readonly types: SchemaSnapshot['types'];
}

/** @returns `undefined` where the one cannot become the other with this directive. */
export function alterColumn(
  table: QualifiedName,
  from: ColumnState,
  to: ColumnState,
  writer: Writer,
): readonly Statement[] | undefined {
  const [before, after] = [from.column, to.column];
  const retyped = !sameType(before.type, after.type) || before.collation !== after.collation;
  const convert = retyped ? conversion(before.type, after.type, quoteName(before.name)) : undefined;
  const newType = retyped ? typeCode(to, writer) : undefined;
  if (retyped && (convert === undefined || newType === undefined)) return undefined;
  const parts = partsOf(before, after, convert);
  const alter = (named: Readonly<Record<string, Code | undefined>>) =>
    directive('alter_column', [stringCode(table.name), stringCode(before.name)], {
      ...named,
      schema: schemaArgument(table),
    });
  const existing = { existing_type: typeCode(from, writer) };
  const warnings = [
    ...(convert?.warning === undefined ? [] : [convert.warning]),
    ...(before.nullable && !after.nullable
      ? ['This fails while rows hold NULL: give them a value first.']
      : []),
  ];
  return [
    ...warnings.map(remark),
    ...(parts.dropsDefault ? [alter({ ...existing, server_default: 'None' })] : []),
    alter({
      ...existing,
      type_: newType,
      nullable: parts.nullable,
      existing_nullable: parts.nullable === undefined ? truth(before.nullable) : undefined,
      server_default: parts.dropsDefault ? undefined : parts.serverDefault,
      postgresql_using: convert?.using === undefined ? undefined : sqlCode(convert.using),
    }),
    ...(parts.dropsDefault && after.default !== undefined
      ? [alter({ existing_type: newType, server_default: parts.serverDefault })]
      : []),
  ];
}

interface Parts {
  readonly nullable: Code | undefined;
  readonly serverDefault: Code | undefined;
  /** PostgreSQL cannot convert the default that is there. */
  readonly dropsDefault: boolean;
}

function partsOf(before: Column, after: Column, convert: Conversion | undefined): Parts {
  const dropsDefault = convert?.breaksDefault === true && before.default !== undefined;
  // What PostgreSQL converts by itself is the same value in other words.
  const isOtherType = convert?.changesType === true && after.default !== undefined;
  const redefaults = before.default !== after.default || dropsDefault || isOtherType;
  return {
    nullable: before.nullable === after.nullable ? undefined : truth(after.nullable),
    serverDefault: redefaults
      ? after.default === undefined
        ? 'None'
        : sqlExpression(after.default)
      : undefined,
    dropsDefault,
  };
}

const truth = (value: boolean): Code => (value ? 'True' : 'False');

function typeCode({ column, types }: ColumnState, writer: Writer): Code | undefined {
  return writer.type(column.type, { types, collation: column.collation });
}

/** What a column's default is once the column has another type. */
export function defaultAs(before: Column, type: Column['type']): string | undefined {
  if (before.default === undefined) return undefined;
  const convert = conversion(before.type, type, '');
  if (convert === undefined || !convert.breaksDefault) return before.default;
  if (before.default.startsWith('nextval(')) return undefined;
  return `(${before.default})::${sqlTypeText(type)}`;
}
