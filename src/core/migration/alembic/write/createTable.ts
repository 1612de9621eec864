/** Tables and columns that a model has and a schema lacks. */
import type { Constraint } from '../../../schema/constraint.ts';
import type { Column, SchemaSnapshot, Table } from '../../../schema/snapshot.ts';
import { columnCode, schemaArgument } from './columnCode.ts';
import { addConstraint, inlineConstraint, inOrder } from './constraintCode.ts';
import { createIndex } from './indexCode.ts';
import { neutralValue } from './neutralValue.ts';
import { stringCode } from './pythonCode.ts';
import { type Change, directive, remark } from './statement.ts';
import type { Writer } from './writer.ts';

/**
 * @param snapshot That has the table.
 * @param later Foreign keys that are made apart, after all tables.
 * @returns `undefined` where a column cannot be written with SQLAlchemy's means.
 */
export function createTable(
  table: Table,
  snapshot: SchemaSnapshot,
  writer: Writer,
  later: ReadonlySet<Constraint> = new Set(),
): Change | undefined {
  const columns = table.columns.map((column) => columnCode(column, table, snapshot, writer));
  if (table.kind !== 'table' || columns.includes(undefined)) return undefined;
  const constraints = inOrder(table.constraints).filter((one) => !later.has(one));
  const inside = constraints.map((one) => [one, inlineConstraint(one)] as const);
  const apart = inside
    .filter(([, code]) => code === undefined)
    .map(([one]) => addConstraint(table.name, one));
  const indexes = table.indexes.map((index) => createIndex(table.name, index));
  return {
    upgrade: [
      directive(
        'create_table',
        [
          stringCode(table.name.name),
          ...columns.filter((code) => code !== undefined),
          ...inside.flatMap(([, code]) => code ?? []),
        ],
        {
          schema: schemaArgument(table.name),
          comment: table.comment === undefined ? undefined : stringCode(table.comment),
        },
      ),
      ...[...apart, ...indexes].flatMap(({ upgrade }) => upgrade),
    ],
    downgrade: [
      directive('drop_table', [stringCode(table.name.name)], { schema: schemaArgument(table.name) }),
    ],
  };
}

/** @param table As the model has it, with the column. */
export function addColumn(
  column: Column,
  table: Table,
  snapshot: SchemaSnapshot,
  writer: Writer,
): Change | undefined {
  const own = stringCode(table.name.name);
  const schema = schemaArgument(table.name);
  const needsValue =
    !column.nullable &&
    column.default === undefined &&
    column.identity === undefined &&
    column.generated === undefined;
  const value = needsValue ? neutralValue(column.type, snapshot.types) : undefined;
  const code = columnCode(
    value === undefined ? column : { ...column, default: value },
    table,
    snapshot,
    writer,
  );
  if (code === undefined || column.default?.startsWith('nextval(')) return undefined;
  const filled = `Rows that exist need a value: they get ${value}, and then the default goes again. Write another one if it is wrong.`;
  const type = writer.type(column.type, { types: snapshot.types, collation: column.collation });
  return {
    upgrade: [
      ...(value === undefined ? [] : [remark(filled)]),
      ...(needsValue && value === undefined
        ? [remark('This fails while the table has rows: they would need a value.')]
        : []),
      directive('add_column', [own, code], { schema }),
      ...(value === undefined
        ? []
        : [
            directive('alter_column', [own, stringCode(column.name)], {
              existing_type: type,
              server_default: 'None',
              schema,
            }),
          ]),
    ],
    downgrade: [directive('drop_column', [own, stringCode(column.name)], { schema })],
  };
}
