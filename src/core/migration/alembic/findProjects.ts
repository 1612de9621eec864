/**
 * The Alembic projects of a workspace: declared by ini files and `pyproject.toml`, or by nothing but an `env.py`
 * beside a `versions` folder, where a program configures Alembic itself.
 *
 * Declarations that lead to the same scripts and the same version table are one project with several databases.
 */
import { moduleFiles } from '../../python/moduleFiles.ts';
import { baseName, folderOf, relativePath } from '../../text/path.ts';
import type { Problem } from '../../text/read.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { Files } from '../convention.ts';
import { nameFor } from '../naming.ts';
import type { MigrationProject, ProjectFact, ProjectUrl } from '../project.ts';
import { type AlembicConfig, mainOption, sectionOption } from './config.ts';
import { readDeclarations } from './declarations.ts';
import { type Environment, environmentOf } from './environment.ts';
import { withFlaskArguments } from './flaskMigrate.ts';
import { withImports } from './imports.ts';
import { type Location, locate } from './locate.ts';
import { type ConfigureCall, type EnvText, readEnv } from './readEnv.ts';
import { defaultVersions } from './versions.ts';

export async function findProjects(
  markers: readonly string[],
  files: Files,
  python: SyntaxParser | undefined,
): Promise<readonly MigrationProject[]> {
  const found: Found[] = [];
  for (const declaration of await readDeclarations(markers, files)) {
    for (const location of await locate(declaration, files)) {
      const problems = [...declaration.problems, ...location.problems];
      found.push({
        project: await toProject(declaration.config, { ...location, problems }, files, python),
        location,
      });
    }
  }
  const declared = new Set(found.map(({ location }) => location.scripts));
  for (const env of markers.filter((marker) => baseName(marker) === 'env.py')) {
    const scripts = folderOf(env);
    if (declared.has(scripts)) continue;
    found.push(...(await undeclaredProjects(env, files, python)));
  }
  return merge(found);
}

interface Found {
  readonly project: MigrationProject;
  readonly location: Location;
}

async function toProject(
  config: AlembicConfig,
  location: Location,
  files: Files,
  python: SyntaxParser | undefined,
): Promise<MigrationProject> {
  const here = folderOf(config.file);
  const root = here === location.scripts ? folderOf(here) : here;
  const env = await readEnvironment(`${location.scripts}/env.py`, config, root, files, python);
  const isMain = config.section === undefined || config.section === 'alembic';
  const url = urlOf(config);
  const parts = [isMain ? undefined : config.section, location.part].filter((part) => part !== undefined);
  return {
    id: [config.file, ...parts].join('#'),
    name: [nameFor(root), ...parts].join(' '),
    convention: 'alembic',
    root,
    declaredIn: config.file,
    ...(isMain || config.section === undefined ? {} : { section: config.section }),
    folders: location.folders,
    versionTable: env.versionTable,
    readFiles: [
      ...new Set([config.file, ...(config.toml === undefined ? [] : [config.toml.file]), ...env.readFiles]),
    ],
    problems: [...location.problems, ...(location.folders.length === 0 ? [] : env.problems)],
    facts: [...databasesFact(config), ...env.facts],
    ...(url === undefined ? {} : { url }),
  };
}

async function undeclaredProjects(
  env: string,
  files: Files,
  python: SyntaxParser | undefined,
): Promise<readonly Found[]> {
  const scripts = folderOf(env);
  const text = await files.read(env);
  if (text === undefined || !/\balembic\b/.test(text) || !/\bcontext\b/.test(text)) return [];
  const versions = await defaultVersions(scripts, false, files);
  const hasScripts = (await files.list(`${scripts}/versions`, { recursive: true })).some((file) =>
    file.endsWith('.py'),
  );
  if (!hasScripts) return [];
  const root = folderOf(scripts);
  const environment = await readEnvironment(env, undefined, root, files, python);
  return versions.map(({ folders, problems, part }) => {
    const project: MigrationProject = {
      id: part === undefined ? scripts : `${scripts}#${part}`,
      name: part === undefined ? nameFor(root) : `${nameFor(root)} ${part}`,
      convention: 'alembic',
      root,
      declaredIn: scripts,
      folders,
      versionTable: environment.versionTable,
      readFiles: environment.readFiles,
      problems: [...problems, ...environment.problems],
      facts: environment.facts,
    };
    return { project, location: { scripts, folders, problems } };
  });
}

interface ReadEnvironment extends Environment {
  readonly readFiles: readonly string[];
}

async function readEnvironment(
  file: string,
  config: AlembicConfig | undefined,
  root: string,
  files: Files,
  python: SyntaxParser | undefined,
): Promise<ReadEnvironment> {
  if (python === undefined) return { versionTable: undefined, facts: [], problems: [], readFiles: [] };
  const text = await files.read(file);
  if (text === undefined) {
    const message = 'This folder has no env.py, so Alembic cannot run here. Create it with “alembic init”.';
    const problem: Problem = { code: 'env-missing', severity: 'error', message, file: folderOf(file) };
    return { versionTable: undefined, facts: [], problems: [problem], readFiles: [file] };
  }
  const { value, readFiles } = await withImports(files, (readImport) =>
    configureCalls({ file, text, readImport }, config, python),
  );
  const flask = await withFlaskArguments(value, root, files, python);
  return { ...environmentOf(flask.calls, file), readFiles: [file, ...readFiles, ...flask.readFiles] };
}

/** The calls in `env.py`; where it has none, those in the repository's modules that it imports. */
function configureCalls(
  env: EnvText,
  config: AlembicConfig | undefined,
  python: SyntaxParser,
): readonly ConfigureCall[] {
  const { calls, imports } = readEnv(env, config, python);
  if (calls.length > 0) return calls;
  for (const module of imports.filter((name) => !name.startsWith('alembic.') && name !== 'alembic')) {
    for (const file of moduleFiles(module, env.file)) {
      const text = env.readImport(file);
      if (text === undefined) continue;
      const inner = text.includes('.configure(') ? readEnv({ ...env, file, text }, config, python).calls : [];
      if (inner.length > 0) return inner;
      break;
    }
  }
  return [];
}

/** The option itself; with Alembic's template for several databases, that of the first. Its own placeholder is none. */
function urlOf(config: AlembicConfig): ProjectUrl | undefined {
  const { section, ini } = config;
  if (section === undefined || ini === undefined) return undefined;
  for (const name of [section, ...databasesOf(config)]) {
    const text = sectionOption(config, name, 'sqlalchemy.url');
    if (text === undefined || text.text === '' || text.text?.startsWith('driver://')) continue;
    return { file: ini.file, key: 'sqlalchemy.url', section: name };
  }
  return undefined;
}

function databasesOf(config: AlembicConfig): readonly string[] {
  const text = mainOption(config, 'databases')?.text ?? '';
  return text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function databasesFact(config: AlembicConfig): ProjectFact[] {
  const option = mainOption(config, 'databases');
  if (option === undefined || databasesOf(config).length === 0) return [];
  const place = option.range === undefined ? {} : { range: option.range };
  return [{ name: 'databases', value: databasesOf(config).join(', '), file: option.file, ...place }];
}

/** Keeps the first of those that share scripts and version table, and says where else it is declared. */
function merge(found: readonly Found[]): readonly MigrationProject[] {
  const projects = new Map<string, MigrationProject>();
  for (const { project, location } of found) {
    const { folders, versionTable } = project;
    const key = JSON.stringify([location.scripts, folders, versionTable ?? null]);
    const before = projects.get(key);
    if (before === undefined) projects.set(key, project);
    else {
      const value = relativePath(project.id, before.root);
      const also = { name: 'also declared in', value, file: project.declaredIn };
      const url = before.url ?? project.url;
      projects.set(key, {
        ...before,
        readFiles: [...new Set([...before.readFiles, ...project.readFiles])],
        facts: [...before.facts, also],
        ...(url === undefined ? {} : { url }),
      });
    }
  }
  return [...projects.values()];
}
