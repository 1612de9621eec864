/**
 * How the live schema of one environment stands to the revisions of one project: the verdict on its stamp, and every
 * difference with its reason. Plain data: it crosses the border of a worker, and goes into reports.
 */
import type { Location } from '../text/range.ts';
import type { Comparison, Difference } from './difference.ts';

export interface DriftReport extends Pick<Comparison, 'notCompared' | 'ignored' | 'unmanaged' | 'foreign'> {
  readonly verdict: Verdict;
  /** Between what the stamp says and what is there, and between what is there and the heads. */
  readonly differences: readonly ExplainedDifference[];
  /** Revisions whose recorded state is not what the schema shows: partly there, or not at all, or not recorded. */
  readonly revisions: readonly RevisionFinding[];
}

export interface ExplainedDifference {
  /** `before` is what the revisions say, `after` what the database has. */
  readonly difference: Difference;
  readonly explanation: Explanation;
}

export type Explanation =
  /** A revision that is not applied yet will make it so. */
  | { readonly kind: 'pending'; readonly maker: Maker }
  /** The database left its stamp. The maker is the revision that should have made it so, where one is known. */
  | { readonly kind: 'drifted'; readonly maker?: Maker }
  /** As a revision that is not recorded would make it. */
  | { readonly kind: 'unstamped'; readonly maker: Maker }
  /** Some of what the revision does is there, and some is not. */
  | { readonly kind: 'partial'; readonly maker: Maker };

/** The revision behind something, and the operation, where it can be told apart. */
export interface Maker {
  readonly revision: string;
  readonly location?: Location;
}

export interface RevisionFinding {
  readonly revision: string;
  /** Whether the version table counts it as applied. */
  readonly recorded: boolean;
  readonly there: readonly Difference[];
  readonly missing: readonly Difference[];
}

export interface Verdict {
  /**
   * - `agrees`: nothing differs from the stamp; what PostgreSQL spells in its own way may be not compared;
   * - `drifted`: the stamp is the best match, with differences;
   * - `disagrees`: another revision matches better;
   * - `unstamped`: there is no stamp to compare with;
   * - `foreign`: nothing of the project is there, but another project's objects are.
   */
  readonly kind: 'agrees' | 'drifted' | 'disagrees' | 'unstamped' | 'foreign';
  /** `undefined`: the version table could not be read. Empty: base. */
  readonly stamped: readonly string[] | undefined;
  readonly match: TrueRevision;
}

/** Revisions that are applied side by side, with all below them. None: base. */
export type RevisionSet = readonly string[];

/** The revisions that a schema matches best. */
export interface TrueRevision {
  readonly revisions: RevisionSet;
  /** Others with the very same schema: what happens in between leaves no trace in it. */
  readonly equivalent: readonly RevisionSet[];
  /** Others with another schema, or with one that is not fully known, from which this one differs as little. */
  readonly tied: readonly RevisionSet[];
  readonly certainty: Certainty;
  /** How many facts of that revision and of the schema agree, of how many. */
  readonly agreeing: number;
  readonly facts: number;
  readonly effects: EffectShare;
  /** What that revision says and the schema has not, and the other way round. */
  readonly differences: readonly Difference[];
}

export type Certainty =
  /** Nothing differs. */
  | { readonly kind: 'exact' }
  /** Something differs, but every other schema of the chain is further away. */
  | { readonly kind: 'near' }
  /** Others are as near, or may be if what is in doubt agrees, or even the nearest is far away. */
  | { readonly kind: 'unsure'; readonly why: 'tied' | 'doubt' | 'far' };

/** What the matched revisions and all below them did, as far as no later one of them has changed it again. */
export interface EffectShare {
  /** How many of their effects are in the schema just as they were made. */
  readonly there: number;
  readonly all: number;
}
