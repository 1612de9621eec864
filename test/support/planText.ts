/** A plan as text: a heading for each revision, then each statement behind what is known of it. */
import type { PlannedRun, PlannedStatement } from '../../src/core/preview/plan/plannedRun.ts';
import { lineAt } from '../../src/core/text/lines.ts';

/** @param textOf The text of a script. */
export function planText(run: PlannedRun, textOf: (file: string) => string): string {
  const paragraphs = [
    ...run.first.map((sql) => `${sql};`),
    ...run.revisions.flatMap(({ revision, statements, versionTable }) => [
      `-- ${run.direction} ${revision}`,
      ...statements.map((one) => statementText(one, textOf)),
      ...versionTable.map((sql) => `${sql};`),
    ]),
    ...(run.versionTableNote === undefined ? [] : [`-- ${run.versionTableNote}`]),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function statementText(statement: PlannedStatement, textOf: (file: string) => string): string {
  const { location, text, condition, autocommit, problems, steps } = statement;
  const line = location.range === undefined ? '?' : lineAt(textOf(location.file), location.range.start);
  const does = steps.map(({ operation }) => operation.kind).join(', ');
  return [
    `-- line ${line}: ${does}${autocommit ? ' (autocommit)' : ''}`,
    ...(condition === undefined ? [] : [`-- if: ${condition}`]),
    ...problems.map(({ message }) => `-- fails: ${message}`),
    ...(text.kind === 'source'
      ? [`-- not known: ${text.reason}`, ...remarks(text.source)]
      : [`${text.sql};`]),
  ].join('\n');
}

function remarks(source: string): readonly string[] {
  return source.split('\n').map((line) => `--   ${line}`);
}
