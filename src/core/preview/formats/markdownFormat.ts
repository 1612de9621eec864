/** A preview as Markdown, for a pull request or a change ticket: what a team would otherwise write by hand. */
import { revisionsText } from '../../drift/verdictWords.ts';
import { counted, differenceText, subjectText } from '../../drift/words.ts';
import { baseName } from '../../text/path.ts';
import type { PreviewDocument } from '../previewDocument.ts';
import { type OtherLocks, otherLocks, placeKey } from '../rehearsal/otherLocks.ts';
import type { RehearsalResult } from '../rehearsal/rehearsal.ts';
import type { RevisionPreview, RunPreview, StatementPreview } from '../runPreview.ts';
import { besideRevisions } from '../runSummary.ts';
import type { StampPreview } from '../stamp/stampPreview.ts';
import { linesText, objectsText, restText, useKindText, usesByFile } from '../uses/useWords.ts';
import { sqlFormat } from './sqlFormat.ts';
import { durationText, failurePlace, lockTexts, lossTexts, transactionText } from './summaryWords.ts';
import {
  assumptionText,
  basisText,
  claimText,
  findingsBelow,
  findingText,
  locksText,
  otherLocksText,
  reversibilityText,
  revisionTitle,
  tableLocks,
  timeText,
  workText,
} from './words.ts';

/** @param pathOf A file from where the reader is. */
export function markdownFormat(
  preview: PreviewDocument,
  pathOf: (file: string) => string = baseName,
): string {
  return preview.kind === 'stamp' ? stampMarkdown(preview) : runMarkdown(preview, pathOf);
}

function runMarkdown(preview: RunPreview, pathOf: (file: string) => string): string {
  const { kind, project, environment, from, to, serverVersion, verdict, revisions } = preview;
  const assumption = assumptionText(preview);
  const seen = otherLocks(preview);
  return `${[
    `# ${kind === 'upgrade' ? 'Upgrade' : 'Downgrade'} of ${plain(project)}: ${plain(environment)}`,
    '',
    `${code(revisionsText(from))} → ${code(revisionsText(to))}, ${counted(revisions.length, 'revision')}, PostgreSQL ${plain(serverVersion)}`,
    ...(assumption === undefined ? [] : ['', plain(assumption)]),
    '',
    `**${plain(verdict.text)}**`,
    ...(revisions.length === 0 ? [] : ['', ...summary(preview), '', ...overview(preview)]),
    ...revisions.flatMap((one) => ['', ...revisionSection(one, { ...preview, seen }, pathOf)]),
    ...(revisions.length === 0 ? [] : ['', '## SQL', '', ...fenced(sqlFormat(preview))]),
  ].join('\n')}\n`;
}

function summary(preview: RunPreview): readonly string[] {
  const { summary: all, obstacles, hidden, activityUnknown, lockTimeout, rehearsal } = preview;
  return [
    '## Summary',
    '',
    ...(all.locked.length === 0
      ? ['- Locks: none on a table that is there now']
      : lockTexts(all.locked).map((one) => `- ${plain(one)}`)),
    ...[transactionText(preview)].flatMap((one) =>
      one === undefined ? [] : [`- Transaction: ${plain(one)}`],
    ),
    `- Time: ${all.time.kind}. ${plain(all.time.basis)}`,
    ...(all.irreversible === 0
      ? ['- For good: nothing, all of it can be taken back']
      : lossTexts(preview).map((one) => `- For good: ${plain(one)}`)),
    ...(all.unknown === 0
      ? []
      : [`- Cannot be told without running the script: ${counted(all.unknown, 'statement')}`]),
    ...obstacles.map(({ message }) => `- In the way: ${plain(message)}`),
    ...[...(activityUnknown === undefined ? [] : [activityUnknown]), ...hidden].map(
      (one) => `- ${plain(one)}`,
    ),
    ...(lockTimeout === undefined
      ? []
      : [
          `- Before it: ${code(`SET lock_timeout = '${durationText(lockTimeout.ms)}'`)}. ${plain(lockTimeout.reason)}`,
        ]),
    ...(rehearsal === undefined ? ['- Rehearsal: not done'] : rehearsalItems(rehearsal, preview)),
  ];
}

function rehearsalItems(
  { outcome, server, serverVersion, failure, remaining, limits }: RehearsalResult,
  preview: RunPreview,
): readonly string[] {
  const where = `on ${server === 'embedded' ? 'an embedded' : 'a local'} PostgreSQL ${plain(serverVersion)}`;
  return [
    `- Rehearsal ${where}: **${outcome}**`,
    ...(failure === undefined
      ? []
      : [
          `${failurePlace(preview) ?? besideRevisions(failure, preview.first)}: ${failure.message}`,
          failure.detail,
          failure.hint,
        ].flatMap((one) => (one === undefined ? [] : [`  - ${plain(one)}`]))),
    ...(remaining ?? []).map((one) => `  - remains: ${plain(`${subjectText(one)} ${differenceText(one)}`)}`),
    ...limits.map((one) => `  - ${plain(one)}`),
  ];
}

/** One row for each revision: what goes into a plan. */
function overview(preview: RunPreview): readonly string[] {
  return [
    '| Revision | Statements | Locks on tables that are there now | Work | Reversible | Time |',
    '| --- | --- | --- | --- | --- | --- |',
    ...preview.revisions.map((revision) => {
      const { statements } = revision;
      const locks = statements.map(({ impact }) => locksText(tableLocks(impact))).filter((one) => one !== '');
      const work = statements.map(({ impact }) => workText(impact)).filter((one) => one !== '');
      const lossy = statements.filter(({ impact }) => impact.reversibility.kind !== 'reversible').length;
      return row([
        revisionTitle(revision),
        String(statements.length),
        [...new Set(locks)].join('; ') || 'none',
        [...new Set(work)].join('; ') || 'none',
        lossy === 0 ? 'yes' : `${lossy} not`,
        slowest(statements),
      ]);
    }),
  ];
}

const order = ['instant', 'seconds', 'minutes', 'unknown'] as const;

function slowest(statements: readonly StatementPreview[]): string {
  const at = Math.max(0, ...statements.map(({ time }) => order.indexOf(time.kind)));
  return timeText[order[at] ?? 'unknown'];
}

type ToldRun = Pick<RunPreview, 'serverVersion' | 'lockTimeout'> & { readonly seen: OtherLocks };

function revisionSection(
  revision: RevisionPreview,
  run: ToldRun,
  pathOf: (file: string) => string,
): readonly string[] {
  const { statements, file } = revision;
  return [
    `## ${plain(revisionTitle(revision))}`,
    '',
    `${code(baseName(file))}`,
    ...(statements.length === 0
      ? ['', 'Nothing but its stamp.']
      : [
          '',
          '| | Statement | Locks | Work | Reversible | Time |',
          '| --- | --- | --- | --- | --- | --- |',
          ...statements.map((one, index) => statementRow(one, index + 1, run.serverVersion)),
        ]),
    ...notes(revision, run),
    ...useItems(revision, pathOf),
  ];
}

function statementRow(
  { text, impact, time }: StatementPreview,
  number: number,
  serverVersion: string,
): string {
  const locks = basisText(impact, serverVersion) ?? (locksText(tableLocks(impact)) || 'none');
  const shown = text.kind === 'sql' ? text.sql : text.source;
  return row(
    [
      String(number),
      code(shown.split('\n').join(' ').replaceAll(/\s+/g, ' ').slice(0, 120)),
      locks,
      workText(impact) || 'none',
      reversibilityText[impact.reversibility.kind],
      timeText[time.kind],
    ],
    [1],
  );
}

function notes({ revision, statements }: RevisionPreview, run: ToldRun): readonly string[] {
  const lines = statements.flatMap((statement, index) => {
    const { text, condition, failures, impact } = statement;
    const told = [
      ...failures.map(
        (one) =>
          `${condition === undefined ? '**Would fail.**' : '**Would fail if it runs.**'} ${plain(one)}`,
      ),
      ...(text.kind === 'source' ? [plain(text.reason)] : []),
      ...(condition === undefined ? [] : [plain(condition)]),
      ...(impact.reversibility.why === undefined ? [] : [plain(impact.reversibility.why)]),
      ...impact.notes.map(plain),
      ...findingsBelow(statement, run).map((one) =>
        one.suppressed === undefined
          ? `${code(one.rule)} ${plain(findingText(one))}`
          : `${code(one.rule)} accepted: ${plain(one.suppressed)}`,
      ),
      ...[otherLocksText(run.seen.get(placeKey(revision, index)))].flatMap((one) => one ?? []),
    ];
    return told.map((one) => `- ${index + 1}: ${one}`);
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

function useItems(revision: RevisionPreview, pathOf: (file: string) => string): readonly string[] {
  const files = usesByFile(revision);
  if (files.length === 0) return [];
  const rest = restText(revision);
  return [
    '',
    'Named in code:',
    '',
    ...files.map((one) => {
      const lines = `${one.uses.length === 1 ? 'line' : 'lines'} ${linesText(one)}`;
      return `- ${code(pathOf(one.file))} (${useKindText[one.kind]}), ${lines}: ${plain(objectsText(one))}`;
    }),
    ...(rest === undefined ? [] : [`- ${rest}`]),
  ];
}

function stampMarkdown(preview: StampPreview): string {
  const { project, environment, from, to, messages, counts, revisions, command } = preview;
  const marks = { true: '✅', false: '❌', unknown: '❔' };
  return `${[
    `# Stamp of ${plain(project)}: ${plain(environment)}`,
    '',
    `${from === undefined ? 'not known' : code(revisionsText(from))} → ${code(revisionsText(to))}`,
    '',
    ...messages.map(({ text }) => `- ${plain(text)}`),
    '',
    `${counts.true} true, ${counts.false} false, ${counts.unknown} unknown`,
    ...revisions.flatMap((one) => [
      '',
      `## ${plain(revisionTitle(one))}`,
      '',
      ...(one.claims.length === 0 ? ['No effect on the schema.'] : []),
      ...one.claims.map(
        ({ text, truth, why }) =>
          `- ${marks[truth]} ${plain(claimText(one.as, truth, text))}${why === undefined ? '' : `: ${plain(why)}`}`,
      ),
    ]),
    '',
    '## SQL',
    '',
    ...fenced(sqlFormat(preview)),
    ...(command === undefined ? [] : ['', `Or: ${code(command)}`]),
  ].join('\n')}\n`;
}

function row(cells: readonly string[], asIs: readonly number[] = []): string {
  const shown = cells.map((cell, index) =>
    (asIs.includes(index) ? cell : plain(cell)).replaceAll('|', '\\|'),
  );
  return `| ${shown.join(' | ')} |`;
}

function plain(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll(/[\\`*_<>[\]#]/g, '\\$&');
}

/** A fence that the text does not hold. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sql`, text.trimEnd(), fence];
}
