/**
 * Answers what an upgrade, a downgrade or a stamp would do, in the thread of the schema engine: plans the run on the live
 * schema, and tries it out on a clone where asked.
 */
import { conventionOf } from '../core/migration/allConventions.ts';
import { lookUp } from '../core/migration/lookup.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { Revision } from '../core/migration/revision.ts';
import { standingOf } from '../core/migration/standing.ts';
import type { VersionTableReading } from '../core/migration/versionTable.ts';
import { startOfRun } from '../core/preview/locks/contextAfter.ts';
import { impactsOf } from '../core/preview/locks/impactsOf.ts';
import type { Activity } from '../core/preview/obstacles/activity.ts';
import type { PlannedRevision, PlannedRun } from '../core/preview/plan/plannedRun.ts';
import { planRun } from '../core/preview/plan/planRun.ts';
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import { previewRun } from '../core/preview/previewRun.ts';
import type { RehearsalResult } from '../core/preview/rehearsal/rehearsal.ts';
import { rehearsalJobOf } from '../core/preview/rehearsal/rehearsalJob.ts';
import { rehearsalResultOf } from '../core/preview/rehearsal/rehearsalResult.ts';
import { checkRules } from '../core/preview/rules/checkRules.ts';
import type { RuleFinding } from '../core/preview/rules/rule.ts';
import { scriptOf } from '../core/preview/rules/rule.ts';
import { type RunPath, refusalOf, runPathOf, sentence } from '../core/preview/runPath.ts';
import type { RunPreview } from '../core/preview/runPreview.ts';
import { previewStamp, type StampInput } from '../core/preview/stamp/previewStamp.ts';
import { asToolRuns, transactionDoubt } from '../core/preview/toolTransactions.ts';
import type { CodeUses } from '../core/preview/uses/codeUse.ts';
import { type PlaceOfVersionTable, placeOfVersionTable } from '../core/preview/versionTablePlace.ts';
import type { ConnectionTimeouts } from '../core/settings.ts';
import type { SqlParser } from '../core/sql/sqlParser.ts';
import { explanations } from '../core/status/stampReport.ts';
import { baseName } from '../core/text/path.ts';
import type { SyntaxParser } from '../core/text/syntax.ts';
import type { Connection } from './ports.ts';
import type { ActivityReader, Rehearsal, RehearsalListener } from './previewPorts.ts';
import { type PreparedProject, type ProjectReplay, searchPathOf } from './projectReplay.ts';
import type { DriftQuestion, PreviewRequest, ProjectScripts, RuleQuestion } from './schemaEngine.ts';
import type { SchemaReading } from './schemaPorts.ts';
import { UserError } from './userError.ts';

export interface PreviewServicePorts {
  readonly python: () => Promise<SyntaxParser>;
  readonly sql: () => Promise<SqlParser>;
  readonly readFile: (path: string) => string | undefined;
  readonly activity: ActivityReader;
  readonly rehearsal: Rehearsal;
  readonly projectOf: (id: string) => ProjectReplay;
  readonly liveOf: (database: string) => SchemaReading;
  /** Where the code of the workspace names what revisions change. */
  readonly usesOf: (question: UsesQuestion, signal: AbortSignal) => Promise<ReadonlyMap<string, CodeUses>>;
  /** What a comparison of a live schema with the project is made of. */
  readonly driftInput: (
    question: DriftQuestion,
    signal: AbortSignal,
  ) => Promise<Omit<StampInput, 'project' | 'graph' | 'versionTable' | 'reading' | 'environment' | 'target'>>;
}

export interface UsesQuestion {
  readonly projectId: string;
  readonly revisions: readonly PlannedRevision[];
  readonly sqlFiles: readonly string[];
}

/** A run of revisions on a live schema, planned. */
interface Planned {
  readonly request: PreviewRequest;
  readonly project: ProjectReplay;
  readonly path: Extract<RunPath, { readonly kind: 'path' }>;
  readonly live: SchemaReading;
  readonly prepared: PreparedProject;
  readonly run: PlannedRun;
  /** Of a version table that is not there yet. */
  readonly place: PlaceOfVersionTable | undefined;
  readonly uses: ReadonlyMap<string, CodeUses>;
}

export class PreviewService {
  readonly #ports: PreviewServicePorts;

  constructor(ports: PreviewServicePorts) {
    this.#ports = ports;
  }

  async preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewDocument> {
    if (request.kind === 'stamp') return this.#stamp(request, signal);
    const [planned, activity] = await Promise.all([
      this.#plan(request, signal),
      this.#activity(request, signal),
    ]);
    return this.#previewOf(planned, activity);
  }

  /** The same, tried out on a clone of the live schema. */
  async rehearse(
    request: PreviewRequest,
    onProgress: RehearsalListener,
    signal: AbortSignal,
  ): Promise<RunPreview> {
    const planned = await this.#plan(request, signal);
    const [rehearsal, activity] = await Promise.all([
      this.#rehearse(planned, onProgress, signal),
      this.#activity(request, signal),
    ]);
    return this.#previewOf(planned, activity, rehearsal);
  }

  /** On the schema that the revisions before it leave, without asking any database. */
  async checkRules(
    { projectId, revision, serverVersion, rules }: RuleQuestion,
    signal: AbortSignal,
  ): Promise<readonly RuleFinding[]> {
    const project = this.#ports.projectOf(projectId);
    const file = project.scripts.graph.byId.get(revision)?.file;
    if (file === undefined || !rules.enabled) return [];
    const { timeline } = await project.prepare(undefined, signal);
    const sql = await this.#ports.sql();
    const searchPath = searchPathOf(undefined);
    const readFile = this.#readerOf(project);
    const run = planRun({
      direction: 'upgrade',
      revisions: [
        {
          revision,
          operationsAt: (snapshot) => project.operationsAt(revision, 'upgrade', { snapshot, searchPath }),
        },
      ],
      start: timeline.snapshotAt(timeline.parentsOf(revision)),
      sql,
      searchPath,
      serverVersion,
      readFile,
    });
    const context = startOfRun({ serverVersion, timeZone: undefined, sql, searchPath });
    const script = scriptOf(file, readFile(file) ?? '');
    return run.revisions.flatMap((planned) => {
      const { impacts, met } = impactsOf(planned.statements, context);
      return checkRules({ revision: planned, impacts, met, context, script }, rules);
    });
  }

  async #stamp(request: PreviewRequest, signal: AbortSignal): Promise<PreviewDocument> {
    const { drift, environment, reading, target } = request;
    const { project, graph, versionTable } = this.#ports.projectOf(drift.projectId).scripts;
    const input = await this.#ports.driftInput(drift, signal);
    const answer = previewStamp({ ...input, project, graph, versionTable, environment, reading, target });
    if (answer.kind === 'notFound') throw noTarget(answer.message);
    return answer;
  }

  async #plan(request: PreviewRequest, signal: AbortSignal): Promise<Planned> {
    const { drift, kind, target } = request;
    const project = this.#ports.projectOf(drift.projectId);
    const { scripts } = project;
    const searchPath = searchPathOf(drift.schema);
    const live = this.#ports.liveOf(drift.database);
    const reading = readingFor(request, scripts);
    const path = pathOf(scripts, reading, kind === 'stamp' ? 'upgrade' : kind, target);
    this.#refuseBroken(project, path.revisions, await this.#ports.python());
    const prepared = await project.prepare(drift.schema, signal);
    const direction = kind === 'downgrade' ? 'downgrade' : 'upgrade';
    const { versionTable } = scripts;
    const readFile = this.#readerOf(project);
    const planned = planRun({
      direction,
      revisions: path.revisions.map(({ id }) => ({
        revision: id,
        operationsAt: (snapshot) => project.operationsAt(id, direction, { snapshot, searchPath }),
      })),
      start: live.snapshot,
      sql: await this.#ports.sql(),
      searchPath,
      serverVersion: Number.parseInt(live.serverVersion, 10),
      ...(versionTable && {
        versionTable: {
          convention: scripts.project.convention,
          table: versionTable,
          exists: reading.kind === 'rows',
          heads: path.from,
          graph: scripts.graph,
        },
      }),
      readFile,
    });
    const run = asToolRuns(planned, {
      project: scripts.project,
      readFile,
      scriptOf: (id) => {
        const file = scripts.graph.byId.get(id)?.file;
        const text = file === undefined ? undefined : readFile(file);
        return file === undefined || text === undefined ? undefined : scriptOf(file, text);
      },
    });
    const place =
      versionTable === undefined || reading.kind !== 'absent'
        ? undefined
        : placeOfVersionTable({
            project: scripts.project,
            table: versionTable,
            live: live.snapshot,
            readFile,
          });
    const { sqlFiles } = request;
    const { revisions } = run;
    const uses = await this.#ports.usesOf({ projectId: drift.projectId, revisions, sqlFiles }, signal);
    return { request: { ...request, reading }, project, path, live, prepared, run, place, uses };
  }

  #readerOf(project: ProjectReplay): (file: string) => string | undefined {
    return (file) => project.textOf(file) ?? this.#ports.readFile(file);
  }

  /** A tool that imports its scripts runs nothing as long as one of them cannot be read. */
  #refuseBroken(project: ProjectReplay, revisions: readonly Revision[], python: SyntaxParser): void {
    const { checkSyntax } = conventionOf(project.scripts.project.convention);
    for (const { id, file } of revisions) {
      const text = project.textOf(file);
      const script = { file, text: text ?? '', readImport: () => undefined };
      const [problem] = text === undefined ? [] : (checkSyntax?.(script, python) ?? []);
      if (problem !== undefined)
        throw new UserError(
          `The script of ${id} is not valid Python, so nothing would run: ${problem.message}`,
          `Mend ${baseName(file)} first.`,
        );
    }
  }

  async #previewOf(
    { request, project, path, live, run, place, uses }: Planned,
    activity: Activity | string,
    rehearsal?: RehearsalResult,
  ): Promise<RunPreview> {
    const { environment, drift, rules } = request;
    const { scripts } = project;
    const readFile = this.#readerOf(project);
    return previewRun({
      project: scripts.project.name,
      environment,
      serverVersion: live.serverVersion,
      from: path.from,
      assumed: request.from !== undefined,
      to: path.to,
      transactions: transactionsOf(scripts.project),
      run,
      ...(place?.kind === 'missing' && { firstFailure: place.message }),
      sql: await this.#ports.sql(),
      searchPath: searchPathOf(drift.schema),
      revisionOf: (id) => scripts.graph.byId.get(id),
      textOf: readFile,
      sizes: live.sizes,
      activity,
      setsLockTimeout: scripts.project.readFiles.some((file) =>
        /^[^#\n]*lock_timeout/im.test(readFile(file) ?? ''),
      ),
      rules,
      uses,
      ...(rehearsal && { rehearsal }),
    });
  }

  /** What is not allowed to be seen, or cannot be, is no reason not to show the rest. */
  async #activity(
    { connection, timeouts }: { readonly connection: Connection; readonly timeouts: ConnectionTimeouts },
    signal: AbortSignal,
  ): Promise<Activity | string> {
    try {
      return await this.#ports.activity(connection, timeouts, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return `What is going on there now was not read: ${error.message}`;
    }
  }

  async #rehearse(
    { request, project, path, live, prepared, run, place }: Planned,
    onProgress: RehearsalListener,
    signal: AbortSignal,
  ): Promise<RehearsalResult> {
    const { reading, drift, serverFolder } = request;
    const { scripts } = project;
    const { versionTable } = scripts;
    const sql = await this.#ports.sql();
    const job = rehearsalJobOf({
      run,
      live: live.snapshot,
      searchPath: searchPathOf(drift.schema),
      stamped:
        versionTable !== undefined && reading.kind === 'rows'
          ? { table: { schema: reading.schema, name: versionTable.name }, rows: reading.rows }
          : undefined,
      transaction: transactionsOf(scripts.project) === 'revision' ? 'revision' : 'run',
      sql,
    });
    const rehearsed = await this.#ports.rehearsal(
      job.job,
      { serverVersion: live.serverVersion, serverFolder },
      onProgress,
      signal,
    );
    return rehearsalResultOf(rehearsed, {
      prepared: job,
      live: live.snapshot,
      target: prepared.timeline.snapshotAt(path.to),
      serverVersion: live.serverVersion,
      expressions: prepared.expressions,
      scope: (await this.#ports.driftInput(drift, signal)).scope,
      doubts: {
        transaction: transactionDoubt(scripts.project.convention),
        versionSchema: place?.kind === 'unknown' ? place.schema : undefined,
      },
    });
  }
}

function pathOf(
  { graph, project, versionTable }: ProjectScripts,
  reading: VersionTableReading,
  direction: 'upgrade' | 'downgrade',
  target: string,
): Extract<RunPath, { readonly kind: 'path' }> {
  if (reading.kind !== 'rows' && reading.kind !== 'absent') {
    const { title, versionTable: usual } = conventionOf(project.convention);
    throw new UserError(
      'The version table was not read, so nobody can tell what would run.',
      explanations(reading, versionTable ?? usual, title).join(' '),
    );
  }
  const rows = reading.kind === 'rows' ? reading.rows : [];
  const stamp = conventionOf(project.convention).readStamp(rows, graph, project);
  const standing = standingOf(graph, stamp);
  const path = runPathOf(graph, stamp, standing, direction, target);
  if (path.kind === 'notFound') throw noTarget(path.message, path.advice);
  const refusal = refusalOf(project.convention, standing, direction, path.revisions);
  if (refusal !== undefined)
    throw new UserError(refusal, 'Settle that first, or name a target that does not need it.');
  return path;
}

/** The version table as it is, or as if it held the revision to start from. */
function readingFor(
  { reading, from }: PreviewRequest,
  { graph, project, versionTable }: ProjectScripts,
): VersionTableReading {
  if (from === undefined) return reading;
  if (project.convention !== 'alembic')
    throw new UserError(
      'Only the runs of Alembic can be taken to start elsewhere.',
      'Leave out the revision to start from.',
    );
  const names = from.split(' ').map((name) => lookUp(graph, name));
  const wrong = names.find((one) => one.kind === 'notFound');
  if (wrong !== undefined) throw noTarget(wrong.message);
  const ids = names.flatMap((one) => (one.kind === 'notFound' ? [] : one.ids));
  const schema = reading.kind === 'rows' ? reading.schema : (versionTable?.schema ?? 'public');
  return { kind: 'rows', schema, rows: ids.map((id) => ({ version_num: id })) };
}

function noTarget(
  message: string,
  advice = 'Name another target: a revision’s id, head, heads, base, +1 or -1.',
): UserError {
  return new UserError(sentence(message), advice);
}

/** What `context.configure` is told; nothing known: Alembic's default. Other tools commit each script. */
function transactionsOf({ convention, facts }: MigrationProject): RunPreview['transactions'] {
  if (convention !== 'alembic') return 'revision';
  const fact = facts.find(({ name }) => name === 'transaction_per_migration');
  if (fact === undefined || fact.value === 'False') return 'run';
  return fact.value === 'True' ? 'revision' : 'unknown';
}
