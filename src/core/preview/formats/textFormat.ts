/** A preview as lines for a terminal, coloured by whoever prints them. */
import { assertNever } from '../../assertNever.ts';
import { revisionsText } from '../../drift/verdictWords.ts';
import { counted, differenceText, subjectText } from '../../drift/words.ts';
import type { Paint } from '../../status/statusText.ts';
import { printable, printableLine } from '../../text/printable.ts';
import type { Location } from '../../text/range.ts';
import type { RelationLock } from '../locks/impact.ts';
import type { PreviewDocument } from '../previewDocument.ts';
import { type OtherLocks, otherLocks, placeKey } from '../rehearsal/otherLocks.ts';
import type { RehearsalResult } from '../rehearsal/rehearsal.ts';
import type { RevisionPreview, RunPreview, StatementPreview } from '../runPreview.ts';
import { besideRevisions } from '../runSummary.ts';
import type { StampedRevision, StampPreview } from '../stamp/stampPreview.ts';
import { linesText, objectsText, restText, useKindText, usesByFile } from '../uses/useWords.ts';
import { durationText, failurePlace, lockTexts, lossTexts, transactionText } from './summaryWords.ts';
import {
  assumptionText,
  claimText,
  costText,
  findingsBelow,
  findingText,
  otherLocksText,
  revisionTitle,
} from './words.ts';

export interface TextOptions {
  readonly paint: Paint;
  /** A place as `path:line`, from where the user is. */
  readonly placeOf: (location: Location) => string;
}

export function textFormat(preview: PreviewDocument, options: TextOptions): string {
  const lines = preview.kind === 'stamp' ? stampLines(preview, options) : runLines(preview, options);
  return `${lines.join('\n')}\n`;
}

function runLines(preview: RunPreview, options: TextOptions): readonly string[] {
  const { paint } = options;
  const { kind, project, environment, from, to, serverVersion, revisions } = preview;
  const assumption = assumptionText(preview);
  const count = revisions.length === 0 ? '' : `${counted(revisions.length, 'revision')}, `;
  const seen = otherLocks(preview);
  const title = `${kind === 'upgrade' ? 'Upgrade' : 'Downgrade'} of ${project} · ${environment}`;
  return [
    `${paint.strong(printableLine(title))}  ${printableLine(`${revisionsText(from)} → ${revisionsText(to)}`)}  ${paint.quiet(`${count}PostgreSQL ${serverVersion}`)}`,
    ...(assumption === undefined ? [] : [printableLine(assumption)]),
    verdictLine(preview, paint),
    ...(preview.revisions.length === 0 ? [] : ['', ...summaryLines(preview, paint)]),
    ...preview.revisions.flatMap((one) => ['', ...revisionLines(one, { ...preview, seen }, options)]),
  ];
}

function verdictLine({ verdict: { kind, text } }: RunPreview, paint: Paint): string {
  const told = printableLine(text);
  switch (kind) {
    case 'fine':
    case 'nothingToDo':
      return paint.good(`✓ ${told}`);
    case 'risky':
    case 'unknown':
      return paint.warning(`! ${told}`);
    case 'fails':
      return paint.bad(`✗ ${told}`);
    default:
      return assertNever(kind, 'verdict');
  }
}

function summaryLines(preview: RunPreview, paint: Paint): readonly string[] {
  const { summary, obstacles, hidden, activityUnknown, lockTimeout, rehearsal } = preview;
  const { locked, unknown, time } = summary;
  return [
    ...section('Locks', locked.length === 0 ? ['none on a table that is there now'] : lockTexts(locked)),
    ...section(
      'Transaction',
      [transactionText(preview)].flatMap((one) => one ?? []),
    ),
    ...section('Time', [`${time.kind}: ${time.basis}`]),
    ...section('For good', lossTexts(preview)),
    ...(unknown === 0
      ? []
      : section('Unknown', [`${counted(unknown, 'statement')} cannot be told without running the script`])),
    ...section('Now', [
      ...obstacles.map(({ message }) => message),
      ...(activityUnknown === undefined ? [] : [activityUnknown]),
      ...(obstacles.length === 0 && activityUnknown === undefined ? [inTheWayText(hidden)] : []),
      ...hidden,
    ]),
    ...(lockTimeout === undefined
      ? []
      : section('Set', [`lock_timeout = '${durationText(lockTimeout.ms)}': ${lockTimeout.reason}`])),
    ...(rehearsal === undefined ? [] : section('Rehearsal', rehearsalLines(rehearsal, preview, paint))),
  ];
}

const inTheWayText = (hidden: readonly string[]): string =>
  hidden.length === 0 ? 'nobody is in the way' : 'nobody that can be seen is in the way';

const labelWidth = 13;

function section(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(labelWidth)}${printableLine(line)}`);
}

function rehearsalLines(
  { outcome, server, serverVersion, failure, remaining, limits }: RehearsalResult,
  preview: RunPreview,
  paint: Paint,
): readonly string[] {
  const left = (remaining ?? []).map((one) => `remains: ${subjectText(one)} ${differenceText(one)}`);
  const failed =
    failure === undefined
      ? []
      : [
          `${failurePlace(preview) ?? besideRevisions(failure, preview.first)}: ${failure.message}`,
          ...[failure.detail, failure.hint].flatMap((one) => one ?? []),
        ];
  const painted = outcome === 'passed' ? paint.good : outcome === 'failed' ? paint.bad : paint.warning;
  const where = `on ${server === 'embedded' ? 'the embedded' : 'a local'} PostgreSQL ${serverVersion}`;
  return [painted(`${outcome} ${where}`), ...failed, ...left, ...limits];
}

type ToldRun = Pick<RunPreview, 'serverVersion' | 'lockTimeout'> & { readonly seen: OtherLocks };

function seenLines(locks: readonly RelationLock[] | undefined, { paint }: TextOptions): readonly string[] {
  const text = otherLocksText(locks);
  return text === undefined ? [] : [`    ${paint.warning(printableLine(`! ${text}`))}`];
}

function revisionLines(revision: RevisionPreview, run: ToldRun, options: TextOptions): readonly string[] {
  const { paint, placeOf } = options;
  return [
    `${paint.strong(printableLine(revisionTitle(revision)))}  ${paint.quiet(printableLine(placeOf({ file: revision.file })))}`,
    ...(revision.statements.length === 0 ? [paint.quiet('  nothing but its stamp')] : []),
    ...revision.statements.flatMap((one, index) => [
      ...statementLines(one, run, options),
      ...seenLines(run.seen.get(placeKey(revision.revision, index)), options),
    ]),
    ...useLines(revision, options),
  ];
}

/** A file a line. */
function useLines(revision: RevisionPreview, { paint, placeOf }: TextOptions): readonly string[] {
  const rest = restText(revision);
  const lines = [
    ...usesByFile(revision).map((one) => {
      const place = `${placeOf({ file: one.file })}:${linesText(one)}`;
      return `${place}  ${objectsText(one)}  (${useKindText[one.kind]})`;
    }),
    ...(rest === undefined ? [] : [rest]),
  ];
  return section('Named in', lines).map((line) => `  ${paint.quiet(line)}`);
}

function statementLines(
  statement: StatementPreview,
  run: ToldRun,
  { paint, placeOf }: TextOptions,
): readonly string[] {
  const { text, condition, failures, location, line, impact } = statement;
  const place = line === undefined ? placeOf(location) : `line ${line}`;
  const shown = text.kind === 'sql' ? `${text.sql};` : text.source;
  const quiet = (line: string) => `    ${paint.quiet(printableLine(line))}`;
  return [
    ...shown.split('\n').map((line) => `  ${printable(line)}`),
    ...(text.kind === 'source'
      ? [`    ${paint.warning(printableLine(`Not known as SQL: ${text.reason}`))}`]
      : []),
    ...(condition === undefined ? [] : [`    ${paint.warning(printableLine(condition))}`]),
    quiet(`${costText(statement, run.serverVersion)} · ${place}`),
    ...(impact.reversibility.why === undefined ? [] : [quiet(impact.reversibility.why)]),
    ...impact.notes.map(quiet),
    ...failures.map((one) =>
      condition === undefined
        ? `    ${paint.bad(printableLine(`✗ ${one}`))}`
        : `    ${paint.warning(printableLine(`! If it runs, it fails: ${one}`))}`,
    ),
    ...findingsBelow(statement, run)
      .filter(({ suppressed }) => suppressed === undefined)
      .map((one) => `    ${paint.warning(`! ${one.rule}`)} ${printableLine(findingText(one))}`),
  ];
}

function stampLines(preview: StampPreview, { paint }: TextOptions): readonly string[] {
  const { project, environment, from, to, messages, revisions, counts, sql, command } = preview;
  const was = from === undefined ? 'not known' : revisionsText(from);
  const painted = { good: paint.good, warning: paint.warning, error: paint.bad };
  const marks = { good: '✓', warning: '!', error: '✗' };
  return [
    `${paint.strong(printableLine(`Stamp of ${project} · ${environment}`))}  ${printableLine(`${was} → ${revisionsText(to)}`)}`,
    ...messages.map(({ severity, text }) => painted[severity](`${marks[severity]} ${printableLine(text)}`)),
    paint.quiet(`${counts.true} true, ${counts.false} false, ${counts.unknown} unknown`),
    ...revisions.flatMap((one) => ['', ...stampedLines(one, paint)]),
    '',
    ...sql.flatMap((statement) => `${statement};`.split('\n').map(printable)),
    ...(command === undefined ? [] : [paint.quiet(`or: ${printableLine(command)}`)]),
  ];
}

function stampedLines(revision: StampedRevision, paint: Paint): readonly string[] {
  const { as, claims } = revision;
  const marks = { true: paint.good('✓'), false: paint.bad('✗'), unknown: paint.warning('?') };
  const verb = as === 'claimed' ? 'claimed' : 'no longer claimed';
  return [
    `${paint.strong(printableLine(revisionTitle(revision)))}  ${paint.quiet(verb)}`,
    ...(claims.length === 0 ? [paint.quiet('  no effect on the schema')] : []),
    ...claims.flatMap(({ text, truth, why }) => [
      `  ${marks[truth]} ${printableLine(claimText(as, truth, text))}`,
      ...(why === undefined ? [] : [`    ${paint.quiet(printableLine(why))}`]),
    ]),
  ];
}
