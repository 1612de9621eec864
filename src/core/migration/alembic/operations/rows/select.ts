/**
 * `sa.select(…)` as SQLAlchemy compiles it, but for the names that it gives to columns which have none.
 *
 * Tables of the statement around a query are not in the query's FROM. Which these are is only known at its end: what
 * holds a query is read twice.
 */
import { isSequence, type PyCallResult, type PyValue } from '../../../../python/value.ts';
import { quoteName, quoteObject } from '../../../../schema/name.ts';
import { calleeName } from '../context.ts';
import { type Chain, chainOf } from './chain.ts';
import { conjunction, expressionOf } from './expression.ts';
import { all, atom, columnIn, type Expression, type Rendering } from './rendering.ts';
import { type RowTable, rowTable } from './rowTable.ts';

export function isSelect(value: PyValue, { context }: Rendering): boolean {
  return chainOf(value, context)?.verb === 'select';
}

/** In parentheses, inside of the statement that is rendered. */
export function subqueryOf(value: PyValue, around: Rendering): string | undefined {
  const chain = chainOf(value, around.context);
  return chain?.verb === 'select' ? withinSql(chain, around) : undefined;
}

/** As a value: of the type of its first column. */
export function scalarSubquery(value: PyValue, around: Rendering): Expression | undefined {
  const chain = chainOf(value, around.context);
  const sql = subqueryOf(value, around);
  if (chain === undefined || sql === undefined) return undefined;
  const [first] = itemsOf(chain);
  return atom(sql, expressionOf(first, { ...around, froms: new Map() })?.type);
}

function withinSql(chain: Chain, around: Rendering): string | undefined {
  const sql = selectSql(chain, { ...around, enclosing: new Map(around.froms) });
  return sql === undefined ? undefined : `(${sql})`;
}

/** What stands behind EXISTS; `undefined` where it is none. */
export function existsOf(call: PyCallResult, around: Rendering): string | undefined {
  if (call.method === 'exists' && call.receiver !== undefined && call.positional.length === 0)
    return subqueryOf(call.receiver, around);
  const chain = chainOf(call, around.context);
  if (chain?.verb !== 'exists') return undefined;
  const [first, more] = chain.start.positional;
  if (first === undefined) return withinSql(chain, around);
  return more === undefined && chain.methods.length === 0 ? subqueryOf(first, around) : undefined;
}

/** The last pass knows all tables of the statement. */
export function twice<T>(read: () => T): T {
  read();
  return read();
}

/** @param around Its `froms` are those of another statement. */
export function selectSql(chain: Chain, around: Rendering): string | undefined {
  const rendering: Rendering = { ...around, froms: new Map() };
  return twice(() => {
    const columns = columnsOf(chain, rendering);
    const clauses = clausesOf(chain, rendering);
    if (columns === undefined || clauses === undefined) return undefined;
    const from = fromClause(clauses, rendering);
    if (from === undefined) return undefined;
    const distinct = clauses.distinct ? 'DISTINCT ' : '';
    const parts = [from, ...clauses.where, ...clauses.behind, ...clauses.limits];
    return [`SELECT ${distinct}${columns}`, ...parts].filter((part) => part !== '').join(' ');
  });
}

function columnsOf(chain: Chain, rendering: Rendering): string | undefined {
  const { verb, start, table } = chain;
  if (verb === 'exists') return '*';
  if (table !== undefined) return allColumns(table, rendering);
  const items = itemsOf(chain);
  const columns = all(items.map((item) => columnSql(item, rendering)));
  return columns === undefined || columns.length === 0 || start.named.size > 0
    ? undefined
    : columns.join(', ');
}

/** Older scripts give a list. */
function itemsOf({ start: { positional } }: Chain): readonly PyValue[] {
  const [first, more] = positional;
  return first !== undefined && isSequence(first) && more === undefined ? first.items : positional;
}

function columnSql(item: PyValue, rendering: Rendering): string | undefined {
  const table = rowTable(item, rendering.context);
  if (table !== undefined) return allColumns(table, rendering);
  const sql = expressionOf(item, rendering)?.sql;
  const label = item.kind === 'call' && item.method === 'label' ? item.positional[0] : undefined;
  if (label === undefined) return sql;
  return sql === undefined || label.kind !== 'string' ? undefined : `${sql} AS ${quoteName(label.text)}`;
}

function allColumns(table: RowTable, rendering: Rendering): string | undefined {
  const columns = [...table.columns.values()].map((column) => columnIn(table, column, rendering)?.sql);
  return all(columns)?.join(', ');
}

interface Clauses {
  readonly joins: Join[];
  readonly conditions: PyValue[];
  readonly where: string[];
  /** GROUP BY, HAVING, ORDER BY. */
  readonly behind: string[];
  readonly limits: string[];
  distinct: boolean;
}

interface Join {
  readonly sql: string;
  readonly tables: readonly RowTable[];
}

function clausesOf({ methods }: Chain, rendering: Rendering): Clauses | undefined {
  const clauses: Clauses = { joins: [], conditions: [], where: [], behind: [], limits: [], distinct: false };
  for (const method of methods) if (!addClause(method, clauses, rendering)) return undefined;
  if (clauses.conditions.length === 0) return clauses;
  const where = conjunction(clauses.conditions, 'AND', rendering);
  if (where !== undefined) clauses.where.push(`WHERE ${where.sql}`);
  return where && clauses;
}

function addClause(call: PyCallResult, clauses: Clauses, rendering: Rendering): boolean {
  const { positional, named } = call;
  if (named.size > 0) return false;
  switch (call.method) {
    case 'where':
    case 'filter':
      return clauses.conditions.push(...positional) > 0;
    case 'select_from': {
      const [only, more] = positional;
      const join = only && more === undefined ? joinOf(only, rendering) : undefined;
      return join !== undefined && clauses.joins.push(join) > 0;
    }
    case 'join':
    case 'outerjoin':
      return joinFirst(call, clauses, rendering);
    case 'distinct':
      clauses.distinct = true;
      return positional.length === 0;
    case 'group_by':
      return addList('GROUP BY', positional, clauses, rendering);
    case 'order_by':
      return addList('ORDER BY', positional, clauses, rendering);
    case 'limit':
    case 'offset': {
      const [count] = positional;
      return count?.kind === 'int' && clauses.limits.push(`${call.method.toUpperCase()} ${count.value}`) > 0;
    }
    default:
      return false;
  }
}

/** In the order of SQL; tables that are named nowhere else are none of the query's. */
function addList(
  words: 'GROUP BY' | 'ORDER BY',
  items: readonly PyValue[],
  { behind }: Clauses,
  rendering: Rendering,
): boolean {
  const inner = { ...rendering, froms: new Map(rendering.froms) };
  const list = all(items.map((item) => expressionOf(item, inner)?.sql));
  if (list === undefined || behind.some((one) => one.startsWith(words))) return false;
  if (words === 'GROUP BY') behind.unshift(`${words} ${list.join(', ')}`);
  else behind.push(`${words} ${list.join(', ')}`);
  return list.length > 0;
}

/** `select(…).join(table, condition)`: with the only table that is not joined yet. */
function joinFirst(call: PyCallResult, clauses: Clauses, rendering: Rendering): boolean {
  const [right, on] = call.positional;
  const table = rowTable(right, rendering.context);
  const before = clauses.joins.pop();
  const known = [table, ...(before?.tables ?? [])].map((one) => one?.identity);
  const [first, more] = [...rendering.froms.values()].filter(({ identity }) => !known.includes(identity));
  const left = before ?? (first && { sql: quoteObject(first.name), tables: [first] });
  const isSure = (before === undefined ? more : first) === undefined;
  const join = left && right && on && isSure ? joined(left, right, on, call, rendering) : undefined;
  return join !== undefined && clauses.joins.push(join) > 0;
}

function joinOf(value: PyValue, rendering: Rendering): Join | undefined {
  const table = rowTable(value, rendering.context);
  if (table !== undefined) {
    rendering.froms.set(table.identity, table);
    return { sql: quoteObject(table.name), tables: [table] };
  }
  if (value.kind !== 'call' || value.open || value.named.size > 0) return undefined;
  const [right, on] = value.positional;
  const left =
    value.receiver && /^(?:outer)?join$/.test(calleeName(value) ?? '')
      ? joinOf(value.receiver, rendering)
      : undefined;
  return left && right && on && joined(left, right, on, value, rendering);
}

function joined(left: Join, right: PyValue, on: PyValue, call: PyCallResult, rendering: Rendering) {
  const table = rowTable(right, rendering.context);
  const condition = expressionOf(on, rendering)?.sql;
  if (table === undefined || condition === undefined) return undefined;
  rendering.froms.set(table.identity, table);
  const words = call.method === 'outerjoin' ? 'LEFT OUTER JOIN' : 'JOIN';
  const sql = `${left.sql} ${words} ${quoteObject(table.name)} ON ${condition}`;
  return { sql, tables: [...left.tables, table] };
}

/** Of several tables those of the statement around it are left out; where none is left, SQLAlchemy refuses. */
function fromClause({ joins }: Clauses, { froms, enclosing }: Rendering): string | undefined {
  const inJoins = new Set(joins.flatMap(({ tables }) => tables.map(({ identity }) => identity)));
  const others = [...froms.values()].filter(({ identity }) => !inJoins.has(identity));
  const isOne = others.length + joins.length === 1;
  const own = others.filter(({ identity }) => isOne || !enclosing.has(identity));
  const parts = [...own.map(({ name }) => quoteObject(name)), ...joins.map(({ sql }) => sql)];
  if (parts.length === 0) return froms.size > 0 ? undefined : '';
  return `FROM ${parts.join(', ')}`;
}
