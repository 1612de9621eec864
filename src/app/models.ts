/**
 * Where the models of the workspace's projects disagree with its migrations and databases: kept up to date with what
 * is typed, saved, migrated and read. A second state beside the workspace's, which it follows.
 */
import { fingerprintOf, projectKey, withProject } from '../core/models/check/fingerprints.ts';
import type { ModelReport } from '../core/models/check/modelFinding.ts';
import type { ModelFacts } from '../core/models/modelFacts.ts';
import type { Fix } from '../core/text/edit.ts';
import { joinPath } from '../core/text/path.ts';
import { Emitter } from './event.ts';
import type { ScriptFiles } from './loadProject.ts';
import type { Log, WorkspaceFiles } from './ports.ts';
import type { ModelDatabase } from './schemas.ts';
import { answerOf, type ProjectState, type Reading } from './state.ts';
import { UserError } from './userError.ts';
import type { Workspace } from './workspace.ts';

export interface ModelsPorts {
  readonly workspace: Workspace;
  readonly files: WorkspaceFiles & Pick<ScriptFiles, 'read'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

export interface ModelAnswer {
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  /** Environments that the models were compared with; without any, only the migrations were. */
  readonly environments: readonly string[];
  readonly report: ModelReport;
  /** As the engine counts its reports. */
  readonly version: number;
}

/** Project id → its models, of the projects that can have any. */
export type ModelsState = ReadonlyMap<string, Reading<ModelAnswer>>;

export class Models {
  readonly #ports: ModelsPorts;
  readonly #changed = new Emitter<ModelsState>();
  readonly onDidChange = this.#changed.event;
  #state: ModelsState = new Map();
  /** Texts of open documents that are not saved. */
  readonly #edited = new Map<string, string>();
  /** Files that may have changed on disk since the engine was last told. */
  #onDisk: Set<string> | 'all' = 'all';
  #files: readonly string[] | undefined;
  /** Open files that the search has not found, and was made again for. */
  readonly #sought = new Set<string>();
  /** How often there may have been other files than before. */
  #turnover = 0;
  #checking: AbortController | undefined;

  constructor(ports: ModelsPorts) {
    this.#ports = ports;
  }

  get state(): ModelsState {
    return this.#state;
  }

  /** The newest report of every project that has one, be it old. */
  get reports(): readonly ModelReport[] {
    return [...this.#state.values()].flatMap((one) => answerOf(one)?.report ?? []);
  }

  /** Takes over what is being typed; `undefined`: the document was closed, the file counts again. */
  textChanged(file: string, text: string | undefined): void {
    if (text === undefined) {
      if (this.#edited.delete(file)) this.filesChanged([file], false);
      return;
    }
    this.#edited.set(file, text);
    this.opened(file);
  }

  /**
   * Of a file in a folder that is as new as itself nobody may have told: one that is open and was not found is searched
   * for again, once.
   *
   * @returns Whether it is.
   */
  opened(file: string): boolean {
    if (this.#files === undefined || this.#files.includes(file) || this.#sought.has(file)) return false;
    this.#sought.add(file);
    this.filesChanged([file], true);
    return true;
  }

  /** @param newOrGone There may be other files than before. */
  filesChanged(files: readonly string[], newOrGone: boolean): void {
    if (newOrGone) {
      this.#files = undefined;
      this.#turnover++;
    }
    if (this.#onDisk !== 'all') for (const file of files) this.#onDisk.add(file);
  }

  /**
   * Checks the models of all projects. Every outcome is a state; rejects only for a defect. A newer check ends an
   * older one.
   */
  async check(signal: AbortSignal): Promise<void> {
    this.#checking?.abort();
    const checking = new AbortController();
    this.#checking = checking;
    const either = AbortSignal.any([signal, checking.signal]);
    const { workspace } = this.#ports;
    const projects = workspace.settings.models.enabled
      ? workspace.state.projects.filter(({ project }) => project.convention === 'alembic')
      : [];
    const ids = new Set(projects.map(({ project }) => project.id));
    if ([...this.#state.keys()].some((id) => !ids.has(id)))
      this.#replace(new Map([...this.#state].filter(([id]) => ids.has(id))));
    if (projects.length === 0) return;
    try {
      await this.tellFiles(either);
      for (const project of projects) await this.#checkOne(project, either);
    } catch (error) {
      if (!either.aborted) throw error;
    }
  }

  /** What is known of the table or column that a place speaks of. */
  async factsAt(file: string, offset: number, signal: AbortSignal): Promise<ModelFacts | undefined> {
    const { schemas } = this.#ports.workspace;
    for (const projectId of this.#state.keys()) {
      const facts = await schemas?.modelAt({ projectId, file, offset }, signal);
      if (facts !== undefined) return facts;
    }
    return undefined;
  }

  /** What can be done about a finding. */
  async fixesOf(fingerprint: string, signal: AbortSignal): Promise<readonly Fix[]> {
    const { workspace, now } = this.#ports;
    const projectId = [...this.#state].find(([, one]) =>
      answerOf(one)?.report.findings.some((finding) => finding.fingerprint === fingerprint),
    )?.[0];
    const own = projectId === undefined ? undefined : fingerprintOf(this.#keyOf(projectId), fingerprint);
    if (projectId === undefined || own === undefined) return [];
    const created = { epochMs: now(), offsetMinutes: -new Date(now()).getTimezoneOffset() };
    return workspace.schemas?.fixesOf({ projectId, fingerprint: own, created }, signal) ?? [];
  }

  /** Tells the engine which Python files there are, and what is typed into them. */
  async tellFiles(signal: AbortSignal): Promise<void> {
    const { workspace } = this.#ports;
    const files = this.#files ?? (await this.#searchAll(signal));
    const changed = this.#onDisk === 'all' ? 'all' : [...this.#onDisk];
    this.#onDisk = new Set();
    await workspace.schemas?.takeModelFiles({ files, edited: new Map(this.#edited), changed });
  }

  /** A file may appear where the search has already been. */
  async #searchAll(signal: AbortSignal): Promise<readonly string[]> {
    for (;;) {
      const before = this.#turnover;
      const files = await this.#search('.py', signal);
      if (this.#turnover !== before) continue;
      this.#files = files;
      return files;
    }
  }

  /** As they are on disk: none of them is kept. */
  sqlFiles(signal: AbortSignal): Promise<readonly string[]> {
    return this.#search('.sql', signal);
  }

  async #search(extension: string, signal: AbortSignal): Promise<readonly string[]> {
    const { workspace, files } = this.#ports;
    const isWanted = (name: string) => name.endsWith(extension);
    const lists = await Promise.all(
      workspace.roots.map(({ folder, excludes }) => files.search(folder, isWanted, excludes, signal)),
    );
    return [...new Set(lists.flat())];
  }

  #keyOf(projectId: string): string {
    return projectKey(
      projectId,
      this.#ports.workspace.roots.map(({ folder }) => folder),
    );
  }

  /** Of one project. Rejects with a `UserError` where the file is not what the setting promises. */
  async #baselineOf({ project: { id, name } }: ProjectState): Promise<ReadonlySet<string>> {
    const { workspace, files } = this.#ports;
    const { baseline } = workspace.settings.models;
    if (baseline === undefined) return new Set();
    const { knownOf, readBaseline } = await import('../core/models/check/formats/baseline.ts');
    const path = joinPath(workspace.roots[0]?.folder ?? '', baseline);
    const text = await files.read(path);
    const read = text === undefined ? undefined : readBaseline(text);
    if (read === undefined)
      throw new UserError(
        `The baseline ${baseline} cannot be read.`,
        'Write it with driftline check --write-baseline, or correct the setting driftline.models.baseline.',
      );
    return knownOf(read, { key: this.#keyOf(id), name });
  }

  async #checkOne(project: ProjectState, signal: AbortSignal): Promise<void> {
    const { workspace, now, log } = this.#ports;
    const { id } = project.project;
    const before = this.#state.get(id) ?? { kind: 'notRead' };
    const last = answerOf(before);
    if (last === undefined) this.#set(id, { kind: 'reading' });
    try {
      const databases = this.#databasesOf(project);
      const known = before.kind === 'read' ? before.answer.version : undefined;
      const checked = await workspace.schemas?.checkModels(
        project,
        databases,
        workspace.settings,
        await this.#baselineOf(project),
        known,
        signal,
      );
      if (checked === undefined) return;
      const environments = databases.map(({ name }) => name);
      const report = withProject(checked.report, this.#keyOf(id));
      this.#set(id, { kind: 'read', answer: { ...checked, checkedAt: now(), environments, report } });
    } catch (error) {
      if (signal.aborted || !(error instanceof UserError)) {
        this.#set(id, before);
        throw error;
      }
      log.error(`${project.project.name}: ${error.message}`, error.cause);
      const failure = { message: error.message, advice: error.advice };
      this.#set(id, { kind: 'failed', failure, ...(last !== undefined && { last }) });
    }
  }

  /** Those whose schema was read, be it some time ago. */
  #databasesOf({ project }: ProjectState): readonly ModelDatabase[] {
    const own = this.#ports.workspace.state.environments.filter(({ projectId }) => projectId === project.id);
    return own.flatMap(({ name, protected: isProtected, status, drift }) => {
      const [answer, schema] = [answerOf(status), answerOf(drift)];
      if (answer === undefined || schema === undefined) return [];
      return { name, protected: isProtected, database: schema.database, reading: answer.reading };
    });
  }

  #set(id: string, status: Reading<ModelAnswer>): void {
    this.#replace(new Map(this.#state).set(id, status));
  }

  #replace(state: ModelsState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
