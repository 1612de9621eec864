/** How sure it is which revision a schema matches, and how much of what those revisions did is there. */
import type { Candidate } from './candidates.ts';
import type { Difference } from './difference.ts';
import type { Certainty, EffectShare } from './report.ts';
import type { Effects } from './timeline.ts';
import { factKey, isLeftBehind, keysAround, totalWeight } from './weight.ts';

/**
 * @param others All that have another schema.
 * @param facts Of the best match and of the schema.
 */
export function certaintyOf(best: Candidate, others: readonly Candidate[], facts: number): Certainty {
  if (others.some(({ distance }) => distance === best.distance)) return { kind: 'unsure', why: 'tied' };
  if (best.distance === 0) return { kind: 'exact' };
  if (others.some((other) => isDoubted(other) && other.certainDistance <= best.certainDistance))
    return { kind: 'unsure', why: 'doubt' };
  const disagreeing = totalWeight(best.comparison.differences.filter((one) => !isLeftBehind(one)));
  return disagreeing * 2 > facts ? { kind: 'unsure', why: 'far' } : { kind: 'near' };
}

const isDoubted = ({ distance, certainDistance }: Candidate): boolean => certainDistance < distance;

/**
 * @param revisions Those that are matched and all below them, in order.
 * @param differences Between them and the schema.
 */
export function effectShare(
  revisions: readonly string[],
  effects: Effects,
  differences: readonly Difference[],
): EffectShare {
  const lasting = new Set(revisions.flatMap((id) => (effects.get(id) ?? []).map(factKey)));
  const undone = new Set(
    differences.flatMap((difference) => keysAround(difference).find((key) => lasting.has(key)) ?? []),
  );
  return { there: lasting.size - undone.size, all: lasting.size };
}
