/** Enum types, and labels that they get. */
import { literal } from '../../../schema/ddl/sqlText.ts';
import { displayName, type QualifiedName, quoteName } from '../../../schema/name.ts';
import type { Column, EnumType } from '../../../schema/snapshot.ts';
import { call, stringCode } from './pythonCode.ts';
import { type Change, execute, remark, type Statement } from './statement.ts';
import type { Writer } from './writer.ts';

export function createEnum({ name, labels }: EnumType): Change {
  const type = displayName(name);
  return {
    upgrade: [execute(`CREATE TYPE ${type} AS ENUM (${labels.map(literal).join(', ')})`)],
    downgrade: [execute(`DROP TYPE ${type}`)],
  };
}

/** Does nothing where the type is there. */
export function createEnumUnlessThere(type: EnumType, writer: Writer): Change {
  const { schema, name } = type.name;
  const code = writer.postgresql(
    'ENUM',
    type.labels.map((label) => stringCode(label)),
    {
      name: stringCode(name),
      schema: schema === 'public' ? undefined : stringCode(schema),
    },
  );
  return {
    upgrade: [{ kind: 'call', code: call(`${code}.create`, ['op.get_bind()'], { checkfirst: 'True' }) }],
    downgrade: createEnum(type).downgrade,
  };
}

/** A column of an enum type, or of an array of it. */
export interface EnumColumn {
  readonly table: QualifiedName;
  readonly column: Column;
}

/** PostgreSQL cannot take a label away, nor put it elsewhere: another type of the same name takes its place. */
export function recreateEnum(
  type: EnumType,
  labels: readonly string[],
  columns: readonly EnumColumn[],
): readonly Statement[] {
  const name = displayName(type.name);
  const old = `${type.name.name}_old`;
  return [
    execute(`ALTER TYPE ${name} RENAME TO ${quoteName(old)}`),
    ...createEnum({ ...type, labels }).upgrade,
    ...columns.map((one) => execute(convertColumn(one, name))),
    ...(type.comment === undefined ? [] : [execute(`COMMENT ON TYPE ${name} IS ${literal(type.comment)}`)]),
    execute(`DROP TYPE ${displayName({ ...type.name, name: old })}`),
  ];
}

/** A default is a value of the old type, and has to go meanwhile. */
function convertColumn({ table, column }: EnumColumn, type: string): string {
  const name = quoteName(column.name);
  const many = column.type.kind === 'named' && column.type.array ? '[]' : '';
  const alter = `ALTER COLUMN ${name}`;
  const convert = `${alter} TYPE ${type}${many} USING ${name}::text${many}::${type}${many}`;
  const actions =
    column.default === undefined
      ? [convert]
      : [`${alter} DROP DEFAULT`, convert, `${alter} SET DEFAULT ${column.default}`];
  return `ALTER TABLE ${displayName(table)} ${actions.join(', ')}`;
}

/** Labels that a type gets, each beside one that is there by then. */
export function addLabels(after: EnumType, before: readonly string[]): Change {
  const there = new Set(before);
  const statements = after.labels.flatMap((label, at) => {
    if (there.has(label)) return [];
    const previous = after.labels.slice(0, at).findLast((one) => there.has(one));
    const next = after.labels.slice(at + 1).find((one) => there.has(one));
    const isLast = next === undefined || (previous !== undefined && before.at(-1) === previous);
    const place =
      previous !== undefined && !isLast
        ? ` AFTER ${literal(previous)}`
        : previous === undefined && next !== undefined
          ? ` BEFORE ${literal(next)}`
          : '';
    there.add(label);
    return [
      execute(`ALTER TYPE ${displayName(after.name)} ADD VALUE IF NOT EXISTS ${literal(label)}${place}`),
    ];
  });
  return {
    upgrade: [
      remark('A label cannot be used in the transaction that adds it.'),
      { kind: 'with', code: call('op.get_context().autocommit_block', []), body: statements },
    ],
    downgrade: [
      remark('PostgreSQL cannot take a label away from a type, and rows may hold it: nothing is done.'),
    ],
  };
}
