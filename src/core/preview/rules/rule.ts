/** What a rule about migrations asks and answers. Each rule has a file of its own. */
import type { Fix } from '../../text/edit.ts';
import type { Location } from '../../text/range.ts';
import type { RunContext, StatementImpact } from '../locks/impact.ts';
import type { PlannedRevision, PlannedStatement } from '../plan/plannedRun.ts';

export interface Rule {
  /** For settings and comments: `add-index-concurrently`. */
  readonly id: string;
  /** One line: what it warns of. */
  readonly title: string;
  readonly severity: RuleFinding['severity'];
  /** Says nothing about a statement that another rule warns of: its remedy goes first. */
  readonly isGeneral?: true;
  check(input: RuleInput): readonly RuleHit[];
}

export interface RuleInput {
  readonly statement: PlannedStatement;
  /** Of the statement among those of the revision. */
  readonly index: number;
  readonly impact: StatementImpact;
  /** All of the revision, with what each costs. */
  readonly revision: PlannedRevision;
  readonly impacts: readonly StatementImpact[];
  readonly script: RuleScript;
  readonly context: RunContext;
}

/** The script that the statement is written in. */
export interface RuleScript {
  readonly file: string;
  readonly text: string;
  readonly language: 'python' | 'sql';
}

export interface RuleHit {
  /** Whole sentences: what happens, to whom, and what to do instead. */
  readonly message: string;
  /** Absent: where the statement is written. */
  readonly location?: Location;
  /** The safer form, where it can be written. */
  readonly fix?: Fix;
}

export interface RuleFinding extends RuleHit {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly location: Location;
  /** Somebody accepted it, for this reason. */
  readonly suppressed?: string;
}

export function scriptOf(file: string, text: string): RuleScript {
  return { file, text, language: file.endsWith('.py') ? 'python' : 'sql' };
}
