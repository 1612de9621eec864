/**
 * INSERT, UPDATE, DELETE and SELECT that a script builds with SQLAlchemy, as its PostgreSQL dialect compiles them with
 * values in their places. Left out is the RETURNING by which SQLAlchemy learns of the keys that the server makes.
 */
import type { PyCallResult, PyDict, PyValue } from '../../../../python/value.ts';
import { quoteName, quoteObject } from '../../../../schema/name.ts';
import { nameOf, type OperationContext } from '../context.ts';
import { type Chain, chainOf } from './chain.ts';
import { conjunction, operandOf } from './expression.ts';
import { insertSql } from './insert.ts';
import type { ParameterSets } from './parameterSets.ts';
import { all, alone, type Rendering, renderingOf } from './rendering.ts';
import type { RowColumn, RowTable } from './rowTable.ts';
import { selectSql, twice } from './select.ts';

/** One for each execution; `undefined` where something is only known when the script runs. */
export function statementSql(
  value: PyValue,
  sets: ParameterSets,
  context: OperationContext,
): readonly string[] | undefined {
  const chain = chainOf(value, context);
  if (chain === undefined) return undefined;
  if (chain.verb === 'insert') return insertSql(chain, sets, context);
  return all(sets.map((binds) => oneSql(chain, renderingOf(context, binds))));
}

function oneSql(chain: Chain, rendering: Rendering): string | undefined {
  const { verb, table } = chain;
  if (verb === 'select') return rendering.binds.size > 0 ? undefined : selectSql(chain, rendering);
  if (table === undefined || (verb !== 'update' && verb !== 'delete')) return undefined;
  rendering.froms.set(table.identity, table);
  return twice(() =>
    verb === 'update' ? updateSql(chain, table, rendering) : deleteSql(chain, table, rendering),
  );
}

interface Parts {
  readonly conditions: readonly PyValue[];
  readonly values: ReadonlyMap<RowColumn, PyValue>;
}

function updateSql(chain: Chain, table: RowTable, rendering: Rendering): string | undefined {
  const parts = partsOf(chain, table);
  if (parts === undefined || parts.values.size === 0) return undefined;
  const assigned = [...table.columns.values()].map((column) => {
    const value = parts.values.get(column) ?? column.onupdate;
    if (value === undefined) return '';
    const operand = operandOf(value, column.type, rendering);
    return operand && `${quoteName(column.name)}=${alone(operand)}`;
  });
  const set = all(assigned)?.filter((one) => one !== '');
  const where = whereOf(parts, rendering);
  if (set === undefined || where === undefined) return undefined;
  return `UPDATE ${quoteObject(table.name)} SET ${set.join(', ')}${others('FROM', table, rendering)}${where}`;
}

function deleteSql(chain: Chain, table: RowTable, rendering: Rendering): string | undefined {
  const parts = partsOf(chain, table);
  const where = parts && parts.values.size === 0 ? whereOf(parts, rendering) : undefined;
  if (where === undefined) return undefined;
  return `DELETE FROM ${quoteObject(table.name)}${others('USING', table, rendering)}${where}`;
}

function whereOf({ conditions }: Parts, rendering: Rendering): string | undefined {
  if (conditions.length === 0) return '';
  const where = conjunction(conditions, 'AND', rendering);
  return where && ` WHERE ${where.sql}`;
}

/** Tables that are named besides the one that is written. */
function others(words: 'FROM' | 'USING', table: RowTable, { froms }: Rendering): string {
  const names = [...froms.values()]
    .filter((one) => one.identity !== table.identity)
    .map(({ name }) => quoteObject(name));
  return names.length === 0 ? '' : ` ${words} ${names.join(', ')}`;
}

function partsOf({ methods }: Chain, table: RowTable): Parts | undefined {
  const conditions: PyValue[] = [];
  const values = new Map<RowColumn, PyValue>();
  for (const call of methods) {
    if (call.method === 'where' && call.named.size === 0) conditions.push(...call.positional);
    else if (call.method === 'values') {
      const given = valuesOf(call, table);
      if (given === undefined) return undefined;
      for (const [column, value] of given) values.set(column, value);
    } else if (call.method !== 'execution_options') return undefined;
  }
  return { conditions, values };
}

/** `values(name=…)`, `values({'name': …})`, also by columns. */
export function valuesOf(
  { positional, named }: Pick<PyCallResult, 'positional' | 'named'>,
  table: RowTable,
): ReadonlyMap<RowColumn, PyValue> | undefined {
  const [first, more] = positional;
  if (more !== undefined || (first !== undefined && first.kind !== 'dict')) return undefined;
  const keyed = first === undefined ? [] : keysOf(first);
  const pairs = keyed && all([...keyed, ...named].map(([key, value]) => columnOf(key, value, table)));
  return pairs && new Map(pairs);
}

function columnOf(
  key: string,
  value: PyValue,
  { columns }: RowTable,
): readonly [RowColumn, PyValue] | undefined {
  const column = columns.get(key);
  return column && [column, value];
}

function keysOf({ entries, pairs = [], open }: PyDict): readonly (readonly [string, PyValue])[] | undefined {
  const byColumn = all(
    pairs.map(([key, value]) => {
      const name = key.kind === 'expression' && key.operator === 'attribute' ? key.name : nameOf(key);
      return name === undefined ? undefined : ([name, value] as const);
    }),
  );
  // A dictionary with other keys than strings and numbers counts as open.
  return byColumn === undefined || (open && pairs.length === 0) ? undefined : [...entries, ...byColumn];
}
