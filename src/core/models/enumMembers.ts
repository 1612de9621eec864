/** Python's enum classes: their members, and the labels that a database type makes of them. */
import { isEnum } from '../python/evaluate.ts';
import {
  expression,
  isSequence,
  type PyCallResult,
  type PyClass,
  type PyValue,
  pathOf,
  sameValue,
  unknownAt,
} from '../python/value.ts';
import type { TypeContext } from './sqlAlchemyType.ts';

type Follow = Pick<TypeContext, 'follow'>;

export interface EnumMember {
  readonly name: string;
  readonly value: PyValue;
}

export function isEnumClass(type: PyClass, context: Follow, depth = 0): boolean {
  if (isEnum(type)) return true;
  return basesOf(type, context).some(
    (base) => base.kind === 'class' && depth < 8 && isEnumClass(base, context, depth + 1),
  );
}

function basesOf(type: PyClass, { follow }: Follow): readonly PyValue[] {
  return type.bases.map((base) => (base.kind === 'import' ? follow(base) : base));
}

/** The class and what it is made of, the nearest first; `enum.Enum` at the end. */
export function enumAncestors(type: PyClass, context: Follow, depth = 0): readonly PyValue[] {
  const above = basesOf(type, context).flatMap((base) =>
    base.kind === 'class' && depth < 8 ? enumAncestors(base, context, depth + 1) : [base],
  );
  return depth > 0 ? [type, ...above] : [type, ...above, unknownAt('enum.Enum')];
}

/**
 * Without aliases, which are members of the same value as one before them.
 *
 * @param source A class, or `Enum('Color', 'red green')`; `undefined` for what is no enum.
 */
export function enumMembers(source: PyValue, context: Follow): readonly EnumMember[] | undefined {
  if (source.kind === 'call') return calledMembers(source);
  if (source.kind !== 'class' || !isEnumClass(source, context)) return undefined;
  const lower = enumAncestors(source, context).some((base) => /StrEnum$/.test(pathOf(base) ?? ''));
  const members: EnumMember[] = [];
  for (const [name, value] of source.names) {
    if (name.startsWith('_') || !isMember(value)) continue;
    const known: PyValue = isAuto(value) && lower ? { kind: 'string', text: name.toLowerCase() } : value;
    if (!members.some((other) => isPlain(known) && sameValue(other.value, known)))
      members.push({ name, value: known });
  }
  return members;
}

/** Methods and classes inside are none. */
function isMember(value: PyValue): boolean {
  if (value.kind === 'unknown') return value.definedIn === undefined;
  if (value.kind === 'call')
    return !/\b(?:property|nonmember|staticmethod|classmethod)$/.test(pathOf(value.callee) ?? '');
  return value.kind !== 'function' && value.kind !== 'class';
}

function isAuto(value: PyValue): boolean {
  return value.kind === 'call' && /\bauto$/.test(pathOf(value.callee) ?? '');
}

function isPlain(value: PyValue): boolean {
  return ['string', 'int', 'bool', 'none'].includes(value.kind);
}

/** `Enum('Color', ['red', 'green'])` */
function calledMembers(call: PyCallResult): readonly EnumMember[] | undefined {
  if (!/^enum\.\w*Enum$/.test(pathOf(call.callee) ?? '')) return undefined;
  const names = call.positional[1] ?? call.named.get('names');
  if (names?.kind === 'string')
    return names.text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((name) => ({ name, value: unknownAt(undefined) }));
  if (names?.kind === 'dict' && !names.open)
    return [...names.entries].map(([name, value]) => ({ name, value }));
  if (names === undefined || !isSequence(names)) return undefined;
  const members = names.items.flatMap((item): EnumMember[] => {
    const [name, value] = item.kind === 'tuple' ? item.items : [item, unknownAt(undefined)];
    return name?.kind === 'string' && value !== undefined ? [{ name: name.text, value }] : [];
  });
  return members.length === names.items.length ? members : undefined;
}

/** The class's name lends itself to the type: of a call, its first argument. */
export function enumName(source: PyValue): string | undefined {
  if (source.kind === 'class') return source.path.split('.').at(-1);
  const name = source.kind === 'call' ? source.positional[0] : undefined;
  return name?.kind === 'string' ? name.text : undefined;
}

/** @param callable `values_callable`; `undefined` where not all labels are known. */
export function enumLabels(
  members: readonly EnumMember[],
  callable: PyValue | undefined,
  context: TypeContext,
): readonly string[] | undefined {
  if (callable === undefined || callable.kind === 'none') return members.map(({ name }) => name);
  const part = partOf(callable, context);
  if (part === 'name') return members.map(({ name }) => name);
  const values =
    part === undefined ? [] : members.map(({ value }) => (value.kind === 'string' ? value.text : undefined));
  return part !== undefined && values.every((value) => value !== undefined) ? values : undefined;
}

const theEnum = expression('parameter', []);

/** What a function takes of each member: `lambda x: [e.value for e in x]`. */
function partOf(callable: PyValue, context: TypeContext): 'name' | 'value' | undefined {
  const known = callable.kind === 'import' ? context.follow(callable) : callable;
  const isLambda = known.kind === 'expression' && known.operator === 'lambda';
  const result = isLambda ? known.operands[0] : context.callMethod(known, theEnum, []);
  return result === undefined ? undefined : partIn(result);
}

function partIn(result: PyValue): 'name' | 'value' | undefined {
  if (result.kind === 'call' && /^builtins\.(?:list|tuple|sorted)$/.test(pathOf(result.callee) ?? '')) {
    const [only, more] = result.positional;
    const isSorted = pathOf(result.callee) === 'builtins.sorted';
    return only === undefined || more !== undefined || isSorted ? undefined : partIn(only);
  }
  if (result.kind === 'call' && result.method === 'keys' && isMembers(result.receiver)) return 'name';
  if (result.kind !== 'expression' || result.operator !== 'each') return undefined;
  const [element, iterable, condition] = result.operands;
  if (element === undefined || iterable === undefined || condition !== undefined) return undefined;
  return isAll(iterable) ? partOfElement(element) : undefined;
}

/** The class itself, or `__members__.values()`. */
function isAll(value: PyValue): boolean {
  if (isParameter(value)) return true;
  return value.kind === 'call' && value.method === 'values' && isMembers(value.receiver);
}

function isParameter(value: PyValue): boolean {
  return value.kind === 'expression' && value.operator === 'parameter';
}

function isMembers(value: PyValue | undefined): boolean {
  return value?.kind === 'expression' && value.name === '__members__' && value.operands.every(isParameter);
}

/** `e.value`, `str(e.value)` */
function partOfElement(element: PyValue): 'name' | 'value' | undefined {
  if (element.kind === 'call' && pathOf(element.callee) === 'builtins.str')
    return partOfElement(element.positional[0] ?? unknownAt(undefined));
  if (element.kind !== 'expression' || element.operator !== 'attribute') return undefined;
  const [object] = element.operands;
  const isItem = object?.kind === 'expression' && object.operator === 'item';
  return isItem && (element.name === 'name' || element.name === 'value') ? element.name : undefined;
}
