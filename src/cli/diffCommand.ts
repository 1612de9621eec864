/**
 * `driftline diff`: how the live schema of each environment differs from its revisions, and why. `driftline whereis`:
 * only which revision it matches.
 */
import { driftDocumentOf, failureOf, reportOf, wantedOverviews } from '../app/driftDocument.ts';
import type { EnvironmentOverview } from '../app/overview.ts';
import type { Workspace } from '../app/workspace.ts';
import { reportLines, verdictLines } from '../core/drift/reportLines.ts';
import type { Paint } from '../core/status/statusText.ts';
import { lineAt } from '../core/text/lines.ts';
import { relativePath } from '../core/text/path.ts';
import { printable, printableLine } from '../core/text/printable.ts';
import type { Location } from '../core/text/range.ts';
import { openAndRead, type ReadOptions } from './readEnvironments.ts';
import { isWanted } from './selection.ts';
import { paintFor, progress, stdout } from './terminal.ts';

export interface DiffOptions extends ReadOptions {
  readonly json: boolean;
  /** Also what is pending, ignored, unmanaged and not compared, one by one. */
  readonly all: boolean;
  /** Only the revision that the schema matches. */
  readonly verdictOnly: boolean;
}

/**
 * @returns 0: every schema is as its stamp says; 1: there are differences, or another project's tables; 2: one could not
 *   be read.
 */
export async function diffCommand(options: DiffOptions, abort: AbortController): Promise<number> {
  const shown = progress();
  try {
    const { workspace, folder } = await openAndRead(options, { shown, abort, readsSchemas: true });
    shown.end();
    const { settingsProblems } = workspace.state;
    for (const problem of settingsProblems) shown.note(`✗ ${problem}`);
    return print(workspace, folder, options);
  } finally {
    shown.end();
  }
}

function print(workspace: Workspace, folder: string, options: DiffOptions): number {
  const { json, all, verdictOnly } = options;
  const wants = {
    wantsProject: (name: string) => isWanted(options.projects, name),
    wantsEnvironment: (name: string) => isWanted(options.environments, name),
  };
  const document = driftDocumentOf(workspace.state, {
    ...wants,
    folder,
    textOf: (file) => workspace.textOf(file),
    verdictOnly,
    all,
  });
  if (json) stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  else stdout.write(`${lines(wantedOverviews(workspace.state, wants), workspace, folder, options)}\n`);
  if (document.environments.some(({ state }) => state !== 'read')) return 2;
  return document.clean && workspace.state.settingsProblems.length === 0 ? 0 : 1;
}

function lines(
  overviews: readonly EnvironmentOverview[],
  workspace: Workspace,
  folder: string,
  { all, verdictOnly }: DiffOptions,
): string {
  const paint = paintFor(stdout);
  const placeOf = ({ file, range }: Location): string => {
    const text = range === undefined ? undefined : workspace.textOf(file);
    const line = range === undefined || text === undefined ? '' : `:${lineAt(text, range.start)}`;
    return printable(`${relativePath(file, folder)}${line}`);
  };
  return overviews
    .map((overview) => {
      const { environment, project } = overview;
      const name = `${paint.strong(printable(project.project.name))} · ${printable(environment.name)}`;
      const report = reportOf(overview);
      const heads = project.graph.effectiveHeads;
      const told =
        report === undefined
          ? [failureLine(overview, paint)]
          : verdictOnly
            ? verdictLines(report, heads, paint)
            : reportLines(report, { paint, heads, placeOf, all });
      return [name, ...told].join('\n');
    })
    .join('\n\n');
}

function failureLine(overview: EnvironmentOverview, paint: Paint): string {
  const failure = failureOf(overview);
  return failure === undefined ? paint.quiet('· not asked') : `${paint.bad('✗')} ${printableLine(failure)}`;
}
