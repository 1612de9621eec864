/** States that a schema is compared with, and which of them are one schema. */
import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { Comparison } from './difference.ts';
import { type DiffOptions, diffSnapshots } from './diffSnapshots.ts';
import type { RevisionSet } from './report.ts';
import type { Timeline } from './timeline.ts';

export interface Candidate {
  readonly revisions: RevisionSet;
  /** In steps: what decides. */
  readonly distance: number;
  /** The same, if all that is in doubt agreed. */
  readonly certainDistance: number;
  /** In facts: what is told. */
  readonly disagreeing: number;
  /** Those of them that only the schema has. */
  readonly surplus: number;
  readonly comparison: Comparison;
}

/** All but the best: those that have the same schema, and the others. */
export function candidatesBeside(
  best: Candidate,
  candidates: readonly Candidate[],
  timeline: Timeline,
  options: DiffOptions,
): { readonly equivalent: readonly Candidate[]; readonly others: readonly Candidate[] } {
  const own = timeline.snapshotAt(best.revisions);
  const equivalent: Candidate[] = [];
  const others: Candidate[] = [];
  const seen = new Set([keyOf(best)]);
  for (const one of candidates) {
    if (seen.has(keyOf(one))) continue;
    seen.add(keyOf(one));
    const isSame =
      one.distance === best.distance && isSameSchema(own, timeline.snapshotAt(one.revisions), options);
    (isSame ? equivalent : others).push(one);
  }
  return { equivalent, others };
}

const keyOf = ({ revisions }: Candidate): string => [...revisions].sort().join('\0');

/** Not so where what is known of them is not the same. */
function isSameSchema(a: SchemaSnapshot, b: SchemaSnapshot, options: DiffOptions): boolean {
  if (a === b) return true;
  const isAsKnown =
    a.uncertainties.length === b.uncertainties.length &&
    a.uncertainties.every((one, at) => one === b.uncertainties[at]);
  if (!isAsKnown) return false;
  const { differences, notCompared } = diffSnapshots(a, b, options);
  return differences.length === 0 && notCompared.every(({ doubt }) => doubt === 'spelling');
}
