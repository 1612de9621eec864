/** What expressions of SQLAlchemy are rendered with, and what they become. */
import type { PyValue } from '../../../../python/value.ts';
import { quoteName, quoteObject } from '../../../../schema/name.ts';
import type { OperationContext } from '../context.ts';
import type { RowColumn, RowTable } from './rowTable.ts';
import type { ValueType } from './valueType.ts';

export interface Rendering {
  readonly context: OperationContext;
  /** Tables that are named so far, by their identity: what stands in FROM. */
  readonly froms: Map<object, RowTable>;
  /** Tables of the statement around a query, which the query leaves out of its own. */
  readonly enclosing: ReadonlyMap<object, RowTable>;
  /** Values of parameters. */
  readonly binds: ReadonlyMap<string, PyValue>;
}

export function renderingOf(context: OperationContext, binds: Rendering['binds'] = new Map()): Rendering {
  return { context, froms: new Map(), enclosing: new Map(), binds };
}

export interface Expression {
  readonly sql: string;
  /** As SQLAlchemy ranks operators; what has none is `atomic`. */
  readonly precedence: number;
  readonly operator?: string;
  readonly type: ValueType | undefined;
  /** How SQLAlchemy says that it does not hold; absent: with NOT before it. */
  readonly negated?: string;
}

export const atomic = 100;

/** Those that need no parentheses around themselves. */
const associative: ReadonlySet<string> = new Set(['AND', 'OR', '+', '*', '||']);

/** With parentheses where an operator around it binds as tightly. */
export function grouped({ sql, precedence, operator }: Expression, against: number, around?: string): string {
  const isSame = operator !== undefined && operator === around && associative.has(operator);
  return precedence <= against && !isSame ? `(${sql})` : sql;
}

/** Where it stands by itself. */
export const alone = (expression: Expression): string => grouped(expression, atomic - 1);

export function atom(sql: string, type?: ValueType): Expression {
  return { sql, precedence: atomic, type };
}

/** How SQL says something, and how that it is not so. */
export type Words = readonly [sql: string, negated: string];

export function truth(text: (words: string) => string, [sql, negated]: Words): Expression {
  return { sql: text(sql), precedence: 5, type: { kind: 'boolean' }, negated: text(negated) };
}

/** `undefined` where another object stands for a table of the same name: whether it is the same is not known. */
export function columnIn(
  table: RowTable,
  column: RowColumn,
  { froms, enclosing }: Rendering,
): Expression | undefined {
  const name = quoteObject(table.name);
  const others = [...froms.values(), ...enclosing.values()].filter((one) => one.identity !== table.identity);
  if (others.some((one) => quoteObject(one.name) === name)) return undefined;
  froms.set(table.identity, table);
  return atom(`${name}.${quoteName(column.name)}`, column.type);
}

/** All of them, or nothing. */
export function all<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  return items.every((item) => item !== undefined) ? items : undefined;
}
