/** Where one database stands in the chain of one project: what is applied, what is missing, what is wrong. */
import { ancestorsOf, type RevisionGraph } from './graph.ts';
import { upgradePath } from './path.ts';
import type { Revision } from './revision.ts';
import type { Stamp, StampFault } from './versionTable.ts';

export interface Standing {
  /** The recorded revisions that no other recorded one includes; empty at base. */
  readonly at: readonly Revision[];
  /** Recorded ids that no script of this checkout has. */
  readonly unknown: readonly string[];
  readonly applied: ReadonlySet<string>;
  /** What an upgrade to the heads would run, in order; `undefined` where an unknown revision hides it. */
  readonly pending: readonly Revision[] | undefined;
  readonly faults: readonly StampFault[];
}

export function standingOf(graph: RevisionGraph, stamp: Stamp): Standing {
  return stamp.kind === 'pointer' ? ofPointer(graph, stamp.heads, stamp.faults) : ofLog(graph, stamp);
}

function ofPointer(graph: RevisionGraph, heads: readonly string[], faults: readonly StampFault[]): Standing {
  const unknown = heads.filter((id) => !graph.byId.has(id));
  const applied = ancestorsOf(graph.nodes, heads);
  const at = topmost(graph, new Set(heads));
  const path = upgradePath(
    graph,
    at.map(({ id }) => id),
    'heads',
  );
  return {
    at,
    unknown,
    applied,
    pending: unknown.length > 0 || path.kind !== 'path' ? undefined : path.revisions,
    faults: [...faults, ...redundantHeads(heads, at, unknown)],
  };
}

/** A tool that keeps a row for each script runs whatever has no row, in order, wherever it stands in the chain. */
function ofLog(graph: RevisionGraph, stamp: Extract<Stamp, { readonly kind: 'log' }>): Standing {
  const applied = new Set(stamp.applied.filter((id) => graph.byId.has(id)));
  const skipped = new Set(stamp.skipped);
  const inChain = [...applied].filter((id) => graph.byId.get(id)?.repeatable !== true);
  return {
    at: topmost(graph, new Set([...inChain, ...skipped])),
    unknown: stamp.applied.filter((id) => !graph.byId.has(id)),
    applied,
    pending: graph.revisions.filter(({ id }) => !applied.has(id) && !skipped.has(id)),
    faults: stamp.faults,
  };
}

function topmost(graph: RevisionGraph, ids: ReadonlySet<string>): readonly Revision[] {
  const below = [...ids].flatMap((id) => {
    const node = graph.nodes.get(id);
    return node === undefined ? [] : node.below;
  });
  const covered = ancestorsOf(graph.nodes, below);
  return [...ids].filter((id) => !covered.has(id)).flatMap((id) => graph.byId.get(id) ?? []);
}

/** Alembic refuses to upgrade a database whose rows include each other. */
function redundantHeads(
  heads: readonly string[],
  at: readonly Revision[],
  unknown: readonly string[],
): StampFault[] {
  const top = new Set([...at.map(({ id }) => id), ...unknown]);
  return heads
    .filter((id) => !top.has(id))
    .map((id) => ({
      kind: 'overlap',
      id,
      message: `The version table also holds ${id}, which is already included in ${at.map((one) => one.id).join(', ')}. Alembic will refuse to upgrade until that row is removed.`,
    }));
}
