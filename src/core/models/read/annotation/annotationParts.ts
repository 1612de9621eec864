/** The parts of an annotation: `Optional[…]`, `X | None`, `Annotated[…]`, aliases, `Literal[…]`. */
import { expression, lastName, type PyExpression, type PyValue, pathOf } from '../../../python/value.ts';
import type { TypeContext } from '../../sqlAlchemyType.ts';
import { followed, isNewType } from './typeKey.ts';

type Follow = Pick<TypeContext, 'follow'>;

/** `Head[…]`, by the last part of what stands before the brackets. */
export interface Subscript {
  readonly head: string;
  readonly keys: readonly PyValue[];
}

/** `undefined` for what has no brackets. */
export function subscriptOf(given: PyValue, context: Follow): Subscript | undefined {
  const value = followed(given, context);
  if (value.kind !== 'expression' || value.operator !== 'subscript') return undefined;
  const [object, key] = value.operands;
  if (object === undefined || key === undefined) return undefined;
  return { head: nameOf(object), keys: key.kind === 'tuple' ? key.items : [key] };
}

/** The last part of its path. */
export function nameOf(value: PyValue): string {
  return lastName(pathOf(value) ?? '');
}

/** The members of a union; a type that is none is its only member. */
export function unionOf(given: PyValue, context: Follow): readonly PyValue[] {
  const value = followed(given, context);
  if (isUnion(value)) return value.operands.flatMap((operand) => unionOf(operand, context));
  const subscript = subscriptOf(value, context);
  if (subscript?.head === 'Union') return subscript.keys.flatMap((key) => unionOf(key, context));
  if (subscript?.head === 'Optional')
    return [...subscript.keys.flatMap((key) => unionOf(key, context)), { kind: 'none' }];
  return [given];
}

function isUnion(value: PyValue): value is PyExpression {
  return value.kind === 'expression' && value.operator === '|';
}

/** Whether None is allowed; `undefined` where a part of it is not known. */
export function includesNone(given: PyValue, context: Follow, depth = 0): boolean | undefined {
  const value = followed(given, context);
  if (depth > 8) return undefined;
  if (value.kind === 'none' || nameOf(value) === 'NoneType') return true;
  const inside = insideOf(value, context);
  if (inside !== undefined) return includesNone(inside, context, depth + 1);
  const members = unionOf(value, context);
  if (members.length === 1) return value.kind === 'unknown' && value.path === undefined ? undefined : false;
  const known = members.map((member) => includesNone(member, context, depth + 1));
  return known.includes(true) ? true : known.includes(undefined) ? undefined : false;
}

/** What an alias, a `NewType` or `Annotated` is about. */
function insideOf(value: PyValue, context: Follow): PyValue | undefined {
  if (isNewType(value)) return value.positional[1];
  const alias = aliasOf(value, context);
  if (alias !== undefined) return alias;
  const subscript = subscriptOf(value, context);
  return subscript?.head === 'Annotated' ? subscript.keys[0] : undefined;
}

/** What `type X = …` and `TypeAliasType('X', …)` stand for. */
export function aliasOf(given: PyValue, context: Follow): PyValue | undefined {
  const value = followed(given, context);
  if (value.kind === 'expression' && value.operator === 'alias') return value.operands[0];
  return value.kind === 'call' && nameOf(value.callee) === 'TypeAliasType' ? value.positional[1] : undefined;
}

/** A union without None in it. */
export function withoutNone(given: PyValue, context: Follow): PyValue {
  const members = unionOf(given, context);
  const others = members.filter(
    (member) => followed(member, context).kind !== 'none' && nameOf(member) !== 'NoneType',
  );
  const [only] = others;
  if (others.length === members.length) return followed(given, context);
  return others.length === 1 && only !== undefined ? followed(only, context) : expression('|', others);
}
