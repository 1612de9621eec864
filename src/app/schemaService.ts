/**
 * Answers what is asked about schemas: keeps the scripts of the projects, replays them, keeps the live schemas that
 * were read, and compares. All of it is done in this thread; see `schemaEngine.ts` for why that is seldom the editor's.
 */

import { type DriftInput, driftReport } from '../core/drift/driftReport.ts';
import { historyAt, type ObjectHistory } from '../core/drift/history.ts';
import { ignoring } from '../core/drift/ignoreRules.ts';
import { refKey } from '../core/drift/objectRef.ts';
import type { DriftReport } from '../core/drift/report.ts';
import type { ScriptParsers } from '../core/migration/operations/scriptOperations.ts';
import type { VersionTable } from '../core/migration/versionTable.ts';
import type { ModelFacts } from '../core/models/modelFacts.ts';
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import type { RuleFinding } from '../core/preview/rules/rule.ts';
import type { RunPreview } from '../core/preview/runPreview.ts';
import { type SideBySide, sideBySide } from '../core/preview/toolSql.ts';
import type { SchemaSnapshot } from '../core/schema/snapshot.ts';
import { ddlOf } from '../core/schema/writeDdl.ts';
import type { ConnectionTimeouts } from '../core/settings.ts';
import type { SqlParser } from '../core/sql/sqlParser.ts';
import type { Fix } from '../core/text/edit.ts';
import type { SyntaxParser } from '../core/text/syntax.ts';
import type { Answers } from './answers.ts';
import { ModelService } from './modelService.ts';
import type { Connection } from './ports.ts';
import type { ActivityReader, Rehearsal, RehearsalListener } from './previewPorts.ts';
import { PreviewService } from './previewService.ts';
import { ProjectReplay } from './projectReplay.ts';
import type {
  CheckedModels,
  DriftQuestion,
  FixQuestion,
  ModelFiles,
  ModelPlace,
  ModelQuestion,
  PreviewRequest,
  ProjectScripts,
  RuleQuestion,
  SchemaEngine,
  SchemaSource,
  ScriptPlace,
} from './schemaEngine.ts';
import type { SchemaReader, SchemaReading } from './schemaPorts.ts';
import { type SchemaSeal, sealOf } from './schemaSeal.ts';
import { Shared } from './shared.ts';
import { UserError } from './userError.ts';

export interface SchemaServicePorts {
  readonly python: () => Promise<SyntaxParser>;
  readonly sql: () => Promise<SqlParser>;
  readonly createReader: (timeouts: () => ConnectionTimeouts) => SchemaReader;
  readonly activity: ActivityReader;
  readonly rehearsal: Rehearsal;
  /** Resolves once whatever else is waiting, such as the news that nobody waits any more, has had its turn. */
  readonly pause: () => Promise<void>;
  /** Also of the files that scripts import or read, and of those that hold models. */
  readonly answers: Answers;
}

interface LateSchema {
  /** As it was read then; its sizes may be others by now. */
  readonly earlier: () => SchemaReading | undefined;
  readonly readWhole: () => Promise<void>;
}

export class SchemaService implements SchemaEngine {
  readonly #ports: SchemaServicePorts;
  readonly #projects = new Map<string, ProjectReplay>();
  readonly #live = new Map<string, SchemaReading>();
  /** Schemas that are as an earlier run read them, so that they need not be at hand before more is asked. */
  readonly #late = new Map<string, LateSchema>();
  /** Databases that are being read: whoever asks meanwhile gets the same answer. */
  readonly #reading = { all: new Shared<SchemaReading>(), changes: new Shared<SchemaReading>() };

  readonly #models: ModelService;
  readonly #previews: PreviewService;

  constructor(ports: SchemaServicePorts) {
    this.#ports = ports;
    const { python, sql, answers, activity, rehearsal } = ports;
    const readFile = answers.files.readSync;
    this.#models = new ModelService({
      parsers: this.#parsers,
      readFile,
      pause: ports.pause,
      projectOf: (id) => this.#projectOf(id),
      projects: () => [...this.#projects.values()].map(({ scripts }) => scripts.project),
      liveOf: (database) => this.#liveOf(database),
      others: (id, signal) => this.#others(id, signal),
    });
    this.#previews = new PreviewService({
      python,
      sql,
      readFile,
      activity,
      rehearsal,
      projectOf: (id) => this.#projectOf(id),
      liveOf: (database) => this.#liveOf(database),
      usesOf: (question, signal) => this.#models.usesOf(question, signal),
      driftInput: (question, signal) => this.#driftInput(question, signal),
    });
  }

  takeProject(scripts: ProjectScripts): Promise<void> {
    const { answers, pause } = this.#ports;
    const { id } = scripts.project;
    const ports = { parsers: this.#parsers, readFile: answers.files.readSync, pause, answers };
    const replay = this.#projects.get(id) ?? new ProjectReplay(ports);
    replay.take(scripts);
    this.#projects.set(id, replay);
    this.#ports.answers.tellMore(id, scripts);
    return Promise.resolve();
  }

  forgetProject(projectId: string): Promise<void> {
    this.#projects.delete(projectId);
    this.#models.forgetProject(projectId);
    this.#ports.answers.forget(projectId);
    return Promise.resolve();
  }

  async readSchema(
    database: string,
    connection: Connection,
    timeouts: ConnectionTimeouts,
    onlyChanges: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const reader = this.#ports.createReader(() => timeouts);
    const { all, changes } = this.#reading;
    const before = onlyChanges && !all.has(database) ? this.#live.get(database) : undefined;
    if (before !== undefined) {
      const read = (shared: AbortSignal) => reader.readChanges(connection, before, shared);
      this.#take(database, await changes.run(database, signal, read));
      return;
    }
    const readWhole = async (): Promise<void> => {
      const read = (shared: AbortSignal) => reader.readSchema(connection, shared);
      this.#take(database, await all.run(database, signal, read));
    };
    const holds = (seal: SchemaSeal) => reader.holds(connection, seal, signal);
    const earlier = await this.#ports.answers.tellSealed<SchemaSeal, SchemaReading>(database, holds);
    if (earlier === undefined) return readWhole();
    this.#live.delete(database);
    this.#late.set(database, { earlier, readWhole });
  }

  #take(database: string, reading: SchemaReading): void {
    const { answers } = this.#ports;
    const { serverVersion, searchPath, snapshot } = reading;
    this.#late.delete(database);
    this.#live.set(database, reading);
    answers.tell(database, [serverVersion, searchPath, snapshot]);
    answers.seal(database, () => sealOf(reading), reading);
  }

  async #complete(databases: readonly string[]): Promise<void> {
    const missing = databases.filter((database) => !this.#live.has(database));
    await Promise.all(
      missing.map((database) => {
        const late = this.#late.get(database);
        const earlier = late?.earlier();
        if (earlier === undefined) return late?.readWhole();
        this.#live.set(database, earlier);
        return undefined;
      }),
    );
  }

  /** A table grows without a change of its schema. */
  async #readSizes(database: string): Promise<void> {
    await this.#late.get(database)?.readWhole();
  }

  drift(question: DriftQuestion, signal: AbortSignal): Promise<DriftReport> {
    const subjects = [question.projectId, question.database, ...this.#projects.keys()];
    return this.#ports.answers.of('drift', subjects, question, async () => {
      await this.#complete([question.database]);
      return driftReport(await this.#driftInput(question, signal));
    });
  }

  async preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewDocument> {
    await this.#readSizes(request.drift.database);
    return this.#previews.preview(request, signal);
  }

  async rehearse(
    request: PreviewRequest,
    onProgress: RehearsalListener,
    signal: AbortSignal,
  ): Promise<RunPreview> {
    await this.#readSizes(request.drift.database);
    return this.#previews.rehearse(request, onProgress, signal);
  }

  checkRules(question: RuleQuestion, signal: AbortSignal): Promise<readonly RuleFinding[]> {
    return this.#previews.checkRules(question, signal);
  }

  async sideBySide(ours: string, theirs: string): Promise<SideBySide> {
    return sideBySide(ours, theirs, await this.#ports.sql());
  }

  async ddl(source: SchemaSource, signal: AbortSignal): Promise<string> {
    return ddlOf(await this.#snapshotOf(source, signal));
  }

  async historyAt(
    { projectId, revision, offset }: ScriptPlace,
    signal: AbortSignal,
  ): Promise<ObjectHistory | undefined> {
    const project = this.#projectOf(projectId);
    const prepared = await project.prepare(undefined, signal);
    const script = project.scriptOf(revision);
    return script && historyAt({ ...script, revision, offset }, prepared);
  }

  takeModelFiles(files: ModelFiles): Promise<void> {
    this.#models.takeFiles(files);
    this.#ports.answers.tellMore('models', files);
    return Promise.resolve();
  }

  checkModels(question: ModelQuestion, signal: AbortSignal): Promise<CheckedModels | undefined> {
    const databases = question.environments.map(({ drift }) => drift.database);
    const subjects = [question.projectId, ...databases, ...this.#projects.keys(), 'models'];
    return this.#ports.answers.of('check', subjects, question, async () => {
      await this.#complete(databases);
      return this.#models.check(question, signal);
    });
  }

  modelAt(place: ModelPlace): Promise<ModelFacts | undefined> {
    return Promise.resolve(this.#models.factsAt(place));
  }

  fixesOf(question: FixQuestion): Promise<readonly Fix[]> {
    return this.#models.fixesOf(question);
  }

  readonly #parsers = async (): Promise<ScriptParsers> => {
    const { python, sql } = this.#ports;
    // Python's parser goes first: the other way round, both take longer to start.
    return { python: await python(), sql: await sql() };
  };

  async #snapshotOf(source: SchemaSource, signal: AbortSignal): Promise<SchemaSnapshot> {
    if (source.kind === 'live') {
      await this.#complete([source.database]);
      return this.#liveOf(source.database).snapshot;
    }
    const { timeline } = await this.#projectOf(source.projectId).prepare(undefined, signal);
    return timeline.snapshotAt(source.revisions);
  }

  async #driftInput(question: DriftQuestion, signal: AbortSignal): Promise<DriftInput> {
    const { projectId, database, stamped, applied, schema, ignore } = question;
    const project = this.#projectOf(projectId);
    const live = this.#liveOf(database);
    const prepared = await project.prepare(schema, signal);
    return {
      ...prepared,
      live: live.snapshot,
      stamped,
      applied,
      scope: {
        managed: prepared.managed,
        others: await this.#others(projectId, signal),
        ignore: ignoring(ignore, project.versionTable === undefined ? [] : [project.versionTable]),
      },
    };
  }

  async #others(projectId: string, signal: AbortSignal): Promise<NonNullable<DriftInput['scope']['others']>> {
    const others = [...this.#projects].filter(([id]) => id !== projectId);
    const all = [];
    for (const [, other] of others) {
      const { managed } = await other.prepare(undefined, signal);
      all.push({ project: other.name, managed: withVersionTable(managed, other.versionTable) });
    }
    return all;
  }

  #projectOf(id: string): ProjectReplay {
    const project = this.#projects.get(id);
    if (project === undefined) throw new Error('The project was never taken over.');
    return project;
  }

  #liveOf(database: string): SchemaReading {
    const reading = this.#live.get(database);
    if (reading === undefined)
      throw new UserError('This schema is not at hand any more.', 'Read the environment again.');
    return reading;
  }
}

/** Whose version table it is, tells as much as whose tables they are. */
function withVersionTable(
  managed: ReadonlySet<string>,
  versionTable: VersionTable | undefined,
): ReadonlySet<string> {
  if (versionTable === undefined) return managed;
  const { schema = 'public', name } = versionTable;
  return new Set([...managed, refKey({ object: 'table', of: { schema, name } })]);
}
