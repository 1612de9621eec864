/** Methods of SQLAlchemy's columns and expressions: `column.in_([…])`, `column.like('…')`. */
import { isSequence, type PyCallResult, type PyValue } from '../../../../python/value.ts';
import { constantOf } from './constant.ts';
import { castOf } from './construct.ts';
import { comparedWith, concatenation, expressionOf, operandOf } from './expression.ts';
import { all, type Expression, grouped, type Rendering, truth, type Words } from './rendering.ts';
import { isSelect, subqueryOf } from './select.ts';

const patterns: Readonly<Record<string, readonly [sql: string, negated: string]>> = {
  like: ['LIKE', 'NOT LIKE'],
  ilike: ['ILIKE', 'NOT ILIKE'],
  notlike: ['NOT LIKE', 'LIKE'],
  not_like: ['NOT LIKE', 'LIKE'],
  notilike: ['NOT ILIKE', 'ILIKE'],
  not_ilike: ['NOT ILIKE', 'ILIKE'],
};

const suffixes: Readonly<Record<string, string>> = {
  asc: 'ASC',
  desc: 'DESC',
  nulls_first: 'NULLS FIRST',
  nullsfirst: 'NULLS FIRST',
  nulls_last: 'NULLS LAST',
  nullslast: 'NULLS LAST',
};

/** `undefined` for others, and where something of it is not known. */
export function methodOf(call: PyCallResult, rendering: Rendering): Expression | undefined {
  const { method = '', receiver, positional, named } = call;
  if (receiver === undefined || !methods.has(method) || isSelect(receiver, rendering)) return undefined;
  const object = expressionOf(receiver, rendering);
  const [first, second] = positional;
  if (object === undefined || named.size > 0) return undefined;
  if (patterns[method] !== undefined) return like(object, patterns[method], first, rendering);
  if (suffixes[method] !== undefined)
    return { ...object, sql: `${object.sql} ${suffixes[method]}`, precedence: 3 };
  switch (method) {
    case 'label':
    case 'self_group':
      return object;
    case 'is_':
      return is(object, first, ['IS', 'IS NOT'], rendering);
    case 'isnot':
    case 'is_not':
      return is(object, first, ['IS NOT', 'IS'], rendering);
    case 'is_distinct_from':
      return compared(object, ['IS DISTINCT FROM', 'IS NOT DISTINCT FROM'], first, rendering);
    case 'in_':
      return within(object, first, false, rendering);
    case 'notin_':
    case 'not_in':
      return within(object, first, true, rendering);
    case 'between':
      return between(object, first, second, rendering);
    case 'startswith':
    case 'endswith':
    case 'contains':
      return affix(object, method, first, rendering);
    case 'concat':
      return object.type?.kind === 'text' && first ? concatenation(object, first, rendering) : undefined;
    case 'cast':
      return castOf(object, first, rendering);
    default:
      return undefined;
  }
}

const methods: ReadonlySet<string> = new Set([
  ...[...Object.keys(patterns), ...Object.keys(suffixes), 'label', 'self_group', 'is_', 'isnot', 'is_not'],
  ...['is_distinct_from', 'in_', 'notin_', 'not_in', 'between', 'startswith', 'endswith', 'contains'],
  ...['concat', 'cast'],
]);

function compared(
  object: Expression,
  words: Words,
  value: PyValue | undefined,
  rendering: Rendering,
): Expression | undefined {
  const right = comparedWith(value, object, rendering);
  return right && truth((one) => `${grouped(object, 5)} ${one} ${grouped(right, 5)}`, words);
}

/** Only NULL and truth values. */
function is(object: Expression, value: PyValue | undefined, words: Words, rendering: Rendering) {
  const right = operandOf(value, { kind: 'boolean' }, rendering);
  if (right === undefined || !/^(?:NULL|true|false)$/.test(right.sql)) return undefined;
  return truth((one) => `${grouped(object, 5)} ${one} ${right.sql}`, words);
}

function like(object: Expression, words: Words, value: PyValue | undefined, rendering: Rendering) {
  const right =
    constantOf(value, rendering.context)?.kind === 'text'
      ? operandOf(value, { kind: 'text' }, rendering)
      : undefined;
  return right && truth((one) => `${grouped(object, 5)} ${one} ${right.sql}`, words);
}

function affix(
  object: Expression,
  method: 'startswith' | 'endswith' | 'contains',
  value: PyValue | undefined,
  rendering: Rendering,
): Expression | undefined {
  const isText = object.type?.kind === 'text' && constantOf(value, rendering.context)?.kind === 'text';
  const right = isText ? operandOf(value, { kind: 'text' }, rendering) : undefined;
  if (right === undefined) return undefined;
  const before = method === 'startswith' ? '' : "'%' || ";
  const after = method === 'endswith' ? '' : " || '%'";
  const text = (words: string): string => `(${grouped(object, 5)} ${words} ${before}${right.sql}${after})`;
  return truth(text, ['LIKE', 'NOT LIKE']);
}

/** An empty list is compiled in several parts. */
function within(
  object: Expression,
  value: PyValue | undefined,
  isNot: boolean,
  rendering: Rendering,
): Expression | undefined {
  const list = listOf(object, value, rendering);
  if (list === undefined) return undefined;
  const [text, not] = [`${grouped(object, 5)} IN ${list}`, `(${grouped(object, 5)} NOT IN ${list})`];
  return truth((words) => words, isNot ? [not, text] : [text, not]);
}

function listOf(object: Expression, value: PyValue | undefined, rendering: Rendering): string | undefined {
  const known = value?.kind === 'import' ? rendering.context.follow(value) : value;
  if (known === undefined) return undefined;
  if (!isSequence(known)) return subqueryOf(known, rendering);
  const items = all(known.items.map((item) => comparedWith(item, object, rendering)));
  if (items === undefined || items.length === 0 || known.kind === 'set') return undefined;
  return `(${items.map(({ sql }) => sql).join(', ')})`;
}

function between(
  object: Expression,
  first: PyValue | undefined,
  second: PyValue | undefined,
  rendering: Rendering,
): Expression | undefined {
  const [from, to] = [first, second].map((one) => comparedWith(one, object, rendering));
  if (from === undefined || to === undefined) return undefined;
  const text = (words: string): string =>
    `${grouped(object, 5)} ${words} ${grouped(from, 5)} AND ${grouped(to, 5)}`;
  return truth(text, ['BETWEEN', 'NOT BETWEEN']);
}
