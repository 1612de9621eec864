/** `driftline preview upgrade|downgrade|stamp`: what that would do in one environment. Nothing is run there. */
import { Previews } from '../app/previews.ts';
import type { EnvironmentState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { jsonDocumentOf } from '../core/preview/formats/jsonDocument.ts';
import { markdownFormat } from '../core/preview/formats/markdownFormat.ts';
import { sqlFormat } from '../core/preview/formats/sqlFormat.ts';
import { textFormat } from '../core/preview/formats/textFormat.ts';
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../core/preview/question.ts';
import type { RehearsalProgress } from '../core/preview/rehearsal/rehearsal.ts';
import { lineAt } from '../core/text/lines.ts';
import { relativePath } from '../core/text/path.ts';
import type { Location } from '../core/text/range.ts';
import { createModels } from '../createWorkspace.ts';
import { openAndRead, type ReadOptions, wantedEnvironments } from './readEnvironments.ts';
import { paintFor, progress, stdout } from './terminal.ts';

export const previewFormats = ['text', 'md', 'json', 'sql'] as const;
const previewKinds = ['upgrade', 'downgrade', 'stamp'] as const;

export interface PreviewOptions extends ReadOptions {
  /** One of `upgrade`, `downgrade`, `stamp`. */
  readonly kind: string | undefined;
  /** As the tool takes it; absent: `heads` for an upgrade, `-1` for a downgrade. */
  readonly to: string | undefined;
  /** The revision that the database is taken to stand at; absent: what its stamp says. */
  readonly from: string | undefined;
  readonly rehearse: boolean;
  /** One of {@link previewFormats}; absent: `text`. */
  readonly format: string | undefined;
}

/** @returns 0: it would go well; 1: it would fail, hurt, or claim what is not so; 2: that could not be found out. */
export async function previewCommand(options: PreviewOptions, abort: AbortController): Promise<number> {
  const kind = previewKinds.find((one) => one === options.kind);
  if (kind === undefined)
    throw new UserError(
      'Say what to preview.',
      'driftline preview upgrade, driftline preview downgrade or driftline preview stamp.',
    );
  const format = previewFormats.find((one) => one === (options.format ?? 'text'));
  if (format === undefined)
    throw new UserError(`--format ${options.format} is not known.`, `Use ${previewFormats.join(', ')}.`);
  const target = options.to ?? { upgrade: 'heads', downgrade: '-1', stamp: undefined }[kind];
  if (target === undefined)
    throw new UserError('Say which revision to stamp.', 'Name it with --to: an id, heads or base.');
  if (options.rehearse && kind === 'stamp')
    throw new UserError('A stamp changes no schema: there is nothing to rehearse.', 'Leave out --rehearse.');
  const shown = progress();
  try {
    const { workspace, folder } = await openAndRead(options, { shown, abort, readsSchemas: true });
    const { from } = options;
    const question = {
      ...onlyEnvironment(workspace, options),
      kind,
      target,
      ...(from !== undefined && { from }),
    };
    shown.report('Planning…');
    const log = { info: shown.note, error: () => undefined };
    const previews = new Previews(workspace, createModels(workspace, { blocking: true, log }));
    const preview = options.rehearse
      ? await previews.rehearse(question, (now) => shown.report(progressText(now)), abort.signal)
      : await previews.preview(question, abort.signal);
    shown.end();
    stdout.write(formatted(preview, format, workspace, folder));
    return isGood(preview) ? 0 : 1;
  } finally {
    shown.end();
  }
}

function onlyEnvironment(
  workspace: Workspace,
  options: PreviewOptions,
): Pick<PreviewQuestion, 'projectId' | 'environment'> {
  const wanted = wantedEnvironments(workspace.state, options);
  const [only, another] = wanted;
  if (only === undefined)
    throw new UserError('No environment is meant.', 'Name one with --env, and its project with --project.');
  if (another !== undefined)
    throw new UserError(
      `${wanted.length} environments are meant: ${wanted.map((one) => meantText(workspace, one)).join(', ')}.`,
      'Name one with --env, and its project with --project.',
    );
  return { projectId: only.projectId, environment: only.name };
}

/** Several projects may have an environment of one name. */
function meantText({ state }: Workspace, { name, projectId }: EnvironmentState): string {
  const of = state.projects.find(({ project }) => project.id === projectId)?.project.name;
  return of === undefined ? name : `${name} of ${of}`;
}

function progressText({ phase, revision, done, all }: RehearsalProgress): string {
  if (phase === 'running') return `Rehearsing ${revision ?? ''}, ${done + 1} of ${all}…`;
  return { starting: 'Starting a server…', cloning: 'Cloning the schema…', comparing: 'Comparing…' }[phase];
}

function formatted(
  preview: PreviewDocument,
  format: (typeof previewFormats)[number],
  workspace: Workspace,
  folder: string,
): string {
  const pathOf = (file: string) => relativePath(file, folder);
  const placeOf = ({ file, range }: Location): string => {
    const text = range === undefined ? undefined : workspace.textOf(file);
    const line = range === undefined || text === undefined ? '' : `:${lineAt(text, range.start)}`;
    return `${pathOf(file)}${line}`;
  };
  switch (format) {
    case 'json':
      return `${JSON.stringify(jsonDocumentOf(preview, pathOf), undefined, 2)}\n`;
    case 'md':
      return markdownFormat(preview, pathOf);
    case 'sql':
      return sqlFormat(preview);
    default:
      return textFormat(preview, { paint: paintFor(stdout), placeOf });
  }
}

function isGood(preview: PreviewDocument): boolean {
  if (preview.kind === 'stamp') return preview.counts.false === 0 && preview.counts.unknown === 0;
  const { verdict, rehearsal } = preview;
  const isRehearsed = rehearsal === undefined || rehearsal.outcome === 'passed';
  return isRehearsed && (verdict.kind === 'fine' || verdict.kind === 'nothingToDo');
}
