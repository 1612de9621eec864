/**
 * `driftline check`: where models, migrations and the environments' schemas disagree, for people, for programs and for
 * what shows findings beside the lines of a change.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { failureOf, reportOf, wantedOverviews } from '../app/driftDocument.ts';
import type { Models } from '../app/models.ts';
import type { WorkspaceState } from '../app/state.ts';
import { UserError } from '../app/userError.ts';
import type { Workspace } from '../app/workspace.ts';
import { counted } from '../core/drift/words.ts';
import { fingerprintIn, projectKey } from '../core/models/check/fingerprints.ts';
import { githubFormat } from '../core/models/check/formats/githubFormat.ts';
import { junitFormat } from '../core/models/check/formats/junitFormat.ts';
import { sarifFormat } from '../core/models/check/formats/sarifFormat.ts';
import { textFormat } from '../core/models/check/formats/textFormat.ts';
import { type CheckedProject, reaches, type TellOptions } from '../core/models/check/formats/toldFindings.ts';
import { createModels } from '../createWorkspace.ts';
import { type OpenedWorkspace, openWorkspace } from './openWorkspace.ts';
import { openAndRead, type ReadOptions } from './readEnvironments.ts';
import { checkNames, isWanted } from './selection.ts';
import { type Progress, paintFor, progress, stdout } from './terminal.ts';

export const checkFormats = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export const failLevels = ['error', 'warning', 'information'] as const;

export interface CheckOptions extends ReadOptions {
  /** One of {@link checkFormats}; absent: `text`. */
  readonly format: string | undefined;
  /** Also hints, and what could not be compared, one by one. */
  readonly all: boolean;
  /** The models are compared with the migrations only: no environment is asked. */
  readonly offline: boolean;
  /** Findings in this file are not counted; absent: the file that the settings name. */
  readonly baseline: string | undefined;
  /** All findings are written there, and none is counted. */
  readonly writeBaseline: string | undefined;
  /** One of {@link failLevels}; absent: `warning`. */
  readonly failOn: string | undefined;
  /** Of this program. */
  readonly version: string;
}

/** @returns 0: nothing is as grave as `failOn`; 1: something is; 2: something could not be read. */
export async function checkCommand(options: CheckOptions, abort: AbortController): Promise<number> {
  const format = oneOf(checkFormats, options.format ?? 'text', '--format');
  const failOn = oneOf(failLevels, options.failOn ?? 'warning', '--fail-on');
  const known = options.baseline === undefined ? undefined : await baselineFrom(options.baseline);
  const shown = progress();
  try {
    const { workspace, folder } = await open(options, shown, abort);
    useBaseline(workspace, known !== undefined || options.writeBaseline !== undefined);
    shown.report('Checking models…');
    const models = createModels(workspace, {
      blocking: true,
      log: { info: shown.note, error: () => undefined },
    });
    await models.check(abort.signal);
    abort.signal.throwIfAborted();
    shown.end();
    for (const problem of workspace.state.settingsProblems) shown.note(`✗ ${problem}`);
    const checked = checkedProjects(workspace.state, models, options, folder);
    if (checked.length === 0) throw noModels();
    const isWriting = options.writeBaseline !== undefined;
    if (isWriting && isComplete(checked)) await writeBaseline(options.writeBaseline, checked, shown);
    else if (isWriting) shown.note('The baseline was not written, because not everything could be read.');
    const told = checked.map((one) => withoutKnown(one, isWriting ? fingerprintsOf(checked) : known?.(one)));
    const clean = !told.some(({ report }) => report?.findings.some((one) => reaches(one.severity, failOn)));
    const tell: TellOptions = { folder, textOf: (file) => workspace.textOf(file) };
    const shownHints = options.all || format === 'json';
    stdout.write(
      await formatted(shownHints ? told : told.map(withoutHints), {
        ...tell,
        format,
        failOn,
        clean,
        options,
      }),
    );
    if (!isComplete(checked)) return 2;
    return clean && workspace.state.settingsProblems.length === 0 ? 0 : 1;
  } finally {
    shown.end();
  }
}

async function open(
  options: CheckOptions,
  shown: Progress,
  abort: AbortController,
): Promise<OpenedWorkspace> {
  if (!options.offline) return openAndRead(options, { shown, abort, readsSchemas: true });
  const opened = await openWorkspace(options, { shown, abort, permit: undefined, readsSchemas: true });
  checkNames(opened.workspace.state, options);
  return opened;
}

/** The command asks for the check, whatever the editor is told; a baseline that is named replaces that of the settings. */
function useBaseline(workspace: Workspace, isGiven: boolean): void {
  const { settings, state } = workspace;
  const baseline = isGiven ? undefined : settings.models.baseline;
  workspace.configure(
    { ...settings, models: { ...settings.models, enabled: true, baseline } },
    state.settingsProblems,
  );
}

interface NamedProject extends CheckedProject {
  /** What its fingerprints begin with. */
  readonly key: string;
}

function checkedProjects(
  state: WorkspaceState,
  models: Models,
  { projects, environments, offline }: CheckOptions,
  folder: string,
): readonly NamedProject[] {
  const overviews = wantedOverviews(state, {
    wantsProject: (name) => isWanted(projects, name),
    wantsEnvironment: (name) => !offline && isWanted(environments, name),
  });
  return state.projects.flatMap(({ project }): readonly NamedProject[] => {
    const model = models.state.get(project.id);
    if (model === undefined || !isWanted(projects, project.name)) return [];
    const asked = overviews.filter((one) => one.project.project.id === project.id);
    return [
      {
        project: project.name,
        key: projectKey(project.id, [folder]),
        environments: asked.map((overview) => {
          const failure =
            reportOf(overview) === undefined ? (failureOf(overview) ?? 'It was not asked.') : undefined;
          return { name: overview.environment.name, ...(failure !== undefined && { failure }) };
        }),
        report: model.kind === 'read' ? model.answer.report : undefined,
        ...(model.kind === 'failed' && { failure: `${model.failure.message} ${model.failure.advice}` }),
      },
    ];
  });
}

function isComplete(checked: readonly CheckedProject[]): boolean {
  return checked.every(
    ({ report, environments }) =>
      report !== undefined && environments.every(({ failure }) => failure === undefined),
  );
}

function noModels(): UserError {
  return new UserError(
    'No project here can have SQLAlchemy models: none is migrated by Alembic.',
    'Name the folder that holds alembic.ini and the models.',
  );
}

function withoutKnown(checked: CheckedProject, known: ReadonlySet<string> | undefined): CheckedProject {
  const { report } = checked;
  if (report === undefined || known === undefined) return checked;
  const isKnown = ({ fingerprint }: { readonly fingerprint: string }) => known.has(fingerprint);
  const findings = report.findings.filter((one) => !isKnown(one));
  const suppressed = [...report.suppressed, ...report.findings.filter(isKnown)];
  return { ...checked, report: { ...report, findings, suppressed } };
}

/** Hints are for those who look at the line. */
function withoutHints(checked: CheckedProject): CheckedProject {
  const { report } = checked;
  if (report === undefined) return checked;
  const findings = report.findings.filter(({ severity }) => severity !== 'hint');
  return { ...checked, report: { ...report, findings } };
}

function fingerprintsOf(checked: readonly CheckedProject[]): ReadonlySet<string> {
  return new Set(
    checked.flatMap(({ report }) => (report?.findings ?? []).map(({ fingerprint }) => fingerprint)),
  );
}

/** Which findings of a project are known. */
async function baselineFrom(path: string): Promise<(project: NamedProject) => ReadonlySet<string>> {
  const { knownOf, readBaseline } = await import('../core/models/check/formats/baseline.ts');
  const baseline = readBaseline(textFrom(path));
  if (baseline === undefined)
    throw new UserError(
      `The file ${path} is no baseline.`,
      'Name one that driftline check --write-baseline has written.',
    );
  return ({ key, project }) =>
    new Set([...knownOf(baseline, { key, name: project })].map((one) => fingerprintIn(key, one)));
}

function textFrom(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8');
  } catch (cause) {
    throw new UserError(
      `The baseline ${path} cannot be read.`,
      'Write it first, with driftline check --write-baseline.',
      cause,
    );
  }
}

async function writeBaseline(
  path: string | undefined,
  checked: readonly CheckedProject[],
  shown: Progress,
): Promise<void> {
  if (path === undefined) return;
  const { baselineText } = await import('../core/models/check/formats/baseline.ts');
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    writeFileSync(resolve(path), baselineText(checked));
  } catch (cause) {
    throw new UserError(
      `The baseline ${path} cannot be written.`,
      'Name a file in a folder that is yours.',
      cause,
    );
  }
  shown.note(`Wrote ${counted(fingerprintsOf(checked).size, 'finding')} to ${path}.`);
}

interface FormatOptions extends TellOptions {
  readonly format: (typeof checkFormats)[number];
  readonly failOn: (typeof failLevels)[number];
  readonly clean: boolean;
  readonly options: CheckOptions;
}

async function formatted(checked: readonly CheckedProject[], tell: FormatOptions): Promise<string> {
  switch (tell.format) {
    case 'json': {
      const { checkDocumentOf } = await import('../core/models/check/formats/checkDocument.ts');
      return `${JSON.stringify(checkDocumentOf(checked, tell), undefined, 2)}\n`;
    }
    case 'sarif':
      return sarifFormat(checked, { ...tell, version: tell.options.version });
    case 'github':
      return githubFormat(checked, tell);
    case 'junit':
      return junitFormat(checked, tell);
    default:
      return textFormat(checked, { ...tell, paint: paintFor(stdout), all: tell.options.all });
  }
}

function oneOf<T extends string>(known: readonly T[], given: string, option: string): T {
  const found = known.find((one) => one === given);
  if (found === undefined)
    throw new UserError(`${option} cannot be ${given}.`, `Write one of: ${known.join(', ')}.`);
  return found;
}
