/** Answers what is asked about models, in the thread of the schema engine: reads them, compares them, proposes fixes. */
import { ignoring } from '../core/drift/ignoreRules.ts';
import type { ScriptParsers } from '../core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { type CheckMemo, createCheckMemo } from '../core/models/check/checkMemo.ts';
import {
  type CheckedEnvironment,
  checkModels,
  type ModelCheckInput,
} from '../core/models/check/checkModels.ts';
import type { ModelReport } from '../core/models/check/modelFinding.ts';
import type { FixSide } from '../core/models/fix/fixContext.ts';
import { fixesFor } from '../core/models/fix/fixesFor.ts';
import { type FactsPlace, type ModelFacts, modelFactsAt } from '../core/models/modelFacts.ts';
import type { ModelSchema } from '../core/models/modelSchema.ts';
import { findModels } from '../core/models/read/findModels.ts';
import { versionsFor } from '../core/models/read/packageVersions.ts';
import { type ModelCache, newModelCache, readModelsInSteps } from '../core/models/read/readModels.ts';
import type { CodeUses } from '../core/preview/uses/codeUse.ts';
import { findUsesInSteps } from '../core/preview/uses/findUses.ts';
import { ownCode } from '../core/preview/uses/ownCode.ts';
import type { Fix } from '../core/text/edit.ts';
import { ModelFileTexts } from './modelFileTexts.ts';
import type { UsesQuestion } from './previewService.ts';
import type { PreparedProject, ProjectReplay } from './projectReplay.ts';
import type {
  CheckedModels,
  FixQuestion,
  ModelEnvironment,
  ModelFiles,
  ModelPlace,
  ModelQuestion,
} from './schemaEngine.ts';
import type { SchemaReading } from './schemaPorts.ts';

export interface ModelServicePorts {
  readonly parsers: () => Promise<ScriptParsers>;
  readonly readFile: (path: string) => string | undefined;
  readonly pause: () => Promise<void>;
  readonly projectOf: (id: string) => ProjectReplay;
  readonly projects: () => readonly MigrationProject[];
  readonly liveOf: (database: string) => SchemaReading;
  readonly others: (id: string, signal: AbortSignal) => Promise<NonNullable<ModelCheckInput['others']>>;
}

/** The last check of a project, and what is kept for the next one. */
interface Checked {
  readonly models: ModelSchema;
  readonly report: ModelReport;
  readonly question: ModelQuestion;
  readonly prepared: PreparedProject;
  /** Whatever the report was made of: equal only where each is the same. */
  readonly basis: readonly unknown[];
  readonly version: number;
}

type KnownInput = Pick<ModelCheckInput, 'models' | 'environments' | 'memo'> &
  Required<Pick<ModelCheckInput, 'others'>> & { readonly prepared: PreparedProject };

interface Kept {
  readonly cache: ModelCache;
  readonly memo: CheckMemo;
  last?: Checked;
}

/** Most files are in a cache; between so many of them others have their turn. */
const FILES_A_TURN = 20;

export class ModelService {
  readonly #ports: ModelServicePorts;
  readonly #texts: ModelFileTexts;
  readonly #projects = new Map<string, Kept>();
  #versions = 0;

  constructor(ports: ModelServicePorts) {
    this.#ports = ports;
    this.#texts = new ModelFileTexts(ports.readFile);
  }

  takeFiles(files: ModelFiles): void {
    this.#texts.take(files);
  }

  forgetProject(id: string): void {
    this.#projects.delete(id);
  }

  async check(question: ModelQuestion, signal: AbortSignal): Promise<CheckedModels | undefined> {
    const { projectId } = question;
    const kept = this.#keptOf(projectId);
    const replay = this.#ports.projectOf(projectId);
    const prepared = await replay.prepare(undefined, signal);
    const models = await this.#readModels(replay, prepared, kept.cache, signal);
    const environments = await this.#environments(question, signal);
    const others = await this.#ports.others(projectId, signal);
    const basis = [
      ...this.#basisOf(models),
      prepared,
      ...environments.flatMap(({ live, migrations }) => [live, migrations]),
      ...others.map(({ managed }) => managed),
      JSON.stringify({ ...question, baseline: [...question.baseline], known: undefined }),
    ];
    const { last } = kept;
    const isSame = last?.basis.length === basis.length && basis.every((one, at) => one === last.basis[at]);
    if (last === undefined || !isSame) {
      const report = this.#report(question, { models, prepared, environments, others, memo: kept.memo });
      kept.last = { models, report, question, prepared, basis, version: ++this.#versions };
      return { version: kept.last.version, report };
    }
    return last.version === question.known ? undefined : { version: last.version, report: last.report };
  }

  /** Tables that have not changed are the same objects in both readings; comments count that change none. */
  #basisOf({ tables, snapshot, unread }: ModelSchema): readonly unknown[] {
    const files = new Set(
      tables.flatMap(({ location, columns }) =>
        [location, ...columns.map((one) => one.location)].map(({ file }) => file),
      ),
    );
    return [
      ...tables,
      ...snapshot.tables.values(),
      ...snapshot.types.values(),
      JSON.stringify([unread, snapshot.uncertainties]),
      ...[...files].map(this.#texts.read),
    ];
  }

  #report(question: ModelQuestion, known: KnownInput): ModelReport {
    const { models, prepared, environments, others, memo } = known;
    const { versionTable } = this.#ports.projectOf(question.projectId);
    return checkModels({
      models,
      migrations: prepared,
      environments,
      expressions: prepared.expressions,
      others,
      ignore: ignoring(question.ignore, versionTable === undefined ? [] : [versionTable]),
      severities: question.severities,
      baseline: question.baseline,
      textOf: this.#texts.read,
      memo,
    });
  }

  factsAt({ projectId, file, offset }: ModelPlace): ModelFacts | undefined {
    const last = this.#projects.get(projectId)?.last;
    return last && modelFactsAt({ file, offset }, { ...last, places: this.#placesOf(last) });
  }

  async fixesOf({ projectId, fingerprint, created }: FixQuestion): Promise<readonly Fix[]> {
    const last = this.#projects.get(projectId)?.last;
    const finding = last?.report.findings.find((one) => one.fingerprint === fingerprint);
    if (last === undefined || finding === undefined) return [];
    const { project, graph } = this.#ports.projectOf(projectId).scripts;
    const { python } = await this.#ports.parsers();
    const { timeline } = last.prepared;
    return fixesFor(finding, {
      models: last.models,
      schemaOf: (environment) => this.#schemaOf(environment, last),
      textOf: this.#texts.read,
      python,
      writing: {
        project,
        graph,
        readFile: this.#ports.readFile,
        snapshotAt: (revision) => timeline.snapshotAt([revision]),
        created,
      },
    });
  }

  /** Where the code that is theirs names what revisions change; of models as they are now. */
  async usesOf(
    { projectId, revisions, sqlFiles }: UsesQuestion,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, CodeUses>> {
    const { files } = this.#texts;
    const replay = this.#ports.projectOf(projectId);
    const { project } = replay.scripts;
    const holdsModels = project.convention === 'alembic' && revisions.length > 0 && files.length > 0;
    const models = holdsModels
      ? await this.#readModels(
          replay,
          await replay.prepare(undefined, signal),
          this.#keptOf(projectId).cache,
          signal,
        )
      : undefined;
    const isSql = new Set(sqlFiles);
    const steps = findUsesInSteps({
      revisions,
      models,
      files: ownCode([...files, ...sqlFiles], project, this.#ports.projects()),
      // Nobody tells when an SQL file changes: it is read each time.
      readFile: (file) => (isSql.has(file) ? this.#ports.readFile(file) : this.#texts.read(file)),
    });
    return this.#inTurns(steps, FILES_A_TURN * 10, signal);
  }

  #keptOf(projectId: string): Kept {
    const kept = this.#projects.get(projectId) ?? { cache: newModelCache(), memo: createCheckMemo() };
    this.#projects.set(projectId, kept);
    return kept;
  }

  async #inTurns<T>(
    work: Generator<undefined, T, undefined>,
    stepsATurn: number,
    signal: AbortSignal,
  ): Promise<T> {
    for (let steps = 1; ; steps++) {
      const step = work.next();
      if (step.done) return step.value;
      if (steps % stepsATurn === 0) await this.#ports.pause();
      signal.throwIfAborted();
    }
  }

  async #readModels(
    replay: ProjectReplay,
    { timeline, heads }: PreparedProject,
    cache: ModelCache,
    signal: AbortSignal,
  ): Promise<ModelSchema> {
    const { project } = replay.scripts;
    const readFile = this.#texts.read;
    const tables = new Set([...timeline.snapshotAt(heads).tables.values()].map(({ name }) => name.name));
    const files = findModels({ project, files: this.#texts.files, readFile, tables });
    const versions = versionsFor(files[0] ?? project.declaredIn, readFile);
    const parsers = await this.#ports.parsers();
    const reading = readModelsInSteps({ project, files, readFile, parsers, versions }, cache);
    return this.#inTurns(reading, FILES_A_TURN, signal);
  }

  async #environments(
    { environments, projectId }: ModelQuestion,
    signal: AbortSignal,
  ): Promise<readonly CheckedEnvironment[]> {
    return Promise.all(
      environments.map(async ({ name, protected: isProtected, drift }: ModelEnvironment) => {
        const { database, stamped, applied, schema } = drift;
        const live = this.#ports.liveOf(database).snapshot;
        const common = { name, protected: isProtected, live, stamped, applied };
        if (schema === undefined || schema === 'public') return common;
        const migrations = await this.#ports.projectOf(projectId).prepare(schema, signal);
        return { ...common, schema, migrations };
      }),
    );
  }

  #schemaOf(environment: string | undefined, { question, prepared }: Checked): FixSide | undefined {
    const models = 'public';
    if (environment === undefined) {
      const snapshot = prepared.timeline.snapshotAt(prepared.heads);
      return { snapshot, schemas: { models, database: models } };
    }
    const drift = question.environments.find(({ name }) => name === environment)?.drift;
    if (drift === undefined) return undefined;
    const { snapshot } = this.#ports.liveOf(drift.database);
    return { snapshot, schemas: { models, database: drift.schema ?? models } };
  }

  #placesOf({ question }: Checked): readonly FactsPlace[] {
    return question.environments.map(({ name, protected: isProtected, drift }) => {
      const { snapshot, sizes } = this.#ports.liveOf(drift.database);
      return { name, protected: isProtected, snapshot, sizes, schema: drift.schema ?? 'public' };
    });
  }
}
