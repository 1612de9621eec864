/** Which properties each kind of object is compared by, and how. */
import type { Check, Constraint, Exclusion, ForeignKey, PrimaryKey, Unique } from '../schema/constraint.ts';
import type { Index, IndexKey } from '../schema/indexes.ts';
import { type QualifiedName, sameName } from '../schema/name.ts';
import type {
  Column,
  CompositeType,
  DomainType,
  EnumType,
  Extension,
  Policy,
  RangeType,
  Routine,
  Schema,
  Sequence,
  Table,
  Trigger,
  UserType,
  View,
} from '../schema/snapshot.ts';
import { parseType } from '../schema/typeName.ts';
import type { KeysOf } from './difference.ts';
import {
  allSame,
  columnsAfter,
  nameAfter,
  type Sameness,
  type SamenessContext,
  sameCollation,
  sameComment,
  sameDefault,
  sameDefinition,
  sameExpression,
  sameList,
  sameSqlType,
  sameTrigger,
} from './sameness.ts';

/** `owner`: the table that `before` is part of, as `before` calls it. */
export type Compare<T> = (before: T, after: T, context: SamenessContext, owner: QualifiedName) => Sameness;
export type Properties<T> = readonly (readonly [property: KeysOf<T>, same: Compare<T>])[];

const comment: readonly ['comment', Compare<{ readonly comment?: string }>] = [
  'comment',
  (a, b) => sameComment(a.comment, b.comment),
];

/** PostgreSQL gives `public` a comment of its own. */
const givenComment = 'standard public schema';

export const schemaProperties: Properties<Schema> = [
  [
    'comment',
    (a, b) => {
      const [left, right] = [a, b].map((one) => (one.comment === givenComment ? undefined : one.comment));
      return sameComment(left, right);
    },
  ],
];

export const extensionProperties: Properties<Extension> = [['schema', (a, b) => a.schema === b.schema]];

export const tableProperties: Properties<Table> = [
  ['kind', (a, b) => a.kind === b.kind],
  ['rowSecurity', (a, b) => a.rowSecurity === b.rowSecurity],
  ['unlogged', (a, b) => a.unlogged === b.unlogged],
  ['partitionKey', (a, b, context) => sameDefinition(a.partitionKey, b.partitionKey, context)],
  ['partitionOf', (a, b, context) => samePartition(a.partitionOf, b.partitionOf, context)],
  ['inherits', (a, b, context) => sameNames(a.inherits, b.inherits, context)],
  comment,
];

function samePartition(a: Table['partitionOf'], b: Table['partitionOf'], context: SamenessContext): Sameness {
  if (a === undefined || b === undefined) return a === b;
  return sameName(nameAfter(a.parent, context), b.parent) && sameDefinition(a.bound, b.bound, context);
}

function sameNames(
  a: readonly QualifiedName[] = [],
  b: readonly QualifiedName[] = [],
  context: SamenessContext,
): boolean {
  if (a.length !== b.length) return false;
  return a.every((name) => b.some((other) => sameName(nameAfter(name, context), other)));
}

export const columnProperties: Properties<Column> = [
  ['type', (a, b, context) => sameSqlType(a.type, b.type, context)],
  ['nullable', (a, b) => a.nullable === b.nullable],
  ['default', (a, b, context, owner) => sameDefault(a.default, b.default, owner, context, a.type)],
  ['identity', (a, b) => a.identity === b.identity],
  ['generated', (a, b, context, owner) => sameGenerated(a, b, context, owner)],
  ['collation', (a, b) => sameCollation(a.collation, b.collation)],
  comment,
];

function sameGenerated(a: Column, b: Column, context: SamenessContext, owner: QualifiedName): Sameness {
  if (a.generated === undefined || b.generated === undefined) return a.generated === b.generated;
  const [stored, storedThere] = [a.generated.stored, b.generated.stored];
  if (stored !== undefined && storedThere !== undefined && stored !== storedThere) return false;
  return sameExpression(a.generated.expression, b.generated.expression, owner, context, a.type);
}

const deferrable: readonly ['deferrable', Compare<{ readonly deferrable?: string }>] = [
  'deferrable',
  (a, b) => a.deferrable === b.deferrable,
];
const columns: readonly ['columns', Compare<{ readonly columns: readonly string[] }>] = [
  'columns',
  (a, b, context, owner) => sameList(columnsAfter(a.columns, owner, context), b.columns),
];
const include: readonly ['include', Compare<{ readonly include?: readonly string[] }>] = [
  'include',
  (a, b, context, owner) => sameList(columnsAfter(a.include, owner, context), b.include),
];
const nullsNotDistinct: readonly ['nullsNotDistinct', Compare<{ readonly nullsNotDistinct?: true }>] = [
  'nullsNotDistinct',
  (a, b) => a.nullsNotDistinct === b.nullsNotDistinct,
];
const notValid: readonly ['notValid', Compare<{ readonly notValid?: true }>] = [
  'notValid',
  (a, b) => a.notValid === b.notValid,
];

const primaryKeyProperties: Properties<PrimaryKey> = [columns, include, deferrable, comment];
const uniqueProperties: Properties<Unique> = [columns, include, nullsNotDistinct, deferrable, comment];
const foreignKeyProperties: Properties<ForeignKey> = [
  columns,
  ['references', (a, b, context) => sameName(nameAfter(a.references, context), b.references)],
  [
    'referencedColumns',
    (a, b, context) =>
      sameList(columnsAfter(a.referencedColumns, a.references, context), b.referencedColumns),
  ],
  ['onUpdate', (a, b) => a.onUpdate === b.onUpdate],
  ['onDelete', (a, b) => a.onDelete === b.onDelete],
  [
    'onDeleteColumns',
    (a, b, context, owner) => sameList(columnsAfter(a.onDeleteColumns, owner, context), b.onDeleteColumns),
  ],
  ['match', (a, b) => a.match === b.match],
  notValid,
  deferrable,
  comment,
];
const checkProperties: Properties<Check> = [
  ['expression', (a, b, context, owner) => sameExpression(a.expression, b.expression, owner, context)],
  ['noInherit', (a, b) => a.noInherit === b.noInherit],
  notValid,
  ['notEnforced', (a, b) => a.notEnforced === b.notEnforced],
  comment,
];
const exclusionProperties: Properties<Exclusion> = [
  ['definition', (a, b, context) => sameDefinition(a.definition, b.definition, context)],
  deferrable,
  comment,
];

const propertiesOfConstraint: {
  readonly [K in Constraint['kind']]: Properties<Extract<Constraint, { kind: K }>>;
} = {
  primaryKey: primaryKeyProperties,
  unique: uniqueProperties,
  foreignKey: foreignKeyProperties,
  check: checkProperties,
  exclusion: exclusionProperties,
};

export const constraintProperties = ({ kind }: Constraint) =>
  propertiesOfConstraint[kind] as Properties<Constraint>;

export const indexProperties: Properties<Index> = [
  ['method', (a, b) => a.method === b.method],
  ['unique', (a, b) => a.unique === b.unique],
  ['keys', sameKeys],
  include,
  ['predicate', (a, b, context, owner) => sameExpression(a.predicate, b.predicate, owner, context)],
  nullsNotDistinct,
  ['invalid', (a, b) => a.invalid === b.invalid],
  ['options', (a, b) => sameList(a.options, b.options)],
  comment,
];

function sameKeys(a: Index, b: Index, context: SamenessContext, owner: QualifiedName): Sameness {
  if (a.keys.length !== b.keys.length) return false;
  return allSame(a.keys.entries(), ([at, key]) => {
    const other = b.keys[at];
    return other !== undefined && sameKey(key, other, context, owner);
  });
}

function sameKey(a: IndexKey, b: IndexKey, context: SamenessContext, owner: QualifiedName): Sameness {
  if (a.descending !== b.descending || a.nulls !== b.nulls) return false;
  if (a.column !== undefined || b.column !== undefined) {
    const before = a.column === undefined ? undefined : columnsAfter([a.column], owner, context)?.[0];
    if (before !== b.column) return false;
  }
  if (!sameCollation(a.collation, b.collation)) return false;
  if (plainClass(a.operatorClass) !== plainClass(b.operatorClass)) return false;
  return sameExpression(a.expression, b.expression, owner, context);
}

/** The class is found on the search path, or by its schema. */
const plainClass = (name: string | undefined) => name?.replace(/^(?:pg_catalog|public)\./, '');

export const triggerProperties: Properties<Trigger> = [
  ['definition', (a, b, context, owner) => sameTrigger(a.definition, b.definition, owner, context)],
];

export const policyProperties: Properties<Policy> = [
  ['command', (a, b) => a.command === b.command],
  ['permissive', (a, b) => a.permissive === b.permissive],
  ['roles', (a, b) => sameList(a.roles, b.roles)],
  ['using', (a, b, context, owner) => sameExpression(a.using, b.using, owner, context)],
  ['withCheck', (a, b, context, owner) => sameExpression(a.withCheck, b.withCheck, owner, context)],
];

export const viewProperties: Properties<View> = [
  ['kind', (a, b) => a.kind === b.kind],
  ['definition', (a, b, context) => sameDefinition(a.definition, b.definition, context)],
  ['columns', sameViewColumns],
  comment,
];

/** Where a definition is written in another way, its columns still tell. */
function sameViewColumns(a: View, b: View, context: SamenessContext): Sameness {
  if (a.columns === undefined || b.columns === undefined) return true;
  const names = (view: View) => view.columns?.map(({ name }) => name);
  if (!sameList(names(a), names(b))) return false;
  return allSame(a.columns.entries(), ([at, { type }]) => {
    const other = b.columns?.[at]?.type;
    return type === undefined || other === undefined || sameSqlType(type, other, context);
  });
}

export const sequenceProperties: Properties<Sequence> = [
  ['type', (a, b) => a.type === b.type],
  ['start', (a, b) => a.start === b.start],
  ['increment', (a, b) => a.increment === b.increment],
  ['min', (a, b) => a.min === b.min],
  ['max', (a, b) => a.max === b.max],
  ['cache', (a, b) => a.cache === b.cache],
  ['cycle', (a, b) => a.cycle === b.cycle],
  ['ownedBy', (a, b, context) => sameOwner(a.ownedBy, b.ownedBy, context)],
  comment,
];

function sameOwner(a: Sequence['ownedBy'], b: Sequence['ownedBy'], context: SamenessContext): boolean {
  if (a === undefined || b === undefined) return a === b;
  const column = columnsAfter([a.column], a.table, context)?.[0];
  return column === b.column && sameName(nameAfter(a.table, context), b.table);
}

export const routineProperties: Properties<Routine> = [
  ['kind', (a, b) => a.kind === b.kind],
  ['parameters', sameParameters],
  ['returns', (a, b) => sameIfKnown(a.returns, b.returns)],
  ['language', (a, b) => sameIfKnown(a.language?.toLowerCase(), b.language?.toLowerCase())],
  ['bodyHash', (a, b) => sameIfKnown(a.bodyHash, b.bodyHash)],
  comment,
];

/** Those that have arguments and no parameters are not known. What is given back is what they return. */
function sameParameters(a: Routine, b: Routine, context: SamenessContext): Sameness {
  if (a.kind === 'aggregate' || b.kind === 'aggregate') return true;
  const isKnown = ({ parameters, argumentTypes }: Routine) =>
    parameters !== undefined || argumentTypes === '';
  if (!isKnown(a) || !isKnown(b)) return undefined;
  const [before, after] = [a.parameters ?? [], b.parameters ?? []];
  if (before.length !== after.length) return false;
  return allSame(before.entries(), ([at, one]) => {
    const other = after[at];
    if (one.mode !== other?.mode || one.name !== other.name) return false;
    return sameDefault(one.default, other.default, a.name, context, parseType(one.type));
  });
}

function sameIfKnown(a: string | undefined, b: string | undefined): Sameness {
  if (a === b) return true;
  return a === undefined || b === undefined ? undefined : false;
}

/** `labels` says whether those that both sides have stand in one order. */
const enumProperties: Properties<EnumType> = [
  [
    'labels',
    (a, b) => {
      const [inA, inB] = [new Set(a.labels), new Set(b.labels)];
      return sameList(
        a.labels.filter((label) => inB.has(label)),
        b.labels.filter((label) => inA.has(label)),
      );
    },
  ],
  comment,
];

const domainProperties: Properties<DomainType> = [
  ['baseType', (a, b, context) => sameSqlType(a.baseType, b.baseType, context)],
  ['nullable', (a, b) => a.nullable === b.nullable],
  ['default', (a, b, context) => sameDefault(a.default, b.default, a.name, context, a.baseType)],
  ['collation', (a, b) => sameCollation(a.collation, b.collation)],
  ['checks', sameChecks],
  comment,
];

function sameChecks(a: DomainType, b: DomainType, context: SamenessContext): Sameness {
  const names = (type: DomainType) => type.checks.map(({ name }) => name).sort();
  if (!sameList(names(a), names(b))) return false;
  return allSame(a.checks, (check) => {
    const other = b.checks.find(({ name }) => name === check.name);
    if (check.notValid !== other?.notValid) return false;
    return sameExpression(check.expression, other?.expression, a.name, context);
  });
}

const compositeProperties: Properties<CompositeType> = [['attributes', sameAttributes], comment];

function sameAttributes(a: CompositeType, b: CompositeType, context: SamenessContext): Sameness {
  const names = (type: CompositeType) => type.attributes.map(({ name }) => name);
  if (!sameList(names(a), names(b))) return false;
  return allSame(a.attributes.entries(), ([at, { type }]) => {
    const other = b.attributes[at];
    return other !== undefined && sameSqlType(type, other.type, context);
  });
}

const rangeProperties: Properties<RangeType> = [
  ['subtype', (a, b, context) => sameSqlType(a.subtype, b.subtype, context)],
  comment,
];

const propertiesOfType: { readonly [K in UserType['kind']]: Properties<Extract<UserType, { kind: K }>> } = {
  enum: enumProperties,
  domain: domainProperties,
  composite: compositeProperties,
  range: rangeProperties,
};

export const typeProperties = ({ kind }: UserType) => propertiesOfType[kind] as Properties<UserType>;
