/**
 * What differs between two snapshots, object by object and property by property. The order of columns is no
 * difference, nor is what PostgreSQL makes by itself: the index of a constraint, the sequence of a serial column.
 *
 * Objects that both snapshots share by reference are skipped, so neighbouring revisions cost little.
 */
import { groupBy } from '../groupBy.ts';
import type { ExpressionComparer } from '../schema/expression.ts';
import { nameKey, type QualifiedName } from '../schema/name.ts';
import type { SchemaSnapshot, Sequence, Table } from '../schema/snapshot.ts';
import { columnsOfSides } from './columnTypes.ts';
import {
  addedDifference,
  compareProperties,
  type Found,
  keyOfNamed,
  type Pair,
  removedDifference,
  renamed,
  renamePairs,
} from './compareObject.ts';
import { compareIndexes, compareTable, renamedColumnsOf, sameTable } from './compareTable.ts';
import { compareType } from './compareType.ts';
import { type Comparison, nothingDiffers } from './difference.ts';
import type { ObjectKind, ObjectRef, ObjectValues } from './objectRef.ts';
import {
  extensionProperties,
  type Properties,
  routineProperties,
  schemaProperties,
  sequenceProperties,
  viewProperties,
} from './properties.ts';
import { nameAfter, type SamenessContext } from './sameness.ts';
import { belongsElsewhere, inScope, type Scope } from './scope.ts';
import { sortDifferences } from './sortDifferences.ts';
import { withoutUncertain } from './uncertain.ts';

export interface DiffOptions {
  readonly expressions: ExpressionComparer;
  /** Both snapshots were read from databases. */
  readonly deparsed?: boolean;
  readonly scope?: Scope;
  /** Keeps what was found for two versions of a table. Only for comparisons with the same `expressions`. */
  readonly memo?: TableMemo;
  /** A table that is missing beside one that is too much, and the like, are told as they are. */
  readonly withoutRenames?: true;
}

/** A version of a table before → one after → what differs. */
export type TableMemo = WeakMap<Table, WeakMap<Table, Found>>;

export function diffSnapshots(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  options: DiffOptions,
): Comparison {
  if (before === after) return nothingDiffers;
  const found: Found = { differences: [], notCompared: [] };
  const context = createContext(before, after, options);
  const types = match(before.types, after.types);
  const tables = match(before.tables, after.tables);
  const sequences = match(before.sequences, after.sequences);
  leaveOutOwned(sequences, before, after);
  if (options.withoutRenames !== true) {
    rename(found, context, 'type', types, (a, b) =>
      isSame(a, b, (into) => compareType(into, { before: a, after: b }, context)),
    );
    rename(found, context, 'table', tables, (a, b) => sameTable(a, b, context), signature);
    for (const pair of tables.pairs) noteRenamedColumns(pair, context);
    rename(found, context, 'sequence', sequences, (a, b) => sameOwned(a, b, context));
  }
  for (const pair of types.pairs) compareType(found, pair, context);
  for (const pair of tables.pairs) compareTableOnce(found, pair, context, options.memo);
  tell(found, 'type', types);
  tell(found, 'table', tables);
  compareAll(found, 'sequence', sequences, sequenceProperties, context);
  compareRest(found, before, after, context);
  return inScope(withoutUncertain(sortDifferences(found), before, after), options.scope);
}

function createContext(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  { expressions, deparsed = false, scope }: DiffOptions,
): GrowingContext {
  const context: GrowingContext = {
    expressions,
    deparsed,
    scope,
    renamed: new Map(),
    renamedColumns: new Map(),
    columnsOf: (owner) => {
      const names = [...(context.renamedColumns.get(nameKey(owner)) ?? [])];
      const nameBefore = (column: string) => names.find(([, later]) => later === column)?.[0] ?? column;
      const owners = { before: owner, after: nameAfter(owner, context) };
      return columnsOfSides(before, after, owners, nameBefore);
    },
  };
  return context;
}

interface GrowingContext extends SamenessContext {
  readonly scope: Scope | undefined;
  readonly renamed: Map<string, QualifiedName>;
  readonly renamedColumns: Map<string, ReadonlyMap<string, string>>;
}

/** Objects of one kind: those on both sides that are not one by reference, and the rest. */
interface Matched<T> {
  readonly pairs: Pair<T>[];
  readonly removed: T[];
  readonly added: T[];
}

function match<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Matched<T> {
  const matched: Matched<T> = { pairs: [], removed: [], added: [] };
  if (before === after) return matched;
  for (const [key, one] of before) {
    const other = after.get(key);
    if (other === undefined) matched.removed.push(one);
    else if (other !== one) matched.pairs.push({ before: one, after: other });
  }
  for (const [key, one] of after) if (!before.has(key)) matched.added.push(one);
  return matched;
}

type Qualified = { readonly name: QualifiedName };

/** @param bucketOf What must be equal for two objects to be compared at all. */
function rename<K extends 'type' | 'table' | 'sequence'>(
  found: Found,
  context: GrowingContext,
  object: K,
  { pairs, removed, added }: Matched<ObjectValues[K]>,
  equal: (before: ObjectValues[K], after: ObjectValues[K]) => boolean,
  bucketOf: (one: ObjectValues[K]) => string = () => '',
): void {
  if (removed.length === 0 || added.length === 0) return;
  const free = added.filter((one) => !belongsElsewhere(refOf(object, one), context.scope));
  const candidates = groupBy(free, bucketOf);
  for (const [bucket, ones] of groupBy(removed, bucketOf)) {
    const others = candidates.get(bucket) ?? [];
    for (const pair of renamePairs(ones, others, equal)) {
      removed.splice(removed.indexOf(pair.before), 1);
      added.splice(added.indexOf(pair.after), 1);
      found.differences.push(renamed(refOf(object, pair.after), pair));
      context.renamed.set(keyOfNamed(pair.before), pair.after.name);
      pairs.push(pair);
    }
  }
}

const signature = ({ columns, constraints, indexes }: Table): string =>
  [...columns.map(({ name }) => name), constraints.length, indexes.length].join('\0');

function isSame(a: Qualified, b: Qualified, compare: (into: Found) => void): boolean {
  if (a.name.schema !== b.name.schema && a.name.name !== b.name.name) return false;
  const into: Found = { differences: [], notCompared: [] };
  compare(into);
  return (
    into.notCompared.length === 0 &&
    into.differences.every((one) => one.kind === 'changed' && one.property === 'comment')
  );
}

/** A sequence is known by the column it belongs to. */
function sameOwned(a: Sequence, b: Sequence, context: SamenessContext): boolean {
  if (a.ownedBy === undefined || b.ownedBy === undefined) return false;
  return sequenceProperties.every(
    ([property, same]) => property === 'comment' || same(a, b, context, a.name) === true,
  );
}

function noteRenamedColumns(pair: Pair<Table>, context: GrowingContext): void {
  const names = renamedColumnsOf(pair, context);
  if (names !== undefined) context.renamedColumns.set(nameKey(pair.before.name), names);
}

/** What was found for two versions of a table holds as long as no name has changed elsewhere. */
function compareTableOnce(
  found: Found,
  pair: Pair<Table>,
  context: SamenessContext,
  memo: TableMemo | undefined,
): void {
  if (memo === undefined || context.renamed.size > 0 || context.renamedColumns.size > 0) {
    compareTable(found, pair, context);
    return;
  }
  const known = memo.get(pair.before) ?? new WeakMap<Table, Found>();
  memo.set(pair.before, known);
  const own = known.get(pair.after) ?? { differences: [], notCompared: [] };
  if (!known.has(pair.after)) compareTable(own, pair, context);
  known.set(pair.after, own);
  found.differences.push(...own.differences);
  found.notCompared.push(...own.notCompared);
}

/** An identity's sequence is a property of its column; an owned one comes and goes with its column. */
function leaveOutOwned(matched: Matched<Sequence>, before: SchemaSnapshot, after: SchemaSnapshot): void {
  const keep = <T>(list: T[], kept: (one: T) => boolean) => list.splice(0, list.length, ...list.filter(kept));
  const stands = (sequence: Sequence, there: SchemaSnapshot) =>
    sequence.identity !== true && (sequence.ownedBy === undefined || hasColumn(there, sequence.ownedBy));
  keep(matched.removed, (one) => stands(one, after));
  keep(matched.added, (one) => stands(one, before));
  keep(matched.pairs, (pair) => pair.before.identity !== true && pair.after.identity !== true);
}

function hasColumn({ tables }: SchemaSnapshot, { table, column }: NonNullable<Sequence['ownedBy']>): boolean {
  return tables.get(nameKey(table))?.columns.some(({ name }) => name === column) === true;
}

function compareRest(
  found: Found,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  context: SamenessContext,
): void {
  compareAll(found, 'schema', match(before.schemas, after.schemas), schemaProperties, context);
  compareAll(found, 'extension', match(before.extensions, after.extensions), extensionProperties, context);
  compareAll(found, 'routine', match(before.routines, after.routines), routineProperties, context);
  const views = match(before.views, after.views);
  for (const pair of views.pairs) compareIndexes(found, pair, context);
  compareAll(found, 'view', views, viewProperties, context);
}

type NamedKind = Exclude<ObjectKind, 'label' | 'column' | 'constraint' | 'index' | 'trigger' | 'policy'>;

function compareAll<K extends NamedKind>(
  found: Found,
  object: K,
  matched: Matched<ObjectValues[K]>,
  properties: Properties<ObjectValues[K]>,
  context: SamenessContext,
): void {
  for (const pair of matched.pairs) {
    compareProperties(found, refOf(object, pair.after), pair, properties, context);
  }
  tell(found, object, matched);
}

function tell<K extends NamedKind>(
  found: Found,
  object: K,
  { removed, added }: Pick<Matched<ObjectValues[K]>, 'removed' | 'added'>,
): void {
  for (const one of removed) found.differences.push(removedDifference(refOf(object, one), one));
  for (const one of added) found.differences.push(addedDifference(refOf(object, one), one));
}

function refOf<K extends NamedKind>(object: K, value: ObjectValues[K]): ObjectRef<K> {
  const of = typeof value.name === 'string' ? { schema: '', name: value.name } : value.name;
  return 'argumentTypes' in value ? { object, of, argumentTypes: value.argumentTypes } : { object, of };
}
