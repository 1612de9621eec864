/** Rows → views, sequences, types and routines. */
import { nameKey } from '../../../core/schema/name.ts';
import {
  type Extension,
  type Parameter,
  type Routine,
  routineKey,
  type Schema,
  type Sequence,
  type TablePart,
  type UserType,
  type View,
} from '../../../core/schema/snapshot.ts';
import type { Row } from '../connect.ts';
import { type CatalogIndex, commentOn, type RelationParts } from './catalogIndex.ts';
import { withoutParentheses } from './expressionText.ts';
import type { Relation } from './relationRows.ts';
import { flag, json, optional, present, sortedByName, text } from './rows.ts';
import { toIndexes } from './toTable.ts';

/** `undefined` where its definition, or that of one of its indexes, could not be read. */
export function toView(relation: Relation, catalog: CatalogIndex, parts: RelationParts): View | undefined {
  const { name, kind } = relation;
  const { columns } = relation;
  const definition = optional(parts.views[0], 'definition');
  const missing: TablePart[] = [];
  const indexes = toIndexes(relation, columns, catalog, parts, missing);
  if (definition === undefined || !relation.isReadable || missing.length > 0) return undefined;
  return {
    kind: kind === 'm' ? 'materializedView' : 'view',
    name,
    definition: definition.trim().replace(/;$/, ''),
    columns: columns.map((column) => ({ name: column.name, type: catalog.dictionary.type(column.type) })),
    indexes,
    ...present('comment', commentOn(parts.comments)),
  };
}

/** `undefined` where it is gone meanwhile. */
export function toSequence(
  { name }: Relation,
  catalog: CatalogIndex,
  parts: RelationParts,
): Sequence | undefined {
  const [row] = parts.sequences;
  if (row === undefined) return undefined;
  const owner = row.owner === null ? undefined : catalog.relation(text(row, 'owner'));
  const column = owner?.columnNames[Number(row.owner_column) - 1];
  return {
    name,
    type: text(row, 'type'),
    start: row.start ?? '1',
    increment: row.increment ?? '1',
    min: row.min ?? '1',
    max: text(row, 'max'),
    cache: row.cache ?? '1',
    cycle: flag(row, 'cycle'),
    ...(owner !== undefined && column !== undefined ? { ownedBy: { table: owner.name, column } } : {}),
    ...(flag(row, 'is_identity') ? { identity: true } : {}),
    ...present('comment', commentOn(parts.comments)),
  };
}

/** A map by {@link nameKey}. */
export function toTypes(catalog: CatalogIndex): ReadonlyMap<string, UserType> {
  const types = catalog.rows.types
    .filter((row) => !catalog.isOfExtension('pg_type', text(row, 'oid')))
    .flatMap((row) => toType(row, catalog) ?? []);
  return new Map(types.map((type) => [nameKey(type.name), type]));
}

function toType(row: Row, catalog: CatalogIndex): UserType | undefined {
  const { dictionary } = catalog;
  const schema = dictionary.schema(text(row, 'schema'));
  if (schema === undefined) return undefined;
  const named = { name: { schema, name: text(row, 'name') } };
  const comment = present('comment', optional(row, 'comment'));
  switch (row.kind) {
    case 'e':
      return { kind: 'enum', ...named, labels: json<readonly string[]>(row, 'labels') ?? [], ...comment };
    case 'd':
      return { kind: 'domain', ...named, ...domain(row, catalog), ...comment };
    case 'r':
      return { kind: 'range', ...named, subtype: dictionary.type(text(row, 'subtype')), ...comment };
    default:
      return { kind: 'composite', ...named, attributes: attributes(row, catalog), ...comment };
  }
}

function domain(row: Row, { dictionary }: CatalogIndex) {
  const collation = optional(row, 'collation');
  const checks = json<readonly (readonly [string, string, boolean])[]>(row, 'checks') ?? [];
  return {
    baseType: dictionary.type(text(row, 'base_type')),
    nullable: !flag(row, 'not_null'),
    ...present('default', optional(row, 'default')),
    ...present('collation', collation === undefined ? undefined : dictionary.collationName(collation)),
    checks: sortedByName(
      checks.map(([name, expression, validated]) => ({
        name,
        expression: withoutParentheses(expression),
        ...(validated ? {} : { notValid: true as const }),
      })),
    ),
  };
}

function attributes(row: Row, { relations, dictionary }: CatalogIndex) {
  const columns = relations.get(text(row, 'relation'))?.columns ?? [];
  return columns.map(({ name, type }) => ({ name, type: dictionary.type(type) }));
}

const routineKinds: ReadonlyMap<string, Routine['kind']> = new Map([
  ['p', 'procedure'],
  ['a', 'aggregate'],
]);

/** A map by {@link routineKey}. */
export function toRoutines(catalog: CatalogIndex): ReadonlyMap<string, Routine> {
  const routines = catalog.rows.routines.flatMap((row): readonly Routine[] => {
    const schema = catalog.dictionary.schema(text(row, 'schema'));
    if (schema === undefined || catalog.isOfExtension('pg_proc', text(row, 'oid'))) return [];
    const routine: Routine = {
      kind: routineKinds.get(text(row, 'kind')) ?? 'function',
      name: { schema, name: text(row, 'name') },
      argumentTypes: text(row, 'arguments'),
      ...parameters(row),
      ...present('returns', optional(row, 'returns')),
      language: text(row, 'language'),
      ...present('bodyHash', optional(row, 'body_hash')),
      ...present('comment', optional(row, 'comment')),
    };
    return [routine];
  });
  return new Map(routines.map((routine) => [routineKey(routine), routine]));
}

/** Lists side by side; one that says nothing is null, as is what says nothing in it. */
type ParameterLists = readonly [
  modes: readonly string[] | null,
  names: readonly string[] | null,
  types: readonly string[],
  defaults: readonly (string | null)[] | null,
];

const parameterModes: ReadonlyMap<string, Parameter['mode']> = new Map([
  ['i', 'in'],
  ['o', 'out'],
  ['b', 'inout'],
  ['v', 'variadic'],
]);

/** Other modes are of the columns of `RETURNS TABLE`. */
function parameters(row: Row): Pick<Routine, 'parameters'> {
  const lists = json<ParameterLists>(row, 'parameters');
  if (lists === undefined) return {};
  const [modes, names, types, defaults] = lists;
  const found = types.flatMap((type, index): readonly Parameter[] => {
    const mode = parameterModes.get(modes?.[index] ?? 'i');
    const name = present('name', names?.[index] || undefined);
    return mode === undefined
      ? []
      : [{ mode, ...name, type, ...present('default', defaults?.[index] ?? undefined) }];
  });
  return found.length === 0 ? {} : { parameters: found };
}

export function toSchemas(catalog: CatalogIndex): ReadonlyMap<string, Schema> {
  const own = catalog.rows.schemas.filter((row) => !catalog.isOfExtension('pg_namespace', text(row, 'oid')));
  return new Map(
    own.map((row) => {
      const name = text(row, 'name');
      const comment = optional(row, 'comment');
      const isUsual = name === 'public' && comment === 'standard public schema';
      return [name, { name, ...(isUsual ? {} : present('comment', comment)) }];
    }),
  );
}

export function toExtensions(catalog: CatalogIndex): ReadonlyMap<string, Extension> {
  return new Map(
    catalog.rows.extensions.map((row) => [
      text(row, 'name'),
      { name: text(row, 'name'), schema: text(row, 'schema') },
    ]),
  );
}
