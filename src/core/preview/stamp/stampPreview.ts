/** What a stamp would claim about a database, and whether that is so. Plain data. */
import type { Difference } from '../../drift/difference.ts';
import type { RevisionSet } from '../../drift/report.ts';
import type { Location } from '../../text/range.ts';

export interface StampPreview {
  readonly kind: 'stamp';
  readonly project: string;
  readonly environment: string;
  readonly protected: boolean;
  readonly writable: boolean;
  /** `undefined`: the version table could not be read. */
  readonly from: RevisionSet | undefined;
  readonly to: RevisionSet;
  /** The revisions that it would pass over, upwards or downwards, in order. */
  readonly revisions: readonly StampedRevision[];
  /** What differs from the schema at the target, whichever revision makes it. */
  readonly differences: readonly Difference[];
  readonly counts: { readonly true: number; readonly false: number; readonly unknown: number };
  /** What the schema supports; `undefined`: nothing does, or nobody can tell. */
  readonly recommended: RevisionSet | undefined;
  /** Whole sentences. The first is the verdict. */
  readonly messages: readonly StampMessage[];
  /** Statements that write the stamp, for a person to run in one transaction; without the semicolon at the end. */
  readonly sql: readonly string[];
  /** `alembic stamp …`, to be run in the project's folder; absent for tools without such a command. */
  readonly command?: string;
}

export interface StampMessage {
  readonly severity: 'good' | 'warning' | 'error';
  readonly text: string;
}

export interface StampedRevision {
  readonly revision: string;
  readonly message: string | undefined;
  readonly file: string;
  /** `claimed`: the stamp says that it was applied; `disclaimed`: that it was not. */
  readonly as: 'claimed' | 'disclaimed';
  /** The stamp of today claims it already; such revisions are here only if that is false. */
  readonly recorded?: true;
  readonly claims: readonly StampClaim[];
}

export interface StampClaim {
  /** The effect in words: `creates folders`. */
  readonly text: string;
  readonly truth: 'true' | 'false' | 'unknown';
  /** A whole sentence, where it is not true, or where a table is there but not just as it was made. */
  readonly why?: string;
  readonly location?: Location;
}
