/** How SQLAlchemy's types change a value on its way to PostgreSQL. A type that may do anything, such as a decorator, is none. */
import { enumLabels, enumMembers } from '../../../../models/enumMembers.ts';
import type { TypeContext } from '../../../../models/sqlAlchemyType.ts';
import { lastName, type PyCallResult, type PyValue, pathOf } from '../../../../python/value.ts';

export type ValueType =
  | { readonly kind: 'any' | 'text' | 'integer' | 'number' | 'boolean' | 'moment' | 'uuid' }
  | { readonly kind: 'json'; readonly noneIsNull: boolean }
  | { readonly kind: 'array'; readonly of: ValueType }
  /** `members`: of an enum class, by their names. */
  | { readonly kind: 'enum'; readonly members?: ReadonlyMap<string, string> };

const kinds = new Map<string, 'text' | 'integer' | 'number' | 'boolean' | 'moment' | 'uuid'>();
for (const [kind, names] of [
  ['text', 'String Text Unicode UnicodeText VARCHAR CHAR TEXT CITEXT AutoString'],
  ['integer', 'Integer BigInteger SmallInteger INTEGER INT BIGINT SMALLINT'],
  ['number', 'Numeric Float Double NUMERIC DECIMAL FLOAT REAL DOUBLE DOUBLE_PRECISION'],
  ['boolean', 'Boolean BOOLEAN'],
  ['moment', 'DateTime Date Time TIMESTAMP DATE TIME'],
  ['uuid', 'Uuid UUID'],
] as const)
  for (const name of names.split(' ')) kinds.set(name, kind);

export const anyType: ValueType = { kind: 'any' };

export function valueTypeOf(value: PyValue, context: TypeContext, depth = 0): ValueType | undefined {
  if (depth > 8) return undefined;
  const path = pathOf(value.kind === 'call' ? value.callee : value) ?? '';
  if (value.kind === 'call' && value.method === 'with_variant') return ofVariant(value, context, depth);
  const isOwn = /^(?:sqlalchemy|sqlmodel)\./.test(path);
  if (!isOwn && value.kind === 'import') {
    const known = context.follow(value);
    return known.kind === 'import' ? undefined : valueTypeOf(known, context, depth + 1);
  }
  if (!isOwn || (value.kind === 'call' && value.open)) return undefined;
  const name = lastName(path);
  const kind = kinds.get(name);
  const call = value.kind === 'call' ? value : undefined;
  if (kind === 'uuid' && call?.named.has('native_uuid')) return undefined;
  if (kind !== undefined) return { kind };
  switch (name) {
    case 'NullType':
      return anyType;
    case 'JSON':
    case 'JSONB':
      return jsonType(call);
    case 'ARRAY': {
      const [item] = call?.positional ?? [];
      const of = item === undefined ? undefined : valueTypeOf(item, context, depth + 1);
      return of && { kind: 'array', of };
    }
    case 'Enum':
    case 'ENUM':
      return call && enumType(call, context);
    default:
      return undefined;
  }
}

function ofVariant(call: PyCallResult, context: TypeContext, depth: number): ValueType | undefined {
  const [variant, ...dialects] = call.positional;
  const names = dialects.map((one) => (one.kind === 'string' ? one.text : undefined));
  if (call.open || names.length === 0 || names.includes(undefined)) return undefined;
  const chosen = names.includes('postgresql') ? variant : call.receiver;
  return chosen && valueTypeOf(chosen, context, depth + 1);
}

function jsonType(call: PyCallResult | undefined): ValueType | undefined {
  const none = call?.named.get('none_as_null') ?? call?.positional[0];
  if (none === undefined) return { kind: 'json', noneIsNull: false };
  return none.kind === 'bool' ? { kind: 'json', noneIsNull: none.value } : undefined;
}

function enumType(call: PyCallResult, context: TypeContext): ValueType | undefined {
  const [first] = call.positional;
  const source = first?.kind === 'import' ? context.follow(first) : first;
  if (call.positional.every(({ kind }) => kind === 'string')) return { kind: 'enum' };
  const members = source && enumMembers(source, context);
  const labels = members && enumLabels(members, call.named.get('values_callable'), context);
  if (members === undefined || labels === undefined) return undefined;
  return {
    kind: 'enum',
    members: new Map(members.map(({ name }, at) => [name, labels[at] ?? name])),
  };
}
