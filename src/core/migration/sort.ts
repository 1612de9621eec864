/**
 * Puts revisions in the order in which Alembic lists them: each before what it follows or depends on, one branch
 * as long as possible at a time. Reversed, it is the order in which they are applied.
 */
import { ancestorsOf, type RevisionGraph, type RevisionNode } from './graph.ts';
import { knownNames } from './lookup.ts';

/** A revision to be listed next, with all that lies below it. */
interface Tip {
  id: string;
  below: Set<string>;
}

/**
 * @param ids What to list.
 * @param tips Where to start; those outside `ids` are left out.
 * @returns `ids`, highest first; without those that no tip leads to.
 */
export function sortRevisions(
  graph: RevisionGraph,
  ids: ReadonlySet<string>,
  tips: Iterable<string>,
): readonly string[] {
  const todo = new Set(ids);
  const rank = new Map(knownNames(graph).map((name, index) => [name, index]));
  const open: Tip[] = [...new Set(tips)]
    .filter((id) => todo.has(id))
    .sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    .map((id) => tipAt(graph, id));
  const sorted: string[] = [];
  for (let at = 0, tip = open[at]; tip !== undefined; tip = open[at]) {
    const { id } = tip;
    const blocking = open.findIndex((other, index) => index !== at && other.below.has(id));
    if (blocking >= 0) {
      at = blocking;
      continue;
    }
    if (todo.delete(id)) sorted.push(id);
    const node = graph.nodes.get(id);
    const next = node === undefined ? [] : openedBy(node, todo, open);
    if (advance(graph, open, at, node, next) === 'ended') at = Math.max(at - 1, 0);
  }
  return sorted;
}

function openedBy(node: RevisionNode, todo: ReadonlySet<string>, open: readonly Tip[]): readonly string[] {
  return node.below.filter((id) => todo.has(id) && !open.some((tip) => tip.id === id));
}

function advance(
  graph: RevisionGraph,
  open: Tip[],
  at: number,
  node: RevisionNode | undefined,
  next: readonly string[],
): 'ended' | 'going' {
  const [first, ...others] = next;
  const tip = open[at];
  if (first === undefined || tip === undefined || node === undefined) {
    open.splice(at, 1);
    return 'ended';
  }
  if (node.effectiveDependencies.length === 0 && node.downRevisions.length === 1) {
    // On a plain stretch the revisions below are the same but for the one just listed; collecting them
    // afresh at every step would make a long chain quadratic.
    tip.below.delete(tip.id);
    tip.id = first;
  } else {
    open[at] = tipAt(graph, first);
    open.push(...others.map((id) => tipAt(graph, id)));
  }
  return 'going';
}

function tipAt(graph: RevisionGraph, id: string): Tip {
  return { id, below: ancestorsOf(graph.nodes, [id]) };
}
