/** Puts together what is known of a planned run: what each statement costs, who is in the way, and the verdict. */
import type { RevisionSet } from '../drift/report.ts';
import type { Revision } from '../migration/revision.ts';
import { nameKey, type QualifiedName } from '../schema/name.ts';
import type { RuleSettings } from '../settings.ts';
import type { SqlParser } from '../sql/sqlParser.ts';
import { lineAt } from '../text/lines.ts';
import { findingHere } from './findingHere.ts';
import { afterCommit, startOfRun } from './locks/contextAfter.ts';
import type { RunContext, StatementImpact } from './locks/impact.ts';
import { type Impacts, impactsOf } from './locks/impactsOf.ts';
import { timeClassOf } from './locks/timeClass.ts';
import type { Activity } from './obstacles/activity.ts';
import { obstaclesOf } from './obstacles/obstaclesOf.ts';
import { type TimedStatement, withoutOwnTimeout } from './obstacles/ownLockTimeout.ts';
import { hasShortTimeout, suggestedLockTimeout } from './obstacles/suggestedLockTimeout.ts';
import type { PlannedRevision, PlannedRun, PlannedStatement } from './plan/plannedRun.ts';
import type { RehearsalResult } from './rehearsal/rehearsal.ts';
import { lockTimeoutMissing } from './rules/all/lockTimeoutMissing.ts';
import { checkRules } from './rules/checkRules.ts';
import { scriptOf } from './rules/rule.ts';
import type { RevisionPreview, RunPreview, StatementPreview, TableSize } from './runPreview.ts';
import { summaryOf, verdictOf } from './runSummary.ts';
import { type CodeUses, noUses } from './uses/codeUse.ts';

export interface RunPreviewInput {
  readonly project: string;
  readonly environment: { readonly name: string; readonly protected: boolean };
  /** `17.2`. */
  readonly serverVersion: string;
  readonly from: RevisionSet;
  /** See {@link RunPreview.assumed}. */
  readonly assumed: boolean;
  readonly to: RevisionSet;
  readonly transactions: RunPreview['transactions'];
  readonly run: PlannedRun;
  /** See {@link RunPreview.firstFailure}. */
  readonly firstFailure?: string;
  readonly sql: SqlParser;
  /** Of the session that runs it. */
  readonly searchPath: readonly string[];
  readonly revisionOf: (id: string) => Pick<Revision, 'message' | 'file'> | undefined;
  readonly textOf: (file: string) => string | undefined;
  /** By {@link nameKey}. */
  readonly sizes: ReadonlyMap<string, { readonly estimatedRows?: number; readonly bytes: number }>;
  /** A sentence: why nobody knows what is going on there. */
  readonly activity: Activity | string;
  /** Whatever runs the scripts sets one for them. */
  readonly setsLockTimeout?: boolean;
  readonly rules: RuleSettings;
  /** By revision; absent: nobody looked. */
  readonly uses?: ReadonlyMap<string, CodeUses>;
  readonly rehearsal?: RehearsalResult;
}

export function previewRun(input: RunPreviewInput): RunPreview {
  const { run, activity, project, from, to, transactions, rehearsal } = input;
  const { serverVersion, firstFailure } = input;
  const revisions = previewRevisions(input);
  const known = typeof activity === 'string' ? undefined : activity;
  const held = lockingStatements(revisions, transactions);
  const obstacles = known === undefined ? [] : obstaclesOf(held, known);
  const untimed = setsTimeout(input) ? [] : withoutOwnTimeout(held, transactions === 'run');
  const lockTimeout = known && suggestedLockTimeout(untimed, known);
  const { name, protected: isProtected } = input.environment;
  const { direction: kind, first } = run;
  const summary = summaryOf(revisions, transactions);
  const failing = firstFailure === undefined ? {} : { firstFailure };
  const told = { kind, first, ...failing, revisions, summary, obstacles, ...(rehearsal && { rehearsal }) };
  return {
    ...told,
    project,
    environment: name,
    protected: isProtected,
    serverVersion,
    from,
    ...(input.assumed && { assumed: true as const }),
    to,
    transactions,
    ...(run.versionTableNote !== undefined && { versionTableNote: run.versionTableNote }),
    verdict: verdictOf(told),
    hidden: known?.hidden ?? [],
    ...(typeof activity === 'string' && { activityUnknown: activity }),
    ...(lockTimeout && { lockTimeout }),
  };
}

/** What no script tells: the role has one, or the code that runs them sets it. */
function setsTimeout({ activity, setsLockTimeout }: RunPreviewInput): boolean {
  return setsLockTimeout === true || (typeof activity !== 'string' && hasShortTimeout(activity.settings));
}

/** @param transactions What is committed in between holds no locks; where that is not known, everything may be held. */
function lockingStatements(
  revisions: readonly RevisionPreview[],
  transactions: RunPreview['transactions'],
): readonly TimedStatement[] {
  let transaction = 0;
  return revisions.flatMap(({ revision, statements }) => {
    if (transactions === 'revision') transaction++;
    return statements.map(({ impact, autocommit, text }, index) => {
      const { locks, rewrites, refusesTransaction } = impact;
      if (autocommit) transaction++;
      const own = {
        ...{ revision, index, locks, rewrites, refusesTransaction, transaction: String(transaction) },
        ...(text.kind === 'sql' && { sql: text.sql }),
      };
      if (autocommit) transaction++;
      return own;
    });
  });
}

function previewRevisions(input: RunPreviewInput): readonly RevisionPreview[] {
  const { activity, serverVersion, transactions, sql, searchPath } = input;
  const timeZone = typeof activity === 'string' ? undefined : activity.settings.timeZone;
  let context = startOfRun({ serverVersion: Number.parseInt(serverVersion, 10), timeZone, sql, searchPath });
  return input.run.revisions.map((planned) => {
    const before = context;
    const costs = impactsOf(planned.statements, before);
    // What may have been committed in between is not held against the next revision.
    context = transactions === 'run' ? costs.after : afterCommit(costs.after);
    return previewRevision(planned, costs, before, input);
  });
}

function previewRevision(
  planned: PlannedRevision,
  { impacts, met }: Impacts,
  context: RunContext,
  input: RunPreviewInput,
): RevisionPreview {
  const { revision, statements, versionTable } = planned;
  const { message, file = '' } = input.revisionOf(revision) ?? {};
  const text = input.textOf(file) ?? '';
  const script = scriptOf(file, text);
  const findings = checkRules({ revision: planned, impacts, met, context, script }, input.rules);
  const lines = lineFinder(text);
  const isTimed = setsTimeout(input);
  return {
    revision,
    message,
    file,
    versionTable,
    ...(input.uses?.get(revision) ?? noUses),
    statements: statements.flatMap((statement, index) => {
      const [impact, meeting] = [impacts[index], met[index]];
      if (impact === undefined || meeting === undefined) return [];
      const told = previewStatement(statement, impact, meeting, input);
      const own = findings
        .filter((one) => one.statement === index && !(isTimed && one.rule === lockTimeoutMissing.id))
        .map(({ statement: _, ...finding }) => findingHere(finding, told));
      const start = statement.location.file === file ? statement.location.range?.start : undefined;
      return {
        ...told,
        line: start === undefined ? undefined : lines(start),
        findings: own,
      };
    }),
  };
}

/** Statements follow each other in the text, mostly: no line is counted twice. */
function lineFinder(text: string): (offset: number) => number {
  let at = 0;
  let line = 1;
  return (offset) => {
    if (offset < at) return lineAt(text, offset);
    line += lineAt(text.slice(at, offset), offset - at) - 1;
    at = offset;
    return line;
  };
}

function previewStatement(
  { text, location, autocommit, condition, problems, notes = [] }: PlannedStatement,
  impact: StatementImpact,
  context: RunContext,
  { sizes }: RunPreviewInput,
): Omit<StatementPreview, 'line' | 'findings'> {
  const tables = tablesOf(impact).map((table): TableSize => {
    const size = sizes.get(nameKey(table));
    return {
      table,
      ...(size?.estimatedRows !== undefined && { rows: size.estimatedRows }),
      ...(size !== undefined && { bytes: size.bytes }),
    };
  });
  return {
    text,
    location,
    impact: notes.length === 0 ? impact : { ...impact, notes: [...impact.notes, ...notes] },
    tables,
    time: timeClassOf(impact, tables, context),
    autocommit,
    ...(condition !== undefined && { condition }),
    failures: [
      ...problems.map(({ message }) => message),
      ...(impact.refusal === undefined ? [] : [impact.refusal]),
    ],
  };
}

/** Whatever holds rows and is locked, read or rewritten; each once. */
function tablesOf({ locks, rewrites, scans }: StatementImpact): readonly QualifiedName[] {
  const locked = locks.filter(({ kind }) => kind === 'table' || kind === 'materializedView');
  const all = [...locked.map(({ relation }) => relation), ...rewrites, ...scans];
  return [...new Map(all.map((one) => [nameKey(one), one])).values()];
}
