/**
 * A type as SQLAlchemy code writes it, `sa.String(36)`, and what PostgreSQL makes of it.
 *
 * Known are SQLAlchemy's own types, those of common packages, and types of the repository that wrap one of them. All
 * others are unresolved: a type that is not known for certain equals no other.
 */
import { type Arguments, bindArguments } from '../python/arguments.ts';
import type { Effect } from '../python/trace.ts';
import { lastName, type PyCallResult, type PyValue, pathOf, unknown } from '../python/value.ts';
import { type ObjectName, quoteName } from '../schema/name.ts';
import type { SqlType } from '../schema/type.ts';
import { namedType, parseType } from '../schema/typeName.ts';
import { enumOf } from './enumType.ts';
import { packageTypes } from './packageTypes.ts';
import { spellingOf } from './spelling.ts';
import { typeOfClass } from './typeDecorator.ts';

export interface SqlAlchemyType {
  readonly type: SqlType;
  /** As SQL spells it: `"C"`. */
  readonly collation?: string;
  /** Enum types that are created with the table that uses them. */
  readonly enums: readonly EnumUse[];
  /** The labels that a CHECK constraint allows, where an enum is stored as text. */
  readonly check?: { readonly name?: PyValue; readonly labels: readonly string[] };
  /** An index comes with it that its package makes: of geometries. */
  readonly spatialIndex?: true;
}

export interface EnumUse {
  readonly name: ObjectName;
  readonly labels: readonly string[];
}

export interface TypeContext {
  /** Looks up what an import stands for. */
  readonly follow: (value: PyValue) => PyValue;
  /** What a method returns; `undefined` where that is not known. */
  readonly callMethod: (method: PyValue, self: PyValue, named: readonly PyValue[]) => PyValue | undefined;
  /** What a function of the repository does when it is called so; `undefined` where it cannot be followed. */
  readonly effectsOf?: (
    callee: PyValue,
    positional: readonly PyValue[],
    named: ReadonlyMap<string, PyValue>,
  ) => readonly Effect[] | undefined;
  /** Enum types count also where something else than the table creates them. */
  readonly statesEnums?: boolean;
  /** That a type is used in: named types may take its schema, or that of its MetaData. */
  readonly table?: {
    readonly schema: string | undefined;
    readonly metadataSchema: string | undefined;
    /** Since SQLAlchemy 2.1; `undefined` where the version is not known. */
    readonly handsOnSchema: boolean | undefined;
  };
  /** What a function returns that was not followed when its call was read. */
  readonly callLater?: (call: PyCallResult) => PyValue | undefined;
}

/** @param value A class of types, or an instance of one. */
export function readType(value: PyValue, context: TypeContext, depth = 0): SqlAlchemyType {
  const found = resolve(value, context, depth);
  return found ?? { type: { kind: 'unresolved', text: describe(value) }, enums: [] };
}

/** For people: the type's name where nothing more is known. */
function describe(value: PyValue): string {
  const path = value.kind === 'call' ? pathOf(value.callee) : pathOf(value);
  return path === undefined ? 'a computed type' : lastName(path);
}

function resolve(value: PyValue, context: TypeContext, depth: number): SqlAlchemyType | undefined {
  if (depth > 8) return undefined;
  if (value.kind !== 'call') return instantiate(value, instanceOf(value), context, depth);
  if (value.method === 'as_mutable') {
    const inner = bindArguments(value, ['sqltype']).get('sqltype');
    return inner === undefined ? undefined : readType(inner, context, depth + 1);
  }
  const receiver = value.receiver?.kind === 'import' ? context.follow(value.receiver) : value.receiver;
  if (receiver !== undefined && receiver.kind === 'call') return method(value, receiver, context, depth);
  return instantiate(value.callee, value, context, depth);
}

/** A type may be given by its class alone. */
function instanceOf(callee: PyValue): PyCallResult {
  return { kind: 'call', callee, positional: [], named: new Map(), open: false, openNames: false, file: '' };
}

function method(
  call: PyCallResult,
  receiver: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  if (call.method === 'evaluates_none' || call.method === 'copy')
    return readType(receiver, context, depth + 1);
  if (call.method !== 'with_variant') return undefined;
  const dialects = call.positional.slice(1).map((name) => (name.kind === 'string' ? name.text : undefined));
  if (dialects.length === 0 || dialects.includes(undefined)) return undefined;
  const chosen = dialects.includes('postgresql') ? call.positional[0] : receiver;
  return readType(chosen ?? unknown, context, depth + 1);
}

function instantiate(
  callee: PyValue,
  call: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  const path = pathOf(callee) ?? '';
  if (/^(?:sqlalchemy|sqlmodel|alembic)(?:\.|$)/.test(path))
    return ofSqlAlchemy(lastName(path), call, context, depth);
  const known = packageTypes(path, call);
  if (known !== undefined) {
    return 'delegate' in known ? readType(known.delegate, context, depth + 1) : { enums: [], ...known };
  }
  const followed = callee.kind === 'import' ? context.follow(callee) : callee;
  if (followed.kind === 'class') {
    const found = typeOfClass(followed, call, context, (inner) => resolve(inner, context, depth + 1));
    return found?.type.kind === 'unresolved' ? undefined : found;
  }
  if (followed.kind === 'unknown' && followed.definedIn !== undefined) {
    const returned = context.callLater?.(call);
    return returned === undefined ? undefined : resolve(returned, context, depth + 1);
  }
  const name = nameInDatabase(followed, context);
  if (name !== undefined) return ofSqlAlchemy(name, call, context, depth);
  return followed === callee || followed.kind === 'import'
    ? undefined
    : followed.kind === 'call' || pathOf(followed) !== path
      ? readType(followed.kind === 'call' ? followed : { ...call, callee: followed }, context, depth + 1)
      : undefined;
}

/** `db.Text`: what Flask-SQLAlchemy's object hands on from SQLAlchemy. */
function nameInDatabase(value: PyValue, { follow }: TypeContext): string | undefined {
  const [object] = value.kind === 'expression' && value.operator === 'attribute' ? value.operands : [];
  if (value.kind !== 'expression' || object?.kind !== 'call') return undefined;
  const made = object.callee.kind === 'import' ? follow(object.callee) : object.callee;
  const classes = made.kind === 'class' ? [made, ...made.bases] : [made];
  return classes.some((one) => /\bSQLAlchemy$/.test(pathOf(one) ?? '')) ? value.name : undefined;
}

function ofSqlAlchemy(
  name: string,
  call: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  if (name === 'Enum' || name === 'ENUM') return enumOf(call, name === 'ENUM', context);
  if (name === 'ARRAY') {
    const element = bindArguments(call, ['item_type']).get('item_type');
    const inner = readType(element ?? unknown, context, depth + 1);
    if (inner.type.kind === 'unresolved')
      return { ...inner, type: { ...inner.type, text: `${inner.type.text}[]` } };
    return { ...inner, type: { ...inner.type, array: true } };
  }
  if (name === 'DOMAIN') return domain(bindArguments(call, ['name', 'data_type']));
  const spelling = spellingOf(name, call);
  if (spelling === undefined) return undefined;
  const collation = bindArguments(call, ['length', 'collation']).get('collation');
  const withCollation =
    collation?.kind === 'string' && isText(name) ? { collation: quoteName(collation.text) } : {};
  return { type: parseType(spelling), enums: [], ...withCollation };
}

function isText(name: string): boolean {
  return /^(?:String|Text|Unicode|UnicodeText|VARCHAR|CHAR|TEXT|CITEXT|AutoString)$/.test(name);
}

function domain(given: Arguments): SqlAlchemyType | undefined {
  const name = given.get('name');
  const schema = given.get('schema');
  if (name?.kind !== 'string' || (schema !== undefined && schema.kind !== 'string')) return undefined;
  return { type: namedType(schema?.text, name.text, [], false), enums: [] };
}
