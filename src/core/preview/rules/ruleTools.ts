/** What several rules ask of a statement. */

import { listText } from '../../drift/words.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { Draft } from '../../schema/apply/draft.ts';
import { partitionsOf } from '../../schema/apply/inherit.ts';
import { candidates, find } from '../../schema/apply/resolve.ts';
import { displayName, nameKey, type ObjectName, type QualifiedName } from '../../schema/name.ts';
import type { Table, UserType, View } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import { type LockMode, lockModes, type StatementImpact } from '../locks/impact.ts';
import type { PlannedStatement } from '../plan/plannedRun.ts';
import type { RuleInput } from './rule.ts';

export type OperationOf<K extends MigrationOperation['kind']> = Extract<
  MigrationOperation,
  { readonly kind: K }
>;

/** What a statement does of some kinds. */
export function operationsOf<K extends MigrationOperation['kind']>(
  { steps }: PlannedStatement,
  ...kinds: readonly K[]
): readonly OperationOf<K>[] {
  return steps.flatMap(({ operation }) =>
    (kinds as readonly string[]).includes(operation.kind) ? [operation as OperationOf<K>] : [],
  );
}

export const isAtLeast = (mode: LockMode, least: LockMode): boolean =>
  lockModes.indexOf(mode) >= lockModes.indexOf(least);

/** Tables that were there before, and that the statement locks at least so. */
export function lockedTables({ locks }: StatementImpact, least: LockMode): readonly QualifiedName[] {
  return locks
    .filter(({ kind, mode }) => kind !== 'index' && kind !== 'sequence' && isAtLeast(mode, least))
    .map(({ relation }) => relation);
}

/** Whether others wait while rows are read or written: nobody does for a table that the same run has made. */
export function holdsUpOthers(impact: StatementImpact): boolean {
  return lockedTables(impact, 'SHARE').length > 0 && readsRows(impact);
}

export function readsRows({ rewrites, rebuilds, scans }: StatementImpact): boolean {
  return rewrites.length + rebuilds.length + scans.length > 0;
}

/** `orders`, `orders and users`. */
export function namesText(names: readonly ObjectName[]): string {
  return listText(names.map(displayName));
}

/** What waits meanwhile, to begin a sentence with: `Reads and writes of orders`, `Writes to orders`. */
export function waitingText(impact: StatementImpact): string {
  const all = lockedTables(impact, 'ACCESS EXCLUSIVE');
  return all.length > 0
    ? `Reads and writes of ${namesText(all)}`
    : `Writes to ${namesText(lockedTables(impact, 'SHARE'))}`;
}

/** The statements of the same transaction before one, with what they cost: what they have locked is held. */
export function beforeInTransaction({ index, revision, impacts }: RuleInput): readonly Earlier[] {
  const before = revision.statements.slice(0, index);
  const since = before.findLastIndex(({ autocommit }) => autocommit) + 1;
  return before.slice(since).flatMap((statement, offset) => {
    const impact = impacts[since + offset];
    return impact === undefined ? [] : [{ statement, impact }];
  });
}

interface Earlier {
  readonly statement: PlannedStatement;
  readonly impact: StatementImpact;
}

/** The schema that a statement finds, to look names up in. */
function draftOf({ statement, context }: RuleInput): Draft | undefined {
  const before = statement.steps[0]?.before;
  return before && new Draft(before, { sql: context.sql, searchPath: context.searchPath });
}

export function tableOf(input: RuleInput, name: ObjectName): Table | undefined {
  const draft = draftOf(input);
  return draft && find(draft, draft.tables, name);
}

/** The run has made it and put no rows into it. */
export function isKnownEmpty(input: RuleInput, name: ObjectName): boolean {
  const found = tableOf(input, name);
  const { committed, created, filled } = input.context;
  const key = found && nameKey(found.name);
  return key !== undefined && (committed.has(key) || created.has(key)) && !filled.has(key);
}

export function typeIn(input: RuleInput, type: SqlType): UserType | undefined {
  const draft = draftOf(input);
  return draft && type.kind === 'named' && !type.array ? find(draft, draft.types, type) : undefined;
}

export const isPartitioned = (input: RuleInput, name: ObjectName): boolean =>
  tableOf(input, name)?.kind === 'partitionedTable';

export function hasDefaultPartition(input: RuleInput, parent: ObjectName): boolean {
  const draft = draftOf(input);
  const table = draft && find(draft, draft.tables, parent);
  if (draft === undefined || table === undefined) return false;
  return partitionsOf(draft, table.name).some(({ partitionOf }) => partitionOf?.bound === 'DEFAULT');
}

/** What an index of this name is on. */
export function indexOwner(input: RuleInput, index: ObjectName): Table | View | undefined {
  const draft = draftOf(input);
  if (draft === undefined) return undefined;
  const owners = [...draft.tables.values(), ...draft.views.values()];
  return candidates(draft, index)
    .flatMap(({ schema, name }) =>
      owners.filter((one) => one.name.schema === schema && one.indexes.some((other) => other.name === name)),
    )
    .at(0);
}

const LONGEST_NAME = 63;

/** `undefined` where it is taken, or not known to be free. */
export function freeConstraintName(input: RuleInput, table: ObjectName, wanted: string): string | undefined {
  const name = wanted.slice(0, LONGEST_NAME);
  const found = tableOf(input, table);
  return found === undefined || found.constraints.some((one) => one.name === name) ? undefined : name;
}

/** How a statement gets out of the transaction. */
export function outsideText({ script }: Pick<RuleInput, 'script'>): string {
  return script.language === 'python'
    ? 'in `with op.get_context().autocommit_block():`; what stands before it is committed first, so give it a revision of its own where it is not the only step'
    : 'in a script of its own that runs outside of a transaction';
}

/** The statement as SQL in upper case without what is quoted; empty where it is not known. */
export function bareSql({ text }: PlannedStatement): string {
  if (text.kind === 'source') return '';
  return text.sql
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '_')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toUpperCase();
}
