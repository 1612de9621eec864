/**
 * Which revision a live schema really matches: the one from which it differs least, fact by fact.
 *
 * What somebody changed by hand differs from every revision alike and does not decide. What is uncertain counts like
 * a difference, so that a revision nobody can read gains nothing by it. Whatever else is as near is named as well:
 * revisions between which the schema does not change, and those that are as far away in another direction.
 */
import type { SchemaSnapshot } from '../schema/snapshot.ts';
import { type Candidate, candidatesBeside } from './candidates.ts';
import { certaintyOf, effectShare } from './certainty.ts';
import { type DiffOptions, diffSnapshots, type TableMemo } from './diffSnapshots.ts';
import type { RevisionSet, TrueRevision } from './report.ts';
import type { Effects, Timeline } from './timeline.ts';
import { factsOf, totalSteps, totalWeight } from './weight.ts';

type Measure = Omit<Candidate, 'revisions'>;

/**
 * @param effects Of the revisions of the timeline.
 * @param stamped Wins where it matches as well as any other.
 * @param options Of every comparison; renames are told apart by the caller.
 */
export function trueRevision(
  live: SchemaSnapshot,
  timeline: Timeline,
  effects: Effects,
  stamped: readonly string[] | undefined,
  options: DiffOptions,
): TrueRevision {
  const memo: TableMemo = options.memo ?? new WeakMap();
  const measured = new WeakMap<SchemaSnapshot, Measure>();
  const measure = (revisions: RevisionSet): Candidate => {
    const snapshot = timeline.snapshotAt(revisions);
    const known = measured.get(snapshot) ?? distanceTo(snapshot, live, { ...options, memo });
    measured.set(snapshot, known);
    return { revisions, ...known };
  };
  const candidates = statesOf(timeline, stamped).map(measure);
  const least = Math.min(...candidates.map(({ distance }) => distance));
  const nearest = candidates.filter(({ distance }) => distance === least);
  const best = withOtherBranches(chosen(nearest, stamped), timeline, measure);
  const all = [...candidates, ...lowerOnOneBranch(best, timeline, measure)];
  const { equivalent, others } = candidatesBeside(best, all, timeline, options);
  const tied = others.filter(({ distance }) => distance === best.distance);
  const snapshot = timeline.snapshotAt(best.revisions);
  const { differences } = best.comparison;
  const facts = factsOf(snapshot) + best.surplus;
  const below = new Set(lineageOf(best.revisions, timeline));
  const ordered = timeline.order.filter((id) => below.has(id));
  return {
    revisions: best.revisions,
    equivalent: equivalent.map(({ revisions }) => revisions),
    tied: tied.map(({ revisions }) => revisions),
    certainty: certaintyOf(best, others, facts),
    agreeing: Math.max(0, facts - best.disagreeing),
    facts,
    effects: effectShare(ordered, effects, differences),
    differences,
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
  return {
    distance: totalSteps(all),
    certainDistance: totalSteps(comparison.differences),
    disagreeing: totalWeight(all),
    surplus: totalWeight(all.filter(({ kind }) => kind === 'added')),
    comparison,
  };
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

/** Of several branches, one may end further down as well. */
function lowerOnOneBranch(
  best: Candidate,
  timeline: Timeline,
  measure: (revisions: RevisionSet) => Candidate,
): readonly Candidate[] {
  if (best.revisions.length < 2) return [];
  return best.revisions.flatMap((id) => {
    const rest = best.revisions.filter((other) => other !== id);
    const below = new Set(lineageOf(rest, timeline));
    const found: Candidate[] = [];
    for (
      let at = onlyParent(id, timeline);
      at !== undefined && !below.has(at);
      at = onlyParent(at, timeline)
    ) {
      const next = measure(best.revisions.map((other) => (other === id ? (at ?? other) : other)));
      if (next.distance !== best.distance) break;
      found.push(next);
    }
    return found;
  });
}

function onlyParent(id: string, { parentsOf }: Timeline): string | undefined {
  const [parent, another] = parentsOf(id);
  return another === undefined ? parent : undefined;
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
