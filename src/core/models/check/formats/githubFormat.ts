/**
 * Findings as commands that GitHub's runners turn into annotations of the lines.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */

import { ruleHelp } from './ruleHelp.ts';
import { type CheckedProject, type TellOptions, type ToldFinding, toldFindings } from './toldFindings.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

export function githubFormat(projects: readonly CheckedProject[], options: TellOptions): string {
  return projects
    .flatMap(({ project, environments, report, failure }) => [
      ...toldFindings(report?.findings ?? [], options).map(annotation),
      ...(failure === undefined ? [] : [command('error', { title: project }, failure)]),
      ...environments.flatMap(({ name, failure: why }) =>
        why === undefined ? [] : [command('error', { title: `${project} · ${name}` }, why)],
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function annotation({ kind, severity, statement, reasons, place }: ToldFinding): string {
  const isOneLine = place?.start !== undefined && place.start.line === place.end?.line;
  const properties = {
    file: place?.file,
    line: place?.start?.line,
    endLine: place?.end?.line,
    col: place?.start?.column,
    // Columns of different lines are taken for an empty range.
    endColumn: isOneLine ? place?.end?.column : undefined,
    title: `${ruleHelp[kind].title} (${kind})`,
  };
  return command(commands[severity], properties, [statement, ...reasons].join(' '));
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapedProperty(String(value))}`],
  );
  return `::${name} ${given.join(',')}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
