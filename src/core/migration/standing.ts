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
  /** What an upgrade to the heads would run, in order; `undefined` where that cannot be told. */
  readonly pending: readonly Revision[] | undefined;
  /** Why `pending` cannot be told, as a sentence, where the chain itself is to blame. */
  readonly obstacle?: string;
  readonly faults: readonly StampFault[];
}

export function standingOf(graph: RevisionGraph, stamp: Stamp): Standing {
  return stamp.kind === 'pointer' ? ofPointer(graph, stamp.heads, stamp.faults) : ofLog(graph, stamp);
}

function ofPointer(graph: RevisionGraph, heads: readonly string[], faults: readonly StampFault[]): Standing {
  const unknown = heads.filter((id) => !graph.byId.has(id));
  const applied = ancestorsOf(graph.nodes, heads);
  const at = topmost(graph, new Set(heads));
  const told = { at, unknown, applied, faults: [...faults, ...redundantHeads(graph, heads, at)] };
  if (unknown.length > 0) return { ...told, pending: undefined };
  const path = isBroken(graph) ? brokenChain : upgradePath(graph, idsOf(at), 'heads');
  return path.kind === 'path'
    ? { ...told, pending: path.revisions }
    : { ...told, pending: undefined, obstacle: path.message };
}

const brokenChain = {
  kind: 'notFound',
  message:
    'The chain of this project is broken, so what is pending cannot be told and no upgrade will run. Mend it first: its problems are listed with its revisions.',
} as const;

/** Whether links are missing, so that a path through the chain could leave out what belongs to it. */
function isBroken(graph: RevisionGraph): boolean {
  return graph.problems.some(({ kind }) => kind !== 'severalHeads' && kind !== 'labelTaken');
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

/** No upgrade runs on a database whose rows include each other. */
function redundantHeads(
  graph: RevisionGraph,
  heads: readonly string[],
  at: readonly Revision[],
): StampFault[] {
  const top = new Set(idsOf(at));
  return heads
    .filter((id) => graph.byId.has(id) && !top.has(id))
    .map((id) => {
      const above = idsOf(at).filter((one) => ancestorsOf(graph.nodes, [one]).has(id));
      const message = `The version table also holds ${id}, which ${above.join(' and ')} already includes. No upgrade runs until that row is removed.`;
      return { kind: 'overlap', id, message };
    });
}

function idsOf(revisions: readonly Revision[]): readonly string[] {
  return revisions.map(({ id }) => id);
}
