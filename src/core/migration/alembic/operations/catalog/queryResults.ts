/** Results of queries of the catalogs, as a script takes them from the call that ran the query. */
import type { PyCall } from '../../../../python/frame.ts';
import { openList } from '../../../../python/openList.ts';
import { none, type PyCallResult, type PyValue, unknown } from '../../../../python/value.ts';
import type { Draft } from '../../../../schema/apply/draft.ts';
import type { SqlParser } from '../../../../sql/sqlParser.ts';
import { queryText } from '../queryCondition.ts';
import { type Selected, select } from './select.ts';

const runs = new Set(['execute', 'exec_driver_sql', 'scalar', 'scalars']);
const fetches = new Set([
  'fetchall',
  'all',
  'fetchone',
  'first',
  'one',
  'one_or_none',
  'scalar',
  'scalar_one',
  'scalar_one_or_none',
]);

/** Whether a call may run a query of the catalogs. */
export function isCatalogQuery({ method, positional: [first] }: PyCall): boolean {
  const statement = first?.kind === 'call' ? first.positional[0] : first;
  const sql = statement?.kind === 'string' ? statement.text : undefined;
  return runs.has(method ?? '') && sql !== undefined && /\bpg_\w+|\binformation_schema\b/i.test(sql);
}

export class QueryResults {
  readonly #sql: SqlParser;
  readonly #follow: (value: PyValue) => PyValue;
  /** By what the call was given, which is the same object for the same call. */
  readonly #results = new WeakMap<PyCallResult['named'], Result>();

  constructor(sql: SqlParser, follow: (value: PyValue) => PyValue) {
    this.#sql = sql;
    this.#follow = follow;
  }

  /** Remembers what the query of a call finds. */
  run(call: PyCall, draft: () => Draft): void {
    const sql = queryText(call, { follow: this.#follow });
    const parsed = sql === undefined ? undefined : this.#sql.parse(sql);
    const [statement, more] = parsed?.kind === 'parsed' ? parsed.statements : [];
    if (statement === undefined || more !== undefined || !('SelectStmt' in statement.node)) return;
    const selected = select(statement.node.SelectStmt, draft());
    if (selected !== undefined) this.#results.set(call.named, { selected, fetched: 0 });
  }

  /** @returns What a method of a result gives, and whether the order of its rows is the server's. */
  fetch({ receiver, method = '', positional }: PyCall): Fetched | undefined {
    if (receiver?.kind !== 'call' || !fetches.has(method) || positional.length > 0) return undefined;
    const found = this.#found(receiver);
    if (found === undefined) return undefined;
    if (method === 'fetchall' || method === 'all') return rowsOf(found);
    const { result, shape } = found;
    const { rows, others, unordered } = result.selected;
    if (others.length > 0 || (unordered && rows.length > 1)) return undefined;
    const row = rows[result.fetched++];
    if (row === undefined) return { value: none, unordered: false };
    const first = row[0] ?? unknown;
    const value = method.startsWith('scalar') ? first : shapedRow(row, result.selected, shape);
    return { value, unordered: false };
  }

  /** What iterating over a call's result gives. */
  iterate(call: PyCallResult): Fetched | undefined {
    const found = this.#found(call);
    return found && rowsOf(found);
  }

  #found(call: PyCallResult): Found | undefined {
    const result = this.#results.get(call.named);
    if (result !== undefined) return { result, shape: call.method === 'scalars' ? 'scalars' : 'rows' };
    const { method, receiver } = call;
    if ((method !== 'scalars' && method !== 'mappings') || receiver?.kind !== 'call') return undefined;
    const inner = this.#results.get(receiver.named);
    return inner && { result: inner, shape: method };
  }
}

interface Result {
  readonly selected: Selected;
  fetched: number;
}

type Shape = 'rows' | 'scalars' | 'mappings';

interface Found {
  readonly result: Result;
  readonly shape: Shape;
}

interface Fetched {
  readonly value: PyValue;
  readonly unordered: boolean;
}

function rowsOf({ result: { selected, fetched }, shape }: Found): Fetched {
  const shaped = (rows: Selected['rows']) => rows.map((row) => shapedRow(row, selected, shape));
  const items = shaped(selected.rows.slice(fetched));
  const others = shaped(selected.others);
  const value: PyValue = others.length === 0 ? { kind: 'list', items } : openList({ known: items, others });
  return { value, unordered: selected.unordered };
}

function shapedRow(items: readonly PyValue[], { columns }: Selected, shape: Shape): PyValue {
  if (shape === 'scalars') return items[0] ?? unknown;
  if (shape === 'rows') return { kind: 'tuple', items, names: columns };
  const entries = new Map(columns.map((name, index) => [name, items[index] ?? unknown]));
  return { kind: 'dict', entries, open: false };
}
