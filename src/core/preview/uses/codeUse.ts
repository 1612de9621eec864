/**
 * Where the code of a workspace names what a revision makes, changes, renames or drops. A mention, and no more: whether
 * it breaks, nobody says. Plain data.
 */
import type { Location } from '../../text/range.ts';

/**
 * `model`: what the models say of it, exactly there; `code`: Python that names the mapped class or its attribute; `sql`:
 * SQL, in a file or in a string; `test`: any of these in a test.
 */
export type CodeUseKind = (typeof codeUseKinds)[number];

/** In the order in which they are told. */
export const codeUseKinds = ['model', 'code', 'sql', 'test'] as const;

/** A line that names it. */
export interface CodeUse {
  readonly kind: CodeUseKind;
  readonly location: Location;
  /** Counted from 1. */
  readonly line: number;
  /** Of the line, without the blanks around it. */
  readonly text: string;
  /** What it names, in words: `providers.dea_number`. */
  readonly objects: readonly string[];
}

export interface CodeUses {
  readonly uses: readonly CodeUse[];
  /** So many lines more name it. */
  readonly moreUses: number;
}

export const noUses: CodeUses = { uses: [], moreUses: 0 };
