/** `table.insert()` and `op.bulk_insert`: rows as SQLAlchemy writes them, in the order of the table's columns. */
import { bindArguments } from '../../../../python/arguments.ts';
import { isSequence, type PyCallResult, type PyValue } from '../../../../python/value.ts';
import { quoteName, quoteObject } from '../../../../schema/name.ts';
import { namesOf, type OperationContext } from '../context.ts';
import { type Chain, chainOf } from './chain.ts';
import { operandOf } from './expression.ts';
import { literalOf } from './literal.ts';
import type { ParameterSets } from './parameterSets.ts';
import { all, alone, type Rendering, renderingOf } from './rendering.ts';
import type { RowColumn, RowTable } from './rowTable.ts';
import { selectSql } from './select.ts';
import { valuesOf } from './statement.ts';

type Row = ReadonlyMap<RowColumn, PyValue>;

/** One statement for all rows. */
export function insertSql(
  { table, methods }: Chain,
  sets: ParameterSets,
  context: OperationContext,
): readonly string[] | undefined {
  const conflict = conflictClause(methods.find(({ method }) => method === 'on_conflict_do_nothing'));
  const [call, more] = methods.filter(({ method = '' }) => !aside.has(method));
  if (table === undefined || more !== undefined || conflict === undefined) return undefined;
  const rendering = renderingOf(context);
  if (call?.method === 'from_select') {
    const sql = fromSelect(table, call.positional, rendering);
    const isWhole = call.named.size === 0 && sets.every(({ size }) => size === 0);
    return sql === undefined || !isWhole ? undefined : [sql + conflict];
  }
  if (call !== undefined && call.method !== 'values') return undefined;
  const rows = rowsOf(table, call?.positional[0], call?.named, sets);
  const sql = rows && rowsSql(table, rows, rendering, call === undefined);
  return sql === undefined ? undefined : [sql + conflict];
}

/** Methods that say nothing of the rows. */
const aside: ReadonlySet<string> = new Set(['inline', 'execution_options', 'on_conflict_do_nothing']);

function conflictClause(call: PyCallResult | undefined): string | undefined {
  if (call === undefined) return '';
  const given = bindArguments(call, ['constraint', 'index_elements']);
  const [constraint, elements] = [given.get('constraint'), given.get('index_elements')];
  const isPlain = [...call.named.keys()].every((name) => name === 'constraint' || name === 'index_elements');
  if (!isPlain || (constraint !== undefined && elements !== undefined)) return undefined;
  const doNothing = (target: string): string => ` ON CONFLICT${target} DO NOTHING`;
  if (constraint?.kind === 'string') return doNothing(` ON CONSTRAINT ${quoteName(constraint.text)}`);
  const names = namesOf(elements);
  if (names !== undefined) return doNothing(` (${names.map(quoteName).join(', ')})`);
  return constraint === undefined && elements === undefined ? doNothing('') : undefined;
}

function rowsOf(
  table: RowTable,
  first: PyValue | undefined,
  named: ReadonlyMap<string, PyValue> | undefined,
  sets: ParameterSets,
): readonly Row[] | undefined {
  const isExecutedPlainly = sets.length === 1 && sets[0]?.size === 0;
  if (first !== undefined && isSequence(first) && named?.size === 0 && isExecutedPlainly) {
    const isOne =
      first.kind === 'tuple' && !first.items.some(({ kind }) => kind === 'dict' || kind === 'tuple');
    return all((isOne ? [first] : first.items).map((row) => rowOf(table, row)));
  }
  const own = named && valuesOf({ positional: first === undefined ? [] : [first], named }, table);
  if (named !== undefined && own === undefined) return undefined;
  return all(
    sets.map((set) => {
      const row = valuesOf({ positional: [], named: set }, table);
      return row && new Map([...(own ?? []), ...row]);
    }),
  );
}

/** A row of several: by names, or by the order of the columns. */
export function rowOf(table: RowTable, row: PyValue): Row | undefined {
  if (row.kind === 'dict') return valuesOf({ positional: [row], named: new Map() }, table);
  if (row.kind !== 'tuple') return undefined;
  const columns = [...table.columns.values()];
  const pairs = row.items.map((item, at) => {
    const column = columns[at];
    return column && ([column, item] as const);
  });
  const known = all(pairs);
  return known && new Map(known);
}

/**
 * @param rows Each with the same columns: those of the first decide, and what others have more or less is not told.
 * @param arePlain Parameters are no expressions.
 */
export function rowsSql(
  table: RowTable,
  rows: readonly Row[],
  rendering: Rendering,
  arePlain: boolean,
): string | undefined {
  const [first] = rows;
  if (first === undefined || first.size === 0) return undefined;
  const columns = [...table.columns.values()].filter((one) => first.has(one) || one.default !== undefined);
  const isSame = rows.every(
    (row) => row.size === first.size && [...row.keys()].every((one) => first.has(one)),
  );
  const values = rows.map((row) => {
    const items = all(columns.map((column) => valueSql(row.get(column), column, rendering, arePlain)));
    return items && `(${items.join(', ')})`;
  });
  if (!isSame || values.includes(undefined) || rendering.froms.size > 0) return undefined;
  const head = `INSERT INTO ${quoteObject(table.name)} (${columns.map(({ name }) => quoteName(name)).join(', ')}) VALUES`;
  return values.length === 1 ? `${head} ${values[0]}` : `${head}\n  ${values.join(',\n  ')}`;
}

function valueSql(
  value: PyValue | undefined,
  { type, default: filled }: RowColumn,
  rendering: Rendering,
  isPlain: boolean,
): string | undefined {
  if (value !== undefined && isPlain) return literalOf(value, type, rendering.context);
  const operand = operandOf(value ?? filled, type, rendering);
  return operand && alone(operand);
}

function fromSelect(
  table: RowTable,
  [names, query]: readonly PyValue[],
  rendering: Rendering,
): string | undefined {
  const chain = chainOf(query, rendering.context);
  if (names === undefined || !isSequence(names) || chain?.verb !== 'select') return undefined;
  const columns = all(
    names.items.map((name) => (name.kind === 'string' ? table.columns.get(name.text) : undefined)),
  );
  const sql = selectSql(chain, rendering);
  const isFilled = [...table.columns.values()].some(
    (one) => one.default !== undefined && !columns?.includes(one),
  );
  if (columns === undefined || sql === undefined || isFilled) return undefined;
  return `INSERT INTO ${quoteObject(table.name)} (${columns.map(({ name }) => quoteName(name)).join(', ')}) ${sql}`;
}
