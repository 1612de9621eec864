/** What SQLAlchemy's own functions make: `sa.text(…)`, `sa.and_(…)`, `sa.case(…)`, `sa.exists(…)`. */
import { readType } from '../../../../models/sqlAlchemyType.ts';
import { isSequence, type PyCallResult, type PyValue, pathOf } from '../../../../python/value.ts';
import { quoteName } from '../../../../schema/name.ts';
import { typeText } from '../../../../schema/type.ts';
import { calleeName, nameOf } from '../context.ts';
import { rawSql } from '../expressions.ts';
import { conjunction, expressionOf, negation, operandOf } from './expression.ts';
import { all, alone, atom, atomic, type Expression, type Rendering } from './rendering.ts';
import { existsOf, scalarSubquery } from './select.ts';
import { anyType, valueTypeOf } from './valueType.ts';

export function construct(call: PyCallResult, rendering: Rendering): Expression | undefined {
  const { positional, named } = call;
  const [first, second] = positional;
  const { context } = rendering;
  const exists = existsOf(call, rendering);
  if (exists !== undefined) {
    const sql = `EXISTS ${exists}`;
    return { sql, precedence: 0, type: { kind: 'boolean' }, negated: `NOT (${sql})` };
  }
  if (/^(?:scalar_subquery|as_scalar)$/.test(call.method ?? ''))
    return call.receiver && scalarSubquery(call.receiver, rendering);
  const path = pathOf(call.callee) ?? '';
  if (!/^(?:sqlalchemy|sqlmodel|alembic\.op)\./.test(path)) return undefined;
  switch (calleeName(call)) {
    case 'text':
    case 'literal_column': {
      const sql = first?.kind === 'string' && named.size === 0 ? textSql(call, first.text) : undefined;
      return sql === undefined ? undefined : atom(sql, anyType);
    }
    case 'literal':
    case 'inline_literal':
      return literal(first, second ?? named.get('type_'), rendering);
    case 'bindparam':
      return parameter(call, rendering);
    case 'column': {
      const type = second === undefined ? anyType : valueTypeOf(second, context);
      const name = nameOf(first);
      return name === undefined ? undefined : atom(quoteName(name), type);
    }
    case 'null':
      return atom('NULL', anyType);
    case 'true':
    case 'false':
      return atom(calleeName(call) ?? '', { kind: 'boolean' });
    case 'and_':
    case 'or_':
      return conjunction(positional, calleeName(call) === 'and_' ? 'AND' : 'OR', rendering);
    case 'not_': {
      const inner = expressionOf(first, rendering);
      return inner && negation(inner);
    }
    case 'cast':
      return castOf(operandOf(first, second && valueTypeOf(second, context), rendering), second, rendering);
    case 'case':
      return caseOf(call, rendering);
    default:
      return undefined;
  }
}

function textSql(call: PyCallResult, text: string): string | undefined {
  return calleeName(call) === 'text' ? rawSql(text) : text;
}

function literal(value: PyValue | undefined, type: PyValue | undefined, rendering: Rendering) {
  const known = type === undefined || type.kind === 'none' ? anyType : valueTypeOf(type, rendering.context);
  const operand = operandOf(value, known, rendering);
  const isText = value?.kind === 'string' && known === anyType;
  return operand && (isText ? { ...operand, type: { kind: 'text' } as const } : operand);
}

/** `bindparam('name')`, with the value that the statement is executed with. */
function parameter({ positional, named }: PyCallResult, rendering: Rendering): Expression | undefined {
  const [first, second, third] = positional;
  const name = nameOf(first ?? named.get('key'));
  const type = third ?? named.get('type_');
  const value = rendering.binds.get(name ?? '') ?? second ?? named.get('value');
  if (named.has('expanding')) return undefined;
  return literal(value, type, rendering);
}

export function castOf(
  value: Expression | undefined,
  type: PyValue | undefined,
  { context }: Rendering,
): Expression | undefined {
  const target = type && readType(type, context).type;
  if (value === undefined || type === undefined || target?.kind !== 'named') return undefined;
  return atom(`CAST(${value.sql} AS ${typeText(target)})`, valueTypeOf(type, context));
}

/** `sa.case((condition, value), …, else_=…)`; older scripts give a list. */
function caseOf({ positional, named }: PyCallResult, rendering: Rendering): Expression | undefined {
  const [first] = positional;
  const whens = first?.kind === 'list' ? first.items : positional;
  const parts = all(whens.map((when) => whenOf(when, rendering)));
  const otherwise = named.get('else_');
  const last = otherwise && otherwise.kind !== 'none' ? operandOf(otherwise, anyType, rendering) : undefined;
  const isWhole = otherwise === undefined || otherwise.kind === 'none' || last !== undefined;
  if (parts === undefined || parts.length === 0 || !isWhole || named.has('value')) return undefined;
  const end = last === undefined ? '' : ` ELSE ${last.sql}`;
  return atom(`CASE ${parts.map(({ sql }) => sql).join(' ')}${end} END`, parts[0]?.type);
}

function whenOf(when: PyValue, rendering: Rendering): Expression | undefined {
  const [condition, value] = isSequence(when) ? when.items : [];
  const asked = expressionOf(condition, rendering);
  const result = operandOf(value, anyType, rendering);
  if (asked === undefined || result === undefined) return undefined;
  return { sql: `WHEN ${alone(asked)} THEN ${result.sql}`, precedence: atomic, type: result.type };
}
