/**
 * The revisions of one project and how they follow each other, with the semantics of Alembic's `RevisionMap`:
 * heads, bases, branch points, merge points, branch labels, dependencies.
 *
 * Where Alembic gives up (a missing parent, a cycle, an id used twice), the graph keeps all it can: the broken
 * link is left out and told as a problem. Looking up names is in `lookup.ts`, paths between revisions in `path.ts`.
 */
import type { Location } from '../text/range.ts';
import { backLinksOf } from './cycles.ts';
import { type GraphProblem, headProblems, referenceRange } from './graphProblem.ts';
import type { Revision } from './revision.ts';

export interface RevisionGraph {
  /** In file order; of several files with one id the last counts, as for Alembic. */
  readonly revisions: readonly Revision[];
  readonly byId: ReadonlyMap<string, Revision>;
  readonly nodes: ReadonlyMap<string, RevisionNode>;
  /** Label → the revision that declares it. */
  readonly labels: ReadonlyMap<string, string>;
  /** No revision follows these by `down_revision`. */
  readonly heads: readonly string[];
  /** No revision follows or depends on these: what `alembic upgrade heads` aims at. */
  readonly effectiveHeads: readonly string[];
  readonly bases: readonly string[];
  readonly problems: readonly GraphProblem[];
}

/** A revision among its neighbours; every id in it is in the graph. */
export interface RevisionNode {
  readonly revision: Revision;
  readonly downRevisions: readonly string[];
  /** `depends_on` with labels replaced by the revisions that declare them. */
  readonly dependencies: readonly string[];
  /** Those dependencies that no ancestor already has. */
  readonly effectiveDependencies: readonly string[];
  /** The revisions directly below, by `down_revision` and then by effective dependency. */
  readonly below: readonly string[];
  /** Followers by `down_revision`. */
  readonly next: ReadonlySet<string>;
  /** Followers by `down_revision` or `depends_on`. */
  readonly allNext: ReadonlySet<string>;
  /** Its own and those it belongs to by descent. */
  readonly branchLabels: ReadonlySet<string>;
}

interface GrowingNode extends RevisionNode {
  downRevisions: readonly string[];
  dependencies: readonly string[];
  effectiveDependencies: readonly string[];
  below: readonly string[];
  next: ReadonlySet<string>;
  allNext: ReadonlySet<string>;
  branchLabels: ReadonlySet<string>;
}

/** What most nodes of a long chain have of most things; sets of their own would double the time to build it. */
const NONE: ReadonlySet<string> = new Set();
const NO_LINKS: readonly string[] = [];

export function buildGraph(revisions: readonly Revision[]): RevisionGraph {
  const problems: GraphProblem[] = [];
  const nodes = new Map<string, GrowingNode>();
  for (const revision of revisions) addNode(nodes, revision, problems);
  const labels = declaredLabels(nodes, problems);
  for (const node of nodes.values()) linkDown(node, nodes, labels, problems);

  const all = [...nodes.values()];
  const heads = all.filter((node) => node.next.size === 0);
  const depended = new Set(all.flatMap((node) => node.dependencies));
  cutCycles(nodes, heads.map(idOf), problems);
  for (const node of all) addDependent(node, nodes);
  for (const node of all) {
    node.effectiveDependencies = effectiveDependencies(node, nodes);
    node.below = belowOf(node);
  }
  for (const node of all) spreadLabels(node, nodes);

  const kept = all.map((node) => node.revision);
  return {
    revisions: kept,
    byId: new Map(kept.map((revision) => [revision.id, revision])),
    nodes,
    labels,
    heads: heads.filter((node) => !node.revision.repeatable).map(idOf),
    effectiveHeads: heads.map(idOf).filter((id) => !depended.has(id)),
    bases: kept.filter((one) => one.downRevisions.length === 0 && !one.repeatable).map(({ id }) => id),
    problems: [...problems, ...headProblems(heads)],
  };
}

const idOf = (node: RevisionNode): string => node.revision.id;
export const isBranchPoint = (node: RevisionNode): boolean => node.next.size > 1;
export const isMergePoint = (node: RevisionNode): boolean => node.downRevisions.length > 1;

type Links = (node: RevisionNode) => Iterable<string>;

/** What a revision needs: the revisions below it, itself among them, nearest first. */
export function ancestorsOf(
  nodes: ReadonlyMap<string, RevisionNode>,
  ids: Iterable<string>,
  withDependencies = true,
): Set<string> {
  return reach(nodes, ids, (node) => (withDependencies ? node.below : node.downRevisions));
}

/** What stands on a revision: the revisions above it, itself among them, nearest first. */
export function descendantsOf(
  nodes: ReadonlyMap<string, RevisionNode>,
  ids: Iterable<string>,
  withDependencies = true,
): Set<string> {
  return reach(nodes, ids, (node) => (withDependencies ? node.allNext : node.next));
}

/** Depth first, last link first: Alembic's order, which decides which branch a label reaches. */
function reach(nodes: ReadonlyMap<string, RevisionNode>, ids: Iterable<string>, links: Links): Set<string> {
  const seen = new Set<string>();
  const todo: string[] = [];
  for (const start of ids) {
    todo.push(start);
    for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
      const node = nodes.get(id);
      if (node === undefined || seen.has(id)) continue;
      seen.add(id);
      for (const next of links(node)) todo.push(next);
    }
  }
  return seen;
}

function addNode(nodes: Map<string, GrowingNode>, revision: Revision, problems: GraphProblem[]): void {
  const earlier = nodes.get(revision.id)?.revision;
  if (earlier !== undefined) {
    const files = [earlier.file, revision.file];
    for (const one of [earlier, revision]) {
      problems.push({ kind: 'duplicateId', id: one.id, files, ...place(one, 'revision', one.id) });
    }
  }
  nodes.set(revision.id, {
    revision,
    downRevisions: NO_LINKS,
    dependencies: NO_LINKS,
    effectiveDependencies: NO_LINKS,
    below: NO_LINKS,
    next: NONE,
    allNext: NONE,
    branchLabels: revision.branchLabels.length === 0 ? NONE : new Set(revision.branchLabels),
  });
}

function declaredLabels(
  nodes: ReadonlyMap<string, RevisionNode>,
  problems: GraphProblem[],
): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { revision } of nodes.values()) {
    for (const label of revision.branchLabels) {
      const other = nodes.has(label) ? label : labels.get(label);
      if (other === undefined) labels.set(label, revision.id);
      else problems.push({ kind: 'labelTaken', label, revision: revision.id, other, file: revision.file });
    }
  }
  return labels;
}

function linkDown(
  node: GrowingNode,
  nodes: ReadonlyMap<string, GrowingNode>,
  labels: ReadonlyMap<string, string>,
  problems: GraphProblem[],
): void {
  const { revision } = node;
  const { id, downRevisions } = revision;
  // A parent named twice counts twice, so that the revision is a merge for Alembic.
  node.downRevisions = downRevisions.every((parent) => nodes.has(parent))
    ? downRevisions
    : downRevisions.filter((parent) => nodes.has(parent));
  for (const parent of downRevisions) {
    const below = nodes.get(parent);
    if (below !== undefined) below.next = below.allNext = withMember(below.next, id);
  }
  if (node.downRevisions !== downRevisions) tellMissingParents(revision, nodes, problems);
  if (revision.dependsOn.length > 0) node.dependencies = dependenciesOf(revision, nodes, labels, problems);
}

function tellMissingParents(
  revision: Revision,
  nodes: ReadonlyMap<string, RevisionNode>,
  problems: GraphProblem[],
): void {
  for (const parent of new Set(revision.downRevisions)) {
    if (nodes.has(parent)) continue;
    const where = place(revision, 'downRevision', parent);
    problems.push({ kind: 'missingParent', revision: revision.id, parent, ...where });
  }
}

function dependenciesOf(
  revision: Revision,
  nodes: ReadonlyMap<string, RevisionNode>,
  labels: ReadonlyMap<string, string>,
  problems: GraphProblem[],
): readonly string[] {
  const found: string[] = [];
  for (const dependency of new Set(revision.dependsOn)) {
    const id = nodes.has(dependency) ? dependency : labels.get(dependency);
    if (id !== undefined) found.push(id);
    else {
      const where = place(revision, 'dependsOn', dependency);
      problems.push({ kind: 'missingDependency', revision: revision.id, dependency, ...where });
    }
  }
  return found;
}

/** Leaves out the links that close a circle, so that every walk ends. */
function cutCycles(
  nodes: ReadonlyMap<string, GrowingNode>,
  heads: readonly string[],
  problems: GraphProblem[],
): void {
  const { links, cycles } = backLinksOf(nodes, heads);
  for (const { from, to } of links) {
    const node = nodes.get(from);
    if (node === undefined) continue;
    node.downRevisions = node.downRevisions.filter((id) => id !== to);
    node.dependencies = node.dependencies.filter((id) => id !== to);
    const below = nodes.get(to);
    if (below !== undefined) below.next = below.allNext = without(below.next, from);
  }
  for (const revisions of cycles) {
    for (const id of revisions) {
      const revision = nodes.get(id)?.revision;
      if (revision !== undefined)
        problems.push({ kind: 'cycle', revisions, ...place(revision, 'downRevision') });
    }
  }
}

/** After all followers by `down_revision` are known, which until then are all there are. */
function addDependent(node: RevisionNode, nodes: ReadonlyMap<string, GrowingNode>): void {
  for (const dependency of node.dependencies) {
    const below = nodes.get(dependency);
    if (below !== undefined) below.allNext = withMember(new Set(below.allNext), node.revision.id);
  }
}

function withMember(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return set === NONE ? new Set([member]) : (set as Set<string>).add(member);
}

function without(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return new Set([...set].filter((one) => one !== member));
}

function effectiveDependencies(
  node: RevisionNode,
  nodes: ReadonlyMap<string, RevisionNode>,
): readonly string[] {
  if (node.dependencies.length === 0) return NO_LINKS;
  const remaining = new Set(node.dependencies);
  for (const id of ancestorsOf(nodes, [node.revision.id], false)) {
    if (id === node.revision.id) continue;
    for (const inherited of nodes.get(id)?.dependencies ?? []) remaining.delete(inherited);
  }
  return [...remaining];
}

function belowOf({ downRevisions, effectiveDependencies }: GrowingNode): readonly string[] {
  if (effectiveDependencies.length === 0 && downRevisions.length < 2) return downRevisions;
  return [...new Set([...downRevisions, ...effectiveDependencies])];
}

/** A label belongs to all descendants, and to the ancestors down to the nearest branch or merge point. */
function spreadLabels(node: RevisionNode, nodes: ReadonlyMap<string, GrowingNode>): void {
  const labels = node.revision.branchLabels;
  if (labels.length === 0) return;
  let last: GrowingNode | undefined;
  for (const id of descendantsOf(nodes, [node.revision.id], false)) {
    last = nodes.get(id);
    if (last !== undefined) last.branchLabels = new Set([...last.branchLabels, ...labels]);
  }
  for (let below = last; below !== undefined && below.allNext.size <= 1 && !isMergePoint(below); ) {
    below.branchLabels = new Set([...below.branchLabels, ...labels]);
    below = nodes.get(below.downRevisions[0] ?? '');
  }
}

function place(revision: Revision, kind: 'revision' | 'downRevision' | 'dependsOn', id?: string): Location {
  const range = referenceRange(revision, kind, id);
  return range === undefined ? { file: revision.file } : { file: revision.file, range };
}
