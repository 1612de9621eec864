/**
 * What SQLAlchemy's `Inspector` answers where the schema is known: lists of names and dictionaries, as Python values.
 *
 * Nothing is answered about what is not sure to be as the schema has it.
 */
import { bindArguments } from '../../../python/arguments.ts';
import type { PyCall } from '../../../python/frame.ts';
import { none, type PyDict, type PyValue, unknown } from '../../../python/value.ts';
import type { Draft } from '../../../schema/apply/draft.ts';
import { candidates, find, mayExist } from '../../../schema/apply/resolve.ts';
import type { Constraint, ForeignKey } from '../../../schema/constraint.ts';
import type { Index } from '../../../schema/indexes.ts';
import { nameKey, type ObjectName, quoteName } from '../../../schema/name.ts';
import type { Affected, Column, Table, TablePart } from '../../../schema/snapshot.ts';
import { nameOf, objectName } from './context.ts';
import { namesAmong, schemaNames } from './reflectedNames.ts';

/** `undefined`: not known. */
export type Reflected =
  | {
      readonly value: PyValue;
      /** A list in whatever order the server has it. */
      readonly unordered?: true;
    }
  /** It fails with `NoSuchTableError`. */
  | 'noSuchTable'
  | undefined;

export const questions: ReadonlySet<string> = new Set([
  'get_table_names',
  'get_view_names',
  'get_materialized_view_names',
  'get_sequence_names',
  'get_schema_names',
  'get_enums',
  'get_columns',
  'get_indexes',
  'get_pk_constraint',
  'get_foreign_keys',
  'get_unique_constraints',
  'get_check_constraints',
  'has_table',
  'has_schema',
  'has_sequence',
  'has_index',
]);

/** @param method One of {@link questions}. */
export function reflect(method: string, call: PyCall, draft: Draft): Reflected {
  const open = call.openAt !== undefined;
  const { positional, named, openNames } = call;
  if (open) return undefined;
  const given = (names: readonly string[]) => bindArguments({ positional, named, open, openNames }, names);
  switch (method) {
    case 'get_table_names':
    case 'get_view_names':
    case 'get_materialized_view_names':
    case 'get_sequence_names':
      return namesAmong(method, given(['schema']).get('schema'), draft);
    case 'get_schema_names':
      return schemaNames(draft);
    case 'has_schema': {
      const name = nameOf(given(['schema_name']).get('schema_name'));
      if (name === undefined || isUnsure(draft, 'schema', { schema: '', name })) return undefined;
      return { value: bool(draft.schemas.has(name)) };
    }
    case 'has_sequence': {
      const at = given(['sequence_name', 'schema']);
      const name = objectName(at.get('sequence_name'), at.get('schema'));
      if (name === undefined || mayExist(draft, 'sequence', name)) return undefined;
      return { value: bool(find(draft, draft.sequences, name) !== undefined) };
    }
    case 'get_enums':
      return enums(given(['schema']).get('schema'), draft);
    default: {
      const at = given(['table_name', method === 'has_index' ? 'index_name' : 'schema', 'schema']);
      const name = objectName(at.get('table_name'), at.get('schema'));
      return name && ofTable(method, name, nameOf(at.get('index_name')), draft);
    }
  }
}

function ofTable(method: string, name: ObjectName, index: string | undefined, draft: Draft): Reflected {
  if (mayExist(draft, 'table', name) || mayExist(draft, 'view', name)) return undefined;
  if (name.schema === undefined && draft.temporary.has(name.name)) return undefined;
  const table = find(draft, draft.tables, name);
  const isView = find(draft, draft.views, name) !== undefined;
  if (method === 'has_table') return { value: bool(table !== undefined || isView) };
  if (table === undefined)
    return isView ? undefined : method === 'has_index' ? { value: bool(false) } : 'noSuchTable';
  const kinds = partsAsked[method] ?? [];
  if (kinds.some((kind) => draft.unsure({ kind: 'table', name: table.name, part: { kind } })))
    return undefined;
  if (method === 'has_index')
    return index === undefined
      ? undefined
      : { value: bool(indexesOf(table).some((one) => one.name === index)) };
  return { value: partsOf(method, table, name.schema, draft) };
}

const partsAsked: Readonly<Record<string, readonly TablePart['kind'][]>> = {
  get_columns: ['column'],
  get_indexes: ['index', 'constraint'],
  has_index: ['index', 'constraint'],
  get_pk_constraint: ['constraint'],
  get_foreign_keys: ['constraint'],
  get_unique_constraints: ['constraint'],
  get_check_constraints: ['constraint'],
};

function partsOf(method: string, table: Table, schema: string | undefined, draft: Draft): PyValue {
  switch (method) {
    case 'get_columns':
      return list(table.columns.map((column) => columnDict(column, draft)));
    case 'get_indexes':
      return list(indexesOf(table).map(indexDict));
    case 'get_pk_constraint':
      return primaryKey(table.constraints.find(({ kind }) => kind === 'primaryKey'));
    case 'get_foreign_keys':
      return list(ofKind(table, 'foreignKey').map((key) => foreignKeyDict(key, schema, draft)));
    case 'get_unique_constraints':
      return list(
        ofKind(table, 'unique').map(({ name, columns, comment }) =>
          dict({ column_names: texts(columns), name: text(name), comment: textOrNone(comment) }),
        ),
      );
    default:
      return list(
        ofKind(table, 'check').map(({ name, comment }) =>
          dict({ name: text(name), sqltext: unknown, comment: textOrNone(comment) }),
        ),
      );
  }
}

function ofKind<K extends Constraint['kind']>(table: Table, kind: K) {
  return table.constraints
    .filter((one): one is Extract<Constraint, { readonly kind: K }> => one.kind === kind)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type OwnIndex = Pick<Index, 'name' | 'unique' | 'keys' | 'include'> & { readonly constraint?: string };

/** Without that of the primary key. */
function indexesOf(table: Table): readonly OwnIndex[] {
  const behind = table.constraints.flatMap((one): readonly OwnIndex[] => {
    if (one.kind === 'exclusion')
      return [{ name: one.name, unique: false, keys: [{}], constraint: one.name }];
    if (one.kind !== 'unique') return [];
    const keys = one.columns.map((column) => ({ column }));
    return [{ name: one.name, unique: true, keys, constraint: one.name }];
  });
  return [...table.indexes, ...behind].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function indexDict({ name, unique, keys, include, constraint }: OwnIndex): PyValue {
  const isPlain = keys.every(({ column, expression }) => column !== undefined || expression !== undefined);
  return dict({
    name: text(name),
    unique: bool(unique),
    column_names: isPlain ? list(keys.map(({ column }) => textOrNone(column))) : unknown,
    ...(keys.some(({ expression }) => expression !== undefined) ? { expressions: unknown } : {}),
    ...(constraint === undefined ? {} : { duplicates_constraint: text(constraint) }),
    include_columns: texts(include ?? []),
    dialect_options: unknown,
  });
}

function columnDict(column: Column, draft: Draft): PyValue {
  const { name, nullable, comment, identity, generated } = column;
  const isSerial = column.default?.startsWith('nextval(') ?? false;
  return dict({
    name: text(name),
    type: unknown,
    nullable: bool(nullable),
    default: defaultOf(column, draft),
    autoincrement: bool(isSerial || identity !== undefined),
    comment: textOrNone(comment),
    ...(identity === undefined ? {} : { identity: unknown }),
    ...(generated === undefined ? {} : { computed: unknown }),
  });
}

/** As PostgreSQL spells it; other expressions than those of sequences it spells in its own words. */
export function defaultOf({ default: written, generated }: Column, draft: Draft): PyValue {
  if (written === undefined && generated === undefined) return none;
  if (written === undefined || !written.startsWith("nextval('")) return unknown;
  const schema = draft.searchPath.find((one) => written.startsWith(`nextval('${quoteName(one)}.`));
  return text(schema === undefined ? written : written.replace(`${quoteName(schema)}.`, ''));
}

function primaryKey(key: Constraint | undefined): PyValue {
  if (key?.kind !== 'primaryKey') return dict({ constrained_columns: list([]), name: none });
  const { columns, name, comment } = key;
  return dict({ constrained_columns: texts(columns), name: text(name), comment: textOrNone(comment) });
}

function foreignKeyDict(key: ForeignKey, asked: string | undefined, draft: Draft): PyValue {
  const { references, onDelete, onUpdate, deferrable, match } = key;
  const action = (name: string, value: string | undefined) =>
    value === undefined ? {} : { [name]: text(value.toUpperCase()) };
  const options = {
    ...action('ondelete', onDelete),
    ...action('onupdate', onUpdate),
    ...action('match', match),
    ...(deferrable === undefined ? {} : { deferrable: bool(true) }),
    ...action('initially', deferrable === 'deferred' ? 'deferred' : undefined),
  };
  return dict({
    name: text(key.name),
    constrained_columns: texts(key.columns),
    referred_schema: schemaShown(references, asked, draft),
    referred_table: text(references.name),
    referred_columns: texts(key.referencedColumns),
    options: dict(options),
    comment: textOrNone(key.comment),
  });
}

/** Not that of a table which its name alone finds, unless a schema was asked for. */
function schemaShown(table: ForeignKey['references'], asked: string | undefined, draft: Draft): PyValue {
  const found = find(draft, draft.tables, { name: table.name });
  const isVisible = found !== undefined && nameKey(found.name) === nameKey(table);
  return isVisible && asked !== table.schema ? none : text(table.schema);
}

function enums(schema: PyValue | undefined, draft: Draft): Reflected {
  const only = schema === undefined || schema.kind === 'none' ? undefined : nameOf(schema);
  const isAll = only === '*';
  if (
    (schema !== undefined && schema.kind !== 'none' && only === undefined) ||
    draft.uncertainties.length > 0
  )
    return undefined;
  const all = [...draft.types.values()].flatMap((type) => (type.kind === 'enum' ? [type] : []));
  const shown = all.filter(({ name }) =>
    only === undefined ? draft.searchPath.includes(name.schema) : isAll || name.schema === only,
  );
  const sorted = shown.sort((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
  const value = sorted.map(({ name, labels }) =>
    dict({
      name: text(name.name),
      schema: text(name.schema),
      visible: bool(draft.searchPath.includes(name.schema)),
      labels: texts(labels),
    }),
  );
  return { value: list(value) };
}

export function isUnsure(draft: Draft, kind: Affected['kind'], name: Affected['name']): boolean {
  return draft.unsure({ kind, name }) !== undefined;
}

/** Whether names without a schema find it. */
export function isVisible(draft: Draft, name: Affected['name']): boolean {
  const first = candidates(draft, { name: name.name }).find(
    (one) =>
      draft.tables.has(nameKey(one)) || draft.views.has(nameKey(one)) || draft.sequences.has(nameKey(one)),
  );
  return first !== undefined && nameKey(first) === nameKey(name);
}

export function text(value: string): PyValue {
  return { kind: 'string', text: value };
}

function textOrNone(value: string | undefined): PyValue {
  return value === undefined ? none : text(value);
}

export function bool(value: boolean): PyValue {
  return { kind: 'bool', value };
}

export function list(items: readonly PyValue[]): PyValue {
  return { kind: 'list', items };
}

export function texts(items: readonly string[]): PyValue {
  return list(items.map(text));
}

function dict(entries: Readonly<Record<string, PyValue>>): PyDict {
  return { kind: 'dict', entries: new Map(Object.entries(entries)), open: false };
}
