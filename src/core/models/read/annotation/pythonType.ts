/** The SQLAlchemy type that declarative mapping chooses for a Python type: from `type_annotation_map`, else its own. */
import { type PyCallResult, type PyClass, type PyValue, pathOf, unknownAt } from '../../../python/value.ts';
import { enumAncestors, isEnumClass } from '../../enumMembers.ts';
import { aliasOf, nameOf, subscriptOf, withoutNone } from './annotationParts.ts';
import type { AnnotationContext } from './attribute.ts';
import { followed, isNewType, typeKey } from './typeKey.ts';

/** A SQLAlchemy type as code would write it, or why there is none. */
export type ChosenType = { readonly type: PyValue } | { readonly reason: string };

/** @param given Without None in it. */
export function chooseType(given: PyValue, context: AnnotationContext): ChosenType {
  const type = followed(given, context);
  const alias = aliasOf(type, context);
  const meant = alias === undefined ? type : withoutNone(alias, context);
  const annotated = subscriptOf(meant, context);
  const plain = annotated?.head === 'Annotated' ? annotated.keys[0] : undefined;
  const checks = [...(alias === undefined ? [] : [type]), meant];
  if (plain !== undefined) checks.push(withoutNone(plain, context));
  for (const check of checks) {
    const found = resolve(check, context, check === meant);
    if (found !== undefined) return found;
  }
  return { reason: `SQLAlchemy has no type for ${describe(plain ?? meant, context)} unless it is told one.` };
}

/** `undefined`: neither the map nor SQLAlchemy knows it. */
function resolve(type: PyValue, context: AnnotationContext, fallBack: boolean): ChosenType | undefined {
  const mapped = fromMap(typeKey(type, context), context);
  if (mapped !== undefined) return 'reason' in mapped || !isGenericEnum(mapped.type) ? mapped : undefined;
  const subscript = subscriptOf(type, context);
  if (subscript?.head === 'Literal') return literalEnum(type, subscript.keys, context);
  if (type.kind === 'class') return isEnumClass(type, context) ? ofEnum(type, context) : undefined;
  const name = plainTypes[pathOf(type) ?? ''];
  if (name !== undefined) return { type: unknownAt(`sqlalchemy.${name}`) };
  if (!fallBack) return undefined;
  const inside = isNewType(type) ? type.positional[1] : innermost(type, context);
  return inside === undefined ? undefined : resolve(withoutNone(inside, context), context, isNewType(type));
}

const plainTypes: Readonly<Record<string, string>> = {
  'builtins.int': 'Integer',
  'builtins.float': 'Float',
  'builtins.bool': 'Boolean',
  'builtins.bytes': 'LargeBinary',
  'builtins.str': 'String',
  'uuid.UUID': 'Uuid',
  'decimal.Decimal': 'Numeric',
  'datetime.date': 'Date',
  'datetime.datetime': 'DateTime',
  'datetime.time': 'Time',
  'datetime.timedelta': 'Interval',
};

/** What aliases of aliases stand for in the end. */
function innermost(type: PyValue, context: AnnotationContext): PyValue | undefined {
  let found = aliasOf(type, context);
  for (let next = found, hops = 0; next !== undefined && hops < 8; hops++) {
    found = next;
    next = aliasOf(next, context);
  }
  return found;
}

/** The last entry of `type_annotation_map` counts; of maps, the first that has one. */
function fromMap(key: string | undefined, context: AnnotationContext): ChosenType | undefined {
  if (key === undefined) return undefined;
  for (const map of context.typeMaps) {
    const dict = followed(map, context);
    if (dict.kind !== 'dict') return unclear;
    for (const [one, value] of [...(dict.pairs ?? [])].reverse()) {
      const known = typeKey(withoutNone(one, context), context);
      if (known === undefined) return unclear;
      if (known === key) return { type: value };
    }
  }
  return undefined;
}

const unclear: ChosenType = {
  reason: 'Some keys of type_annotation_map are computed when the program runs.',
};

/** `Enum(enum.Enum, …)`: how to make a type of any enum class. */
function isGenericEnum(value: PyValue): value is PyCallResult {
  const [first, more] = value.kind === 'call' ? value.positional : [];
  return (
    value.kind === 'call' &&
    /^sqlalchemy\b.*\.(?:Enum|ENUM)$/.test(pathOf(value.callee) ?? '') &&
    more === undefined &&
    pathOf(first ?? unknownAt('')) === 'enum.Enum'
  );
}

function ofEnum(type: PyClass, context: AnnotationContext): ChosenType {
  for (const key of enumAncestors(type, context)) {
    const found = fromMap(typeKey(key, context), context);
    if (found === undefined) continue;
    if ('reason' in found) return found;
    if (isGenericEnum(found.type)) return { type: { ...found.type, positional: [type] } };
    if (pathOf(key) === 'enum.Enum')
      return { reason: `The type that type_annotation_map has for Enum takes no ${nameOf(type)}.` };
  }
  return { type: call('sqlalchemy.Enum', [type]) };
}

/** Stored as text. */
function literalEnum(type: PyValue, keys: readonly PyValue[], context: AnnotationContext): ChosenType {
  const labels = keys.flatMap((key) => labelsIn(key, context));
  if (labels.some((label) => label.kind !== 'string'))
    return { reason: `SQLAlchemy has no type for ${describe(type, context)} unless it is told one.` };
  const literal = fromMap('typing.Literal', context) ?? fromMap('typing_extensions.Literal', context);
  if (literal !== undefined && 'reason' in literal) return literal;
  const named = new Map(literal?.type.kind === 'call' ? literal.type.named : []);
  named.set('native_enum', { kind: 'bool', value: false });
  return { type: call('sqlalchemy.Enum', labels, named) };
}

/** A Literal may hold others. */
function labelsIn(key: PyValue, context: AnnotationContext): readonly PyValue[] {
  const inner = subscriptOf(key, context);
  return inner?.head === 'Literal' ? inner.keys.flatMap((one) => labelsIn(one, context)) : [key];
}

/** A call that nobody wrote. */
export function call(
  path: string,
  positional: readonly PyValue[],
  named: ReadonlyMap<string, PyValue> = new Map(),
): PyCallResult {
  return {
    kind: 'call',
    callee: unknownAt(path),
    positional,
    named,
    open: false,
    openNames: false,
    file: '',
  };
}

/** For people. */
export function describe(given: PyValue, context: AnnotationContext): string {
  const subscript = subscriptOf(given, context);
  if (subscript !== undefined) return `${subscript.head}[…]`;
  return nameOf(given) || 'this annotation';
}
