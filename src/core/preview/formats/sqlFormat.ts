/** A run as a script for a person to read and, perhaps, to run: nothing in it is a guess, what is not known is left out. */
import { revisionsText } from '../../drift/verdictWords.ts';
import { counted } from '../../drift/words.ts';
import type { PreviewDocument } from '../previewDocument.ts';
import type { RevisionPreview, RunPreview, StatementPreview } from '../runPreview.ts';
import type { StampPreview } from '../stamp/stampPreview.ts';
import { durationText } from './summaryWords.ts';
import { assumptionText, revisionTitle } from './words.ts';

export function sqlFormat(preview: PreviewDocument): string {
  return preview.kind === 'stamp' ? stampSql(preview) : runSql(preview);
}

function runSql(preview: RunPreview): string {
  const { kind, project, environment, from, to, lockTimeout, revisions, transactions } = preview;
  const assumption = assumptionText(preview);
  const each = transactions === 'revision';
  const first = preview.first.map((sql) => `${sql};`);
  const body = [
    ...(first.length === 0 ? [] : [...first, '']),
    ...revisions.flatMap((one) => [...revisionSql(one, each), '']),
  ];
  return `${[
    ...comment(
      `${kind === 'upgrade' ? 'Upgrade' : 'Downgrade'} of ${project} in ${environment}: ${revisionsText(from)} to ${revisionsText(to)}.`,
    ),
    ...(assumption === undefined ? [] : comment(assumption)),
    ...comment(preview.verdict.text),
    ...(preview.versionTableNote === undefined ? [] : comment(preview.versionTableNote)),
    ...leftOutNote(preview),
    '',
    ...(lockTimeout === undefined
      ? []
      : [...comment(lockTimeout.reason), `SET lock_timeout = '${durationText(lockTimeout.ms)}';`, '']),
    ...(each ? body : inTransaction(body)),
  ].join('\n')}\n`;
}

/** Whoever runs this would stamp revisions of which a part is missing. */
function leftOutNote({ revisions }: RunPreview): readonly string[] {
  const statements = revisions.flatMap((one) => one.statements);
  const leftOut = statements.filter(
    ({ text, condition }) => text.kind === 'source' || condition !== undefined,
  );
  if (leftOut.length === 0) return [];
  return comment(
    `Not all of it is in here: ${counted(leftOut.length, 'statement')} of ${statements.length} stand as comments. Settle each before you run this.`,
  );
}

function inTransaction(body: readonly string[]): readonly string[] {
  return ['BEGIN;', '', ...body, 'COMMIT;'];
}

function revisionSql(revision: RevisionPreview, isTransaction: boolean): readonly string[] {
  const statements = [
    ...revision.statements.flatMap(statementSql),
    ...revision.versionTable.map((sql) => `${sql};`),
  ];
  return [
    ...comment(revisionTitle(revision)),
    ...(isTransaction ? ['BEGIN;', ...statements, 'COMMIT;'] : statements),
  ];
}

/** What runs outside of a transaction ends the one before it and begins another, as the tool would. */
function statementSql({ text, autocommit, condition }: StatementPreview): readonly string[] {
  const note = condition === undefined ? [] : comment(condition);
  if (text.kind === 'source')
    return [...note, ...comment(`Not shown as SQL: ${text.reason}`), ...comment(text.source)];
  const sql = `${text.sql};`;
  if (condition !== undefined) return [...note, ...comment(sql)];
  return autocommit ? ['COMMIT;', sql, 'BEGIN;'] : [sql];
}

function stampSql({ project, environment, from, to, sql, messages }: StampPreview): string {
  return `${[
    ...comment(
      `Stamp of ${project} in ${environment}: ${from === undefined ? 'not known' : revisionsText(from)} to ${revisionsText(to)}.`,
    ),
    ...messages.flatMap(({ text }) => comment(text)),
    '',
    'BEGIN;',
    ...sql.map((statement) => `${statement};`),
    'COMMIT;',
  ].join('\n')}\n`;
}

/** A comment ends at a lone carriage return as well. */
function comment(text: string): readonly string[] {
  return text.split(/\r\n?|\n/).map((line) => `-- ${line}`.trimEnd());
}
