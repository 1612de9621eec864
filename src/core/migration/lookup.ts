/**
 * What a revision argument of Alembic's command line names: `head`, `heads`, `base`, an id or an unambiguous
 * beginning of one, a branch label, `label@head`. Names that depend on where a database stands (`+1`, `ae10-2`)
 * are in `path.ts`.
 *
 * @see https://alembic.sqlalchemy.org/en/latest/tutorial.html#partial-revision-identifiers
 * @see https://alembic.sqlalchemy.org/en/latest/branches.html#working-with-explicit-branches
 */
import { ancestorsOf, descendantsOf, type RevisionGraph } from './graph.ts';

/** A name that does not name what it should. Travels only inside this folder; see {@link lookUp}. */
export class LookupError extends Error {}

export type Lookup =
  /** Empty for `base`, or for `head` of an empty project. */
  | { readonly kind: 'found'; readonly ids: readonly string[] }
  | { readonly kind: 'notFound'; readonly message: string };

export function lookUp(graph: RevisionGraph, name: string): Lookup {
  return attempt(() => ({ kind: 'found', ids: idsNamed(graph, name) }));
}

/** Turns a {@link LookupError} into an answer. */
export function attempt<T>(answer: () => T): T | { readonly kind: 'notFound'; readonly message: string } {
  try {
    return answer();
  } catch (error) {
    if (error instanceof LookupError) return { kind: 'notFound', message: error.message };
    throw error;
  }
}

/** The revisions that `name` stands for. Throws {@link LookupError}. */
export function idsNamed(graph: RevisionGraph, name: string): readonly string[] {
  const { symbol, label } = splitLabel(name);
  if (symbol === 'base') return [];
  if (symbol === 'heads') {
    return label === undefined ? graph.effectiveHeads : ofLineage(graph, graph.heads, label);
  }
  if (symbol === 'head') return currentHead(graph, label);
  if (/^-\d+$/.test(symbol)) return headsMinus(graph, Number(symbol), label);
  return [idOf(graph, symbol, label)];
}

/** Like {@link idsNamed}, where one revision is meant; `undefined` for `base`. */
export function idNamed(graph: RevisionGraph, name: string): string | undefined {
  const ids = idsNamed(graph, name);
  if (ids.length > 1) throw severalHeads(name);
  return ids[0];
}

/** The one revision with this id, beginning, or label; it must belong to the branch `label` if one is given. */
export function idOf(graph: RevisionGraph, symbol: string, label?: string): string {
  const branch = label === undefined || label === '' ? undefined : branchNamed(graph, label);
  const id = exactId(graph, symbol) ?? idStartingWith(graph, symbol, label);
  if (branch !== undefined && !shareLineage(graph, id, [branch])) {
    throw new LookupError(`Revision ${id} does not belong to branch ${label}.`);
  }
  return id;
}

/** Those of `ids` that are above or below the branch or revision named. */
export function ofLineage(graph: RevisionGraph, ids: readonly string[], name: string): readonly string[] {
  const { symbol, label } = splitLabel(name);
  const against = [label, symbol].filter((part) => part !== undefined).map((part) => idOf(graph, part));
  return ids.filter((id) => shareLineage(graph, id, against));
}

/** The ids and labels, in the order in which Alembic would know them. */
export function knownNames(graph: RevisionGraph): readonly string[] {
  return [...graph.byId.keys(), ...graph.labels.keys()];
}

function splitLabel(name: string): { readonly symbol: string; readonly label?: string } {
  const at = name.indexOf('@');
  return at < 0 ? { symbol: name } : { symbol: name.slice(at + 1), label: name.slice(0, at) };
}

function exactId(graph: RevisionGraph, symbol: string): string | undefined {
  return graph.byId.has(symbol) ? symbol : graph.labels.get(symbol);
}

function branchNamed(graph: RevisionGraph, label: string): string {
  try {
    return idOf(graph, label);
  } catch {
    throw new LookupError(`There is no branch ${label}.`);
  }
}

function idStartingWith(graph: RevisionGraph, symbol: string, label: string | undefined): string {
  let names =
    symbol === '' ? [] : knownNames(graph).filter((one) => one.length > 3 && one.startsWith(symbol));
  if (label !== undefined && label !== '') {
    names = names.filter((one) => ofLineage(graph, [exactId(graph, one) ?? one], label).length > 0);
  }
  const [first, second] = names;
  if (first === undefined) throw new LookupError(`Can't locate revision identified by '${symbol}'`);
  if (second !== undefined) {
    const some = names.slice(0, 3).join(', ');
    throw new LookupError(
      `Several revisions start with '${symbol}': ${some}${names.length > 3 ? ', …' : ''}`,
    );
  }
  return exactId(graph, first) ?? first;
}

function currentHead(graph: RevisionGraph, label: string | undefined): readonly string[] {
  const heads = label === undefined || label === '' ? graph.heads : ofLineage(graph, graph.heads, label);
  if (heads.length > 1) throw severalHeads(label === undefined ? 'head' : `${label}@head`);
  return heads;
}

/** `label@-2`: two steps down from each head of the branch. */
function headsMinus(graph: RevisionGraph, steps: number, label: string | undefined): readonly string[] {
  const heads = graph.effectiveHeads.filter(
    (id) => label === undefined || graph.nodes.get(id)?.branchLabels.has(label),
  );
  return heads.flatMap((head) => {
    const id = walk(graph, head, steps);
    return id === undefined || id === BASE ? [] : [id];
  });
}

export const BASE = Symbol('base');

/**
 * Goes `steps` revisions up (positive) or down (negative) from `start` (`undefined`: from below all bases, or
 * from above all heads). `undefined` when the chain ends before; throws {@link LookupError} at a fork.
 */
export function walk(
  graph: RevisionGraph,
  start: string | undefined,
  steps: number,
  label?: string,
): string | typeof BASE | undefined {
  let at: string | typeof BASE | undefined = start;
  for (let step = 0; step < Math.abs(steps); step++) {
    const neighbours: readonly string[] = steps > 0 ? above(graph, at, label) : below(graph, at);
    if (neighbours.length > 1)
      throw new LookupError(`From ${String(at ?? 'base')} there is more than one way.`);
    const [next] = neighbours;
    if (next === undefined && (steps > 0 || at === BASE)) return undefined;
    at = next ?? BASE;
  }
  return at;
}

function above(
  graph: RevisionGraph,
  at: string | typeof BASE | undefined,
  label?: string,
): readonly string[] {
  const next = typeof at === 'string' ? [...(graph.nodes.get(at)?.next ?? [])] : graph.bases;
  return label === undefined ? next : ofLineage(graph, next, label);
}

function below(graph: RevisionGraph, at: string | typeof BASE | undefined): readonly string[] {
  if (at === BASE) return [];
  return at === undefined ? graph.heads : (graph.nodes.get(at)?.downRevisions ?? []);
}

function shareLineage(graph: RevisionGraph, id: string, against: readonly string[]): boolean {
  if (against.length === 0) return true;
  const below = ancestorsOf(graph.nodes, [id], false);
  const above = descendantsOf(graph.nodes, [id], false);
  return against.some((one) => below.has(one) || above.has(one));
}

function severalHeads(name: string): LookupError {
  return new LookupError(
    `There are several heads for '${name}': name one of them, narrow it to a branch (label@head), or say heads.`,
  );
}
