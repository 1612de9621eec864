/** The catalogs that guards ask, and what a row of theirs means. */
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import type { ObjectName } from '../../schema/name.ts';
import { parseType } from '../../schema/typeName.ts';
import { nameFrom } from '../nodes.ts';

/** What a query asks of the rows of one catalog: column → the values that it may have. */
export type Asked = ReadonlyMap<string, readonly string[]>;

export interface Catalog {
  readonly name: string;
  /** Those that it may be joined with, for the names of schemas and tables. */
  readonly joins: readonly string[];
  /** All that may be asked; a query that asks more is not understood. */
  readonly columns: readonly string[];
  condition(asked: Asked): SchemaCondition | undefined;
}

export const catalogs: readonly Catalog[] = [
  {
    name: 'information_schema.columns',
    joins: [],
    columns: ['table_name', 'table_schema', 'column_name', 'data_type', 'udt_name', 'is_nullable'],
    condition: columnCondition,
  },
  {
    name: 'information_schema.tables',
    joins: [],
    columns: ['table_name', 'table_schema', 'table_type'],
    condition(asked) {
      const name = nameIn(asked, 'table_name', 'table_schema');
      const type = asked.get('table_type')?.[0];
      if (name === undefined) return undefined;
      if (type === undefined)
        return or([
          { kind: 'tableExists', name },
          { kind: 'viewExists', name },
        ]);
      return type === 'BASE TABLE'
        ? { kind: 'tableExists', name }
        : type === 'VIEW'
          ? { kind: 'viewExists', name }
          : undefined;
    },
  },
  plain('information_schema.views', 'table_name', 'table_schema', 'viewExists'),
  plain('information_schema.sequences', 'sequence_name', 'sequence_schema', 'sequenceExists'),
  plain('information_schema.routines', 'routine_name', 'routine_schema', 'routineExists'),
  {
    name: 'information_schema.schemata',
    joins: [],
    columns: ['schema_name'],
    condition: (asked) => named(asked, 'schema_name', (name) => ({ kind: 'schemaExists', name })),
  },
  {
    name: 'information_schema.table_constraints',
    joins: [],
    columns: ['constraint_name', 'constraint_schema', 'table_name', 'table_schema', 'constraint_type'],
    condition: (asked) =>
      constraint(asked, 'constraint_name', 'constraint_type', nameIn(asked, 'table_name', 'table_schema')),
  },
  {
    name: 'information_schema.triggers',
    joins: [],
    columns: ['trigger_name', 'event_object_table', 'event_object_schema', 'trigger_schema'],
    condition: (asked) =>
      trigger(asked, 'trigger_name', nameIn(asked, 'event_object_table', 'event_object_schema')),
  },
  plain('pg_tables', 'tablename', 'schemaname', 'tableExists'),
  plain('pg_views', 'viewname', 'schemaname', 'viewExists'),
  plain('pg_matviews', 'matviewname', 'schemaname', 'viewExists'),
  plain('pg_sequences', 'sequencename', 'schemaname', 'sequenceExists'),
  {
    name: 'pg_indexes',
    joins: [],
    columns: ['indexname', 'tablename', 'schemaname'],
    condition(asked) {
      const table = nameIn(asked, 'tablename', 'schemaname');
      return named(asked, 'indexname', (name) => index(name, table));
    },
  },
  {
    name: 'pg_constraint',
    joins: ['pg_class', 'pg_namespace'],
    columns: ['conname', 'conrelid', 'contype', 'relname', 'nspname'],
    condition: (asked) => constraint(asked, 'conname', 'contype', tableIn(asked, 'conrelid')),
  },
  {
    name: 'pg_attribute',
    joins: ['pg_class', 'pg_namespace'],
    columns: ['attname', 'attrelid', 'relname', 'nspname', 'attnotnull'],
    condition(asked) {
      const table = tableIn(asked, 'attrelid');
      const column = only(asked, 'attname');
      if (table === undefined || column === undefined) return undefined;
      const exists: SchemaCondition = { kind: 'columnExists', table, column };
      const notNull = asked.get('attnotnull')?.[0];
      if (notNull === undefined) return exists;
      const nullable: SchemaCondition = { kind: 'columnNullable', table, column };
      return and([exists, /^t/.test(notNull) ? { kind: 'not', condition: nullable } : nullable]);
    },
  },
  {
    name: 'pg_trigger',
    joins: ['pg_class', 'pg_namespace'],
    columns: ['tgname', 'tgrelid', 'relname', 'nspname'],
    condition: (asked) => trigger(asked, 'tgname', tableIn(asked, 'tgrelid')),
  },
  {
    name: 'pg_enum',
    joins: ['pg_type', 'pg_namespace'],
    columns: ['enumlabel', 'enumtypid', 'typname', 'nspname'],
    condition(asked) {
      const id = only(asked, 'enumtypid');
      const type = id === undefined ? nameIn(asked, 'typname', 'nspname') : nameFrom(id);
      const label = only(asked, 'enumlabel');
      return type && label !== undefined ? { kind: 'enumLabelExists', type, label } : undefined;
    },
  },
  {
    name: 'pg_type',
    joins: ['pg_namespace'],
    columns: ['typname', 'nspname', 'typtype', 'typnamespace'],
    condition(asked) {
      const name = nameIn(asked, 'typname', asked.has('typnamespace') ? 'typnamespace' : 'nspname');
      return name && { kind: 'typeExists', name };
    },
  },
  {
    name: 'pg_proc',
    joins: ['pg_namespace'],
    columns: ['proname', 'nspname', 'pronamespace'],
    condition(asked) {
      const name = nameIn(asked, 'proname', asked.has('pronamespace') ? 'pronamespace' : 'nspname');
      return name && { kind: 'routineExists', name };
    },
  },
  {
    name: 'pg_class',
    joins: ['pg_namespace'],
    columns: ['relname', 'nspname', 'relkind', 'relnamespace'],
    condition: relation,
  },
  {
    name: 'pg_extension',
    joins: [],
    columns: ['extname'],
    condition: (asked) => named(asked, 'extname', (name) => ({ kind: 'extensionExists', name })),
  },
  {
    name: 'pg_namespace',
    joins: [],
    columns: ['nspname'],
    condition: (asked) => named(asked, 'nspname', (name) => ({ kind: 'schemaExists', name })),
  },
];

type NamedKind = 'tableExists' | 'viewExists' | 'sequenceExists' | 'routineExists';

function plain(catalog: string, nameColumn: string, schemaColumn: string, kind: NamedKind): Catalog {
  return {
    name: catalog,
    joins: [],
    columns: [nameColumn, schemaColumn],
    condition(asked) {
      const name = nameIn(asked, nameColumn, schemaColumn);
      return name && { kind, name };
    },
  };
}

/** The value of a column that may have one only. */
function only(asked: Asked, column: string): string | undefined {
  const values = asked.get(column);
  return values?.length === 1 ? values[0] : undefined;
}

function nameIn(asked: Asked, nameColumn: string, schemaColumn: string): ObjectName | undefined {
  const name = only(asked, nameColumn);
  if (name === undefined) return undefined;
  const schema = only(asked, schemaColumn);
  return schema === undefined ? { name } : { schema, name };
}

/** A table by its oid, `'public.users'::regclass`, or by its row in pg_class. */
function tableIn(asked: Asked, idColumn: string): ObjectName | undefined {
  const id = only(asked, idColumn);
  return id === undefined ? nameIn(asked, 'relname', 'nspname') : nameFrom(id);
}

function named(
  asked: Asked,
  column: string,
  make: (name: string) => SchemaCondition,
): SchemaCondition | undefined {
  const names = asked.get(column) ?? [];
  return names.length === 0 ? undefined : or(names.map(make));
}

const or = (conditions: readonly SchemaCondition[]): SchemaCondition => joined('or', conditions);
const and = (conditions: readonly SchemaCondition[]): SchemaCondition => joined('and', conditions);

function joined(kind: 'and' | 'or', conditions: readonly SchemaCondition[]): SchemaCondition {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { kind, conditions };
}

const index = (name: string, table: ObjectName | undefined): SchemaCondition => ({
  kind: 'indexExists',
  ...(table !== undefined && { table }),
  name,
  owned: true,
});

function trigger(asked: Asked, column: string, table: ObjectName | undefined): SchemaCondition | undefined {
  return named(asked, column, (name) => ({
    kind: 'triggerExists',
    ...(table !== undefined && { table }),
    name,
  }));
}

type ConstraintType = NonNullable<Extract<SchemaCondition, { readonly kind: 'constraintExists' }>['type']>;

const constraintTypes: ReadonlyMap<string, ConstraintType> = new Map<string, ConstraintType>([
  ['p', 'primaryKey'],
  ['PRIMARY KEY', 'primaryKey'],
  ['u', 'unique'],
  ['UNIQUE', 'unique'],
  ['f', 'foreignKey'],
  ['FOREIGN KEY', 'foreignKey'],
  ['c', 'check'],
  ['CHECK', 'check'],
  ['x', 'exclusion'],
]);

function constraint(
  asked: Asked,
  nameColumn: string,
  typeColumn: string,
  table: ObjectName | undefined,
): SchemaCondition | undefined {
  const written = asked.get(typeColumn)?.[0];
  const type = constraintTypes.get(written ?? '');
  if (written !== undefined && type === undefined) return undefined;
  return named(asked, nameColumn, (name) => ({
    kind: 'constraintExists',
    ...(table !== undefined && { table }),
    name,
    ...(type !== undefined && { type }),
  }));
}

/** What stands for what in pg_class.relkind. */
function relation(asked: Asked): SchemaCondition | undefined {
  const name = nameIn(asked, 'relname', asked.has('relnamespace') ? 'relnamespace' : 'nspname');
  if (name === undefined) return undefined;
  const kinds = asked.get('relkind') ?? ['r', 'v', 'S', 'i'];
  const conditions = kinds.flatMap((kind): readonly SchemaCondition[] => {
    if ('rpf'.includes(kind)) return [{ kind: 'tableExists', name }];
    if ('vm'.includes(kind)) return [{ kind: 'viewExists', name }];
    if (kind === 'S') return [{ kind: 'sequenceExists', name }];
    return 'iI'.includes(kind) ? [index(name.name, undefined)] : [];
  });
  return conditions.length === 0 ? undefined : or(conditions);
}

function columnCondition(asked: Asked): SchemaCondition | undefined {
  const table = nameIn(asked, 'table_name', 'table_schema');
  const column = only(asked, 'column_name');
  if (table === undefined || column === undefined) return undefined;
  const conditions: SchemaCondition[] = [{ kind: 'columnExists', table, column }];
  const nullable = asked.get('is_nullable')?.[0];
  if (nullable !== undefined) {
    const condition: SchemaCondition = { kind: 'columnNullable', table, column };
    conditions.push(nullable === 'YES' ? condition : { kind: 'not', condition });
  }
  for (const written of ['data_type', 'udt_name'].map((key) => only(asked, key))) {
    if (written === undefined) continue;
    const types = typesCalled(written);
    if (types === undefined) return undefined;
    conditions.push(
      or(types.map((type) => ({ kind: 'columnHasType', table, column, type: parseType(type) }))),
    );
  }
  return and(conditions);
}

/** information_schema tells types without their modifiers; `undefined` where those may be many. */
function typesCalled(name: string): readonly string[] | undefined {
  if (/^(?:character|varchar|bpchar|numeric|bit|varbit|interval|ARRAY|USER-DEFINED|_)/.test(name))
    return undefined;
  const [, word, rest = ''] = /^(timestamptz|timestamp|timetz|time)\b(.*)$/.exec(name) ?? [];
  if (word === undefined) return [name];
  return [name, ...[0, 1, 2, 3, 4, 5, 6].map((precision) => `${word}(${precision})${rest}`)];
}
