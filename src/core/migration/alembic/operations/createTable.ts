/** `op.create_table`, and every other place where a whole table is written out: `sa.Table(…)`. */
import { type Arguments, bindArguments } from '../../../python/arguments.ts';
import { type PyCallResult, type PyValue, pathOf } from '../../../python/value.ts';
import { displayName, type ObjectName } from '../../../schema/name.ts';
import type { Within } from '../../../schema/snapshot.ts';
import type { ConstraintDefinition, TableDefinition } from '../../operations/definitions.ts';
import type { Step } from '../../operations/operation.ts';
import { asSerial, isColumn, type ReadColumn, readColumn } from './columns.ts';
import { finish, keyBody, type ReadConstraint, tableConstraint } from './constraints.ts';
import {
  flagOf,
  namesOf,
  type OperationContext,
  opaqueTable,
  opaqueWithin,
  pathTail,
  type Reading,
} from './context.ts';
import { createIndex } from './indexes.ts';
import { inSchema } from './namePattern.ts';
import { defaultConvention, isPlainMetadata } from './naming.ts';

/** @param items Columns, constraints and indexes. */
export function createTable(
  table: ObjectName,
  items: readonly PyValue[],
  given: Arguments,
  context: OperationContext,
): Reading {
  const columns = items.filter(isColumn).map((item) => readColumn(item, table, context));
  const known = columns.flatMap((column) => column ?? []);
  const inside = { table, columns: known, context };
  const constraints = items.flatMap((item) => constraintOf(item, inside) ?? []);
  const keys = keysOf(
    known,
    constraints.flatMap(({ constraint }) => constraint ?? []),
    inside,
  );
  const unique = uniques(inside);
  const all = [
    ...keys.constraints,
    ...unique.flatMap(({ constraint }) => constraint ?? []),
    ...known.flatMap(({ foreignKeys, typeChecks }) => [...foreignKeys, ...typeChecks]),
  ];
  const options = tableOptions(given, table);
  const definition: TableDefinition = {
    columns: known.map((column) => inTable(column, keys.columns, all)),
    constraints: all,
    ...options.part,
  };
  return [
    ...known
      .flatMap(({ enums }) => enums)
      .map(
        ({ name, labels }): Step => ({
          kind: 'createEnum',
          type: name,
          labels,
          ifNotExists: true,
          withTable: true,
        }),
      ),
    {
      kind: 'createTable',
      table,
      definition,
      ...(flagOf(given.get('if_not_exists')) ? { ifNotExists: true } : {}),
    },
    ...items.flatMap((item) => itemIndex(item, inside)),
    ...known.flatMap((column) => columnIndexes(column, table, context)),
    ...comments(known, table, given),
    ...[keys, ...unique, ...constraints].flatMap(({ doubts }) => doubts),
    ...known.flatMap(({ doubts }) => doubts),
    ...options.doubts,
    ...strangers(items, table, given, columns.includes(undefined)),
  ];
}

interface Inside {
  readonly table: ObjectName;
  readonly columns: readonly ReadColumn[];
  readonly context: OperationContext;
}

/** Scripts refer to columns by their keys. */
function realName({ columns }: Inside): (key: string) => string {
  return (key) => columns.find((column) => column.key === key)?.definition.name ?? key;
}

function constraintOf(item: PyValue, inside: Inside) {
  const kind = item.kind === 'call' ? pathTail(item.callee) : undefined;
  if (item.kind !== 'call' || kind === undefined) return undefined;
  return tableConstraint(item, kind, inside.table, realName(inside), inside.context);
}

interface Keys {
  readonly columns: readonly string[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly doubts: readonly Step[];
}

/** The primary key may be spread over the columns that say `primary_key=True`. */
function keysOf(
  columns: readonly ReadColumn[],
  constraints: readonly ConstraintDefinition[],
  { table, context }: Inside,
): Keys {
  const written = constraints.find(({ kind }) => kind === 'primaryKey');
  const flagged = columns.filter(({ primaryKey }) => primaryKey).map(({ definition }) => definition.name);
  if (written?.kind === 'primaryKey') {
    const all = written.columns.length > 0 ? written.columns : flagged;
    return {
      columns: all,
      constraints: constraints.flatMap((one) =>
        one !== written ? one : all.length > 0 ? { ...written, columns: all } : [],
      ),
      doubts: [],
    };
  }
  if (flagged.length === 0) return { columns: [], constraints, doubts: [] };
  const body = keyBody('primaryKey', flagged, noArguments);
  const { constraint, doubts } = finish(body, undefined, table, context);
  return {
    columns: flagged,
    constraints: [...(constraint === undefined ? [] : [constraint]), ...constraints],
    doubts,
  };
}

const noArguments: Arguments = { get: () => undefined, rest: [], open: false };

function inTable(column: ReadColumn, keys: readonly string[], all: readonly ConstraintDefinition[]) {
  const { name } = column.definition;
  const refers = all.some((one) => one.kind === 'foreignKey' && one.columns.includes(name));
  const definition = asSerial(column, keys, refers);
  // Identity columns are never null; SQLAlchemy leaves it to PostgreSQL to say so.
  if (definition.identity !== undefined) {
    const { nullable: _, ...rest } = definition;
    return rest;
  }
  return keys.includes(name) && !column.nullableGiven ? { ...definition, nullable: false } : definition;
}

/** `unique=True`, unless an index does it. */
function uniques({ columns, table, context }: Inside): readonly ReadConstraint[] {
  return columns.flatMap(({ definition, unique, index }) => {
    if (!unique || index) return [];
    const body = keyBody('unique', [definition.name], noArguments);
    return finish(body, undefined, table, context);
  });
}

function itemIndex(item: PyValue, inside: Inside): Reading {
  if (item.kind !== 'call' || pathTail(item.callee) !== 'Index') return [];
  const [name, ...columns] = item.positional;
  const real = realName(inside);
  const named = columns.map(
    (column): PyValue => (column.kind === 'string' ? { kind: 'string', text: real(column.text) } : column),
  );
  return createIndex(inside.table, name, named, bindArguments(item, []), inside.context);
}

/** `index=True`; and the index that belongs to a geometry. */
export function columnIndexes(column: ReadColumn, table: ObjectName, context: OperationContext): Reading {
  const { definition, index, unique, spatialIndex } = column;
  const steps: Reading[number][] = [];
  if (index) {
    const given: Arguments = {
      ...noArguments,
      get: (name) => (name === 'unique' ? { kind: 'bool', value: unique } : undefined),
    };
    const name: PyValue = { kind: 'string', text: definition.name };
    steps.push(...createIndex(table, undefined, [name], given, context));
  }
  if (spatialIndex) {
    const reason = `GeoAlchemy may add an index of its own on ${displayName(table)}.${definition.name}.`;
    steps.push(opaqueTable(reason, table, [{ kind: 'index' }]));
  }
  return steps;
}

function comments(columns: readonly ReadColumn[], table: ObjectName, given: Arguments): readonly Step[] {
  const comment = given.get('comment');
  const own: readonly Step[] =
    comment?.kind === 'string'
      ? [{ kind: 'setComment', target: { kind: 'table', name: table }, comment: comment.text }]
      : [];
  return [...own, ...columns.flatMap((column) => columnComment(column, table))];
}

export function columnComment({ comment, definition }: ReadColumn, table: ObjectName): readonly Step[] {
  if (comment === undefined) return [];
  return [{ kind: 'setComment', target: { kind: 'column', table, column: definition.name }, comment }];
}

interface Options {
  readonly part: Partial<TableDefinition>;
  readonly doubts: readonly Step[];
}

function tableOptions(given: Arguments, table: ObjectName): Options {
  const partition = given.get('postgresql_partition_by');
  const inherits = given.get('postgresql_inherits');
  const parents = inherits?.kind === 'string' ? [inherits.text] : namesOf(inherits);
  const prefixes = given.get('prefixes');
  const words = (prefixes === undefined || prefixes.kind === 'none' ? [] : namesOf(prefixes))?.map((word) =>
    word.toUpperCase(),
  );
  const known =
    (partition === undefined || partition.kind === 'none' || partition.kind === 'string') &&
    (inherits === undefined || inherits.kind === 'none' || parents !== undefined) &&
    words !== undefined;
  const reason = `How the table ${displayName(table)} is made is computed when the script runs.`;
  return {
    part: {
      ...(partition?.kind === 'string' ? { partitionKey: partition.text.trim() } : {}),
      ...(parents === undefined ? {} : { inherits: parents.map((name) => ({ name })) }),
      ...(words?.includes('UNLOGGED') ? { unlogged: true } : {}),
      ...(words?.includes('TEMPORARY') || words?.includes('TEMP') ? { temporary: true } : {}),
    },
    doubts: known ? [] : [opaqueTable(reason, table)],
  };
}

const withoutEffect = new Set(['Index', 'DDL']);

/** What was given and is neither column nor constraint: it may be any of them. */
function strangers(
  items: readonly PyValue[],
  table: ObjectName,
  given: Arguments,
  columnUnknown: boolean,
): readonly Step[] {
  const isStrange = (item: PyValue): boolean => {
    if (item.kind === 'none' || pathTailOf(item) === 'Column') return false;
    const kind = pathTailOf(item);
    return kind === undefined || !(kind.endsWith('Constraint') || withoutEffect.has(kind));
  };
  const strange: PyValue | undefined = items.find((item) => isStrange(item));
  if (!columnUnknown && !given.open && strange === undefined) return [];
  const origin = strange === undefined ? undefined : originOf(strange);
  const reason = `Columns or constraints of the table ${displayName(table)} come from ${origin ?? 'code'}, which could not be followed.`;
  return [opaqueTable(reason, table, [{ kind: 'column' }, { kind: 'constraint' }, { kind: 'index' }])];
}

function pathTailOf(value: PyValue): string | undefined {
  return value.kind === 'call' ? pathTail(value.callee) : undefined;
}

function originOf(value: PyValue): string | undefined {
  return pathOf(value.kind === 'call' ? value.callee : value);
}

/** `sa.Table('name', metadata, …)` that a script writes out. */
export function tableOf(
  value: PyValue,
): { readonly table: ObjectName | undefined; readonly call: PyCallResult } | undefined {
  if (value.kind !== 'call' || pathTail(value.callee) !== 'Table') return undefined;
  const [name] = value.positional;
  const schema = value.named.get('schema');
  const table = name?.kind === 'string' ? withSchema(name.text, schema) : undefined;
  return { table, call: value };
}

function withSchema(name: string, schema: PyValue | undefined): ObjectName | undefined {
  if (schema === undefined || schema.kind === 'none') return { name };
  return schema.kind === 'string' ? { schema: schema.text, name } : undefined;
}

/** Types of its columns may be anywhere. */
function ofTables(call: PyCallResult, context: OperationContext): readonly Within[] {
  const tables = inSchema(call.named.get('schema'), [{ kind: 'table' }, { kind: 'sequence' }]);
  return makesNoTypes(call, context) ? tables : [...tables, { kind: 'type' }];
}

function makesNoTypes(call: PyCallResult, context: OperationContext): boolean {
  const items = bindArguments(call, ['name', 'metadata']).rest;
  const columns = items.filter(isColumn).map((item) => readColumn(item, { name: '' }, context));
  return (
    !call.open && columns.length === items.length && columns.every((column) => column?.enums.length === 0)
  );
}

/** `table.create(bind)`: as `create_table`, but nothing where it is there already. */
export function createWrittenTable(
  call: PyCallResult,
  table: ObjectName | undefined,
  checkFirst: boolean,
  context: OperationContext,
): Reading {
  if (table === undefined)
    return [opaqueWithin('The name of a table is computed when the script runs.', ofTables(call, context))];
  const given = bindArguments(call, ['name', 'metadata']);
  const naming = isPlainMetadata(given.get('metadata')) ? () => defaultConvention : context.naming;
  const steps = createTable(table, given.rest, given, { ...context, naming });
  if (!checkFirst) return steps;
  return steps.map((step) =>
    step.kind === 'createTable' ? { ...step, ifNotExists: true } : checkedFirst(step),
  );
}

/** Then it looks for the types of the columns as well. */
function checkedFirst(step: Reading[number]): Reading[number] {
  if (step.kind !== 'createEnum') return step;
  const { withTable: _, ...rest } = step;
  return rest;
}

export interface WrittenTable {
  readonly name: ObjectName;
  readonly steps: Reading;
}

/** SQLAlchemy drops the enum types of the tables as well. */
export function dropWrittenTables(tables: readonly WrittenTable[]): Reading {
  const types = tables.flatMap(({ steps }) =>
    steps.flatMap(
      (step): Reading =>
        step.kind === 'createEnum' ? [{ kind: 'dropType', type: step.type, ifExists: true }] : [],
    ),
  );
  return [
    ...tables.map(({ name }) => ({ kind: 'dropTable', table: name, ifExists: true }) as const),
    ...types,
  ];
}
