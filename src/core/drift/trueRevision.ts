/**
 * Which revision a live schema really matches: the one from which it differs least, fact by fact.
 *
 * What somebody changed by hand differs from every revision alike and does not decide. What is uncertain counts like
 * a difference, so that a revision nobody can read gains nothing by it. Revisions between which the schema does not
 * change cannot be told apart, and are all named.
 */
import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { Comparison } from './difference.ts';
import { type DiffOptions, diffSnapshots, type TableMemo } from './diffSnapshots.ts';
import type { TrueRevision } from './report.ts';
import type { Timeline } from './timeline.ts';
import { factsOf, totalSteps, totalWeight } from './weight.ts';

export interface Candidate {
  /** Sorted as given; empty: base. */
  readonly revisions: readonly string[];
  /** In steps: what decides. */
  readonly distance: number;
  /** In facts: what is told. */
  readonly disagreeing: number;
  readonly comparison: Comparison;
}

type Measure = Omit<Candidate, 'revisions'>;

/**
 * @param stamped Wins where it matches as well as any other.
 * @param options Of every comparison; renames are told apart by the caller.
 */
export function trueRevision(
  live: SchemaSnapshot,
  timeline: Timeline,
  stamped: readonly string[] | undefined,
  options: DiffOptions,
): TrueRevision {
  const memo: TableMemo = options.memo ?? new WeakMap();
  const measured = new WeakMap<SchemaSnapshot, Measure>();
  const measure = (revisions: readonly string[]): Candidate => {
    const snapshot = timeline.snapshotAt(revisions);
    const known = measured.get(snapshot) ?? distanceTo(snapshot, live, { ...options, memo });
    measured.set(snapshot, known);
    return { revisions, ...known };
  };
  const candidates = statesOf(timeline, stamped).map(measure);
  const least = Math.min(...candidates.map(({ distance }) => distance));
  const nearest = candidates.filter(({ distance }) => distance === least);
  const best = withOtherBranches(chosen(nearest, stamped), timeline, measure);
  const equivalent = best.distance < least ? [] : nearest.flatMap(({ revisions }) => revisions);
  const facts = factsOf(timeline.snapshotAt(best.revisions));
  return {
    revisions: best.revisions,
    equivalent: [...new Set(equivalent)].filter((id) => !best.revisions.includes(id)),
    agreeing: Math.max(0, facts - best.disagreeing),
    facts,
    differences: best.comparison.differences,
  };
}

/** Base, each revision, what each merge brings together before it does, and what is recorded. */
function statesOf(
  { order, parentsOf }: Timeline,
  stamped: readonly string[] | undefined,
): readonly (readonly string[])[] {
  const merged = order.map(parentsOf).filter(({ length }) => length > 1);
  return [[], ...merged, ...order.map((id) => [id]), ...(stamped === undefined ? [] : [stamped])];
}

function distanceTo(snapshot: SchemaSnapshot, live: SchemaSnapshot, options: DiffOptions): Measure {
  const comparison = diffSnapshots(snapshot, live, options);
  const doubted = comparison.notCompared.filter(({ doubt }) => doubt !== 'spelling');
  const all = [...comparison.differences, ...doubted.map(({ difference }) => difference)];
  return { distance: totalSteps(all), disagreeing: totalWeight(all), comparison };
}

/** The stamp where it is among them; else the highest, because a chain is upgraded to its end. */
function chosen(nearest: readonly Candidate[], stamped: readonly string[] | undefined): Candidate {
  const own = stamped && nearest.find(({ revisions }) => sameSet(revisions, stamped));
  const best = own ?? nearest.at(-1);
  if (best === undefined) throw new Error('There is always base to compare with.');
  return best;
}

export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

/** A database can stand on several branches: each revision of another branch that brings it nearer is added. */
function withOtherBranches(
  start: Candidate,
  timeline: Timeline,
  measure: (revisions: readonly string[]) => Candidate,
): Candidate {
  if (start.distance === 0) return start;
  let best = start;
  const below = new Set(lineageOf(start.revisions, timeline));
  for (const id of [...timeline.order].reverse()) {
    if (below.has(id)) continue;
    const own = lineageOf([id], timeline);
    if (best.revisions.some((other) => own.includes(other))) continue;
    const next = measure([...best.revisions, id]);
    if (next.distance >= best.distance) continue;
    best = next;
    for (const one of own) below.add(one);
  }
  return best;
}

function lineageOf(revisions: readonly string[], { parentsOf }: Timeline): readonly string[] {
  const seen = new Set<string>();
  const open = [...revisions];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...parentsOf(id));
  }
  return [...seen];
}
