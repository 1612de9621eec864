/** Compares two versions of one table: everything that belongs to it but its sequences. */
import { nameKey, type QualifiedName } from '../schema/name.ts';
import type { Column, Table } from '../schema/snapshot.ts';
import {
  addedDifference,
  compareParts,
  compareProperties,
  type Found,
  matchByName,
  type Pair,
  removedDifference,
  renamed,
  renamePairs,
  sameOrder,
  takeRenames,
} from './compareObject.ts';
import type { Difference } from './difference.ts';
import type { ObjectRef } from './objectRef.ts';
import {
  columnProperties,
  constraintProperties,
  indexProperties,
  policyProperties,
  tableProperties,
  triggerProperties,
} from './properties.ts';
import { nextvalOf, type SamenessContext } from './sameness.ts';

export function compareTable(found: Found, pair: Pair<Table>, context: SamenessContext): void {
  const { before, after } = pair;
  const owners = { before: before.name, after: after.name };
  compareProperties(found, { object: 'table', of: after.name }, pair, tableProperties, context, before.name);
  compareColumns(found, pair, context);
  compareParts(
    found,
    'constraint',
    owners,
    { before: before.constraints, after: after.constraints },
    (a, b) => (a.kind === b.kind ? constraintProperties(a) : undefined),
    context,
  );
  compareIndexes(found, pair, context);
  const triggers = { before: before.triggers, after: after.triggers };
  compareParts(found, 'trigger', owners, triggers, () => triggerProperties, context);
  const policies = { before: before.policies, after: after.policies };
  compareParts(found, 'policy', owners, policies, () => policyProperties, context);
}

/** Of a table or a materialized view. */
export function compareIndexes(
  found: Found,
  { before, after }: Pair<Pick<Table, 'name' | 'indexes'>>,
  context: SamenessContext,
): void {
  const owners = { before: before.name, after: after.name };
  const indexes = { before: before.indexes, after: after.indexes };
  compareParts(found, 'index', owners, indexes, () => indexProperties, context);
}

function compareColumns(found: Found, { before, after }: Pair<Table>, context: SamenessContext): void {
  if (before.columns === after.columns) return;
  const { pairs, removed, added } = matchByName(before.columns, after.columns);
  const refOf = ({ name }: Column): ObjectRef<'column'> => ({ object: 'column', of: after.name, part: name });
  const compare = (pair: Pair<Column>) =>
    compareProperties(found, refOf(pair.after), pair, columnProperties, context, before.name);
  for (const pair of pairs) if (pair.before !== pair.after) compare(pair);
  const names = context.renamedColumns.get(nameKey(before.name));
  const renames = takeRenames(removed, added, (one, other) => names?.get(one.name) === other.name);
  for (const pair of renames) {
    found.differences.push(renamed(refOf(pair.after), pair));
    compare(pair);
  }
  for (const one of removed) found.differences.push(removedDifference(refOf(one), one));
  for (const one of added) found.differences.push(addedDifference(refOf(one), one));
}

/**
 * Columns that only were given another name: equal in all else, and between the same neighbours.
 *
 * @returns The name before → the name after.
 */
export function renamedColumnsOf(
  { before, after }: Pair<Table>,
  context: SamenessContext,
): ReadonlyMap<string, string> | undefined {
  if (sameOrder(before.columns, after.columns)) return undefined;
  const { removed, added } = matchByName(before.columns, after.columns);
  if (removed.length === 0 || added.length === 0) return undefined;
  const kept = new Set(before.columns.map(({ name }) => name).filter((name) => hasColumn(after, name)));
  const pairs = renamePairs(
    removed,
    added,
    (one, other) =>
      neighbours(before, one, kept) === neighbours(after, other, kept) &&
      sameColumn({ before: one, after: other }, before.name, context),
  );
  return pairs.length === 0 ? undefined : new Map(pairs.map((pair) => [pair.before.name, pair.after.name]));
}

const hasColumn = (table: Table, column: string) => table.columns.some(({ name }) => name === column);

/** The kept columns on either side of one. */
function neighbours({ columns }: Table, column: Column, kept: ReadonlySet<string>): string {
  const at = columns.indexOf(column);
  const left = columns.findLast(({ name }, index) => index < at && kept.has(name));
  const right = columns.find(({ name }, index) => index > at && kept.has(name));
  return `${left?.name ?? ''}\0${right?.name ?? ''}`;
}

function sameColumn(pair: Pair<Column>, owner: QualifiedName, context: SamenessContext): boolean {
  return columnProperties.every(
    ([property, same]) => property === 'comment' || same(pair.before, pair.after, context, owner) === true,
  );
}

/** Whether two tables are one but for their names and those of their constraints and indexes. */
export function sameTable(before: Table, after: Table, context: SamenessContext): boolean {
  if (before.columns.length !== after.columns.length) return false;
  if (before.columns.some(({ name }, at) => name !== after.columns[at]?.name)) return false;
  const found: Found = { differences: [], notCompared: [] };
  const own = new Map([...context.renamed, [nameKey(before.name), after.name] as const]);
  compareTable(found, { before, after }, { ...context, renamed: own });
  return found.notCompared.length === 0 && found.differences.every(isOnlyName);
}

/** A comment is no part of a definition; a serial column's default names a sequence that is named after the table. */
function isOnlyName(difference: Difference): boolean {
  if (difference.kind === 'renamed') return true;
  if (difference.kind !== 'changed') return false;
  if (difference.property === 'comment') return true;
  if (difference.object !== 'column' || difference.property !== 'default') return false;
  return [difference.before, difference.after].every(
    (column) => nextvalOf(column.default ?? '') !== undefined,
  );
}
