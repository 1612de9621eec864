/**
 * Drops, with PostgreSQL's rules about what goes along: what belongs to an object always does, what merely uses it
 * only with CASCADE, and keeps it from being dropped otherwise.
 */
import { displayName, nameKey, type QualifiedName, sameName } from '../name.ts';
import type { Affected, Sequence, Table, TablePart, View } from '../snapshot.ts';
import { columnsOfType, foreignKeysTo, means, viewsOn } from './dependents.ts';
import { type Draft, Failure } from './draft.ts';
import { dropColumn } from './dropColumn.ts';
import { dropConstraintNamed } from './dropParts.ts';
import { childrenOf } from './inherit.ts';
import { sequenceIn } from './newColumn.ts';
import { dropRoutinesOf } from './routineSteps.ts';
import { settle } from './settle.ts';

export interface DropOptions {
  readonly cascade: boolean;
  /** Dropped by the same statement, so their use counts for nothing. */
  readonly together: readonly QualifiedName[];
}

export function inUse(what: string, by: string, affects: readonly Affected[]): Failure {
  return new Failure(
    'in-use',
    `${what} cannot be dropped because ${by} depends on it; add CASCADE or drop that first.`,
    affects,
  );
}

export function dropTable(draft: Draft, table: Table, options: DropOptions): void {
  const { name } = table;
  const what = `Table ${displayName(name)}`;
  for (const child of childrenOf(draft, name)) {
    const inherits = child.partitionOf === undefined;
    const holds = !options.cascade && !isTogether(options, child.name) && !mayBeGone(draft, child.name);
    if (inherits && holds) {
      throw inUse(what, `table ${displayName(child.name)}`, [{ kind: 'table', name }]);
    }
    if (!inherits || options.cascade) dropTable(draft, child, options);
  }
  dropUsers(draft, name, what, options);
  for (const { table: user, constraint } of foreignKeysTo(draft, name)) {
    if (sameName(user.name, name)) continue;
    const part = { kind: 'constraint', name: constraint.name } as const;
    if (!options.cascade && !isTogether(options, user.name) && !mayBeGone(draft, user.name, part)) {
      throw inUse(what, `foreign key ${constraint.name} of ${displayName(user.name)}`, [
        { kind: 'table', name },
      ]);
    }
    dropConstraintNamed(draft, user.name, constraint.name);
  }
  for (const { table: user, column } of columnsOfType(draft, name)) {
    if (sameName(user.name, name)) continue;
    if (!options.cascade && !mayBeGone(draft, user.name, { kind: 'column', name: column.name }))
      throw inUse(what, `column ${column.name} of ${displayName(user.name)}`, [{ kind: 'table', name }]);
    dropColumn(draft, user.name, column.name, true);
  }
  draft.tables.set(nameKey(name), undefined);
  settle(draft, { kind: 'table', name });
  for (const sequence of sequencesOf(draft, name)) dropSequence(draft, sequence, options);
}

/** What is not known to be there keeps nothing from being dropped: where the migration ran, it was gone. */
export function mayBeGone(draft: Draft, table: QualifiedName, part?: TablePart): boolean {
  return draft.unsure({ kind: 'table', name: table, ...(part && { part }) }) !== undefined;
}

/** Views that read the relation, and routines that take or return its rows. */
function dropUsers(draft: Draft, name: QualifiedName, what: string, options: DropOptions): void {
  dropRoutinesOf(draft, { kind: 'table', name }, what, options);
  for (const view of viewsOn(draft, name)) {
    if (sameName(view.name, name)) continue;
    const unsure = draft.unsure({ kind: 'view', name: view.name }) !== undefined;
    if (!options.cascade && !isTogether(options, view.name) && !unsure) {
      throw inUse(what, `view ${displayName(view.name)}`, [{ kind: 'table', name }]);
    }
    if (options.cascade) dropView(draft, view, options);
  }
}

function isTogether({ together }: DropOptions, name: QualifiedName): boolean {
  return together.some((one) => sameName(one, name));
}

export function dropView(draft: Draft, view: View, options: DropOptions): void {
  if (!draft.views.has(nameKey(view.name))) return;
  dropUsers(draft, view.name, `View ${displayName(view.name)}`, options);
  draft.views.set(nameKey(view.name), undefined);
  settle(draft, { kind: 'view', name: view.name });
}

export function sequencesOf(draft: Draft, table: QualifiedName, column?: string): readonly Sequence[] {
  const found: Sequence[] = [];
  for (const sequence of draft.sequences.values()) {
    const { ownedBy } = sequence;
    if (ownedBy === undefined || !sameName(ownedBy.table, table)) continue;
    if (column === undefined || ownedBy.column === column) found.push(sequence);
  }
  return found;
}

export function dropSequence(
  draft: Draft,
  sequence: Sequence,
  { cascade }: Pick<DropOptions, 'cascade'>,
): void {
  const { name } = sequence;
  for (const table of draft.tables.values()) {
    for (const column of table.columns) {
      const used = column.default === undefined ? undefined : sequenceIn(column.default);
      if (used === undefined || !means(draft, used, name)) continue;
      if (!cascade && !mayBeGone(draft, table.name, { kind: 'column', name: column.name })) {
        const by = `the default of column ${column.name} of ${displayName(table.name)}`;
        throw inUse(`Sequence ${displayName(name)}`, by, [{ kind: 'sequence', name }]);
      }
      dropDefault(draft, table.name, column.name);
    }
  }
  draft.sequences.set(nameKey(name), undefined);
  settle(draft, { kind: 'sequence', name });
}

function dropDefault(draft: Draft, name: QualifiedName, column: string): void {
  const table = draft.table(name);
  if (table === undefined) return;
  const columns = table.columns.map((one) => {
    if (one.name !== column) return one;
    const { default: _, ...rest } = one;
    return rest;
  });
  draft.setTable({ ...table, columns });
}
