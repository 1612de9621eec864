/** Expressions of SQLAlchemy in statements about rows, as its PostgreSQL dialect compiles them. */
import { type PyCallResult, type PyExpression, type PyValue, pathOf } from '../../../../python/value.ts';
import { constantOf } from './constant.ts';
import { construct } from './construct.ts';
import { literalOf } from './literal.ts';
import { methodOf } from './method.ts';
import {
  all,
  atom,
  columnIn,
  type Expression,
  grouped,
  type Rendering,
  truth,
  type Words,
} from './rendering.ts';
import { rowTable } from './rowTable.ts';
import { anyType, type ValueType } from './valueType.ts';

/** `undefined` where it is not known how it would be compiled. */
export function expressionOf(value: PyValue | undefined, rendering: Rendering): Expression | undefined {
  switch (value?.kind) {
    case 'import': {
      const known = rendering.context.follow(value);
      return known.kind === 'import' ? undefined : expressionOf(known, rendering);
    }
    case 'expression':
      return columnOf(value, rendering) ?? operation(value, rendering);
    case 'call':
      if (value.open) return undefined;
      return functionOf(value, rendering) ?? methodOf(value, rendering) ?? construct(value, rendering);
    default:
      return undefined;
  }
}

/** A value for a column or a parameter, or an expression. */
export function operandOf(
  value: PyValue | undefined,
  type: ValueType | undefined,
  rendering: Rendering,
): Expression | undefined {
  const literal = literalOf(value, type, rendering.context);
  return literal === undefined ? expressionOf(value, rendering) : atom(literal, type);
}

/** What something is compared with: by its own type, except where both sides have to be of one. */
export function comparedWith(
  value: PyValue | undefined,
  { type }: Expression,
  rendering: Rendering,
): Expression | undefined {
  if (type === undefined || type.kind === 'json' || type.kind === 'array')
    return expressionOf(value, rendering);
  const isSpelt = type.kind === 'enum' || type.kind === 'moment' || type.kind === 'uuid';
  const literal = isSpelt ? literalOf(value, type, rendering.context) : undefined;
  return literal === undefined ? operandOf(value, anyType, rendering) : atom(literal, type);
}

/** `table.c.name`, `table.c['name']` */
function columnOf({ operator, operands, name }: PyExpression, rendering: Rendering): Expression | undefined {
  const [columns, key] = operands;
  if (columns?.kind !== 'expression' || columns.operator !== 'attribute') return undefined;
  if (columns.name !== 'c' && columns.name !== 'columns') return undefined;
  const wanted = operator === 'subscript' && key?.kind === 'string' ? key.text : name;
  const table = rowTable(columns.operands[0], rendering.context);
  const column = wanted === undefined ? undefined : table?.columns.get(wanted);
  return table && column && columnIn(table, column, rendering);
}

const comparisons: Readonly<Record<string, readonly [sql: string, negated: string]>> = {
  '==': ['=', '!='],
  '!=': ['!=', '='],
  '<': ['<', '>='],
  '<=': ['<=', '>'],
  '>': ['>', '<='],
  '>=': ['>=', '<'],
};

function operation(value: PyExpression, rendering: Rendering): Expression | undefined {
  const { operator, operands } = value;
  const [left, right, more] = operands;
  if (left === undefined || more !== undefined) return undefined;
  if (right === undefined) return unary(operator, left, rendering);
  switch (operator) {
    case '&':
    case '|':
      return conjunction(operands, operator === '&' ? 'AND' : 'OR', rendering);
    case 'and':
    case 'or':
      return python(operator, left, right, rendering);
    case '+':
    case '-':
    case '*':
      return arithmetic(operator, left, right, rendering);
    default: {
      const words = comparisons[operator];
      return words && comparison(left, words, right, rendering);
    }
  }
}

function comparison(
  first: PyValue,
  words: Words,
  second: PyValue,
  rendering: Rendering,
): Expression | undefined {
  const [operator] = words;
  const left = expressionOf(first, rendering);
  if (left === undefined) return undefined;
  const constant = constantOf(second, rendering.context);
  if (constant?.kind === 'null') return isNull(left, operator);
  const right = comparedWith(second, left, rendering);
  if (right?.sql === 'NULL') return isNull(left, operator);
  return right && truth((one) => `${grouped(left, 5)} ${one} ${grouped(right, 5)}`, words);
}

function isNull(left: Expression, operator: string): Expression | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  const words: Words = ['IS NULL', 'IS NOT NULL'];
  return truth((one) => `${grouped(left, 5)} ${one}`, operator === '=' ? words : [words[1], words[0]]);
}

/** `and_`, `or_` and their operators; of one alone it is that one. */
export function conjunction(
  operands: readonly PyValue[],
  operator: 'AND' | 'OR',
  rendering: Rendering,
): Expression | undefined {
  const parts = all(operands.map((operand) => expressionOf(operand, rendering)));
  const [only, second] = parts ?? [];
  // SQLAlchemy leaves out what is always so.
  if (parts === undefined || only === undefined || parts.some(({ sql }) => /^(?:true|false)$/.test(sql)))
    return undefined;
  if (second === undefined) return only;
  const precedence = operator === 'AND' ? 3 : 2;
  const sql = parts.map((part) => grouped(part, precedence, operator)).join(` ${operator} `);
  return { sql, precedence, operator, type: { kind: 'boolean' }, negated: `NOT (${sql})` };
}

/** Python decides between comparisons as if both sides of one were never the same: one of the two is left. */
function python(
  operator: string,
  left: PyValue,
  right: PyValue,
  rendering: Rendering,
): Expression | undefined {
  if (left.kind !== 'expression' || (left.operator !== '==' && left.operator !== '!=')) return undefined;
  if (expressionOf(left, rendering) === undefined) return undefined;
  const isTrue = left.operator === '!=';
  return expressionOf(isTrue === (operator === 'and') ? right : left, rendering);
}

function unary(operator: string, operand: PyValue, rendering: Rendering): Expression | undefined {
  const inner = expressionOf(operand, rendering);
  if (inner === undefined) return undefined;
  if (operator === '~') return negation(inner);
  if (operator !== '-' || !isNumeric(inner.type)) return undefined;
  return { sql: `-${grouped(inner, 8)}`, precedence: 8, type: inner.type };
}

export function negation({ negated, ...inner }: Expression): Expression | undefined {
  if (negated !== undefined) return { ...inner, sql: negated, negated: inner.sql };
  if (inner.type?.kind !== 'boolean') return undefined;
  return { sql: `NOT ${grouped(inner, 5)}`, precedence: 5, type: inner.type, negated: inner.sql };
}

function isNumeric(type: ValueType | undefined): boolean {
  return type?.kind === 'integer' || type?.kind === 'number';
}

const ranks: Readonly<Record<string, number>> = { '+': 7, '-': 7, '*': 8 };

function arithmetic(
  operator: string,
  first: PyValue,
  second: PyValue,
  rendering: Rendering,
): Expression | undefined {
  const left = expressionOf(first, rendering);
  if (operator === '+' && left?.type?.kind === 'text') return concatenation(left, second, rendering);
  const constant = constantOf(second, rendering.context);
  const right =
    constant === undefined ? expressionOf(second, rendering) : atom(literalNumber(constant), left?.type);
  const precedence = ranks[operator] ?? 0;
  if (left === undefined || right === undefined || right.sql === '') return undefined;
  if (!isNumeric(left.type) || !isNumeric(right.type)) return undefined;
  const sql = `${grouped(left, precedence, operator)} ${operator} ${grouped(right, precedence, operator)}`;
  return { sql, precedence, operator, type: left.type };
}

function literalNumber(constant: NonNullable<ReturnType<typeof constantOf>>): string {
  return constant.kind === 'integer' || constant.kind === 'number' ? constant.text : '';
}

export function concatenation(
  left: Expression,
  second: PyValue,
  rendering: Rendering,
): Expression | undefined {
  const right = operandOf(second, { kind: 'text' }, rendering);
  if (right?.type?.kind !== 'text' && right?.type?.kind !== 'any') return undefined;
  const sql = `${grouped(left, 5, '||')} || ${grouped(right, 5, '||')}`;
  return { sql, precedence: 5, operator: '||', type: { kind: 'text' } };
}

/** Functions that PostgreSQL calls without parentheses. */
const bare = /^(?:current_(?:date|time|timestamp|user)|localtime(?:stamp)?|session_user)$/;

/** Whose result is of the type of what they are given. */
const ofArguments: ReadonlySet<string> = new Set(['coalesce', 'max', 'min', 'sum']);

const results: Readonly<Record<string, ValueType>> = {
  now: { kind: 'moment' },
  count: { kind: 'integer' },
  char_length: { kind: 'integer' },
  concat: { kind: 'text' },
};

/** `sa.func.name(…)` */
function functionOf(call: PyCallResult, rendering: Rendering): Expression | undefined {
  const name = /^(?:sqlalchemy|sqlmodel)\.(?:.*\.)?func\.(.+)$/.exec(pathOf(call.callee) ?? '')?.[1];
  if (name === undefined || call.named.size > 0) return undefined;
  const lower = name.toLowerCase();
  if (bare.test(lower) && call.positional.length === 0) return atom(lower.toUpperCase(), { kind: 'moment' });
  if (lower === 'count' && call.positional.length === 0) return atom('count(*)', results.count);
  const given = all(call.positional.map((one) => operandOf(one, anyType, rendering)));
  if (given === undefined) return undefined;
  const type = ofArguments.has(lower) ? given[0]?.type : (results[lower] ?? anyType);
  return atom(`${name}(${given.map(({ sql }) => sql).join(', ')})`, type);
}
