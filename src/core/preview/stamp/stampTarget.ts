/** Which revisions a stamp names, and where the version table stands after it. */
import { ancestorsOf, type RevisionGraph } from '../../migration/graph.ts';
import { lookUp } from '../../migration/lookup.ts';
import { downgradePath, type Path, upgradePath } from '../../migration/path.ts';

export type StampTarget =
  | {
      readonly kind: 'found';
      /** Empty: base. */
      readonly ids: readonly string[];
      /** With the branch of `label@base`: only what shares a line with these is taken away. */
      readonly branch?: readonly string[];
    }
  | { readonly kind: 'notFound'; readonly message: string };

/**
 * @param current Recorded revisions that the checkout knows; `undefined`: not known.
 * @param applied Those and all that count as applied with them.
 * @param name As on the command line; also `+1`, which Alembic's own stamp does not take, and several names.
 */
export function stampTarget(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  applied: ReadonlySet<string>,
  name: string,
): StampTarget {
  const names = name.split(/[\s,]+/).filter((one) => one !== '');
  if (names.length === 0) return { kind: 'notFound', message: 'Name the revision to stamp.' };
  const targets = names.map((one) => oneTarget(graph, current, applied, one));
  const [first, second] = targets;
  if (first !== undefined && second === undefined) return first;
  const ids: string[] = [];
  for (const target of targets) {
    if (target.kind === 'notFound') return target;
    ids.push(...target.ids);
  }
  return withoutOverlap(graph, [...new Set(ids)]);
}

function withoutOverlap(graph: RevisionGraph, ids: readonly string[]): StampTarget {
  const tops = topsOf(graph, ids);
  const covered = ids.find((id) => !tops.includes(id));
  if (covered === undefined) return { kind: 'found', ids };
  const above = tops.find((id) => ancestorsOf(graph.nodes, [id]).has(covered)) ?? '';
  return {
    kind: 'notFound',
    message: `Revision ${above} already includes ${covered}: name only one of them.`,
  };
}

function oneTarget(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  applied: ReadonlySet<string>,
  name: string,
): StampTarget {
  const label = /^(.+)@base$/.exec(name)?.[1];
  if (label !== undefined) {
    const branch = lookUp(graph, label);
    return branch.kind === 'notFound' ? branch : { kind: 'found', ids: [], branch: branch.ids };
  }
  const found = lookUp(graph, name);
  if (found.kind === 'found' || !/[+-]\d+$/.test(name)) return found;
  if (current === undefined) {
    const message = `The version table could not be read, so there is nothing that ${name} could count from. Name a revision.`;
    return { kind: 'notFound', message };
  }
  return relativeTarget(graph, current, applied, name) ?? found;
}

/** Where an upgrade or a downgrade of that name would end. */
function relativeTarget(
  graph: RevisionGraph,
  current: readonly string[],
  applied: ReadonlySet<string>,
  name: string,
): StampTarget | undefined {
  const ends = (path: Path, after: (ids: readonly string[]) => readonly string[]) =>
    path.kind === 'notFound'
      ? undefined
      : ({ kind: 'found', ids: topsOf(graph, after(path.revisions.map(({ id }) => id))) } as const);
  const up = () => ends(upgradePath(graph, current, name), (ids) => [...applied, ...ids]);
  const down = () =>
    ends(downgradePath(graph, current, name), (ids) => [...applied].filter((id) => !ids.includes(id)));
  return /\+\d+$/.test(name) ? (up() ?? down()) : (down() ?? up());
}

/** Those that no other of them stands on. */
export function topsOf(graph: RevisionGraph, ids: readonly string[]): readonly string[] {
  const unique = [...new Set(ids)];
  const below = unique.flatMap((id) => graph.nodes.get(id)?.below ?? []);
  const covered = ancestorsOf(graph.nodes, below);
  return unique.filter((id) => !covered.has(id));
}
