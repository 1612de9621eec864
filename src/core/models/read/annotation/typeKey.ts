/** Python types by a text that is equal where Python says that they are the same type. */
import {
  isSequence,
  type PyCallResult,
  type PyClass,
  type PyExpression,
  type PyValue,
  pathOf,
} from '../../../python/value.ts';
import type { TypeContext } from '../../sqlAlchemyType.ts';

/** What a name stands for, where it is imported. */
export function followed(value: PyValue, { follow }: Pick<TypeContext, 'follow'>): PyValue {
  return value.kind === 'import' ? follow(value) : value;
}

/** `undefined` for what cannot be told apart from others. */
export function typeKey(given: PyValue, context: Pick<TypeContext, 'follow'>): string | undefined {
  const value = followed(given, context);
  if (isSequence(value)) return keyOfMany(value.items, context);
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'int':
    case 'bool':
      return String(value.value);
    case 'none':
      return 'None';
    case 'class':
      return keyOfClass(value);
    case 'unknown':
    case 'import':
      return pathOf(value);
    case 'expression':
      return keyOfExpression(value, context);
    case 'call':
      return keyOfCall(value, context);
    default:
      return undefined;
  }
}

function keyOfClass({ definition, path }: PyClass): string {
  return definition === undefined ? path : `${definition.file}:${definition.range.start}`;
}

function keyOfExpression(value: PyExpression, context: Pick<TypeContext, 'follow'>): string | undefined {
  const { operator, operands, name = '' } = value;
  const keys =
    operator === '|' ? keyOfMany(sorted(operands, context), context) : keyOfMany(operands, context);
  return keys === undefined ? undefined : `${operator} ${name} ${keys}`;
}

function sorted(operands: readonly PyValue[], context: Pick<TypeContext, 'follow'>): readonly PyValue[] {
  const key = (value: PyValue): string => typeKey(value, context) ?? '';
  return [...operands].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A `NewType` is a type of its own each time; here by its name, of which a file has one. */
function keyOfCall(value: PyCallResult, context: Pick<TypeContext, 'follow'>): string | undefined {
  if (value.open) return undefined;
  const callee = typeKey(value.callee, context);
  const positional = keyOfMany(value.positional, context);
  const named = [...value.named].map(([name, one]) => [name, typeKey(one, context)] as const);
  if (callee === undefined || positional === undefined || named.some(([, key]) => key === undefined))
    return undefined;
  return `${isNewType(value) ? value.file : ''} ${callee}(${positional}; ${named.map((one) => one.join('=')).join(',')})`;
}

function keyOfMany(values: readonly PyValue[], context: Pick<TypeContext, 'follow'>): string | undefined {
  const keys = values.map((value) => typeKey(value, context));
  return keys.includes(undefined) ? undefined : `[${keys.join(', ')}]`;
}

export function isNewType(value: PyValue): value is PyCallResult {
  return value.kind === 'call' && /^(?:typing|typing_extensions)\.NewType$/.test(pathOf(value.callee) ?? '');
}
