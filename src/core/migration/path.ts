/**
 * Which revisions `alembic upgrade` or `alembic downgrade` would run, and in which order, for a database that
 * stands at given revisions.
 *
 * @see https://alembic.sqlalchemy.org/en/latest/tutorial.html#relative-migration-identifiers
 */
import { ancestorsOf, descendantsOf, type RevisionGraph, type RevisionNode } from './graph.ts';
import { attempt, BASE, idNamed, idsNamed, LookupError, ofLineage, walk } from './lookup.ts';
import type { Revision } from './revision.ts';
import { sortRevisions } from './sort.ts';

export type Path =
  /** In the order in which they would run. */
  | { readonly kind: 'path'; readonly revisions: readonly Revision[] }
  /** Why there is none, as a sentence. */
  | { readonly kind: 'notFound'; readonly message: string };

/**
 * @param current Ids the version table holds; empty for a database at base.
 * @param target A name as on the command line: `heads`, `head`, an id, `label@head`, `+2`, `ae10+1`, `label@+1`.
 */
export function upgradePath(graph: RevisionGraph, current: readonly string[], target: string): Path {
  return attempt(() => {
    const at = known(graph, current);
    const targets = upgradeTargets(graph, at, target);
    refuseOverlap(graph, targets);
    refuseOverlap(graph, at);
    const applied = ancestorsOf(graph.nodes, at);
    const needed = [...ancestorsOf(graph.nodes, targets)].filter((id) => !applied.has(id));
    return pathOf(graph, [...sortRevisions(graph, new Set(needed), targets)].reverse());
  });
}

/** @param target A name as on the command line: `base`, an id, `-1`, `ae10-2`, `label@base`, `label@-1`. */
export function downgradePath(graph: RevisionGraph, current: readonly string[], target: string): Path {
  return attempt(() => {
    const at = known(graph, current);
    const { id, label } = downgradeTarget(graph, at, target);
    const roots = rootsToDrop(graph, id, label);
    const active = ancestorsOf(graph.nodes, at);
    const dropped = [...descendantsOf(graph.nodes, roots)].filter((one) => active.has(one));
    if (id !== undefined && dropped.length === 0 && !at.includes(id)) {
      throw new LookupError(`Revision ${id} is not applied, so there is nothing to downgrade to it.`);
    }
    return pathOf(graph, sortRevisions(graph, new Set(dropped), at));
  });
}

function pathOf(graph: RevisionGraph, ids: readonly string[]): Path {
  return { kind: 'path', revisions: ids.flatMap((id) => graph.byId.get(id) ?? []) };
}

interface RelativeName {
  readonly label: string | undefined;
  readonly symbol: string | undefined;
  readonly steps: number;
}

function readRelative(name: string): RelativeName | undefined {
  const match = /^(?:(.+?)@)?([\p{L}\p{N}_]+)?([+-]\d+)/u.exec(name);
  return match === null ? undefined : { label: match[1], symbol: match[2], steps: Number(match[3]) };
}

function known(graph: RevisionGraph, ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !graph.byId.has(id));
  if (unknown !== undefined) throw new LookupError(`Can't locate revision identified by '${unknown}'`);
  return ids;
}

function upgradeTargets(graph: RevisionGraph, current: readonly string[], target: string): readonly string[] {
  const relative = readRelative(target);
  if (relative === undefined) return idsNamed(graph, target);
  const { label, symbol, steps } = relative;
  if (symbol === undefined && steps <= 0) throw tooShort(steps);
  const start =
    symbol === undefined
      ? startOfUpgrade(graph, current, label)
      : idNamed(graph, label === undefined || steps > 0 ? symbol : `${label}@${symbol}`);
  const found = walk(graph, start, steps, steps > 0 ? label : undefined);
  if (typeof found !== 'string') throw tooShort(steps);
  return [found];
}

/** The one revision from which `+1` or `label@+1` counts; `undefined` for base. */
function startOfUpgrade(
  graph: RevisionGraph,
  current: readonly string[],
  label: string | undefined,
): string | undefined {
  let starts = current;
  if (label !== undefined) {
    starts = ofLineage(graph, current, label);
    if (starts.length === 0) {
      // The branch is not among the heads of the database: go back to where it leaves what is applied.
      const onBranch = ofLineage(graph, [...ancestorsOf(graph.nodes, current)], label);
      starts = uncovered(graph, onBranch, (node) => node.below);
    }
  }
  if (starts.length > 1)
    throw new LookupError('The database stands at several revisions: name the one to go up from.');
  return starts[0];
}

interface DowngradeTarget {
  /** `undefined`: base. */
  readonly id: string | undefined;
  readonly label: string | undefined;
}

function downgradeTarget(graph: RevisionGraph, current: readonly string[], target: string): DowngradeTarget {
  const relative = readRelative(target);
  if (relative === undefined) {
    const at = target.lastIndexOf('@');
    return { label: at > 0 ? target.slice(0, at) : undefined, id: idNamed(graph, target.slice(at + 1)) };
  }
  const { steps } = relative;
  let { label, symbol } = relative;
  if (symbol === undefined) {
    if (steps >= 0) throw tooShort(steps);
    symbol = startOfDowngrade(graph, current, label, steps);
    label ??= symbol;
  }
  const start = idNamed(graph, label === undefined || steps >= 0 ? symbol : `${label}@${symbol}`);
  const found = walk(graph, start, steps, steps >= 0 ? label : undefined);
  if (found === undefined) throw tooShort(steps);
  return { label, id: found === BASE ? undefined : found };
}

function startOfDowngrade(
  graph: RevisionGraph,
  current: readonly string[],
  label: string | undefined,
  steps: number,
): string {
  let starts = label === undefined ? current : ofLineage(graph, current, label);
  if (label !== undefined && starts.length === 0) {
    const applied = [...ancestorsOf(graph.nodes, current)];
    starts = ofLineage(
      graph,
      uncovered(graph, applied, (node) => node.downRevisions),
      label,
    );
  }
  const [start, other] = starts;
  if (start === undefined) throw tooShort(steps);
  if (label !== undefined && other !== undefined) {
    throw new LookupError(
      `The database stands at ${start} and ${other} of branch ${label}: name the one to go down from.`,
    );
  }
  return start;
}

/** Those of `ids` that no other of them leads down to. */
function uncovered(
  graph: RevisionGraph,
  ids: readonly string[],
  links: (node: RevisionNode) => readonly string[],
): readonly string[] {
  const covered = new Set(
    ids.flatMap((id) => {
      const node = graph.nodes.get(id);
      return node === undefined ? [] : links(node);
    }),
  );
  return ids.filter((id) => !covered.has(id));
}

function rootsToDrop(
  graph: RevisionGraph,
  target: string | undefined,
  label: string | undefined,
): readonly string[] {
  const roots = target === undefined ? graph.bases : [...(graph.nodes.get(target)?.next ?? [])];
  if (label === undefined || roots.length < 2) return roots;
  const branch = idNamed(graph, label);
  const below = branch === undefined ? new Set<string>() : ancestorsOf(graph.nodes, [branch], false);
  const ofBranch = roots.filter((id) => below.has(id));
  if (ofBranch.length === 0)
    throw new LookupError('Not a valid downgrade target from the current revisions.');
  return ofBranch;
}

function refuseOverlap(graph: RevisionGraph, ids: readonly string[]): void {
  for (const id of ids) {
    const below = ancestorsOf(graph.nodes, [id]);
    const other = ids.find((one) => one !== id && below.has(one));
    if (other !== undefined)
      throw new LookupError(`Revision ${id} already includes ${other}: name only one of them.`);
  }
}

function tooShort(steps: number): LookupError {
  return new LookupError(tooFewText(Math.abs(steps)));
}

/** @param steps As many as were asked for. */
export function tooFewText(steps: number): string {
  return steps === 1
    ? 'There is no revision in that direction.'
    : `There are fewer than ${steps} revisions in that direction.`;
}
