/** Attributes of classes as Python would find them, and expressions about a class. */
import type { PyValue } from '../../python/value.ts';
import { mappedStyle, orderOf, type Type, typeOf } from './lineage.ts';
import { calleeOf, isKnownClass, text } from './pyNames.ts';
import type { ReadingContext } from './readingContext.ts';
import { type ReduceContext, reduce } from './reduce.ts';
import { tableNameOf } from './tableName.ts';

/** With the class in the place of `cls`. */
export function reduceIn(
  value: PyValue,
  type: Type | undefined,
  context: ReadingContext,
  after?: Type,
): PyValue {
  const { world, types } = context;
  const ask: ReduceContext = {
    world,
    self: type?.known,
    attribute: (object, name) =>
      isKnownClass(object) ? attributeOfClass(typeOf(object, world, types), name, context) : undefined,
    inherited: (name) =>
      type === undefined ? undefined : inheritedAttribute(type, name, context, after ?? type),
    inheritsTable: (object) =>
      isKnownClass(object) ? inheritsTable(typeOf(object, world, types)) : undefined,
  };
  return reduce(value, ask);
}

/** `undefined` for columns, which are no plain values, and for what is not known. */
export function attributeOfClass(type: Type, name: string, context: ReadingContext): PyValue | undefined {
  if (name === '__name__') return type.known === undefined ? undefined : text(type.known.definition.name);
  if (name === '__tablename__') {
    const found = tableNameOf(type, context);
    return found.kind === 'named' ? text(found.name) : undefined;
  }
  return inheritedAttribute(type, name, context, undefined);
}

/** @param after Only in the classes that come after this one. */
function inheritedAttribute(
  type: Type,
  name: string,
  context: ReadingContext,
  after: Type | undefined,
): PyValue | undefined {
  const order = orderOf(type) ?? [];
  const rest = after === undefined ? order : order.slice(order.indexOf(after) + 1);
  for (const one of rest) {
    const value = one.known?.names.get(name);
    if (one.known === undefined || value === undefined) continue;
    const returned = one.known.definition.returns.get(name);
    if (returned !== undefined) return reduceIn(returned, type, context, one);
    if (value.kind === 'function' || (value.kind === 'unknown' && value.definedIn !== undefined))
      return undefined;
    if (
      value.kind === 'call' &&
      /^(?:Column|mapped_column|Field|relationship|deferred)$/.test(calleeOf(value) ?? '')
    )
      return undefined;
    return reduceIn(value, type, context, one);
  }
  return undefined;
}

export function inheritsTable(type: Type): boolean {
  return (orderOf(type) ?? []).some((one) => one !== type && mappedStyle(one) !== undefined);
}
