/**
 * Puts revisions in the order in which Alembic lists them: each before what it follows or depends on, one branch
 * as long as possible at a time. Reversed, it is the order in which they are applied.
 */
import type { RevisionGraph, RevisionNode } from './graph.ts';
import { knownNames } from './lookup.ts';

/** A revision to be listed next, and how far what lies below it has been looked at. */
interface Tip {
  id: string;
  readonly reached: Set<string>;
  /** Those reached whose neighbours below have not been looked at. */
  readonly pending: string[];
}

/** The longest way from a revision down to a base. */
type Heights = ReadonlyMap<string, number>;

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
  const { nodes } = graph;
  const todo = new Set(ids);
  const wanted = new Set([...tips].filter((id) => todo.has(id)));
  const open = knownNames(graph)
    .filter((name) => wanted.has(name))
    .map(tipAt);
  let heights: Heights | undefined;
  const sorted: string[] = [];
  for (let at = 0, tip = open[at]; tip !== undefined; tip = open[at]) {
    const { id } = tip;
    if (open.length > 1) {
      const known = heights ?? heightsOf(nodes);
      heights = known;
      const blocking = open.findIndex((other, index) => index !== at && leadsTo(other, id, nodes, known));
      if (blocking >= 0) {
        at = blocking;
        continue;
      }
    }
    if (todo.delete(id)) sorted.push(id);
    const node = nodes.get(id);
    const next = node === undefined ? [] : openedBy(node, todo, open);
    if (advance(open, at, node, next) === 'ended') at = Math.max(at - 1, 0);
  }
  return sorted;
}

function openedBy(node: RevisionNode, todo: ReadonlySet<string>, open: readonly Tip[]): readonly string[] {
  return node.below.filter((id) => todo.has(id) && !open.some((tip) => tip.id === id));
}

function advance(
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
  // On a plain stretch the revisions below are the same but for the one just listed; looking at them afresh at every
  // step would make a long chain quadratic.
  if (node.below.length === 1 && tip.reached.size > 0) tip.id = first;
  else open[at] = tipAt(first);
  open.push(...others.map(tipAt));
  return 'going';
}

function tipAt(id: string): Tip {
  return { id, reached: new Set(), pending: [id] };
}

/** Whether `id` lies below the tip. Looks no deeper than `id`: where branches part and soon merge, not far. */
function leadsTo(
  { reached, pending }: Tip,
  id: string,
  nodes: ReadonlyMap<string, RevisionNode>,
  heights: Heights,
): boolean {
  const height = (one: string) => heights.get(one) ?? 0;
  for (let at = 0, one = pending[at]; one !== undefined; one = pending[at]) {
    if (height(one) <= height(id)) {
      at++;
      continue;
    }
    pending.splice(at, 1);
    for (const below of nodes.get(one)?.below ?? []) {
      if (!reached.has(below)) pending.push(below);
      reached.add(below);
    }
  }
  return reached.has(id);
}

function heightsOf(nodes: ReadonlyMap<string, RevisionNode>): Heights {
  const heights = new Map<string, number>();
  for (const start of nodes.keys()) {
    const path = [start];
    for (let id = path.at(-1); id !== undefined; id = path.at(-1)) {
      const below = nodes.get(id)?.below ?? [];
      const unknown = below.find((one) => !heights.has(one));
      if (unknown !== undefined) path.push(unknown);
      else {
        heights.set(
          id,
          below.reduce((height, one) => Math.max(height, (heights.get(one) ?? 0) + 1), 0),
        );
        path.pop();
      }
    }
  }
  return heights;
}
