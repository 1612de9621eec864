/** Names of what a Python expression refers to. */

import type { ClassDefinition } from '../../python/classDefinition.ts';
import {
  lastName,
  type PyCallResult,
  type PyClass,
  type PyImport,
  type PyValue,
  pathOf,
} from '../../python/value.ts';

/** The last part of the name of a thing: of `db.Column` and `sqlalchemy.Column` alike. */
export function tailOf(value: PyValue): string | undefined {
  if (value.kind === 'expression' && value.operator === 'attribute') return value.name;
  const path = pathOf(value);
  return path === undefined ? undefined : lastName(path);
}

/** The last part of the name of what is called. */
export function calleeOf(value: PyValue): string | undefined {
  if (value.kind !== 'call') return undefined;
  return value.method ?? tailOf(value.callee);
}

export function attributeOfExpression(
  value: PyValue,
): { readonly object: PyValue; readonly name: string } | undefined {
  const [object] = value.kind === 'expression' && value.operator === 'attribute' ? value.operands : [];
  if (value.kind !== 'expression' || object === undefined || value.name === undefined) return undefined;
  return { object, name: value.name };
}

/** A class of the repository with all that its statement says. */
export type KnownClass = PyClass & { readonly definition: ClassDefinition };

export function isKnownClass(value: PyValue): value is KnownClass {
  return value.kind === 'class' && value.definition !== undefined;
}

/** Unique among the classes of a repository. */
export function classKey({ file, nameRange }: ClassDefinition): string {
  return `${file}\0${nameRange.start}`;
}

export function ofSqlAlchemy(name: string, file = ''): PyImport {
  return { kind: 'import', module: 'sqlalchemy', name, file };
}

export function callOf(
  callee: PyValue,
  positional: readonly PyValue[],
  named: ReadonlyMap<string, PyValue> = new Map(),
): PyCallResult {
  return { kind: 'call', callee, positional, named, open: false, openNames: false, file: '' };
}

export function text(value: string): PyValue {
  return { kind: 'string', text: value };
}
