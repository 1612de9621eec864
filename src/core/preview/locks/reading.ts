/**
 * What reading a statement gives: rows of the lockbook, and which relations play their roles here.
 *
 * A statement may be of several forms at once: a column that is added with a foreign key is of two.
 */
import type { Node } from '@pgsql/types';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { Draft } from '../../schema/apply/draft.ts';
import { sequencesOf } from '../../schema/apply/drop.ts';
import { childrenOf } from '../../schema/apply/inherit.ts';
import { hasOwnIndex } from '../../schema/apply/relationNames.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { Sequence, Table, View } from '../../schema/snapshot.ts';
import type { RelationLock, RunContext } from './impact.ts';
import type { Role } from './lockbook.ts';

/** What an operation meets. */
export interface Meeting {
  /** The schema right before it. */
  readonly draft: Draft;
  readonly context: RunContext;
  /** The statement as SQL, where it is known, and its syntax tree. */
  readonly statement: string | undefined;
  readonly node: Node | undefined;
}

export interface Target {
  readonly relation: QualifiedName;
  readonly kind: RelationLock['kind'];
  /** Holds rows or keys of its own: a partitioned table does not. */
  readonly stored: boolean;
  /** The transaction has made it, and put rows into it. */
  readonly isNew?: true;
}

export type Roles = { readonly [R in Role]?: readonly Target[] };

export interface Reading {
  /** A key of the lockbook. */
  readonly form: string;
  readonly roles: Roles;
  /** Whole sentences. */
  readonly notes?: readonly string[];
  /** What PostgreSQL would say. */
  readonly refusal?: string;
  /** Why it is not known what it does; the roles are then what is known of it. */
  readonly unknown?: string;
}

export type Step<K extends MigrationOperation['kind']> = Extract<MigrationOperation, { readonly kind: K }>;

export const tableTarget = ({ name, kind }: Table): Target => ({
  relation: name,
  kind: 'table',
  stored: kind === 'table',
});

export const viewTarget = ({ name, kind }: View): Target => ({
  relation: name,
  kind,
  stored: kind === 'materializedView',
});

export const sequenceTarget = ({ name }: Sequence): Target => ({
  relation: name,
  kind: 'sequence',
  stored: false,
});

/** All of them, also those behind constraints, or those that `uses` names. */
export function indexTargets(owner: Table | View, names?: ReadonlySet<string>): readonly Target[] {
  const constraints = 'constraints' in owner ? owner.constraints.filter(hasOwnIndex) : [];
  return [...owner.indexes, ...constraints]
    .filter(({ name }) => names === undefined || names.has(name))
    .map(({ name }) => indexTarget(owner, name));
}

export const indexTarget = (owner: Table | View, name: string): Target => ({
  relation: { schema: owner.name.schema, name },
  kind: 'index',
  stored: owner.kind !== 'partitionedTable',
});

/** The table and all below it: partitions, children of `INHERITS`. */
export function familyOf(draft: Draft, table: Table): readonly Table[] {
  return [table, ...childrenOf(draft, table.name).flatMap((child) => familyOf(draft, child))];
}

export const targetsOf = (tables: readonly Table[]): readonly Target[] => tables.map(tableTarget);

/** Of the table and all below it, with the indexes that are built again where it is rewritten. */
export function wholeFamily(
  draft: Draft,
  table: Table,
): { readonly table: readonly Target[]; readonly index: readonly Target[] } {
  const family = familyOf(draft, table);
  return {
    table: targetsOf(family),
    index: family.flatMap((one) => indexTargets(one)).filter(({ stored }) => stored),
  };
}

export const ownedSequences = (draft: Draft, table: Table, column?: string): readonly Target[] =>
  sequencesOf(draft, table.name, column).map(sequenceTarget);

export const unknownReading = (reason: string, roles: Roles = {}): readonly Reading[] => [
  { form: '', roles, unknown: reason },
];
