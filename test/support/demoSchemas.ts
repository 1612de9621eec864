/** The demo's live schemas, compared with what the projects of its workspace say: the engine without its thread. */
import { DiskFiles } from '../../src/adapters/diskFiles.ts';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { createSchemaReader } from '../../src/adapters/postgres/schema/createSchemaReader.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { findProjects } from '../../src/app/findProjects.ts';
import { assemble, loadScripts } from '../../src/app/loadProject.ts';
import type { Connection } from '../../src/app/ports.ts';
import { type PreparedProject, ProjectReplay } from '../../src/app/projectReplay.ts';
import type { Comparison, Difference } from '../../src/core/drift/difference.ts';
import { diffSnapshots } from '../../src/core/drift/diffSnapshots.ts';
import { driftReport } from '../../src/core/drift/driftReport.ts';
import { ignoring } from '../../src/core/drift/ignoreRules.ts';
import { refText } from '../../src/core/drift/objectRef.ts';
import type { DriftReport } from '../../src/core/drift/report.ts';
import type { Scope } from '../../src/core/drift/scope.ts';
import type { Timeline } from '../../src/core/drift/timeline.ts';
import { allConventions } from '../../src/core/migration/allConventions.ts';
import type { RevisionGraph } from '../../src/core/migration/graph.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { typeText } from '../../src/core/schema/type.ts';
import { baseName } from '../../src/core/text/path.ts';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import type { Demo } from '../../src/demo/startDemo.ts';

const timeouts = { connectTimeoutMs: 20_000, statementTimeoutMs: 20_000 };

/** Project → its schema at every revision, and where its scripts were found. */
export type PreparedProjects = ReadonlyMap<
  string,
  PreparedProject & { readonly project: MigrationProject; readonly graph: RevisionGraph }
>;

export async function prepareProjects(folder: string): Promise<PreparedProjects> {
  const files = new DiskFiles({ blocking: true });
  const python = await loadPython();
  const parsers = { python, sql: await loadSql() };
  const isMarker = (file: string) => allConventions.some((one) => one.isMarker(baseName(file)));
  const { signal } = new AbortController();
  const markers = await files.search(folder, isMarker, [], signal);
  const prepared = new Map<string, PreparedProject & { project: MigrationProject; graph: RevisionGraph }>();
  for (const project of await findProjects(markers, files, async () => python)) {
    const replay = new ProjectReplay({
      parsers: async () => parsers,
      readFile: (path) => files.readSync(path),
      pause: () => Promise.resolve(),
    });
    const scripts = await loadScripts(project, files, async () => python);
    const changed = new Map([...scripts].map(([file, { text }]) => [file, text]));
    const { graph } = assemble(project, scripts);
    replay.take({ project, graph, versionTable: undefined, changed });
    prepared.set(project.name, { ...(await replay.prepare(undefined, signal)), project, graph });
  }
  return prepared;
}

export async function readSchema(connection: Connection): Promise<SchemaSnapshot> {
  const reader = createSchemaReader(() => timeouts);
  return (await reader.readSchema(connection, new AbortController().signal)).snapshot;
}

export function demoConnection({ port, environment }: Demo, database: string): Connection {
  const user = demoDatabases.find(({ name }) => name === database)?.owner ?? '';
  const target = { host: '127.0.0.1', port, database, user, ssl: 'disable' as const };
  return { target, password: environment.DRIFTLINE_DEMO_PASSWORD };
}

/** What a database has beside what a revision says. */
export function compareWith(
  projects: PreparedProjects,
  name: string,
  revision: string,
  live: SchemaSnapshot,
): Comparison {
  const { timeline, expressions } = preparedOf(projects, name);
  const before = timeline.snapshotAt(revision === 'base' ? [] : [revision]);
  return diffSnapshots(before, live, { expressions, scope: scopeOf(projects, name) });
}

/** @param stamped As in the version table; `undefined` where there is none. */
export function reportOn(
  projects: PreparedProjects,
  name: string,
  stamped: readonly string[] | undefined,
  live: SchemaSnapshot,
): DriftReport {
  const project = preparedOf(projects, name);
  const applied = appliedWith(stamped ?? [], project.timeline);
  return driftReport({ ...project, live, stamped, applied, scope: scopeOf(projects, name) });
}

export function preparedOf(projects: PreparedProjects, name: string) {
  const project = projects.get(name);
  if (project === undefined) throw new Error(`There is no project ${name}.`);
  return project;
}

export function scopeOf(projects: PreparedProjects, name: string): Scope {
  const others = [...projects]
    .filter(([other]) => other !== name)
    .map(([project, { managed }]) => ({ project, managed }));
  return { managed: preparedOf(projects, name).managed, others, ignore: ignoring([], versionTables) };
}

function appliedWith(stamped: readonly string[], { parentsOf }: Timeline): readonly string[] {
  const applied = new Set<string>();
  const open = [...stamped];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!applied.has(id)) open.push(...parentsOf(id));
    applied.add(id);
  }
  return [...applied];
}

const versionTables = [
  ...allConventions.map(({ versionTable }) => versionTable),
  { name: 'storage_elem_01_alembic_version' },
];

/** Sorted lines; `nothing` where nothing differs. */
export function comparisonText({ differences, notCompared, unmanaged, foreign }: Comparison): string[] {
  const lines = [
    ...differences.map(differenceText),
    ...notCompared.map(({ difference, reason }) => `uncertain ${differenceText(difference)}: ${reason}`),
    ...unmanaged.map((ref) => `unmanaged ${ref.object} ${refText(ref)}`),
    ...foreign.flatMap(({ project, objects }) =>
      objects.map((ref) => `of ${project}: ${ref.object} ${refText(ref)}`),
    ),
  ];
  return lines.length === 0 ? ['nothing'] : lines.sort();
}

function differenceText(difference: Difference): string {
  const name = `${difference.object} ${refText(difference)}`;
  switch (difference.kind) {
    case 'added':
      return `surplus ${name}`;
    case 'removed':
      return `missing ${name}`;
    case 'renamed':
      return `renamed ${name}`;
    case 'changed':
      return `changed ${name} ${difference.property}${valuesText(difference)}`;
  }
}

function valuesText(difference: Difference & { readonly kind: 'changed' }): string {
  if (difference.object !== 'column') return '';
  const { before, after, property } = difference;
  if (property === 'type') return `: ${typeText(before.type)}, here ${typeText(after.type)}`;
  return property === 'nullable' ? `: ${before.nullable}, here ${after.nullable}` : '';
}
