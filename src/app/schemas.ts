/** Puts questions to the schema engine, and tells it first what has changed in the projects since the last one. */
import type { ObjectHistory } from '../core/drift/history.ts';
import type { IgnoreRule } from '../core/drift/ignoreRules.ts';
import type { DriftReport } from '../core/drift/report.ts';
import { conventionOf } from '../core/migration/allConventions.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { standingOf } from '../core/migration/standing.ts';
import type { VersionTableReading } from '../core/migration/versionTable.ts';
import type { ModelFacts } from '../core/models/modelFacts.ts';
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import type { RuleFinding } from '../core/preview/rules/rule.ts';
import type { RunPreview } from '../core/preview/runPreview.ts';
import type { SideBySide } from '../core/preview/toolSql.ts';
import type { ConnectionTimeouts, Settings } from '../core/settings.ts';
import type { Fix } from '../core/text/edit.ts';
import type { Scripts } from './loadProject.ts';
import type { Connection } from './ports.ts';
import type { RehearsalListener } from './previewPorts.ts';
import type {
  CheckedModels,
  DriftQuestion,
  FixQuestion,
  ModelFiles,
  ModelPlace,
  PreviewRequest,
  RuleQuestion,
  SchemaEngine,
  SchemaSource,
  ScriptPlace,
} from './schemaEngine.ts';
import type { ProjectState } from './state.ts';

/** The projects as they are now. */
export interface ProjectsNow {
  readonly scripts: readonly { readonly project: MigrationProject; readonly scripts: Scripts }[];
  readonly states: readonly ProjectState[];
}

/** A database that models are compared with. */
export interface ModelDatabase {
  /** Of the environment. */
  readonly name: string;
  readonly protected: boolean;
  /** Under which name its schema is kept. */
  readonly database: string;
  readonly reading: VersionTableReading;
}

interface Told {
  readonly scripts: Scripts;
  readonly state: ProjectState;
  /** Settles once the engine has taken it over. */
  readonly taken: Promise<void>;
}

export class Schemas {
  readonly #engine: SchemaEngine;
  readonly #end: () => Promise<void>;
  /** Project id → what the engine was last told. */
  readonly #told = new Map<string, Told>();
  #modelFiles: readonly string[] | undefined;
  #projects: () => ProjectsNow = () => ({ scripts: [], states: [] });

  /** @param end What the engine has running ends with it. */
  constructor(engine: SchemaEngine, end: () => Promise<void> = () => Promise.resolve()) {
    this.#engine = engine;
    this.#end = end;
  }

  /** Whatever is asked later is rejected with an `AbortError`. */
  dispose(): Promise<void> {
    return this.#end();
  }

  /** Whose projects all questions are about. */
  follow(projects: () => ProjectsNow): void {
    this.#projects = projects;
  }

  /** The engine has lost what it was told. */
  forget(): void {
    this.#told.clear();
    this.#modelFiles = undefined;
  }

  /** Reads a live schema and keeps it under a name. */
  async read(
    database: string,
    connection: Connection,
    timeouts: ConnectionTimeouts,
    onlyChanges: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#tell();
    await this.#engine.readSchema(database, connection, timeouts, onlyChanges, signal);
  }

  /** How a schema that was read stands to the revisions as they are now. */
  async drift(
    project: ProjectState,
    database: string,
    reading: VersionTableReading,
    ignore: readonly IgnoreRule[],
    signal: AbortSignal,
  ): Promise<DriftReport> {
    await this.#tell();
    return this.#engine.drift(driftQuestionOf(project, database, reading, ignore), signal);
  }

  /** A schema as SQL. Rejects with a `UserError` where it is not at hand. */
  async ddl(source: SchemaSource, signal: AbortSignal): Promise<string> {
    await this.#tell();
    return this.#engine.ddl(source, signal);
  }

  /** What became of the table or column that a place of a script names. */
  async historyAt(place: ScriptPlace, signal: AbortSignal): Promise<ObjectHistory | undefined> {
    await this.#tell();
    return this.#engine.historyAt(place, signal);
  }

  /** Which Python files there are, told once, and what is typed into them. */
  async takeModelFiles({ files, ...others }: ModelFiles): Promise<void> {
    const isKnown = files === undefined || files === this.#modelFiles;
    this.#modelFiles = undefined;
    await this.#engine.takeModelFiles({ ...others, ...(!isKnown && { files }) });
    this.#modelFiles = files;
  }

  /** Where the models of a project, its migrations and these databases disagree; see {@link SchemaEngine.checkModels}. */
  async checkModels(
    project: ProjectState,
    databases: readonly ModelDatabase[],
    { models, ignore }: Pick<Settings, 'models' | 'ignore'>,
    baseline: ReadonlySet<string>,
    known: number | undefined,
    signal: AbortSignal,
  ): Promise<CheckedModels | undefined> {
    await this.#tell();
    const environments = databases.map(({ name, protected: isProtected, database, reading }) => ({
      name,
      protected: isProtected,
      drift: driftQuestionOf(project, database, reading, ignore),
    }));
    const { severities } = models;
    const question = { projectId: project.project.id, environments, severities, baseline, known };
    return this.#engine.checkModels({ ...question, ignore: [...ignore, ...models.ignore] }, signal);
  }

  /** What is known of the table or column that a place of a model speaks of; of the models as last checked. */
  modelAt(place: ModelPlace, signal: AbortSignal): Promise<ModelFacts | undefined> {
    return this.#engine.modelAt(place, signal);
  }

  /** What can be done about a finding of the last check. */
  fixesOf(question: FixQuestion, signal: AbortSignal): Promise<readonly Fix[]> {
    return this.#engine.fixesOf(question, signal);
  }

  /** What an upgrade, a downgrade or a stamp would do to a database that was read. */
  async preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewDocument> {
    await this.#tell();
    return this.#engine.preview(request, signal);
  }

  /** The preview of an upgrade or a downgrade, tried out on a clone of the schema. */
  async rehearse(
    request: PreviewRequest,
    onProgress: RehearsalListener,
    signal: AbortSignal,
  ): Promise<RunPreview> {
    await this.#tell();
    return this.#engine.rehearse(request, onProgress, signal);
  }

  /** What rules say of a revision as it is now, saved or not. */
  async checkRules(question: RuleQuestion, signal: AbortSignal): Promise<readonly RuleFinding[]> {
    await this.#tell();
    return this.#engine.checkRules(question, signal);
  }

  /** SQL of a migration tool beside ours, told alike where it means the same. */
  sideBySide(ours: string, theirs: string, signal: AbortSignal): Promise<SideBySide> {
    return this.#engine.sideBySide(ours, theirs, signal);
  }

  async #tell(): Promise<void> {
    const { scripts, states } = this.#projects();
    const ids = new Set(states.map(({ project }) => project.id));
    const gone = [...this.#told.keys()].filter((id) => !ids.has(id));
    for (const id of gone) this.#told.delete(id);
    await Promise.all([
      ...gone.map((id) => this.#engine.forgetProject(id)),
      ...states.map((state) => {
        const own = scripts.find(({ project }) => project.id === state.project.id);
        return own === undefined ? undefined : this.#tellOne(state, own.scripts);
      }),
    ]);
  }

  #tellOne(state: ProjectState, scripts: Scripts): Promise<void> {
    const { project, graph, versionTable } = state;
    const known = this.#told.get(project.id);
    if (known?.scripts === scripts && known.state.versionTable === versionTable) return known.taken;
    const changed = new Map<string, string>();
    for (const [file, { text }] of scripts) {
      if (known?.scripts.get(file)?.text !== text) changed.set(file, text);
    }
    const taken = this.#engine.takeProject({ project, graph, versionTable, changed });
    // What it could not take over, it is told again.
    taken.catch(() => this.#told.delete(project.id));
    this.#told.set(project.id, { scripts, state, taken });
    return taken;
  }
}

/** What the engine has to know to compare a schema that was read with a project. */
export function driftQuestionOf(
  { project, graph }: ProjectState,
  database: string,
  reading: VersionTableReading,
  ignore: readonly IgnoreRule[],
): DriftQuestion {
  const common = { projectId: project.id, database, ignore };
  if (reading.kind !== 'rows') return { ...common, stamped: undefined, applied: [], schema: undefined };
  const stamp = conventionOf(project.convention).readStamp(reading.rows, graph, project);
  const { at, unknown, applied } = standingOf(graph, stamp);
  return {
    ...common,
    stamped: unknown.length > 0 ? undefined : at.map(({ id }) => id),
    applied: [...applied],
    schema: reading.schema,
  };
}
