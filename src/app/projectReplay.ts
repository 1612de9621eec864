/** One project's scripts, replayed: kept as long as they say the same. */
import { type Effects, effectsOf, managedBy, type Timeline } from '../core/drift/timeline.ts';
import type { MigrationOperation } from '../core/migration/operations/operation.ts';
import type { FoundSchema, ScriptParsers } from '../core/migration/operations/scriptOperations.ts';
import { sortRevisions } from '../core/migration/sort.ts';
import type { VersionTable } from '../core/migration/versionTable.ts';
import type { ExpressionComparer } from '../core/schema/expression.ts';
import { type Replay, replay } from '../core/schema/replay.ts';
import type { SchemaSnapshot } from '../core/schema/snapshot.ts';
import { createExpressionComparer } from '../core/sql/expressionComparer.ts';
import type { SqlParser } from '../core/sql/sqlParser.ts';
import type { Answers } from './answers.ts';
import { KeptScripts } from './keptScripts.ts';
import type { ProjectScripts } from './schemaEngine.ts';
import { ScriptReader } from './scriptReader.ts';

export interface ReplayPorts {
  /** Asked for at the first replay. */
  readonly parsers: () => Promise<ScriptParsers>;
  readonly readFile: (path: string) => string | undefined;
  readonly pause: () => Promise<void>;
  /** Absent: scripts are read anew in each run. */
  readonly answers?: Answers;
}

/** A project whose every revision has its schema. */
export interface PreparedProject {
  readonly timeline: Timeline;
  readonly effects: Effects;
  /** What its revisions ever made. */
  readonly managed: ReadonlySet<string>;
  readonly heads: readonly string[];
  readonly expressions: ExpressionComparer;
  /** Upgrade operations of a revision. */
  readonly operationsOf: (revision: string) => readonly MigrationOperation[];
}

interface Prepared {
  readonly scripts: ProjectScripts;
  readonly replay: Replay;
  readonly project: PreparedProject;
}

/** A replay is many small steps; between so many of them others have their turn. */
const STEPS_A_TURN = 10;

interface Tools {
  readonly sql: SqlParser;
  readonly expressions: ExpressionComparer;
  readonly reader: ScriptReader;
}

export class ProjectReplay {
  readonly #ports: ReplayPorts;
  #loading: Promise<Tools> | undefined;
  #reader: ScriptReader | undefined;
  #scripts: ProjectScripts | undefined;
  /** What the reader was not told yet. */
  #untold: Pick<ProjectScripts, 'project' | 'changed'> | undefined;
  /** By the schema in which names without one are found. */
  readonly #prepared = new Map<string, Prepared>();

  constructor(ports: ReplayPorts) {
    this.#ports = ports;
  }

  get scripts(): ProjectScripts {
    if (this.#scripts === undefined) throw new Error('The project has no scripts yet.');
    return this.#scripts;
  }

  get name(): string {
    return this.#scripts?.project.name ?? '';
  }

  get versionTable(): VersionTable | undefined {
    return this.#scripts?.versionTable;
  }

  /** Costs nothing yet: the scripts are read by {@link prepare}, which all that follows here needs. */
  take(scripts: ProjectScripts): void {
    this.#scripts = scripts;
    const { project, changed } = scripts;
    this.#untold = { project, changed: new Map([...(this.#untold?.changed ?? []), ...changed]) };
  }

  /** The text of a revision's script and what it does. */
  scriptOf(
    revision: string,
  ): { readonly text: string; readonly operations: readonly MigrationOperation[] } | undefined {
    const file = this.#scripts?.graph.byId.get(revision)?.file;
    const text = file === undefined ? undefined : this.#reader?.textOf(file);
    return text === undefined ? undefined : { text, operations: this.#operationsOf(revision) };
  }

  /** The text of a script. */
  textOf(file: string): string | undefined {
    return this.#reader?.textOf(file);
  }

  /** What a revision does to the schema it finds, in either direction. */
  operationsAt(
    revision: string,
    direction: 'upgrade' | 'downgrade',
    found: Omit<FoundSchema, 'revision'>,
  ): readonly MigrationOperation[] {
    const file = this.#scripts?.graph.byId.get(revision)?.file;
    if (file === undefined || this.#reader === undefined) return [];
    if (direction === 'downgrade')
      return this.#reader.downgradeAt(file, { ...found, revision }) ?? this.#reader.downgradeOf(file);
    return this.#reader.upgradeAt(file, { ...found, revision }) ?? this.#reader.upgradeOf(file);
  }

  /** @param schema Where the migrations create what they name without a schema; absent: `public`. */
  async prepare(schema: string | undefined, signal: AbortSignal): Promise<PreparedProject> {
    const tools = await this.#load();
    const { scripts } = this;
    const searchPath = searchPathOf(schema);
    const key = searchPath.join('\0');
    const known = this.#prepared.get(key);
    if (known?.scripts === scripts) return known.project;
    const operationsAt = (revision: string, snapshot: SchemaSnapshot) => {
      const file = scripts.graph.byId.get(revision)?.file;
      return file === undefined
        ? undefined
        : tools.reader.upgradeAt(file, { snapshot, searchPath, revision });
    };
    const context = { sql: tools.sql, searchPath, operationsAt };
    const replayed = replay(scripts.graph, (id) => this.#operationsOf(id), context, known?.replay);
    await this.#run(replayed, signal);
    tools.reader.keep();
    const project = this.#toProject(scripts, replayed, tools.expressions);
    this.#prepared.set(key, { scripts, replay: replayed, project });
    return project;
  }

  async #load(): Promise<Tools> {
    this.#loading ??= this.#loadTools();
    const tools = await this.#loading;
    this.#reader = tools.reader;
    if (this.#untold !== undefined) tools.reader.take(this.#untold.project, this.#untold.changed);
    this.#untold = undefined;
    return tools;
  }

  async #loadTools(): Promise<Tools> {
    const { parsers, readFile, answers } = this.#ports;
    const { project } = this.scripts;
    const kept = answers && (await KeptScripts.open(project, answers));
    const loaded = await parsers();
    return {
      sql: loaded.sql,
      expressions: createExpressionComparer(loaded.sql),
      reader: new ScriptReader(project, loaded, readFile, kept),
    };
  }

  async #run(replayed: Replay, signal: AbortSignal): Promise<void> {
    let steps = 0;
    for (const _ of replayed.prepare()) {
      if (++steps % STEPS_A_TURN === 0) await this.#ports.pause();
      signal.throwIfAborted();
    }
  }

  #toProject({ graph }: ProjectScripts, replayed: Replay, expressions: ExpressionComparer): PreparedProject {
    const all = new Set(graph.nodes.keys());
    const timeline: Timeline = {
      order: [...sortRevisions(graph, all, graph.effectiveHeads)].reverse(),
      parentsOf: (id) => graph.nodes.get(id)?.below ?? [],
      snapshotAt: (ids) => replayed.snapshotOf(ids),
    };
    return {
      timeline,
      effects: effectsOf(timeline, { expressions }),
      managed: managedBy(timeline),
      heads: graph.effectiveHeads,
      expressions,
      operationsOf: (id) => this.#operationsOf(id),
    };
  }

  #operationsOf(revision: string): readonly MigrationOperation[] {
    const file = this.#scripts?.graph.byId.get(revision)?.file;
    return file === undefined || this.#reader === undefined ? [] : this.#reader.upgradeOf(file);
  }
}

/** Of the session that runs the migrations, which create what they name without a schema in the first. */
export function searchPathOf(schema: string | undefined): readonly string[] {
  return schema === undefined || schema === 'public' ? ['public'] : [schema, 'public'];
}
