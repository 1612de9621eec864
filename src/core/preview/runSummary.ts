/** The first lines of a preview: the verdict, and the summary of all statements. */
import { counted } from '../drift/words.ts';
import { displayName } from '../schema/name.ts';
import { isSmallHere } from './findingHere.ts';
import { lockedTables, strength } from './lockedTables.ts';
import type { RehearsalFailure } from './rehearsal/rehearsal.ts';
import type {
  RevisionPreview,
  RunPreview,
  RunSummary,
  RunVerdict,
  StatementPreview,
  TimeClass,
} from './runPreview.ts';
import { someNames } from './someNames.ts';

type Told = Pick<
  RunPreview,
  'kind' | 'first' | 'firstFailure' | 'revisions' | 'summary' | 'obstacles' | 'rehearsal'
>;

/** The gravest thing first. */
export function verdictOf(told: Told): RunVerdict {
  const { kind, first, firstFailure, revisions, summary, obstacles, rehearsal } = told;
  const run = kind === 'upgrade' ? 'upgrade' : 'downgrade';
  if (revisions.length === 0) return { kind: 'nothingToDo', text: `There is nothing to ${run}.` };
  if (firstFailure !== undefined)
    return { kind: 'fails', text: `This ${run} would fail before the first revision: ${firstFailure}` };
  const failing = firstFailing(revisions);
  if (failing !== undefined)
    return { kind: 'fails', text: `This ${run} would fail at ${failing.revision}: ${failing.why}` };
  if (rehearsal?.outcome === 'failed' && rehearsal.failure !== undefined) {
    const { revision, message } = rehearsal.failure;
    const where = revision === undefined ? besideRevisions(rehearsal.failure, first) : `at ${revision}`;
    return { kind: 'fails', text: `This ${run} failed in the rehearsal ${where}: ${message}` };
  }
  const statements = revisions.flatMap((one) => one.statements);
  const unknown = statements.filter(isUnknown).length;
  const risks = risksOf(statements, summary, obstacles);
  if (unknown > 0) {
    const also = risks.length === 0 ? '' : ` Beyond that: ${risks.join('; ')}.`;
    const whole = `${counted(unknown, 'statement')} of ${statements.length} cannot be told without running the scripts.`;
    return { kind: 'unknown', text: `${whole}${also}` };
  }
  if (risks.length > 0) return { kind: 'risky', text: `Take care: ${risks.join('; ')}.` };
  return {
    kind: 'fine',
    text: `Nothing of this ${run} holds up others for long, and nothing is lost: ${counted(revisions.length, 'revision')}, ${counted(statements.length, 'statement')}.`,
  };
}

/** Where a failure is that belongs to no revision. */
export function besideRevisions({ sql }: RehearsalFailure, first: RunPreview['first']): string {
  return first.includes(sql) ? 'before the first revision' : 'when it was committed';
}

/** A statement that may not run at all makes nothing fail for certain. */
function firstFailing(
  revisions: readonly RevisionPreview[],
): { readonly revision: string; readonly why: string } | undefined {
  for (const { revision, statements } of revisions) {
    const certain = statements.filter(({ condition }) => condition === undefined);
    const why = certain.flatMap(({ failures }) => failures)[0];
    if (why !== undefined) return { revision, why };
  }
  return undefined;
}

/** In a few words each, the gravest first. */
function risksOf(
  statements: readonly StatementPreview[],
  { locked, irreversible }: RunSummary,
  obstacles: RunPreview['obstacles'],
): readonly string[] {
  const slow = locked.filter(
    ({ mode, rewrite, scan }) => (rewrite || scan) && strength(mode) >= strength('SHARE'),
  );
  const blocking = obstacles.filter(({ severity }) => severity === 'blocks').length;
  const warned = statements.filter(({ findings }) =>
    findings.some(({ suppressed, severity }) => suppressed === undefined && severity !== 'information'),
  );
  const losing = statements.filter(({ impact }) => impact.reversibility.kind === 'losesData').length;
  const isSlow = statements.some(({ time }) => time.kind === 'seconds' || time.kind === 'minutes');
  return [
    ...(blocking === 0 ? [] : [`${counted(blocking, 'session')} would make it wait right now`]),
    ...(slow.length === 0 || !isSlow ? [] : [blockedText(slow)]),
    ...(losing === 0 ? [] : [`${counted(losing, 'statement')} ${losing === 1 ? 'loses' : 'lose'} data`]),
    ...(losing === irreversible
      ? []
      : [`${counted(irreversible - losing, 'statement')} cannot be taken back`]),
    ...(warned.length === 0
      ? []
      : [`${counted(warned.length, 'statement')} could be written in a safer way${smallText(warned)}`]),
  ];
}

/** The largest first. */
function blockedText(tables: RunSummary['locked']): string {
  const sorted = [...tables].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
  const names = [...new Set(sorted.map(({ table }) => displayName(table)))];
  const [are, they] = names.length === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return `${someNames(names, NAMES_SHOWN)} ${are} blocked while ${they} read or rewritten`;
}

const NAMES_SHOWN = 5;

function smallText(warned: readonly StatementPreview[]): string {
  const small = warned.filter(isSmallHere).length;
  if (small === 0) return '';
  if (small < warned.length) return `, ${small} of them on tables that are small here`;
  return `, though ${warned.length === 1 ? 'its table is' : 'their tables are'} small here`;
}

export function summaryOf(
  revisions: readonly RevisionPreview[],
  transactions: RunPreview['transactions'],
): RunSummary {
  const statements = revisions.flatMap((one) => one.statements);
  const locked = lockedTables(revisions, transactions);
  return {
    statements: statements.length,
    worstLock: locked[0]?.mode,
    locked,
    irreversible: statements.filter(isLossy).length,
    unknown: statements.filter(isUnknown).length,
    time: slowestOf(statements),
  };
}

const isLossy = ({ impact }: StatementPreview): boolean => impact.reversibility.kind !== 'reversible';

function isUnknown({ text, impact, condition }: StatementPreview): boolean {
  return text.kind === 'source' || impact.basis === 'unknown' || condition !== undefined;
}

const speeds = ['instant', 'seconds', 'minutes', 'unknown'] as const;

/** Of equally slow ones, the first that reads or writes rows: its words are those of the run. */
function slowestOf(statements: readonly StatementPreview[]): TimeClass {
  const works = ({ impact }: StatementPreview) => impact.scans.length + impact.rewrites.length > 0;
  const slowest = [...statements.filter(works), ...statements.filter((one) => !works(one))]
    .map(({ time }) => time)
    .reduce<TimeClass | undefined>(
      (worst, time) =>
        worst !== undefined && speeds.indexOf(worst.kind) >= speeds.indexOf(time.kind) ? worst : time,
      undefined,
    );
  return slowest ?? { kind: 'instant', basis: 'Nothing is run.' };
}
