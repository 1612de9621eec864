/** Queries of the catalogs whose answer decides: `conn.execute(text("SELECT 1 FROM pg_type …")).scalar()`. */
import { isSequence, type PyCallResult, type PyValue } from '../../../python/value.ts';
import { conditionOf } from '../../../sql/doBlock/condition.ts';
import { Variables } from '../../../sql/doBlock/variables.ts';
import type { SchemaCondition } from '../../operations/condition.ts';
import { calleeName, type OperationContext } from './context.ts';
import { quoteLiteral } from './expressions.ts';
import { fillBinds } from './rows/textBinds.ts';

const fetches = new Set([
  'scalar',
  'scalar_one',
  'scalar_one_or_none',
  'fetchone',
  'fetchall',
  'first',
  'one',
  'one_or_none',
  'all',
  'scalars',
  'mappings',
]);

/** Whether a query has an answer, or a true one where it asks for one. */
export function queryCondition(call: PyCallResult, context: OperationContext): SchemaCondition | undefined {
  const run = executed(call);
  const text = run === undefined ? undefined : queryText(run, context);
  if (text === undefined) return undefined;
  const parse = context.sql.parse(text);
  if (parse.kind === 'failed' || parse.statements.length !== 1) return undefined;
  const [statement] = parse.statements;
  if (statement === undefined || !('SelectStmt' in statement.node)) return undefined;
  const query = text.slice(statement.range.start, statement.range.end);
  // What is asked of the catalog alone needs no row to be found.
  const asksValue =
    statement.node.SelectStmt.fromClause === undefined || /^\s*select\s+count\s*\(/i.test(query);
  const condition = asksValue ? valueQuery(query) : `EXISTS (${query})`;
  const wrapped = context.sql.parse(`SELECT ${condition}`);
  if (wrapped.kind === 'failed') return undefined;
  const [select] = wrapped.statements;
  if (select === undefined || !('SelectStmt' in select.node)) return undefined;
  const [target] = select.node.SelectStmt.targetList ?? [];
  const node = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  const answer = node === undefined ? undefined : conditionOf(node, new Variables());
  return answer === undefined || answer.kind === 'unknown' ? undefined : answer;
}

function valueQuery(query: string): string {
  if (/^\s*select\s+count\s*\(/i.test(query)) return `(${query}) > 0`;
  return /^\s*select\s+to_reg/i.test(query)
    ? `${query.replace(/^\s*select\s+/i, '')} IS NOT NULL`
    : `(${query})`;
}

/** The `execute(…)` below `fetchone()` and its like. */
function executed(call: PyCallResult): PyCallResult | undefined {
  if (call.method === 'execute' || call.method === 'exec_driver_sql') return call;
  const name = calleeName(call) ?? '';
  if (name === 'scalar' && call.positional.length > 0) return call;
  return fetches.has(name) && call.receiver?.kind === 'call' ? executed(call.receiver) : undefined;
}

/** With what is bound to it written into it. */
export function queryText(
  { positional, named }: Pick<PyCallResult, 'positional' | 'named'>,
  context: Following,
): string | undefined {
  const [statement, parameters] = positional;
  const { text, bound } = textOf(statement, context);
  if (text === undefined) return undefined;
  const values = new Map(bound);
  if (parameters?.kind === 'dict') for (const [name, value] of parameters.entries) values.set(name, value);
  for (const [name, value] of named) values.set(name, value);
  return fillBinds(text, (name) => literalOf(values.get(name)))?.text;
}

type Following = Pick<OperationContext, 'follow'>;

interface Text {
  readonly text: string | undefined;
  readonly bound: ReadonlyMap<string, PyValue>;
}

const nothing: Text = { text: undefined, bound: new Map() };

function textOf(value: PyValue | undefined, context: Following): Text {
  if (value === undefined) return nothing;
  if (value.kind === 'string') return { text: value.text, bound: new Map() };
  if (value.kind === 'import') return textOf(context.follow(value), context);
  if (value.kind !== 'call') return nothing;
  if (value.method === 'bindparams' && value.receiver !== undefined)
    return { text: textOf(value.receiver, context).text, bound: value.named };
  return calleeName(value) === 'text'
    ? textOf(value.positional[0] ?? value.named.get('text'), context)
    : nothing;
}

function literalOf(value: PyValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'string') return quoteLiteral(value.text);
  if (value.kind === 'int') return String(value.value);
  if (!isSequence(value)) return undefined;
  const items = value.items.map(literalOf);
  return items.includes(undefined) ? undefined : `(${items.join(', ')})`;
}
