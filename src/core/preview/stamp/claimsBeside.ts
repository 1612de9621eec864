/** What a revision does beside its effects: rows that it writes, and what cannot be read from its script. */
import type { DriftInput } from '../../drift/driftReport.ts';
import { listText } from '../../drift/words.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { displayName } from '../../schema/name.ts';
import type { StampClaim } from './stampPreview.ts';

export function claimsBeside(
  revision: string,
  { operationsOf, timeline }: Pick<DriftInput, 'operationsOf' | 'timeline'>,
): readonly StampClaim[] {
  const writes = operationsOf(revision)
    .flatMap(flatten)
    .filter((one) => one.kind === 'data' && !readsOnly.has(one.statement));
  const { uncertainties } = timeline.snapshotAt([revision]);
  const opaque = new Map(
    uncertainties.filter((one) => one.revision === revision).map((one) => [one.reason, one]),
  );
  return [
    ...(writes.length === 0 ? [] : [rowsClaim(writes)]),
    ...[...opaque.values()].map(
      ({ reason, location }): StampClaim => ({
        text: 'does something that only running it would tell',
        truth: 'unknown',
        why: reason,
        ...(location === undefined ? {} : { location }),
      }),
    ),
  ];
}

const readsOnly: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'TABLE', 'SHOW', 'EXPLAIN']);

function rowsClaim(writes: readonly MigrationOperation[]): StampClaim {
  const tables = new Set(writes.flatMap((one) => (one.kind === 'data' ? one.tables.map(displayName) : [])));
  const [first] = writes;
  return {
    text: tables.size === 0 ? 'changes rows' : `changes rows, with ${listText([...tables])}`,
    truth: 'unknown',
    why: 'Rows are not compared, so nobody can tell from the schema whether this was done.',
    ...(first === undefined ? {} : { location: first.location }),
  };
}

function flatten(operation: MigrationOperation): readonly MigrationOperation[] {
  switch (operation.kind) {
    case 'conditional':
      return [...operation.then, ...operation.otherwise].flatMap(flatten);
    case 'attempt':
      return [...operation.attempt, ...operation.onFailure].flatMap(flatten);
    default:
      return [operation];
  }
}
