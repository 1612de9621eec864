/** What comparing two types can say. */
import type { Severity } from '../modelFinding.ts';

export type TypeVerdict =
  | 'same'
  | 'unknown'
  | {
      readonly kind: 'type-mismatch' | 'column-too-narrow' | 'column-wider';
      /** Absent: as its kind. */
      readonly usual?: Severity;
    };

/** How far two limits are from each other; without a limit anything fits. */
export function judgeLimit(model: number | undefined, database: number | undefined): TypeVerdict {
  const [wanted, there] = [model ?? Infinity, database ?? Infinity];
  if (wanted === there) return 'same';
  return { kind: there < wanted ? 'column-too-narrow' : 'column-wider' };
}
