/** Chains of revisions without files, and the questions whose answers Alembic's own can be compared with. */
import { buildGraph, type RevisionGraph } from '../../src/core/migration/graph.ts';
import { lookUp } from '../../src/core/migration/lookup.ts';
import { downgradePath, type Path, upgradePath } from '../../src/core/migration/path.ts';
import type { Revision } from '../../src/core/migration/revision.ts';
import { sortRevisions } from '../../src/core/migration/sort.ts';

export interface ChainRevision {
  readonly id: string;
  readonly down: readonly string[];
  readonly depends: readonly string[];
  readonly labels: readonly string[];
}

export interface Questions {
  readonly revisions: readonly ChainRevision[];
  readonly names: readonly string[];
  readonly stamps: readonly (readonly string[])[];
  readonly up: readonly string[];
  readonly down: readonly string[];
}

type Ids = readonly string[] | 'error';

export interface Answers {
  readonly heads: readonly string[];
  readonly effectiveHeads: readonly string[];
  readonly bases: readonly string[];
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly history: Ids;
  readonly names: Readonly<Record<string, Ids>>;
  readonly upgrades: readonly (readonly Ids[])[];
  readonly downgrades: readonly (readonly Ids[])[];
}

export function revision(id: string, down: readonly string[] = [], more: Partial<Revision> = {}): Revision {
  return {
    id,
    file: `/versions/${id}.py`,
    message: '',
    downRevisions: down,
    dependsOn: [],
    branchLabels: [],
    hasDowngrade: true,
    references: [],
    ...more,
  };
}

export function graphOf(revisions: readonly ChainRevision[]): RevisionGraph {
  return buildGraph(
    revisions.map(({ id, down, depends, labels }) =>
      revision(id, down, { dependsOn: depends, branchLabels: labels }),
    ),
  );
}

/** `error` for a chain that Alembic would refuse as a whole. */
export function answersTo(questions: Questions): Answers | 'error' {
  return answersOf(graphOf(questions.revisions), questions);
}

export function answersOf(graph: RevisionGraph, questions: Omit<Questions, 'revisions'>): Answers | 'error' {
  if (graph.problems.some(({ kind }) => kind !== 'severalHeads')) return 'error';
  const all = new Set(graph.byId.keys());
  return {
    heads: graph.heads,
    effectiveHeads: graph.effectiveHeads,
    bases: graph.bases,
    labels: Object.fromEntries(
      [...graph.nodes].flatMap(([id, node]) =>
        node.branchLabels.size > 0 ? [[id, [...node.branchLabels].sort()]] : [],
      ),
    ),
    history: sortRevisions(graph, all, graph.effectiveHeads),
    names: Object.fromEntries(questions.names.map((name) => [name, named(graph, name)])),
    upgrades: questions.stamps.map((at) => questions.up.map((to) => pathIds(upgradePath(graph, at, to)))),
    downgrades: questions.stamps.map((at) =>
      questions.down.map((to) => pathIds(downgradePath(graph, at, to))),
    ),
  };
}

function named(graph: RevisionGraph, name: string): Ids {
  const found = lookUp(graph, name);
  return found.kind === 'found' ? found.ids : 'error';
}

function pathIds(path: Path): Ids {
  return path.kind === 'path' ? path.revisions.map(({ id }) => id) : 'error';
}

/** A repeatable stream of numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A chain such as a careless team might grow: forks, merges, several bases, labels, dependencies. */
export function randomQuestions(seed: number): Questions {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T[] => from.slice(Math.floor(random() * from.length)).slice(0, 1);
  const wild = random();
  const revisions: ChainRevision[] = [];
  const size = 1 + Math.floor(random() * 14);
  for (let index = 0; index < size; index++) {
    const ids = revisions.map(({ id }) => id);
    const down = random() < 0.12 ? [] : random() < 0.6 ? ids.slice(-1) : pick(ids);
    if (random() < 0.2 * wild) down.push(...pick(ids));
    const depends = random() < 0.25 * wild ? pick(ids).filter((id) => !down.includes(id)) : [];
    const labels = random() < 0.2 * wild ? [`label${index}`] : [];
    revisions.push({
      id: `${seed.toString(16)}${'bcdefghijklmnopq'[index]}${index}xyz`,
      down: [...new Set(down)],
      depends,
      labels,
    });
  }
  const ids = revisions.map(({ id }) => id);
  const labels = revisions.flatMap((one) => one.labels);
  const some = [...pick(ids), ...pick(ids)];
  const names = ['head', 'heads', 'base', 'nope', ...some, ...some.map((id) => id.slice(0, 5)), ...labels];
  const relative = some.flatMap((id) => [`${id}+1`, `${id}-1`]);
  const ofLabels = labels.flatMap((label) => [`${label}@head`, `${label}@heads`, `${label}@base`]);
  return {
    // The order in which scripts are listed has nothing to do with the order in which they follow each other.
    revisions: [...revisions].sort(() => random() - 0.5),
    names: [...names, ...ofLabels, ...labels.map((label) => `${label}@${some[0]}`)],
    stamps: [[], ...ids.map((id) => [id]), [...new Set(some)]],
    up: [
      'heads',
      'head',
      '+1',
      '+2',
      ...some,
      ...relative,
      ...labels.flatMap((one) => [`${one}@head`, `${one}@+1`]),
    ],
    down: [
      'base',
      '-1',
      '-2',
      ...some,
      ...relative,
      ...labels.flatMap((one) => [`${one}@base`, `${one}@-1`]),
    ],
  };
}
