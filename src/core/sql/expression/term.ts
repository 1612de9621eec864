/**
 * An expression without its spelling: what PostgreSQL's own parser and printer change is taken out of the tree, casts
 * are collected at what they are applied to, and all kinds of nodes have one form.
 */
import type { A_Const, A_Expr, Node, RangeVar } from '@pgsql/types';
import type { NamedType, SqlType } from '../../schema/type.ts';
import { namedType } from '../../schema/typeName.ts';
import { nameParts } from '../nodes.ts';
import { typeOf } from '../typeOf.ts';

export interface Term {
  /** `constant`, `column`, `call`, `operator`, `and`, `or`, `not`, `array`; else what the parser calls it. */
  readonly kind: string;
  /** The literal, the name, the operator. */
  readonly value: string;
  /** The schema of a call, where it is written; the table of a column. */
  readonly qualifier?: string;
  /** Of a constant. */
  readonly literal?: 'string' | 'number' | 'boolean' | 'null';
  readonly terms: readonly Term[];
  /** From the inside out. */
  readonly casts: readonly SqlType[];
}

export function termOf(node: Node): Term {
  if ('A_Const' in node) return constant(node.A_Const);
  if ('ColumnRef' in node) return named('column', nameParts(node.ColumnRef.fields));
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return arg === undefined ? generic(node) : cast(termOf(arg), typeOf(typeName));
  }
  if ('A_Expr' in node) return expression(node.A_Expr);
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr;
    const terms = args.map(termOf);
    if (boolop === 'NOT_EXPR') return term('not', '', terms);
    return logical(boolop === 'AND_EXPR' ? 'and' : 'or', terms);
  }
  if ('FuncCall' in node) return call(node);
  if ('A_ArrayExpr' in node) return term('array', '', (node.A_ArrayExpr.elements ?? []).map(termOf));
  if ('SQLValueFunction' in node && node.SQLValueFunction.op === 'SVFOP_CURRENT_TIMESTAMP') {
    return term('call', 'now', []);
  }
  if ('CaseExpr' in node) return generic(withoutNullElse(node));
  return generic(node);
}

const term = (kind: string, value: string, terms: readonly Term[]): Term => ({
  kind,
  value,
  terms,
  casts: [],
});

export function named(kind: string, parts: readonly string[], terms: readonly Term[] = []): Term {
  const qualifier = parts.at(-2);
  const own = term(kind, parts.at(-1) ?? '*', terms);
  return qualifier === undefined || qualifier === 'pg_catalog' ? own : { ...own, qualifier };
}

function constant({ ival, fval, sval, boolval, bsval, isnull }: A_Const): Term {
  const make = (literal: NonNullable<Term['literal']>, value: string): Term => ({
    ...term('constant', value, []),
    literal,
  });
  if (isnull === true) return make('null', '');
  if (boolval !== undefined) return make('boolean', String(boolval.boolval === true));
  if (sval !== undefined) return make('string', sval.sval ?? '');
  if (fval !== undefined) return make('number', plainNumber(fval.fval ?? '0'));
  if (bsval !== undefined) {
    const bits: NamedType = { kind: 'named', name: 'bit', array: false };
    return { ...make('string', bitText(bsval.bsval ?? '')), casts: [bits] };
  }
  return make('number', String(ival?.ival ?? 0));
}

/** `b01` and `x1f`, as the parser has them. */
function bitText(text: string): string {
  if (text.startsWith('b')) return text.slice(1);
  return [...text.slice(1)].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

/** Without exponent, underscores, and zeros in front; those behind the point count in PostgreSQL. */
export function plainNumber(text: string): string {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text.replaceAll('_', ''));
  if (match === null) return text;
  const [, sign, whole = '', fraction, exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 400) return text;
  const digits = (whole + (fraction ?? '')).padEnd(whole.length + shift, '0');
  const point = whole.length + shift;
  const before = (point > 0 ? digits.slice(0, point) : '').replace(/^0+(?=\d)/, '') || '0';
  const behind = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  return `${sign === '-' ? '-' : ''}${before}${behind === '' ? '' : `.${behind}`}`;
}

/** A cast of an array is one of its elements, as PostgreSQL prints both. */
function cast(inner: Term, type: SqlType): Term {
  if (inner.kind !== 'array' || type.kind !== 'named' || !type.array) {
    return { ...inner, casts: [...inner.casts, type] };
  }
  const element = { ...type, array: false };
  const terms = inner.terms.map((one) => cast(one, element));
  // An empty one has no other trace of its type.
  return terms.length === 0 ? { ...inner, casts: [...inner.casts, type] } : { ...inner, terms };
}

function logical(kind: 'and' | 'or', terms: readonly Term[]): Term {
  return term(
    kind,
    '',
    terms.flatMap((one) => (one.kind === kind ? one.terms : [one])),
  );
}

const nodesOf = (node: Node | undefined): readonly Node[] =>
  node === undefined ? [] : 'List' in node ? (node.List.items ?? []) : [node];

function expression({ kind, name, lexpr, rexpr }: A_Expr): Term {
  const operator = nameParts(name).at(-1) ?? '';
  const left = nodesOf(lexpr).map(termOf);
  const right = nodesOf(rexpr).map(termOf);
  const [a, b] = [left[0], right[0]];
  if (kind === 'AEXPR_OP' && a === undefined && b?.literal === 'number' && /^[-+]$/.test(operator)) {
    return { ...b, value: plainNumber(`${operator}${b.value}`) };
  }
  if (a === undefined || b === undefined) return term('operator', operator, [...left, ...right]);
  const rows = kind === 'AEXPR_OP' ? rowComparison(operator, a, b) : undefined;
  if (rows !== undefined) return rows;
  switch (kind) {
    case 'AEXPR_IN':
      return inList(operator, a, right);
    case 'AEXPR_OP_ANY':
      return term('any', operator, [a, b]);
    case 'AEXPR_OP_ALL':
      return term('all', operator, [a, b]);
    case 'AEXPR_DISTINCT':
      return term('distinct', operator, [a, b]);
    case 'AEXPR_NOT_DISTINCT':
      return term('not', '', [term('distinct', operator, [a, b])]);
    case 'AEXPR_NULLIF':
      return term('call', 'nullif', [a, b]);
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return between(kind, a, b, right[1] ?? b);
    default:
      return term('operator', operator, [...left, ...right]);
  }
}

/** PostgreSQL compares two rows value by value. */
function rowComparison(operator: string, { kind, terms }: Term, other: Term): Term | undefined {
  if (kind !== 'RowExpr' || other.kind !== kind || terms.length !== other.terms.length) return undefined;
  if (operator !== '=' && operator !== '<>') return undefined;
  return logical(
    operator === '=' ? 'and' : 'or',
    terms.map((one, index) => term('operator', operator, [one, other.terms[index] ?? one])),
  );
}

/** PostgreSQL makes `= ANY (ARRAY[…])` of `IN (…)`, and a plain comparison where there is one value only. */
function inList(operator: string, left: Term, values: readonly Term[]): Term {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return term('operator', operator, [left, only]);
  if (!values.every(({ kind }) => kind === 'constant')) {
    return logical(
      operator === '=' ? 'or' : 'and',
      values.map((value) => term('operator', operator, [left, value])),
    );
  }
  return term(operator === '=' ? 'any' : 'all', operator, [left, term('array', '', values)]);
}

function between(kind: string, value: Term, low: Term, high: Term): Term {
  const compare = (operator: string, bound: Term): Term => term('operator', operator, [value, bound]);
  const isNot = kind.includes('NOT');
  const within = (from: Term, to: Term): Term =>
    isNot
      ? logical('or', [compare('<', from), compare('>', to)])
      : logical('and', [compare('>=', from), compare('<=', to)]);
  if (!kind.endsWith('SYM')) return within(low, high);
  return logical(isNot ? 'and' : 'or', [within(low, high), within(high, low)]);
}

function call(node: Extract<Node, { readonly FuncCall: unknown }>): Term {
  const { funcname, args = [], agg_star, agg_distinct, over, agg_filter, agg_order } = node.FuncCall;
  if (agg_star || agg_distinct || over || agg_filter || agg_order) return generic(node);
  const name = nameParts(funcname);
  const own = named('call', name, args.map(termOf));
  const [only, more] = own.terms;
  if (castingNames.has(own.value) && own.qualifier === undefined && more === undefined && isBare(only))
    return cast(only, namedType(undefined, own.value, [], false));
  return own.value === 'transaction_timestamp' ? { ...own, value: 'now' } : own;
}

/** Called with a literal, `jsonb('{}')`, the name of a type is a cast to it, and printed as one. */
const castingNames: ReadonlySet<string> = new Set(
  'jsonb json date timestamptz uuid int2 int4 int8 float4 float8 numeric bool inet cidr bytea'.split(' '),
);

function isBare(argument: Term | undefined): argument is Term {
  return argument?.literal === 'string' && argument.casts.length === 0;
}

/** PostgreSQL prints the NULL that a CASE without ELSE gives. */
function withoutNullElse(node: Extract<Node, { readonly CaseExpr: unknown }>): Node {
  const { defresult, ...rest } = node.CaseExpr;
  return defresult === undefined || termOf(defresult).literal === 'null' ? { CaseExpr: rest } : node;
}

/** Any other node: what it contains, in the order of its members; places in the text left out. */
function generic(node: unknown): Term {
  const scalars: string[] = [];
  const terms: Term[] = [];
  collect(node, scalars, terms);
  const kind = Object.keys(node as object)[0] ?? '';
  return term(kind, scalars.join(' '), terms);
}

function collect(value: unknown, scalars: string[], terms: Term[]): void {
  if (Array.isArray(value)) for (const item of value) collectNode(item, scalars, terms);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (/location$|^list_(?:start|end)$|^rexpr_list/.test(key)) continue;
      scalars.push(key);
      if (typeof member === 'object' && member !== null) collectNode(member, scalars, terms);
      else scalars.push(JSON.stringify(member));
    }
  }
}

function collectNode(value: unknown, scalars: string[], terms: Term[]): void {
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  if (keys.length === 1 && keys[0] === 'RangeVar') {
    terms.push(relation((value as Extract<Node, { readonly RangeVar: unknown }>).RangeVar));
    return;
  }
  if (keys.length === 1 && expressionKinds.has(keys[0] ?? '')) terms.push(termOf(value as Node));
  else collect(value, scalars, terms);
}

export function relation({ schemaname, relname = '', alias }: RangeVar): Term {
  const name = named('relation', schemaname === undefined ? [relname] : [schemaname, relname]);
  const written = alias?.aliasname;
  return written === undefined || written === relname
    ? name
    : { ...name, terms: [term('alias', written, [])] };
}

const expressionKinds: ReadonlySet<string> = new Set([
  'A_ArrayExpr',
  'A_Const',
  'A_Expr',
  'A_Indirection',
  'BoolExpr',
  'BooleanTest',
  'CaseExpr',
  'CoalesceExpr',
  'CollateClause',
  'ColumnRef',
  'FuncCall',
  'MinMaxExpr',
  'NullTest',
  'RowExpr',
  'SQLValueFunction',
  'SubLink',
  'TypeCast',
]);
