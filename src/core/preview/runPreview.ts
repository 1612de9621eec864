/** An upgrade or a downgrade of one environment as a release manager wants to see it. Plain data. */
import type { RevisionSet } from '../drift/report.ts';
import type { QualifiedName } from '../schema/name.ts';
import type { Location } from '../text/range.ts';
import type { LockMode, StatementImpact } from './locks/impact.ts';
import type { Obstacle } from './obstacles/activity.ts';
import type { Direction, StatementText } from './plan/plannedRun.ts';
import type { RehearsalResult } from './rehearsal/rehearsal.ts';
import type { RuleFinding } from './rules/rule.ts';
import type { CodeUses } from './uses/codeUse.ts';

export interface RunPreview {
  readonly kind: Direction;
  readonly project: string;
  readonly environment: string;
  readonly protected: boolean;
  readonly serverVersion: string;
  readonly from: RevisionSet;
  /** It was said where the run starts, whatever the stamp says. */
  readonly assumed?: true;
  /** The revisions that the database stands at afterwards; empty: base. */
  readonly to: RevisionSet;
  /** What one transaction holds: Alembic's default is the whole run; `unknown`: env.py computes it. */
  readonly transactions: 'run' | 'revision' | 'unknown';
  /** What the tool does before the first revision: makes its version table where there is none. */
  readonly first: readonly string[];
  /** Why that would fail: a whole sentence. */
  readonly firstFailure?: string;
  /** A whole sentence: what is written into the version table besides, or why that is not shown. */
  readonly versionTableNote?: string;
  readonly verdict: RunVerdict;
  readonly summary: RunSummary;
  readonly revisions: readonly RevisionPreview[];
  readonly obstacles: readonly Obstacle[];
  /** What of it the role may not see: whole sentences. */
  readonly hidden: readonly string[];
  /** Why nothing is known of what is going on; absent where it was read. */
  readonly activityUnknown?: string;
  /** What to set before the run: `SET lock_timeout = '3s'`, with the reason. */
  readonly lockTimeout?: { readonly ms: number; readonly reason: string };
  readonly rehearsal?: RehearsalResult;
}

export interface RunVerdict {
  /** `fails`: a statement is known to fail; `risky`: it may hurt; `unknown`: part of it cannot be told. */
  readonly kind: 'nothingToDo' | 'fine' | 'risky' | 'unknown' | 'fails';
  /** Whole sentences. */
  readonly text: string;
}

export interface RunSummary {
  readonly statements: number;
  readonly worstLock: LockMode | undefined;
  /** Tables that were there before, by the strongest lock on them. */
  readonly locked: readonly LockedTable[];
  readonly irreversible: number;
  readonly unknown: number;
  readonly time: TimeClass;
}

export interface LockedTable extends TableSize {
  readonly mode: LockMode;
  readonly rewrite: boolean;
  readonly scan: boolean;
}

export interface TableSize {
  readonly table: QualifiedName;
  /** As the planner estimates; absent where the table was never analyzed. */
  readonly rows?: number;
  readonly bytes?: number;
}

export interface TimeClass {
  readonly kind: 'instant' | 'seconds' | 'minutes' | 'unknown';
  /** What that is based on: a whole sentence. */
  readonly basis: string;
}

/** With the lines of code that name what it makes, changes, renames or drops. */
export interface RevisionPreview extends CodeUses {
  readonly revision: string;
  readonly message: string | undefined;
  readonly file: string;
  readonly statements: readonly StatementPreview[];
  /** What changes the version table at its end. */
  readonly versionTable: readonly string[];
}

export interface StatementPreview {
  readonly text: StatementText;
  readonly location: Location;
  /** Counted from 1. */
  readonly line: number | undefined;
  readonly impact: StatementImpact;
  readonly tables: readonly TableSize[];
  readonly time: TimeClass;
  readonly autocommit: boolean;
  readonly condition?: string;
  /** Why it would fail: whole sentences. */
  readonly failures: readonly string[];
  readonly findings: readonly FindingHere[];
}

export interface FindingHere extends RuleFinding {
  /** A whole sentence: what the size of its tables makes of it in this environment. */
  readonly here?: string;
}
