/** `sa.Column(…)`: the column, and what comes with it that is no part of `CREATE TABLE`'s column definition. */
import { type EnumUse, readType, type SqlAlchemyType } from '../../../models/sqlAlchemyType.ts';
import { type Arguments, bindArguments } from '../../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import type { SqlType } from '../../../schema/type.ts';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  SequenceOptions,
} from '../../operations/definitions.ts';
import type { Step } from '../../operations/operation.ts';
import {
  checkBody,
  conditionSql,
  finish,
  foreignKeyBody,
  labelCheck,
  type ReadConstraint,
  referenceOf,
} from './constraints.ts';
import { flagOf, nameOf, type OperationContext, opaqueTable, pathTail, textOrNone } from './context.ts';
import { defaultSql } from './expressions.ts';

export interface ReadColumn {
  readonly definition: ColumnDefinition;
  /** By which the script refers to it. */
  readonly key: string;
  readonly primaryKey: boolean;
  readonly index: boolean;
  readonly unique: boolean;
  readonly comment?: string;
  readonly autoincrement: boolean | 'auto' | 'ignore_fk';
  /** `NULL` or `NOT NULL` was asked for. */
  readonly nullableGiven: boolean;
  /** A default of SQLAlchemy's own, or a sequence: then the column is no serial. */
  readonly hasOwnDefault: boolean;
  readonly foreignKeys: readonly ConstraintDefinition[];
  /** Checks that come with its type. */
  readonly typeChecks: readonly ConstraintDefinition[];
  readonly enums: readonly EnumUse[];
  readonly spatialIndex: boolean;
  readonly doubts: readonly Step[];
}

export function isColumn(value: PyValue): value is PyCallResult {
  return value.kind === 'call' && pathTail(value.callee) === 'Column';
}

/** `undefined` where not even its name is known. */
export function readColumn(
  value: PyValue,
  table: ObjectName,
  context: OperationContext,
): ReadColumn | undefined {
  if (!isColumn(value)) return undefined;
  const [first] = value.positional;
  const isNamed = nameOf(first) !== undefined || first?.kind === 'none';
  const name = isNamed ? nameOf(first) : nameOf(value.named.get('name'));
  if (name === undefined) return undefined;
  const items = value.positional.slice(isNamed ? 1 : 0);
  const { type: typeValue, others } = splitType(items, value.named.get('type_'));
  const given = bindArguments(value, []);
  const noType: SqlAlchemyType = { type: { kind: 'unresolved', text: 'no type' }, enums: [] };
  const own = { schema: table.schema, metadataSchema: undefined, handsOnSchema: false };
  const type = typeValue === undefined ? noType : readType(typeValue, { table: own, ...context });
  const place = { table, name, context };
  const default_ = defaultOf(given, others, place);
  const generated = generation(others, place);
  const keys = others.flatMap((item) => foreignKey(item, place) ?? []);
  const checks = others.flatMap((item) => columnCheck(item, place) ?? []);
  const typeChecks = typeCheck(type, place);
  const primaryKey = flagOf(given.get('primary_key'));
  const nullable = given.get('nullable');
  const comment = given.get('comment');
  const unknowns = unknownFlags(given, value, place);
  return {
    key: textOrNone(given.get('key')) ?? name,
    definition: {
      name,
      type: type.type,
      ...(nullable?.kind === 'bool' && !nullable.value ? { nullable: false } : {}),
      ...(nullable === undefined && primaryKey === true ? { nullable: false } : {}),
      ...default_.part,
      ...generated.part,
      ...(type.collation === undefined ? {} : { collation: type.collation }),
      ...(checks.length === 0 ? {} : { constraints: constraintsOf(checks) }),
    },
    primaryKey: primaryKey === true,
    index: flagOf(given.get('index')) === true,
    unique: flagOf(given.get('unique')) === true,
    ...(comment?.kind === 'string' ? { comment: comment.text } : {}),
    autoincrement: autoincrementOf(given.get('autoincrement')),
    nullableGiven: nullable !== undefined,
    hasOwnDefault: hasOwnDefault(given, others),
    foreignKeys: constraintsOf(keys),
    typeChecks: constraintsOf(typeChecks),
    enums: type.enums,
    spatialIndex: type.spatialIndex === true,
    doubts: [
      ...unknowns,
      ...default_.doubts,
      ...generated.doubts,
      ...[...keys, ...checks, ...typeChecks].flatMap(({ doubts }) => doubts),
    ],
  };
}

interface Place {
  readonly table: ObjectName;
  readonly name: string;
  readonly context: OperationContext;
}

interface Part {
  readonly part: Partial<ColumnDefinition>;
  readonly doubts: readonly Step[];
}

const nothing: Part = { part: {}, doubts: [] };

function doubt({ table, name }: Place, what: string): Step {
  const reason = `${what} of the column ${table.name}.${name} is computed when the script runs.`;
  return opaqueTable(reason, table, [{ kind: 'column', name }]);
}

const itemNames = new Set([
  'ForeignKey',
  'CheckConstraint',
  'Identity',
  'Computed',
  'Sequence',
  'DefaultClause',
  'FetchedValue',
  'ColumnDefault',
  'PassiveDefault',
]);

/** What a `Column()` is given beside its name and its type. */
export function itemName(value: PyValue): string | undefined {
  const name = value.kind === 'call' ? pathTail(value.callee) : undefined;
  return name !== undefined && itemNames.has(name) ? name : undefined;
}

/** The type comes first, but it may be left out before a foreign key. */
function splitType(
  items: readonly PyValue[],
  named: PyValue | undefined,
): { readonly type: PyValue | undefined; readonly others: readonly PyValue[] } {
  const [first, ...others] = items;
  if (first === undefined || named !== undefined || itemName(first) !== undefined)
    return { type: named, others: items };
  return { type: first, others };
}

function unknownFlags(given: Arguments, call: PyCallResult, place: Place): readonly Step[] {
  const unknownFlag = ['primary_key', 'index', 'unique', 'nullable'].find(
    (name) => flagOf(given.get(name)) === undefined,
  );
  const comment = given.get('comment');
  const known = comment === undefined || comment.kind === 'none' || comment.kind === 'string';
  if (call.open || unknownFlag === 'primary_key' || unknownFlag === 'unique' || unknownFlag === 'index') {
    const reason = `Some of what the column ${place.table.name}.${place.name} is given is computed when the script runs.`;
    return [
      opaqueTable(reason, place.table, [
        { kind: 'column', name: place.name },
        { kind: 'constraint' },
        { kind: 'index' },
      ]),
    ];
  }
  return [
    ...(unknownFlag === undefined ? [] : [doubt(place, unknownFlag)]),
    ...(known ? [] : [doubt(place, 'The comment')]),
  ];
}

function autoincrementOf(value: PyValue | undefined): boolean | 'auto' | 'ignore_fk' {
  if (value?.kind === 'bool') return value.value;
  return value?.kind === 'string' && value.text === 'ignore_fk' ? 'ignore_fk' : 'auto';
}

function hasOwnDefault(given: Arguments, items: readonly PyValue[]): boolean {
  const own = given.get('default');
  if (own !== undefined && own.kind !== 'none') return true;
  return items.some((item) => itemName(item) === 'Sequence' || itemName(item) === 'ColumnDefault');
}

function defaultOf(given: Arguments, items: readonly PyValue[], place: Place): Part {
  const clause = items.find((item) => /^(?:DefaultClause|PassiveDefault)$/.test(itemName(item) ?? ''));
  const value = given.get('server_default') ?? (clause?.kind === 'call' ? clause.positional[0] : undefined);
  if (value === undefined || value.kind === 'none') return nothing;
  if (/^(?:Identity|Computed)$/.test(itemName(value) ?? '')) return generation([value], place);
  if (itemName(value) === 'FetchedValue' || pathTail(value) === 'FetchedValue') return nothing;
  if (value.kind === 'call' && value.method === 'next_value')
    return { part: {}, doubts: [doubt(place, 'The default')] };
  const sql = defaultSql(value, place.context);
  return sql === undefined
    ? { part: {}, doubts: [doubt(place, 'The default')] }
    : { part: { default: sql }, doubts: [] };
}

function generation(items: readonly PyValue[], place: Place): Part {
  for (const item of items) {
    if (item.kind !== 'call') continue;
    if (itemName(item) === 'Identity') {
      const { identity, options } = identityOf(item);
      if (identity === undefined) return { part: {}, doubts: [doubt(place, 'The identity')] };
      return {
        part: { identity, ...(options === undefined ? {} : { sequenceOptions: options }) },
        doubts: [],
      };
    }
    if (itemName(item) === 'Computed') {
      const given = bindArguments(item, ['sqltext', 'persisted']);
      const text = given.get('sqltext');
      const persisted = given.get('persisted');
      const expression = text === undefined ? undefined : conditionSql(text, place.context);
      if (expression === undefined) return { part: {}, doubts: [doubt(place, 'The expression')] };
      // Unless told otherwise, SQLAlchemy 2.1 leaves it to the server, and those before had it stored.
      const stored = persisted?.kind === 'bool' ? persisted.value : undefined;
      return { part: { generated: { expression, stored } }, doubts: [] };
    }
  }
  return nothing;
}

export function identityOf(call: PyCallResult): {
  readonly identity: 'always' | 'by default' | undefined;
  readonly options: SequenceOptions | undefined;
} {
  const given = bindArguments(call, ['always', 'on_null', 'start', 'increment', 'minvalue', 'maxvalue']);
  const always = flagOf(given.get('always'));
  const options = sequenceOptions(given);
  if (always === undefined || options === undefined || call.open)
    return { identity: undefined, options: undefined };
  const identity = always ? 'always' : 'by default';
  return { identity, options: Object.keys(options).length === 0 ? undefined : options };
}

/** `undefined` where they are not all known. */
export function sequenceOptions(given: Arguments): SequenceOptions | undefined {
  const number = (name: string): string | undefined => {
    const value = given.get(name);
    return value?.kind === 'int' ? String(value.value) : undefined;
  };
  const names = ['start', 'increment', 'minvalue', 'maxvalue', 'cache'];
  const isUnknown = names.some((name) => {
    const value = given.get(name);
    return value !== undefined && value.kind !== 'none' && value.kind !== 'int';
  });
  const cycle = flagOf(given.get('cycle'));
  if (isUnknown || cycle === undefined) return undefined;
  const type = given.get('data_type');
  if (type !== undefined && type.kind !== 'none') return undefined;
  const [start, increment, min, max, cache] = names.map(number);
  return {
    ...(start === undefined ? {} : { start }),
    ...(increment === undefined ? {} : { increment }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(cache === undefined ? {} : { cache }),
    ...(cycle ? { cycle } : {}),
  };
}

function foreignKey(item: PyValue, { table, name, context }: Place): ReadConstraint | undefined {
  if (item.kind !== 'call' || itemName(item) !== 'ForeignKey') return undefined;
  const given = bindArguments(item, ['column', '_constraint', 'use_alter', 'name', 'onupdate', 'ondelete']);
  const reference = referenceOf(given.get('column'), name);
  const body = item.open ? undefined : foreignKeyBody([name], reference, given);
  return finish(body, given.get('name'), table, context);
}

function columnCheck(item: PyValue, { table, context }: Place): ReadConstraint | undefined {
  if (item.kind !== 'call' || itemName(item) !== 'CheckConstraint') return undefined;
  const given = bindArguments(item, ['sqltext', 'name']);
  return finish(checkBody(given.get('sqltext'), given, context), given.get('name'), table, context);
}

function typeCheck(type: SqlAlchemyType, { table, name, context }: Place): readonly ReadConstraint[] {
  if (type.check === undefined) return [];
  return [finish(labelCheck(name, type.check.labels), type.check.name, table, context)];
}

function constraintsOf(all: readonly ReadConstraint[]): readonly ConstraintDefinition[] {
  return all.flatMap(({ constraint }) => constraint ?? []);
}

const serials: Readonly<Record<string, string>> = {
  integer: 'serial',
  bigint: 'bigserial',
  smallint: 'smallserial',
};

/** What the column becomes as the one column of a primary key that counts by itself; otherwise itself. */
export function asSerial(
  column: ReadColumn,
  keyColumns: readonly string[],
  refers = column.foreignKeys.length > 0,
): ColumnDefinition {
  const { definition, autoincrement } = column;
  const inKey = keyColumns.includes(definition.name);
  const counts = autoincrement === true || (keyColumns.length === 1 && autoincrement !== false);
  const isPlain =
    autoincrement === true ||
    (definition.default === undefined && (!refers || autoincrement === 'ignore_fk'));
  const serial =
    definition.type.kind === 'named' && !definition.type.array ? serials[definition.type.name] : undefined;
  if (!inKey || !counts || !isPlain || serial === undefined) return definition;
  if (definition.identity !== undefined || column.hasOwnDefault) return definition;
  const type: SqlType = { kind: 'named', name: serial, array: false };
  const { default: _, ...rest } = definition;
  return { ...rest, type };
}
