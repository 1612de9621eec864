/**
 * A type as SQLAlchemy code writes it, `sa.String(36)`, and what PostgreSQL makes of it.
 *
 * Known are SQLAlchemy's own types, those of common packages, and types of the repository that wrap one of them. All
 * others are unresolved: a type that is not known for certain equals no other.
 */
import { type Arguments, bindArguments } from '../python/arguments.ts';
import { type PyCallResult, type PyClass, type PyValue, pathOf, unknown } from '../python/value.ts';
import type { ObjectName } from '../schema/name.ts';
import type { SqlType } from '../schema/type.ts';
import { namedType, parseType } from '../schema/typeName.ts';
import { enumOf } from './enumType.ts';
import { packageTypes } from './packageTypes.ts';
import { spellingOf } from './spelling.ts';

export interface SqlAlchemyType {
  readonly type: SqlType;
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
}

/** @param value A class of types, or an instance of one. */
export function readType(value: PyValue, context: TypeContext, depth = 0): SqlAlchemyType {
  const found = depth > 8 ? undefined : resolve(value, context, depth);
  return found ?? { type: { kind: 'unresolved', text: describe(value) }, enums: [] };
}

/** For people: the type's name where nothing more is known. */
function describe(value: PyValue): string {
  const path = value.kind === 'call' ? pathOf(value.callee) : pathOf(value);
  return path === undefined ? 'a computed type' : (path.split('.').at(-1) ?? path);
}

function resolve(value: PyValue, context: TypeContext, depth: number): SqlAlchemyType | undefined {
  if (value.kind !== 'call') return instantiate(value, instanceOf(value), context, depth);
  if (value.receiver !== undefined && value.receiver.kind === 'call') {
    return method(value, value.receiver, context, depth);
  }
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
    return ofSqlAlchemy(path.split('.').at(-1) ?? '', call, context, depth);
  const known = packageTypes(path, call);
  if (known !== undefined) {
    return 'delegate' in known ? readType(known.delegate, context, depth + 1) : { enums: [], ...known };
  }
  const followed = callee.kind === 'import' ? context.follow(callee) : callee;
  if (followed.kind === 'class') return ofClass(followed, call, context, depth);
  return followed === callee || followed.kind === 'import'
    ? undefined
    : followed.kind === 'call' || pathOf(followed) !== path
      ? readType(followed.kind === 'call' ? followed : { ...call, callee: followed }, context, depth + 1)
      : undefined;
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
  const withCollation = collation?.kind === 'string' && isText(name) ? { collation: collation.text } : {};
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

/** A class of the repository: what it says of itself, or what its base is. */
function ofClass(
  type: PyClass,
  call: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  const { names } = type;
  const spec = names.get('get_col_spec');
  if (spec !== undefined) {
    const text = context.callMethod(spec, type, []);
    return text?.kind === 'string' ? { type: parseType(text.text), enums: [] } : undefined;
  }
  const load = names.get('load_dialect_impl');
  if (load !== undefined) return ofDialectImpl(load, type, call, context, depth);
  const impl = names.get('impl');
  if (impl !== undefined) return ofImpl(impl, type, call, context, depth);
  for (const base of type.bases) {
    const found = pathOf(base)?.endsWith('TypeDecorator')
      ? undefined
      : resolve({ ...call, callee: base }, context, depth + 1);
    if (found !== undefined) return names.has('__init__') && takesArguments(found.type) ? undefined : found;
  }
  return undefined;
}

/** What `load_dialect_impl` returns for PostgreSQL. */
function ofDialectImpl(
  load: PyValue,
  type: PyClass,
  call: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  const result = context.callMethod(load, type, [postgresql]);
  if (result?.kind !== 'call') return undefined;
  if (result.method === 'type_descriptor' || result.method === 'type_engine')
    return readType(result.positional[0] ?? unknown, context, depth + 1);
  const impl = type.names.get('impl');
  if (result.method === 'load_dialect_impl' && impl !== undefined)
    return ofImpl(impl, type, call, context, depth);
  return readType(result, context, depth + 1);
}

/** A `TypeDecorator` hands its arguments on to what it wraps, unless it has an `__init__` of its own. */
function ofImpl(
  impl: PyValue,
  type: PyClass,
  call: PyCallResult,
  context: TypeContext,
  depth: number,
): SqlAlchemyType | undefined {
  if (impl.kind === 'call') return readType(impl, context, depth + 1);
  const found = readType({ ...call, callee: impl }, context, depth + 1);
  return type.names.has('__init__') && takesArguments(found.type) ? undefined : found;
}

/** Whether arguments to its constructor can change it. */
function takesArguments(type: SqlType): boolean {
  return type.kind === 'unresolved' || /char|numeric|time|bit|interval|vector|geo/.test(type.name);
}

/** The `dialect` that methods of types are given. */
const postgresql: PyClass = {
  kind: 'class',
  path: 'dialect',
  names: new Map([['name', { kind: 'string', text: 'postgresql' }]]),
  bases: [],
};
