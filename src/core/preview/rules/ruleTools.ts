/** What several rules ask of a statement, and how they name what it meets; the schema around it is in `ruleSchema.ts`. */

import { listText } from '../../drift/words.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { displayName, type ObjectName, type QualifiedName } from '../../schema/name.ts';
import { type LockMode, lockModes, type StatementImpact } from '../locks/impact.ts';
import { type LockTimeout, lockTimeoutOf } from '../lockTimeout.ts';
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

const FEW = 3;

/** Of many, the first. */
export function fewNamesText(names: readonly ObjectName[]): string {
  const rest = names.length - FEW;
  if (rest < 2) return namesText(names);
  return listText([...names.slice(0, FEW).map(displayName), `${rest} more tables`]);
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

/** How a statement gets out of the transaction. */
export function outsideText({ script }: Pick<RuleInput, 'script'>): string {
  return script.language === 'python'
    ? 'in `with op.get_context().autocommit_block():`; what stands before it is committed first, so give it a revision of its own where it is not the only step'
    : 'in a script of its own that runs outside of a transaction';
}

/** What a statement says of how long it is waited for locks. */
export function lockTimeoutIn({ text }: PlannedStatement): LockTimeout | undefined {
  return text.kind === 'sql' ? lockTimeoutOf(text.sql) : undefined;
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
