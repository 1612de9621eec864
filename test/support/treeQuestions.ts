/** What is asked of a project's chain, be it ever so long: a few places in it, evenly chosen. */
import type { RevisionGraph } from '../../src/core/migration/graph.ts';
import type { Questions } from './chains.ts';

export function questionsAbout(graph: RevisionGraph): Omit<Questions, 'revisions'> {
  const ids = [...graph.byId.keys()];
  const labels = [...graph.labels.keys()];
  const [middle] = evenly(ids, 1);
  const places = middle === undefined ? [] : [middle, `${middle}+1`, `${middle}-1`];
  const some = evenly(ids, 24);
  return {
    names: [
      ...['head', 'heads', 'base', 'nope'],
      ...some,
      ...some.flatMap((id) => [1, 3, 4, 6, id.length - 1].map((length) => id.slice(0, length))),
      ...labels.flatMap((label) => [label, ...['head', 'heads', 'base'].map((name) => `${label}@${name}`)]),
      ...labels.flatMap((label) => evenly(ids, 4).map((id) => `${label}@${id.slice(0, 6)}`)),
    ],
    stamps: [[], ...evenly(ids, 8).map((id) => [id]), graph.heads],
    up: ['heads', 'head', '+1', '+2', ...places, ...labels.flatMap((one) => [`${one}@head`, `${one}@+1`])],
    down: ['base', '-1', '-2', ...places, ...labels.flatMap((one) => [`${one}@base`, `${one}@-1`])],
  };
}

export function countOf({ names, stamps, up, down }: Omit<Questions, 'revisions'>): number {
  return names.length + stamps.length * (up.length + down.length);
}

function evenly<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, all.length / count);
  const chosen = Array.from({ length: count }, (_, index) => all[Math.floor((index + 0.5) * step)]);
  return [...new Set(chosen.filter((one) => one !== undefined))];
}
