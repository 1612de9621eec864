/** What stands on an object and would be dropped with it, or keeps it from being dropped. */

import type { Node, RangeVar } from '@pgsql/types';
import { nameParts, relationName } from '../../sql/nodes.ts';
import { visit } from '../../sql/visit.ts';
import type { Constraint, ForeignKey } from '../constraint.ts';
import type { Index } from '../indexes.ts';
import { nameKey, type ObjectName, type QualifiedName, sameName } from '../name.ts';
import type { Column, Table, View } from '../snapshot.ts';
import type { Draft } from './draft.ts';
import { exclusionKeys } from './exclusionKeys.ts';
import { columnsIn } from './expressions.ts';
import { keysOn } from './newConstraint.ts';
import { candidates } from './resolve.ts';

export interface OwnedConstraint<C extends Constraint = Constraint> {
  readonly table: Table;
  readonly constraint: C;
}

/** Foreign keys that refer to a table, its own among them. */
export function foreignKeysTo(draft: Draft, name: QualifiedName): readonly OwnedConstraint<ForeignKey>[] {
  const found: OwnedConstraint<ForeignKey>[] = [];
  for (const table of draft.tables.values()) {
    for (const constraint of table.constraints) {
      if (constraint.kind === 'foreignKey' && sameName(constraint.references, name))
        found.push({ table, constraint });
    }
  }
  return found;
}

/**
 * Foreign keys that need the key or unique index of this name. Where another is on the same columns, PostgreSQL took
 * one of them when the foreign key was made; `unsure` tells that.
 */
export function foreignKeysOn(
  draft: Draft,
  table: Table,
  keyName: string,
  columns: readonly string[],
): { readonly found: readonly OwnedConstraint<ForeignKey>[]; readonly unsure: boolean } {
  const found = foreignKeysTo(draft, table.name).filter(({ constraint }) =>
    keysOn(table, constraint.referencedColumns).includes(keyName),
  );
  return { found, unsure: keysOn(table, columns).length > 1 };
}

/** Views that read a relation, by name. */
export function viewsOn(draft: Draft, name: QualifiedName): readonly View[] {
  const found: View[] = [];
  for (const view of draft.views.values()) {
    if (!view.definition.includes(name.name)) continue;
    const relations = relationsOf(draft, view.definition);
    if (relations.some((one) => means(draft, one, name))) found.push(view);
  }
  return found;
}

export interface ViewUse {
  readonly view: View;
  /** `false`: it may be a column of another relation, or `*`. */
  readonly sure: boolean;
}

export function viewsUsing(draft: Draft, name: QualifiedName, column: string): readonly ViewUse[] {
  return viewsOn(draft, name).flatMap((view): readonly ViewUse[] => {
    const { columns, isWhole } = columnsNamed(parsedQuery(draft, view.definition));
    const alone = relationsOf(draft, view.definition).length === 1;
    return columns.has(column) || isWhole ? [{ view, sure: alone }] : [];
  });
}

/** @returns `isWhole` where all columns of something are meant. */
function columnsNamed(tree: Node | undefined): {
  readonly columns: ReadonlySet<string>;
  readonly isWhole: boolean;
} {
  const columns = new Set<string>();
  let isWhole = tree === undefined;
  visit(tree, ({ ColumnRef, A_Star }) => {
    if (A_Star !== undefined) isWhole = true;
    const last = nameParts((ColumnRef as { readonly fields?: readonly Node[] } | undefined)?.fields).at(-1);
    if (last !== undefined) columns.add(last);
  });
  return { columns, isWhole };
}

export function means(draft: Draft, written: ObjectName, name: QualifiedName): boolean {
  if (written.name !== name.name) return false;
  if (written.schema !== undefined) return written.schema === name.schema;
  const first = candidates(draft, written).find((one) => exists(draft, one));
  return first !== undefined ? sameName(first, name) : draft.searchPath.includes(name.schema);
}

function exists(draft: Draft, name: QualifiedName): boolean {
  const key = nameKey(name);
  return draft.tables.has(key) || draft.views.has(key) || draft.sequences.has(key) || draft.types.has(key);
}

/** The tables and views that a query reads. */
export function relationsOf(draft: Draft, query: string): readonly ObjectName[] {
  const relations: ObjectName[] = [];
  const own = new Set<string>();
  visit(parsedQuery(draft, query), ({ RangeVar, CommonTableExpr }) => {
    if (RangeVar !== undefined) relations.push(relationName(RangeVar as RangeVar));
    const { ctename } = (CommonTableExpr ?? {}) as { readonly ctename?: string };
    if (ctename !== undefined) own.add(ctename);
  });
  return relations.filter(({ schema, name }) => schema !== undefined || !own.has(name));
}

function parsedQuery(draft: Draft, query: string): Node | undefined {
  const parse = draft.sql.parse(query);
  return parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
}

/** Whether an expression names a column, or may do so. */
export function usesColumn(draft: Draft, expression: string | undefined, column: string): boolean {
  if (!expression?.toLowerCase().includes(column.toLowerCase())) return false;
  return columnsIn(draft, expression)?.includes(column) ?? true;
}

export function constraintUses(draft: Draft, constraint: Constraint, column: string): boolean {
  switch (constraint.kind) {
    case 'check':
      return usesColumn(draft, constraint.expression, column);
    case 'exclusion':
      return exclusionKeys(draft, constraint.definition).used.has(column);
    case 'foreignKey':
      return constraint.columns.includes(column);
    default:
      return constraint.columns.includes(column) || (constraint.include?.includes(column) ?? false);
  }
}

export function indexUses(draft: Draft, { keys, include, predicate }: Index, column: string): boolean {
  if (keys.some((key) => key.column === column) || include?.includes(column)) return true;
  return [predicate, ...keys.map(({ expression }) => expression)].some((text) =>
    usesColumn(draft, text, column),
  );
}

export function columnsOfType(
  draft: Draft,
  type: QualifiedName,
): readonly { readonly table: Table; readonly column: Column }[] {
  const found: { table: Table; column: Column }[] = [];
  for (const table of draft.tables.values()) {
    for (const column of table.columns) {
      const own = column.type;
      if (own.kind === 'named' && own.schema === type.schema && own.name === type.name)
        found.push({ table, column });
    }
  }
  return found;
}
