/** Enum types, and labels that they get. */
import { literal } from '../../../schema/ddl/sqlText.ts';
import { displayName } from '../../../schema/name.ts';
import type { EnumType } from '../../../schema/snapshot.ts';
import { call, stringCode } from './pythonCode.ts';
import { type Change, execute, remark } from './statement.ts';
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
