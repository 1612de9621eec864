/** Directives of packages beside Alembic: alembic-postgresql-enum and alembic-utils. */
import { type Arguments, bindArguments } from '../../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import { displayName, type ObjectName, quoteName, quoteQualified } from '../../../schema/name.ts';
import { readSql } from '../../../sql/readSql.ts';
import type { Step } from '../../operations/operation.ts';
import {
  namesOf,
  type OperationContext,
  objectName,
  opaque,
  pathTail,
  type Reading,
  textOrNone,
} from './context.ts';
import { locateIn } from './sqlText.ts';

/** `undefined` for a name that is no directive of theirs. */
export function companionDirective(
  name: string,
  call: PyCallResult,
  context: OperationContext,
): Reading | undefined {
  switch (name) {
    case 'sync_enum_values':
      return syncEnumValues(call);
    case 'create_entity':
    case 'drop_entity':
    case 'replace_entity':
      return entity(name, call.positional[0], context);
    default:
      return undefined;
  }
}

/**
 * The type is made anew, and the columns that use it are changed over.
 *
 * @see https://pypi.org/project/alembic-postgresql-enum/
 */
function syncEnumValues(call: PyCallResult): readonly Step[] {
  const given = bindArguments(call, [
    'enum_schema',
    'enum_name',
    'new_values',
    'affected_columns',
    'enum_values_to_rename',
  ]);
  const schema = textOrNone(given.get('enum_schema') ?? given.get('schema'));
  const name = textOrNone(given.get('enum_name'));
  const labels = namesOf(given.get('new_values'));
  const columns = given.get('affected_columns');
  if (name === undefined || (given.get('enum_schema') !== undefined && schema === undefined))
    return [opaque('Which enum type is changed is computed when the script runs.', 'anything')];
  const type: ObjectName = schema === undefined ? { name } : { schema, name };
  const uses = columns?.kind === 'list' || columns?.kind === 'tuple' ? columns.items.map(useOf) : undefined;
  const renamed = renamedLabels(given.get('enum_values_to_rename'));
  if (labels === undefined || uses === undefined || uses.includes(undefined) || renamed === undefined) {
    const reason = `The new labels of the enum type ${displayName(type)}, or the columns that use it, are computed when the script runs.`;
    return [opaque(reason, [{ kind: 'type', name: type }])];
  }
  const old = `${name}_old`;
  return [
    { kind: 'renameType', type, newName: old },
    { kind: 'createEnum', type, labels },
    ...uses.flatMap((use) => (use === undefined ? [] : retype(use, type, renamed))),
    { kind: 'dropType', type: { ...type, name: old } },
  ];
}

type Labels = readonly (readonly [from: string, to: string])[];

/** Pairs of labels; `undefined` where they are computed. */
function renamedLabels(value: PyValue | undefined): Labels | undefined {
  if (value === undefined) return [];
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const pairs = value.items.map((item) => {
    const [from, to] = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
    return from?.kind === 'string' && to?.kind === 'string' ? ([from.text, to.text] as const) : undefined;
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

interface EnumColumn {
  readonly table: ObjectName;
  readonly column: string;
  readonly array: boolean;
  readonly default?: string;
}

/** `TableReference(…)`, or in older versions `(table, column)`. */
function useOf(value: PyValue): EnumColumn | undefined {
  if (value.kind === 'tuple') {
    const [table, column] = value.items;
    if (table?.kind !== 'string' || column?.kind !== 'string') return undefined;
    return { table: { name: table.text }, column: column.text, array: false };
  }
  if (value.kind !== 'call' || pathTail(value.callee) !== 'TableReference') return undefined;
  const given = bindArguments(value, ['table_schema', 'table_name', 'column_name', 'column_type']);
  const table = objectName(given.get('table_name'), given.get('table_schema'));
  const column = textOrNone(given.get('column_name'));
  const type = given.get('column_type');
  const kind = type === undefined ? 'COMMON' : pathTail(type);
  const existing = given.get('existing_server_default');
  const expression = textOrNone(existing);
  if (table === undefined || column === undefined || kind === undefined) return undefined;
  return {
    table,
    column,
    array: /array/i.test(kind),
    ...(expression === undefined ? {} : { default: expression }),
  };
}

function retype(
  { table, column, array, default: existing }: EnumColumn,
  enumType: ObjectName,
  renamed: Labels,
): Step[] {
  const expression = renamed.reduce(
    (text, [from, to]) => text?.replaceAll(`'${from}'`, () => `'${to}'`),
    existing,
  );
  const { schema, name } = enumType;
  const type = { kind: 'named' as const, ...(schema === undefined ? {} : { schema }), name, array };
  const change = (what: Extract<Step, { kind: 'alterColumn' }>['change']): Step => ({
    kind: 'alterColumn',
    table,
    column,
    change: what,
  });
  const suffix = array ? '[]' : '';
  const target = schema === undefined ? quoteName(name) : quoteQualified({ schema, name });
  const using = `${quoteName(column)}::text${suffix}::${target}${suffix}`;
  const steps: Step[] = [change({ kind: 'type', type, using })];
  if (expression === undefined) return steps;
  const drop = change({ kind: 'default', default: undefined });
  return [drop, ...steps, change({ kind: 'default', default: expression })];
}

type Verb = 'create_entity' | 'drop_entity' | 'replace_entity';

/** @see https://olirice.github.io/alembic_utils/ */
function entity(verb: Verb, value: PyValue | undefined, context: OperationContext): Reading {
  const known = value?.kind === 'import' ? context.follow(value) : value;
  const sql = known?.kind === 'call' ? entitySql(verb, known) : undefined;
  if (sql === undefined)
    return [opaque('Which object is changed is computed when the script runs.', 'anything')];
  return readSql(sql, context.sql, locateIn({ kind: 'string', text: sql }, context.location));
}

function entitySql(verb: Verb, call: PyCallResult): string | undefined {
  const given = bindArguments(call, ['schema', 'signature', 'definition']);
  const schema = textOrNone(given.get('schema'));
  const signature = textOrNone(given.get('signature'));
  if (schema === undefined || signature === undefined) return undefined;
  const definition = textOrNone(given.get('definition'))?.trim().replace(/;$/, '');
  const on = textOrNone(given.get('on_entity'));
  const sql = statements(pathTail(call.callee) ?? '', { schema, signature, definition, on, given });
  return sql?.[verb];
}

interface Entity {
  readonly schema: string;
  readonly signature: string;
  readonly definition: string | undefined;
  /** The table of a trigger or policy. */
  readonly on: string | undefined;
  readonly given: Arguments;
}

function statements(kind: string, entity: Entity): Readonly<Record<Verb, string>> | undefined {
  const { schema, signature, definition, on } = entity;
  const qualified = quoteQualified({ schema, name: signature });
  switch (kind) {
    case 'PGExtension':
      return verbs(
        `CREATE EXTENSION ${quoteName(signature)} WITH SCHEMA ${quoteName(schema)}`,
        `DROP EXTENSION ${quoteName(signature)}`,
      );
    case 'PGView':
    case 'PGMaterializedView': {
      const what = kind === 'PGView' ? 'VIEW' : 'MATERIALIZED VIEW';
      if (definition === undefined) return undefined;
      const made = verbs(`CREATE ${what} ${qualified} AS ${definition}`, `DROP ${what} ${qualified}`);
      if (what === 'VIEW')
        return { ...made, replace_entity: `CREATE OR REPLACE VIEW ${qualified} AS ${definition}` };
      return made;
    }
    case 'PGFunction':
    case 'PGProcedure': {
      const what = kind === 'PGFunction' ? 'FUNCTION' : 'PROCEDURE';
      if (definition === undefined) return undefined;
      const made = plainColons(definition);
      const name = `${quoteName(schema)}.${signature}`;
      const bare = name.replaceAll(/\s+default\s+[^,)]+/gi, '');
      return {
        create_entity: `CREATE ${what} ${name} ${made}`,
        replace_entity: `CREATE OR REPLACE ${what} ${name} ${made}`,
        drop_entity: `DROP ${what} ${bare}`,
      };
    }
    case 'PGTrigger':
    case 'PGPolicy': {
      const what = kind === 'PGTrigger' ? 'TRIGGER' : 'POLICY';
      if (definition === undefined || on === undefined) return undefined;
      const rest =
        kind === 'PGTrigger' ? definition.replace(/\bON\s+[\w."]+/i, `ON ${on}`) : `ON ${on} ${definition}`;
      return verbs(`CREATE ${what} "${signature}" ${rest}`, `DROP ${what} ${quoteName(signature)} ON ${on}`);
    }
    default:
      return undefined;
  }
}

/** In PL/pgSQL alone `\:` is a colon, which SQLAlchemy is not to take for a parameter; other definitions keep it. */
function plainColons(definition: string): string {
  const isPlpgsql = /language plpgsql/i.test(definition.replaceAll("'", '').replaceAll(/\s+/g, ' '));
  return isPlpgsql ? definition.replaceAll('\\:', ':') : definition;
}

function verbs(create: string, drop: string): Readonly<Record<Verb, string>> {
  return { create_entity: create, drop_entity: drop, replace_entity: `${drop}; ${create}` };
}
