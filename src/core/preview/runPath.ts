/** Which revisions an upgrade or a downgrade would run on a database, and where it stands afterwards. */
import type { RevisionSet } from '../drift/report.ts';
import { ancestorsOf, type RevisionGraph } from '../migration/graph.ts';
import { downgradePath, type Path, tooFewText, upgradePath } from '../migration/path.ts';
import type { ConventionId } from '../migration/project.ts';
import type { Revision } from '../migration/revision.ts';
import type { Standing } from '../migration/standing.ts';
import type { Stamp, StampFault } from '../migration/versionTable.ts';
import type { Direction } from './plan/plannedRun.ts';

export type RunPath =
  | {
      readonly kind: 'path';
      readonly from: RevisionSet;
      readonly to: RevisionSet;
      /** In the order in which they run. */
      readonly revisions: readonly Revision[];
    }
  /** Why there is none, and what to do where that is not to name another target: whole sentences. */
  | { readonly kind: 'notFound'; readonly message: string; readonly advice?: string };

/** @param target As on the command line: `heads`, an id, `+1`; `base`, `-1` for a downgrade. */
export function runPathOf(
  graph: RevisionGraph,
  { kind }: Stamp,
  standing: Standing,
  direction: Direction,
  target: string,
): RunPath {
  const unknown = standing.unknown[0];
  if (unknown !== undefined)
    return {
      kind: 'notFound',
      message: `The version table holds ${unknown}, which no script of this checkout has, so nobody can tell what would run.`,
      advice: 'Check out the code that has it, or preview a stamp of a revision that is here.',
    };
  const from = standing.at.map(({ id }) => id);
  const path =
    kind === 'log' && direction === 'upgrade'
      ? missingUpTo(graph, standing, target)
      : direction === 'upgrade'
        ? upgradePath(graph, from, target)
        : downgradePath(graph, from, target);
  if (path.kind === 'notFound') return { kind: 'notFound', message: sentence(path.message) };
  const { revisions } = path;
  return { kind: 'path', from, to: topmost(graph, appliedAfter(standing, revisions, direction)), revisions };
}

/**
 * Why the tool would not run them, whatever the schema is: a whole sentence.
 *
 * goose and dbmate take back a script that says nothing about it by running nothing.
 */
export function refusalOf(
  convention: ConventionId,
  { faults }: Pick<Standing, 'faults'>,
  direction: Direction,
  revisions: readonly Revision[],
): string | undefined {
  const fault = revisions.length === 0 ? undefined : faults.find(({ kind }) => refused.has(kind));
  if (fault !== undefined) return fault.message;
  const why = direction === 'downgrade' ? withoutWayBack[convention] : undefined;
  const stuck = why === undefined ? undefined : revisions.find(({ hasDowngrade }) => !hasDowngrade);
  return stuck && `${stuck.id} cannot be taken back: ${why}.`;
}

const refused: ReadonlySet<StampFault['kind']> = new Set<StampFault['kind']>(['dirty', 'failed']);

const withoutWayBack: Partial<Record<ConventionId, string>> = {
  alembic: 'its downgrade() is missing or raises an error',
  flyway: 'it has no undo script',
  'golang-migrate': 'it has no down script',
};

/** A tool that keeps a row for each script also runs what an earlier run has left out. */
function missingUpTo(graph: RevisionGraph, { pending = [] }: Standing, target: string): Path {
  const steps = /^\+(\d+)$/.exec(target)?.[1];
  if (steps !== undefined) {
    const message = tooFewText(Number(steps));
    return pending.length < Number(steps)
      ? { kind: 'notFound', message }
      : { kind: 'path', revisions: pending.slice(0, Number(steps)) };
  }
  const whole = upgradePath(graph, [], target);
  if (whole.kind === 'notFound') return whole;
  const wanted = new Set(whole.revisions.map(({ id }) => id));
  return {
    kind: 'path',
    revisions: pending.filter(({ id, repeatable }) => wanted.has(id) || repeatable === true),
  };
}

function appliedAfter(
  { applied }: Standing,
  revisions: readonly Revision[],
  direction: Direction,
): ReadonlySet<string> {
  const ids = revisions.map(({ id }) => id);
  return new Set(
    direction === 'upgrade' ? [...applied, ...ids] : [...applied].filter((id) => !ids.includes(id)),
  );
}

function topmost(graph: RevisionGraph, ids: ReadonlySet<string>): RevisionSet {
  const below = [...ids].flatMap((id) => [...(graph.nodes.get(id)?.below ?? [])]);
  const covered = ancestorsOf(graph.nodes, below);
  return [...graph.nodes.keys()].filter((id) => ids.has(id) && !covered.has(id));
}

/** Alembic's own messages end without a full stop. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
