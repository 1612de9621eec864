/**
 * The one object that changes state: finds the projects of a workspace, keeps their chains up to date with what
 * is being typed, and asks the environments where they stand. Views draw `state` and listen to `onDidChange`.
 */
import { allConventions } from '../core/migration/allConventions.ts';
import { uniqueNames } from '../core/migration/naming.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { defaultSettings, type Settings } from '../core/settings.ts';
import { isInside } from '../core/text/path.ts';
import type { SyntaxParser } from '../core/text/syntax.ts';
import type { Approach } from './askDatabase.ts';
import { askVersionTable, type VersionTableAnswer } from './askVersionTable.ts';
import {
  environmentStates,
  settingOf,
  unservedEnvironments,
  versionTableOf,
  withVersionTable,
} from './environments.ts';
import { Emitter } from './event.ts';
import { findProjects } from './findProjects.ts';
import {
  assemble,
  type Chain,
  checkScript,
  checkScripts,
  isScriptOf,
  loadScript,
  loadScripts,
  type ScriptFiles,
  type Scripts,
} from './loadProject.ts';
import type { Schemas } from './schemas.ts';
import { Shared } from './shared.ts';
import {
  answerOf,
  type DriftAnswer,
  type EnvironmentAnswer,
  type EnvironmentState,
  emptyState,
  type Failure,
  type ProjectState,
  type Reading,
  type WorkspaceState,
} from './state.ts';
import { Turns } from './turns.ts';
import { UserError } from './userError.ts';
import type { SearchRoot, WorkspacePorts } from './workspacePorts.ts';

interface Loaded {
  readonly project: MigrationProject;
  readonly scripts: Scripts;
}

/** A script takes a millisecond or two to parse; so many do not hold up the next keystroke. */
const SCRIPTS_A_TURN = 10;

export class Workspace {
  readonly #ports: WorkspacePorts;
  readonly #changed = new Emitter<WorkspaceState>();
  readonly onDidChange = this.#changed.event;
  #state = emptyState;
  #roots: readonly SearchRoot[] = [];
  #settings = defaultSettings;
  #settingsProblems: readonly string[] = [];
  #loaded: readonly Loaded[] = [];
  /** Texts of open documents that are not saved: they count instead of the files. */
  readonly #edited = new Map<string, string>();
  #finding: AbortController | undefined;
  readonly #turns = new Turns();
  readonly #chains = new WeakMap<Scripts, Chain>();
  /** Environments that are being asked, by id and question. */
  readonly #reading = new Shared<void>();

  constructor(ports: WorkspacePorts) {
    this.#ports = ports;
    ports.schemas?.follow(() => ({ scripts: this.#loaded, states: this.#state.projects }));
  }

  /** Absent where only version tables are read. */
  get schemas(): Schemas | undefined {
    return this.#ports.schemas;
  }

  /** What was last searched. */
  get roots(): readonly SearchRoot[] {
    return this.#roots;
  }

  get settings(): Settings {
    return this.#settings;
  }

  get state(): WorkspaceState {
    return this.#state;
  }

  /** Takes over new settings; what is known of environments they do not touch stays. */
  configure(settings: Settings, problems: readonly string[]): void {
    this.#settings = settings;
    this.#settingsProblems = problems;
    this.#replaceProjects(this.#loaded);
  }

  /** Searches the folders for projects and reads their chains. A newer search ends an older one. */
  find(roots: readonly SearchRoot[], signal: AbortSignal): Promise<void> {
    this.#roots = roots;
    this.#finding?.abort();
    const finding = new AbortController();
    this.#finding = finding;
    return this.#turns.run(() => this.#find(roots, AbortSignal.any([signal, finding.signal])));
  }

  /** Whether a change of this file means to search again: a project was learned from it. */
  declaresProject(file: string): boolean {
    return this.#loaded.some(
      ({ project }) => project.declaredIn === file || project.readFiles.includes(file),
    );
  }

  /** Whether projects or their scripts lie in this folder. */
  hasFilesIn(folder: string): boolean {
    return this.#loaded.some(({ project, scripts }) =>
      [project.declaredIn, ...project.readFiles, ...scripts.keys()].some((file) => isInside(file, folder)),
    );
  }

  /** Whether a change of this file is one for {@link scriptsChanged}. */
  isScript(file: string): boolean {
    return this.#loaded.some(({ project }) => isScriptOf(project, file));
  }

  /** Reads again what changed on disk among the scripts. */
  scriptsChanged(files: readonly string[]): Promise<void> {
    return this.#turns.run(async () => {
      const loaded = this.#loaded.map(({ project, scripts }) =>
        files.some((file) => isScriptOf(project, file)) ? this.#load(project, scripts) : { project, scripts },
      );
      this.#replaceProjects(await Promise.all(loaded));
    });
  }

  /** Takes over what is being typed into a script; `undefined`: the document was closed, the file counts again. */
  textChanged(file: string, text: string | undefined): Promise<void> {
    if (text === undefined)
      return this.#edited.delete(file) ? this.scriptsChanged([file]) : Promise.resolve();
    this.#edited.set(file, text);
    return this.#turns.run(async () => {
      if (this.#edited.get(file) !== text) return;
      const loaded = this.#loaded.map((one) => (one.scripts.has(file) ? this.#reload(one, file, text) : one));
      this.#replaceProjects(await Promise.all(loaded));
    });
  }

  /**
   * Parses the scripts that have not been parsed yet, a few at a time, and tells what is wrong with them. What is
   * typed meanwhile goes first.
   */
  async checkSyntax(signal: AbortSignal): Promise<void> {
    const python = await this.#ports.python();
    for (let rest = true; rest && !signal.aborted; ) {
      rest = await this.#turns.run(() => Promise.resolve(this.#checkSome(python)));
      await this.#ports.pause();
    }
  }

  /** The text of a file as it counts now: as edited, as read, or from disk. */
  textOf(file: string): string | undefined {
    const read = this.#loaded.find(({ scripts }) => scripts.has(file))?.scripts.get(file);
    return this.#edited.get(file) ?? read?.text ?? this.#files.readSync(file);
  }

  /** How an environment would be connected to. Rejects with a `UserError` where the settings lead nowhere. */
  async approach(id: string): Promise<Approach> {
    const environment = this.#state.environments.find((one) => one.id === id);
    const project = this.#loaded.find((one) => one.project.id === environment?.projectId)?.project;
    const setting = environment && project && settingOf(this.#settings, project, environment.name);
    if (project === undefined || setting === undefined) {
      throw new UserError('This environment is not configured any more.', 'Refresh the view.');
    }
    return this.#ports.database.approach(setting, project);
  }

  /**
   * Asks one environment for its version table. Every outcome is a status; rejects only for a defect. Whoever asks
   * while it is being asked gets the same answer.
   *
   * @param quietly The last answer stands until there is a newer one.
   */
  readEnvironment(id: string, signal: AbortSignal, quietly = false): Promise<void> {
    const environment = this.#state.environments.find((one) => one.id === id);
    if (environment === undefined) return Promise.resolve();
    const key = `${id} ${environment.question}`;
    const asked = this.#reading.run(key, signal, (shared) => this.#read(environment, shared, quietly));
    return asked.catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error)));
  }

  /** Compares all live schemas again, because the revisions or the settings have changed. */
  async explainAgain(signal: AbortSignal): Promise<void> {
    for (const environment of this.#state.environments) {
      const last = answerOf(environment.drift);
      if (last === undefined) continue;
      try {
        await this.#explain(environment, last.database, last.readAt, signal);
      } catch (error) {
        const failure = this.#failureOf(error, environment, signal);
        if (failure === undefined && !signal.aborted) throw error;
        if (failure !== undefined) this.#setDrift(environment, { kind: 'failed', failure, last });
      }
    }
  }

  async #read(environment: EnvironmentState, signal: AbortSignal, quietly: boolean): Promise<void> {
    const project = this.#state.projects.find((one) => one.project.id === environment.projectId);
    if (project === undefined) return;
    const before = environment.status;
    const last = answerOf(before);
    const old = last === undefined ? {} : { last };
    if (!quietly) this.#setStatus(environment, { kind: 'reading', ...old });
    let approach: Approach | undefined;
    try {
      const asked = await this.#ask(environment.name, project, signal);
      approach = asked?.approach;
      const answer = asked && { ...asked.answer, readAt: this.#ports.now() };
      this.#setStatus(environment, answer === undefined ? before : { kind: 'read', answer });
    } catch (error) {
      const failure = this.#failureOf(error, environment, signal);
      this.#setStatus(environment, failure === undefined ? before : { kind: 'failed', failure, ...old });
      if (failure === undefined && !signal.aborted) throw error;
    }
    if (approach !== undefined) await this.#readSchema(environment, approach, signal, quietly);
  }

  /** The live schema of an environment that has just answered, and how it stands to the revisions. */
  async #readSchema(
    environment: EnvironmentState,
    approach: Approach,
    signal: AbortSignal,
    quietly: boolean,
  ): Promise<void> {
    const { schemas, now } = this.#ports;
    if (schemas === undefined) return;
    const { drift: before } = environment;
    const last = answerOf(before);
    const old = last === undefined ? {} : { last };
    if (!quietly) this.#setDrift(environment, { kind: 'reading', ...old });
    try {
      const { fingerprint, connection } = approach;
      await schemas.read(fingerprint, connection, this.#settings.connection, quietly, signal);
      await this.#explain(environment, fingerprint, now(), signal);
    } catch (error) {
      const failure = this.#failureOf(error, environment, signal);
      this.#setDrift(environment, failure === undefined ? before : { kind: 'failed', failure, ...old });
      if (failure === undefined && !signal.aborted) throw error;
    }
  }

  /** Compares a live schema, as it was read at a time, with the revisions as they are now. */
  async #explain(
    { id }: EnvironmentState,
    database: string,
    readAt: number,
    signal: AbortSignal,
  ): Promise<void> {
    const environment = this.#state.environments.find((one) => one.id === id);
    const project = this.#state.projects.find((one) => one.project.id === environment?.projectId);
    const answer = environment && answerOf(environment.status);
    if (project === undefined || environment === undefined || answer === undefined) return;
    const { schemas } = this.#ports;
    const report = await schemas?.drift(project, database, answer.reading, this.#settings.ignore, signal);
    if (report !== undefined)
      this.#setDrift(environment, { kind: 'read', answer: { database, readAt, report } });
  }

  /** What is to be told of an error; `undefined` for an abort and for a defect. */
  #failureOf(
    error: unknown,
    { name, projectId }: EnvironmentState,
    signal: AbortSignal,
  ): Failure | undefined {
    if (signal.aborted || !(error instanceof UserError)) return undefined;
    const project = this.#state.projects.find((one) => one.project.id === projectId);
    this.#ports.log.error(`${name}, ${project?.project.name ?? ''}: ${error.message}`, error.cause);
    return { message: error.message, advice: error.advice };
  }

  async #find(roots: readonly SearchRoot[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#replace({ search: 'running' });
    try {
      const projects = await this.#projectsIn(roots, signal);
      const known = new Map(this.#loaded.map(({ project, scripts }) => [project.id, scripts]));
      const loaded = await Promise.all(projects.map((project) => this.#load(project, known.get(project.id))));
      signal.throwIfAborted();
      this.#state = { ...this.#state, search: 'done' };
      this.#replaceProjects(loaded);
    } catch (error) {
      this.#replace({ search: this.#loaded.length > 0 ? 'done' : 'notStarted' });
      if (!signal.aborted) throw error;
    }
  }

  /** @returns Whether there is more to check. */
  #checkSome(python: SyntaxParser): boolean {
    let open = SCRIPTS_A_TURN;
    const loaded = this.#loaded.map(({ project, scripts }) => {
      const checked = checkScripts(project, scripts, open, this.#files, python);
      open -= checked.count;
      return { project, scripts: checked.scripts };
    });
    if (open < SCRIPTS_A_TURN) this.#replaceProjects(loaded);
    return open === 0;
  }

  async #load(project: MigrationProject, known?: Scripts): Promise<Loaded> {
    return { project, scripts: await loadScripts(project, this.#files, this.#ports.python, known) };
  }

  async #reload({ project, scripts }: Loaded, file: string, text: string): Promise<Loaded> {
    if (scripts.get(file)?.text === text) return { project, scripts };
    const { python } = this.#ports;
    const script = await loadScript(project, file, text, this.#files, python);
    const checked = checkScript(project, file, script, this.#files, await python());
    return { project, scripts: new Map(scripts).set(file, checked ?? script) };
  }

  /** `undefined`: the user would rather not connect. */
  #ask(name: string, project: ProjectState, signal: AbortSignal): Promise<VersionTableAnswer | undefined> {
    const setting = settingOf(this.#settings, project.project, name);
    return setting === undefined
      ? Promise.resolve(undefined)
      : askVersionTable(this.#ports.database, setting, project, signal);
  }

  /** An answer to a question that is not asked any more is dropped. */
  #setStatus(environment: EnvironmentState, status: Reading<EnvironmentAnswer>): void {
    this.#setEnvironment(environment, { status });
  }

  #setDrift(environment: EnvironmentState, drift: Reading<DriftAnswer>): void {
    this.#setEnvironment(environment, { drift });
  }

  #setEnvironment(
    { id, question }: EnvironmentState,
    change: Partial<Pick<EnvironmentState, 'status' | 'drift'>>,
  ): void {
    this.#replace({
      environments: this.#state.environments.map((one) =>
        one.id === id && one.question === question ? { ...one, ...change } : one,
      ),
    });
  }

  #replaceProjects(loaded: readonly Loaded[]): void {
    this.#loaded = loaded;
    const settings = this.#settings;
    const projects = loaded.map((one) =>
      withVersionTable(this.#chainOf(one), versionTableOf(one.project, settings)),
    );
    const environments = environmentStates(settings, projects, this.#state.environments);
    const unserved = projects.length > 0 ? unservedEnvironments(settings, projects) : [];
    this.#replace({ projects, environments, settingsProblems: [...this.#settingsProblems, ...unserved] });
  }

  /** Put together once for the same scripts: an edit in one project leaves the chains of the others alone. */
  #chainOf({ project, scripts }: Loaded): Chain {
    const known = this.#chains.get(scripts);
    if (known?.project === project) return known;
    const chain = assemble(project, scripts);
    this.#chains.set(scripts, chain);
    return chain;
  }

  #replace(change: Partial<WorkspaceState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.fire(this.#state);
  }

  async #projectsIn(roots: readonly SearchRoot[], signal: AbortSignal): Promise<readonly MigrationProject[]> {
    const isWanted = (name: string) => allConventions.some((convention) => convention.isMarker(name));
    const lists = await Promise.all(
      roots.map(({ folder, excludes }) => this.#ports.files.search(folder, isWanted, excludes, signal)),
    );
    const markers = [...new Set(lists.flat())];
    const { answers, chainsOnly, python } = this.#ports;
    const folders = roots.map(({ folder }) => folder);
    const find = () => findProjects(markers, this.#files, chainsOnly ? undefined : python);
    return uniqueNames(await answers.of('projects', folders, markers, find), folders);
  }

  readonly #files: ScriptFiles = {
    read: async (path) => this.#edited.get(path) ?? this.#ports.answers.files.read(path),
    readSync: (path) => this.#edited.get(path) ?? this.#ports.answers.files.readSync(path),
    list: (folder, options) => this.#ports.answers.files.list(folder, options),
  };
}
