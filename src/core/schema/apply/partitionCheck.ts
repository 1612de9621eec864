/**
 * The CHECK that DETACH PARTITION … CONCURRENTLY leaves behind: sessions that do not know of it yet still take the table
 * for a partition. It says what the bounds said, of the table and of those above it, unless other constraints do.
 *
 * Bounds of one plain column are followed. Of others only is known what the constraint would be called.
 *
 * @see https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 */
import { displayName, quoteName } from '../name.ts';
import type { Column, Table } from '../snapshot.ts';
import type { Draft } from './draft.ts';
import { keyExpression } from './dropColumn.ts';
import { columnsIn } from './expressions.ts';
import { addToPartition, childrenOf } from './inherit.ts';
import { checkName } from './newConstraint.ts';
import { addConstraint } from './tableConstraints.ts';

/** What a bound says of each row. */
interface Bound {
  readonly columns: readonly string[];
  /** Joined by AND; `undefined`: not followed. */
  readonly conditions: readonly string[] | undefined;
}

/** @param partition Still with its bound. */
export function leavePartitionCheck(draft: Draft, partition: Table): void {
  const { name } = partition;
  const bounds = boundsOf(draft, partition);
  const columns = [...new Set(bounds.flatMap((one) => one.columns))];
  const conditions = bounds.flatMap((one) => one.conditions ?? []);
  const isFollowed = bounds.every((one) => one.conditions !== undefined);
  if (isFollowed && conditions.every((one) => isKnownAnyway(one, partition.columns))) return;
  if (!isFollowed || mayBeImplied(draft, partition, columns)) {
    const parts = [{ kind: 'constraint', name: checkName(draft, partition, columns) }] as const;
    const reason = `Which CHECK on its bounds ${displayName(name)} keeps after it is detached is not known.`;
    const tables = [partition, ...childrenOf(draft, name)];
    draft.addUncertainty(
      reason,
      tables.map((table) => ({ kind: 'table', name: table.name, parts })),
    );
    return;
  }
  const check = addConstraint(draft, name, { kind: 'check', expression: conditions.join(' AND ') });
  for (const child of childrenOf(draft, name))
    if (check !== undefined) addToPartition(draft, check, child.name);
}

const isKnownAnyway = (condition: string, columns: readonly Column[]): boolean =>
  columns.some((one) => !one.nullable && condition === notNull(one.name));

const notNull = (column: string): string => `${quoteName(column)} IS NOT NULL`;

/** PostgreSQL adds nothing that valid constraints prove; what they prove is not followed. */
function mayBeImplied(draft: Draft, { constraints }: Table, columns: readonly string[]): boolean {
  return constraints.some(
    (one) =>
      one.kind === 'check' &&
      !one.notValid &&
      !one.notEnforced &&
      (columnsIn(draft, one.expression)?.some((column) => columns.includes(column)) ?? true),
  );
}

/** Those of the tables above first. */
function boundsOf(draft: Draft, { partitionOf }: Table): readonly Bound[] {
  if (partitionOf === undefined) return [];
  const parent = draft.table(partitionOf.parent);
  if (parent?.partitionKey === undefined) return [{ columns: [], conditions: undefined }];
  const { partitionKey } = parent;
  const columns = columnsIn(draft, keyExpression(partitionKey)) ?? [];
  const [column] = columns;
  const isPlain = column !== undefined && plainKey.test(partitionKey);
  const type = parent.columns.find(({ name }) => name === column)?.type;
  const isBoolean = type?.kind !== 'named' || type.name === 'boolean';
  const conditions = isPlain && !isBoolean ? conditionsOf(partitionOf.bound, column) : undefined;
  return [...boundsOf(draft, parent), { columns, conditions }];
}

const plainKey = /^(?:RANGE|LIST) ?\((?:[\w$]+|"[^"]+")\)$/i;

function conditionsOf(bound: string, column: string): readonly string[] | undefined {
  const [, from = '', to = ''] = range.exec(bound) ?? [];
  if (from !== '') {
    const lower = /^minvalue$/i.test(from) ? [] : [`${quoteName(column)} >= ${from}`];
    const upper = /^maxvalue$/i.test(to) ? [] : [`${quoteName(column)} < ${to}`];
    return [notNull(column), ...lower, ...upper];
  }
  const values = list.exec(bound)?.[1]?.split(/\s*,\s*/);
  const some = values?.filter((value) => !/^null$/i.test(value));
  if (values === undefined || some === undefined) return undefined;
  const among = some.length === 0 ? [] : [equalsOneOf(quoteName(column), some)];
  if (some.length === values.length) return [notNull(column), ...among];
  return [`(${[`${quoteName(column)} IS NULL`, ...among].join(' OR ')})`];
}

function equalsOneOf(column: string, values: readonly string[]): string {
  const [one, other] = values;
  const elements = values.map((value) => value.replaceAll("'", '')).join(',');
  return other === undefined ? `${column} = ${one}` : `${column} = ANY ('{${elements}}')`;
}

/** Numbers and strings that need no quoting; what else a bound may say, the server works out. */
const value = String.raw`(-?[\d.]+|'[^',\\"{}]+'|minvalue|maxvalue)`;
const range = new RegExp(String.raw`^FOR VALUES FROM \(${value}\) TO \(${value}\)$`, 'i');
const element = String.raw`(?:-?[\d.]+|'[\w.:-]+'|null)`;
const list = new RegExp(String.raw`^FOR VALUES IN \((${element}(?:\s*,\s*${element})*)\)$`, 'i');
