/** SQL expressions that are built by calls: `sa.text`, `sa.func.now()`, `sa.column('x') > 5`, as SQLAlchemy renders them. */
import { readType } from '../../../models/sqlAlchemyType.ts';
import {
  isSequence,
  type PyCallResult,
  type PyExpression,
  type PyValue,
  pathOf,
} from '../../../python/value.ts';
import { quoteName } from '../../../schema/name.ts';
import { typeText } from '../../../schema/type.ts';
import { calleeName, nameOf, type OperationContext } from './context.ts';

/** `undefined` where it is not known how it would be rendered. */
export function sqlOf(value: PyValue, context: OperationContext): string | undefined {
  switch (value.kind) {
    case 'string':
      return quoteLiteral(value.text);
    case 'int':
      return String(value.value);
    case 'bool':
      return value.value ? 'true' : 'false';
    case 'none':
      return 'NULL';
    case 'call':
      return ofCall(value, context);
    case 'expression':
      return ofExpression(value, context);
    case 'import':
      return ofImport(value, context);
    default:
      return undefined;
  }
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function ofImport(
  value: Extract<PyValue, { kind: 'import' }>,
  context: OperationContext,
): string | undefined {
  const known = context.follow(value);
  return known.kind === 'import' ? undefined : sqlOf(known, context);
}

/** Functions that SQLAlchemy renders without parentheses. */
const bareFunctions = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'current_user',
  'localtime',
  'localtimestamp',
  'session_user',
]);

function ofCall(call: PyCallResult, context: OperationContext): string | undefined {
  if (call.open) return undefined;
  const path = pathOf(call.callee) ?? '';
  const [first, second] = call.positional;
  const functionName = /^(?:sqlalchemy|sqlmodel)\.(?:.*\.)?(?:func|functions)\.(.+)$/.exec(path)?.[1];
  if (functionName !== undefined) return functionCall(functionName, call, context);
  if (isSymbolicReceiver(call.receiver) && call.method !== undefined) {
    return methodCall(call.receiver, call.method, call.positional, context);
  }
  if (!/^(?:sqlalchemy|alembic|sqlmodel)\./.test(path) && call.method !== 'inline_literal') return undefined;
  switch (calleeName(call)) {
    case 'text':
    case 'TextClause':
      return first?.kind === 'string' ? rawSql(first.text) : undefined;
    case 'literal_column':
      return first?.kind === 'string' ? first.text : undefined;
    case 'DefaultClause':
      return first === undefined ? undefined : sqlOf(first, context);
    case 'literal':
    case 'inline_literal':
    case 'bindparam':
      return first === undefined ? undefined : sqlOf(first, context);
    case 'column':
    case 'Column': {
      const name = nameOf(first);
      return name === undefined ? undefined : quoteName(name);
    }
    case 'true':
    case 'false':
      return calleeName(call);
    case 'null':
      return 'NULL';
    case 'desc':
    case 'asc':
    case 'nulls_first':
    case 'nullsfirst':
    case 'nulls_last':
    case 'nullslast':
      return first === undefined ? undefined : methodCall(first, calleeName(call) ?? '', [], context);
    case 'cast':
    case 'type_coerce':
      return first === undefined || second === undefined ? undefined : cast(first, second, context);
    case 'and_':
    case 'or_':
      return connected(call.positional, calleeName(call) === 'and_' ? 'AND' : 'OR', context);
    case 'not_':
      return first && negation(first, context);
    default:
      return undefined;
  }
}

function isSymbolicReceiver(value: PyValue | undefined): value is PyCallResult | PyExpression {
  return value !== undefined && (value.kind === 'call' || value.kind === 'expression');
}

/** `\:` stands for a colon in `text()`; a parameter would need its value. */
export function rawSql(text: string): string | undefined {
  return /(?<![:\w\\]):\w+(?!:)/.test(withoutQuoted(text)) ? undefined : text.replaceAll('\\:', ':');
}

function withoutQuoted(text: string): string {
  return text.replaceAll(/'(?:[^']|'')*'/g, "''");
}

function functionCall(name: string, call: PyCallResult, context: OperationContext): string | undefined {
  const lower = name.toLowerCase();
  if (bareFunctions.has(lower) && call.positional.length === 0) return lower.toUpperCase();
  if (call.named.size > 0) return undefined;
  const list = listed(call.positional, context);
  return list === undefined ? undefined : `${name}(${list})`;
}

const suffixes: Readonly<Record<string, string>> = {
  desc: 'DESC',
  asc: 'ASC',
  nullslast: 'NULLS LAST',
  nulls_last: 'NULLS LAST',
  nullsfirst: 'NULLS FIRST',
  nulls_first: 'NULLS FIRST',
};

function methodCall(
  receiver: PyValue,
  method: string,
  positional: readonly PyValue[],
  context: OperationContext,
): string | undefined {
  // A bare string names a column where something is done with it.
  const compared = isComparison.test(method) ? grouped(receiver, method, context) : sqlOf(receiver, context);
  const object = receiver.kind === 'string' ? quoteName(receiver.text) : compared;
  const [first] = positional;
  const suffix = suffixes[method];
  if (object === undefined) return undefined;
  if (suffix !== undefined) return `${object} ${suffix}`;
  switch (method) {
    case 'label':
    case 'self_group':
      return object;
    case 'is_':
    case 'isnot':
    case 'is_not': {
      const right = first === undefined ? undefined : sqlOf(first, context);
      return right === undefined ? undefined : `${object} IS ${method === 'is_' ? '' : 'NOT '}${right}`;
    }
    case 'in_':
    case 'notin_':
    case 'not_in': {
      if (first === undefined || !isSequence(first)) return undefined;
      const items = listed(first.items, context);
      return items === undefined ? undefined : `${object} ${method === 'in_' ? '' : 'NOT '}IN (${items})`;
    }
    case 'op': {
      return undefined;
    }
    case 'cast':
      return first === undefined ? undefined : cast(receiver, first, context);
    default:
      return undefined;
  }
}

function cast(value: PyValue, type: PyValue, context: OperationContext): string | undefined {
  const inner = sqlOf(value, context);
  const target = readType(type, context).type;
  if (inner === undefined || target.kind === 'unresolved') return undefined;
  return `CAST(${inner} AS ${typeText(target)})`;
}

function listed(values: readonly PyValue[], context: OperationContext): string | undefined {
  const parts = values.map((value) => sqlOf(value, context));
  return parts.includes(undefined) ? undefined : parts.join(', ');
}

const operators: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '&': 'AND',
  '|': 'OR',
};

function ofExpression(value: PyExpression, context: OperationContext): string | undefined {
  const [left, right] = value.operands;
  if (value.operator === 'attribute') return columnOf(value) ?? jsonText(value, context);
  // Only members that are strings themselves are accepted.
  if (value.operator === 'member') return left?.kind === 'string' ? sqlOf(left, context) : undefined;
  if (value.operator === '~') return left && negation(left, context);
  const operator = operators[value.operator];
  if (left === undefined || right === undefined || operator === undefined) return undefined;
  if (operator === 'AND' || operator === 'OR') return connected([left, right], operator, context);
  const [a, b] = [grouped(left, operator, context), grouped(right, operator, context)];
  if (a === undefined || b === undefined) return undefined;
  const isNull = b === 'NULL' && (operator === '=' || operator === '!=');
  return isNull ? `${a} IS ${operator === '=' ? '' : 'NOT '}NULL` : `${a} ${operator} ${b}`;
}

/** By their names in Python. */
const opposites: Readonly<Record<string, string>> = {
  ...{ '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' },
  ...{ is_: 'is_not', isnot: 'is_', is_not: 'is_', in_: 'not_in', notin_: 'in_', not_in: 'in_' },
};

/** Of a comparison the opposite one. */
function negation(value: PyValue, context: OperationContext): string | undefined {
  const known = value.kind === 'import' ? context.follow(value) : value;
  const opposite =
    opposites[(known.kind === 'expression' ? known.operator : undefined) ?? calleeName(known) ?? ''];
  if (known.kind === 'expression' && opposite !== undefined)
    return sqlOf({ ...known, operator: opposite }, context);
  if (known.kind === 'call' && opposite !== undefined) return sqlOf({ ...known, method: opposite }, context);
  const inner = sqlOf(known, context);
  return inner === undefined ? undefined : `NOT (${inner})`;
}

function connected(
  values: readonly PyValue[],
  operator: 'AND' | 'OR',
  context: OperationContext,
): string | undefined {
  const parts = values.map((value) =>
    values.length === 1 ? sqlOf(value, context) : grouped(value, operator, context),
  );
  return parts.includes(undefined) ? undefined : parts.join(` ${operator} `);
}

/** How tightly SQLAlchemy thinks that operators bind; comparisons, and methods that compare, are in between. */
const ranks: Readonly<Record<string, number>> = { OR: 2, AND: 3, '+': 7, '-': 7, '*': 8, '/': 8 };
const comparing = 5;

/** Those that need no parentheses around themselves. */
const associative: ReadonlySet<string> = new Set(['AND', 'OR', '+', '*']);

/** With parentheses where the operator around it binds as tightly. */
function grouped(value: PyValue, around: string, context: OperationContext): string | undefined {
  const sql = sqlOf(value, context);
  const own = operatorOf(value, context);
  if (sql === undefined || own === undefined || (own === around && associative.has(own))) return sql;
  return (ranks[own] ?? comparing) <= (ranks[around] ?? comparing) ? `(${sql})` : sql;
}

/** What stands on top of it; `undefined` of a column, a literal, a function. */
function operatorOf(value: PyValue, context: OperationContext): string | undefined {
  if (value.kind === 'import') {
    const known = context.follow(value);
    return known.kind === 'import' ? undefined : operatorOf(known, context);
  }
  if (value.kind === 'expression') return value.operator === '~' ? '~' : operators[value.operator];
  if (value.kind !== 'call') return undefined;
  const name = calleeName(value) ?? '';
  const [only, second] = value.positional;
  if (name === 'and_' || name === 'or_') {
    if (second === undefined) return only && operatorOf(only, context);
    return name === 'and_' ? 'AND' : 'OR';
  }
  if (name === 'self_group' || name === 'label') return value.receiver && operatorOf(value.receiver, context);
  return isComparison.test(name) ? name : undefined;
}

const isComparison = /^(?:is_|isnot|is_not|in_|notin_|not_in|not_)$/;

/** `table.c.name` */
function columnOf(value: PyExpression): string | undefined {
  const [object] = value.operands;
  const isColumns =
    object?.kind === 'expression' &&
    object.operator === 'attribute' &&
    /^(?:c|columns)$/.test(object.name ?? '');
  return isColumns && value.name !== undefined ? quoteName(value.name) : undefined;
}

/** `data['kind'].astext`; deeper paths are written otherwise by newer versions of SQLAlchemy. */
function jsonText({ name, operands }: PyExpression, context: OperationContext): string | undefined {
  const [item] = operands;
  const [object, key] = item?.kind === 'expression' && item.operator === 'subscript' ? item.operands : [];
  if (name !== 'astext' || (key?.kind !== 'string' && key?.kind !== 'int')) return undefined;
  const isColumn = object?.kind === 'call' && calleeName(object) === 'column';
  const plain = object?.kind === 'expression' ? columnOf(object) : undefined;
  const column = isColumn ? sqlOf(object, context) : plain;
  return column === undefined ? undefined : `(${column} ->> ${sqlOf(key, context)})`;
}

/** What `server_default` says; `undefined` where it is not known. */
export function defaultSql(value: PyValue, context: OperationContext): string | undefined {
  const sql = sqlOf(value, context);
  return sql === undefined ? undefined : withoutParentheses(sql);
}

/** Without parentheses around the whole of it. */
export function withoutParentheses(sql: string): string {
  const text = sql.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const [at, piece] of pieces(text)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    if (depth === 0) return at === text.length - 1 ? withoutParentheses(text.slice(1, -1)) : text;
  }
  return text;
}

/** Parentheses outside of quotes, and where they are. */
function pieces(text: string): readonly (readonly [number, string])[] {
  return [...text.matchAll(/'(?:[^']|'')*'|"[^"]*"|[()]/g)].map((match) => [match.index, match[0]]);
}
