/** What was seen of a run on a clone → what that says about the environment. */
import type { Difference, NotCompared } from '../../drift/difference.ts';
import { diffSnapshots } from '../../drift/diffSnapshots.ts';
import type { Scope } from '../../drift/scope.ts';
import type { ExpressionComparer } from '../../schema/expression.ts';
import { nameKey } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import { doubtOf, type ToolDoubts } from './doubt.ts';
import { limitsOf } from './limits.ts';
import type { RehearsalResult, Rehearsed } from './rehearsal.ts';
import type { LeftOut, PreparedRehearsal } from './rehearsalJob.ts';
import { withoutCloningFaults } from './withoutCloningFaults.ts';

export interface RehearsalContext {
  readonly prepared: PreparedRehearsal;
  readonly live: SchemaSnapshot;
  /** The schema that the revisions say the run leads to. */
  readonly target: SchemaSnapshot;
  /** Of the environment: `15.18`. */
  readonly serverVersion: string;
  readonly expressions: ExpressionComparer;
  /** What concerns the project; absent: everything. */
  readonly scope?: Scope;
  readonly doubts?: ToolDoubts;
}

export function rehearsalResultOf(rehearsed: Rehearsed, context: RehearsalContext): RehearsalResult {
  const { prepared, live, doubts } = context;
  const { failure } = rehearsed;
  const notReproduced = notReproducedOf(rehearsed, context);
  const leftOutBefore = leftOutUntil(failure, prepared);
  const doubt = failure && doubtOf(failure, { rehearsed, live, notReproduced, leftOutBefore, doubts });
  const remaining = remainingOf(rehearsed, context, notReproduced);
  const limits = limitsOf({
    ...context,
    rehearsed,
    notReproduced,
    notCompared: remaining?.notCompared ?? [],
  });
  const isWhole = prepared.leftOut.every(({ tried }) => tried) && !replacedExtension(rehearsed, prepared);
  return {
    outcome: failure === undefined ? (isWhole ? 'passed' : 'incomplete') : doubt ? 'incomplete' : 'failed',
    serverVersion: rehearsed.serverVersion,
    server: rehearsed.server,
    ...(failure && { failure }),
    statements: rehearsed.statements,
    remaining: remaining?.differences,
    limits: doubt === undefined ? limits : [doubt, ...limits],
  };
}

/** That a routine has another body is said of all of them. */
function notReproducedOf(
  { cloned }: Rehearsed,
  { live, expressions }: RehearsalContext,
): readonly Difference[] {
  const options = { expressions, deparsed: true, withoutRenames: true as const };
  return diffSnapshots(live, cloned, options).differences.filter(
    (one) =>
      !(
        one.object === 'routine' &&
        one.kind === 'changed' &&
        ['bodyHash', 'language'].includes(one.property)
      ),
  );
}

function remainingOf(
  { after, cloned }: Rehearsed,
  { live, target, expressions, scope }: RehearsalContext,
  notReproduced: readonly Difference[],
): { readonly differences: readonly Difference[]; readonly notCompared: readonly NotCompared[] } | undefined {
  if (after === undefined) return undefined;
  const reached = withoutCloningFaults(after, cloned, live);
  const options = { expressions, ...(scope && { scope }) };
  const { differences, notCompared } = diffSnapshots(target, reached, options);
  const lost = new Set(notReproduced.map(({ object, part }) => `${object}\0${part}`));
  return {
    differences: differences.filter(
      // A table that the run has renamed still lacks what its clone lacked.
      ({ object, of, part }) =>
        part === undefined || live.tables.has(nameKey(of)) || !lost.has(`${object}\0${part}`),
    ),
    notCompared,
  };
}

function leftOutUntil(
  failure: Rehearsed['failure'],
  { job, leftOut }: PreparedRehearsal,
): readonly LeftOut[] {
  const order = job.revisions.map(({ revision }) => revision);
  const last = failure?.revision === undefined ? order.length : order.indexOf(failure.revision);
  return leftOut.filter(({ revision, index }) => {
    const at = order.indexOf(revision);
    return at < last || (at === last && (failure?.index === undefined || index < failure.index));
  });
}

/** Whether something stood in for an extension that the run makes. */
function replacedExtension({ standIns }: Rehearsed, { job }: PreparedRehearsal): boolean {
  return job.extensions.some(({ name, create }) => create === undefined && standIns.includes(name));
}
