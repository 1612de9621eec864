/** Workspaces of SQL migrations, given as path → text, read as the product reads them. */
import { assemble, loadScripts } from '../../src/app/loadProject.ts';
import type { Convention } from '../../src/core/migration/convention.ts';
import { dbmate } from '../../src/core/migration/conventions/dbmate.ts';
import { flyway } from '../../src/core/migration/conventions/flyway.ts';
import { golangMigrate } from '../../src/core/migration/conventions/golangMigrate.ts';
import { goose } from '../../src/core/migration/conventions/goose.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import { standingOf } from '../../src/core/migration/standing.ts';
import type { VersionRow } from '../../src/core/migration/versionTable.ts';
import { baseName } from '../../src/core/text/path.ts';
import type { SyntaxParser } from '../../src/core/text/syntax.ts';
import { MemoryFiles } from './memoryFiles.ts';

export const sqlConventions: readonly Convention[] = [flyway, golangMigrate, goose, dbmate];

type Texts = Readonly<Record<string, string>>;

const noPython: SyntaxParser = {
  read: () => {
    throw new Error('SQL migrations need no Python parser.');
  },
};

/** What every SQL convention finds, one after the other. */
export async function projectsIn(texts: Texts): Promise<readonly MigrationProject[]> {
  const files = new MemoryFiles(texts);
  const paths = [...files.texts.keys()].sort();
  const found = sqlConventions.map((convention) =>
    convention.find(
      paths.filter((path) => convention.isMarker(baseName(path))),
      files,
      noPython,
    ),
  );
  return (await Promise.all(found)).flat();
}

/** The chain of one project. */
export async function chainOf(project: MigrationProject, texts: Texts) {
  const scripts = await loadScripts(project, new MemoryFiles(texts), () => Promise.resolve(noPython));
  return assemble(project, scripts);
}

/** The only project of a workspace, its chain, and where a database with these rows stands. */
export async function readOne(texts: Texts, rows: readonly VersionRow[] = []) {
  const [project, ...others] = await projectsIn(texts);
  if (project === undefined || others.length > 0) throw new Error('There is not exactly one project.');
  const state = await chainOf(project, texts);
  const convention = sqlConventions.find(({ id }) => id === project.convention);
  if (convention === undefined) throw new Error('No SQL convention.');
  const stamp = convention.readStamp(rows, state.graph, project);
  return { ...state, stamp, standing: standingOf(state.graph, stamp) };
}

/** For comparing: `duplicate-id V1__b.sql: …`. */
export const problemTexts = (problems: readonly { readonly code: string; readonly file: string }[]) =>
  problems.map(({ code, file }) => `${code} ${baseName(file)}`);
