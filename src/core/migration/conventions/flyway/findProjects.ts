/** Flyway projects: one for each configuration file, and one for each tree of scripts that none of them covers. */
import { baseName, folderOf, isInside } from '../../../text/path.ts';
import type { Problem } from '../../../text/read.ts';
import type { Files } from '../../convention.ts';
import type { MigrationProject, ProjectFact, ScriptFolder } from '../../project.ts';
import type { VersionTable } from '../../versionTable.ts';
import { projectRootOf } from '../sqlScripts.ts';
import { isConfiguration, listOf, readConfiguration, settingOf } from './configuration.ts';
import { foldersAt, isBuildOutput } from './locations.ts';
import { rootsOf } from './roots.ts';

export const HISTORY_TABLE: VersionTable = {
  name: 'flyway_schema_history',
  columns: ['installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'success'],
};

export async function findProjects(
  markers: readonly string[],
  files: Files,
): Promise<readonly MigrationProject[]> {
  const scripts = markers.filter((path) => !isConfiguration(baseName(path)));
  const declared: MigrationProject[] = [];
  for (const file of markers) {
    if (!isConfiguration(baseName(file)) || isBuildOutput(file)) continue;
    const project = await declaredBy(file, scripts, files);
    if (project !== undefined && !declared.some((other) => isSame(other, project))) declared.push(project);
  }
  const covered = declared.flatMap(({ folders }) => folders.map(({ path }) => path));
  const others = scripts.filter((path) => !covered.some((folder) => isInside(path, folder)));
  const undeclared = rootsOf(others).map(({ path, folders }) => undeclaredAt(path, folders, files));
  return [...declared, ...(await Promise.all(undeclared))];
}

/** Configurations for several stages of one project differ in the database they name. */
function isSame(a: MigrationProject, b: MigrationProject): boolean {
  const identity = ({ folders, versionTable }: MigrationProject) =>
    JSON.stringify([folders.map(({ path }) => path).sort(), versionTable?.schema, versionTable?.name]);
  return identity(a) === identity(b);
}

async function undeclaredAt(
  path: string,
  folders: readonly ScriptFolder[],
  files: Files,
): Promise<MigrationProject> {
  const root = await projectRootOf(path, files);
  return {
    id: path,
    name: baseName(root),
    convention: 'flyway',
    root,
    declaredIn: path,
    folders,
    versionTable: HISTORY_TABLE,
    readFiles: [],
    problems: [],
    facts: [],
  };
}

async function declaredBy(
  file: string,
  scripts: readonly string[],
  files: Files,
): Promise<MigrationProject | undefined> {
  const text = await files.read(file);
  if (text === undefined) return undefined;
  const { value: facts, problems } = readConfiguration(file, text);
  const { folders, missing } = await foldersOf(file, facts, scripts, files);
  // A file for a user or a stage often says nothing but where the database is.
  if (folders.length === 0 && missing.length === 0) return undefined;
  const root = await projectRootOf(folderOf(file), files);
  const versionTable = tableOf(facts);
  return {
    id: file,
    name: baseName(root),
    convention: 'flyway',
    root,
    declaredIn: file,
    folders,
    versionTable,
    readFiles: [file],
    problems: [...problems, ...missing, ...(versionTable === undefined ? [tableUnknown(file, facts)] : [])],
    facts,
  };
}

interface Found {
  readonly folders: readonly ScriptFolder[];
  readonly missing: readonly Problem[];
}

async function foldersOf(
  file: string,
  facts: readonly ProjectFact[],
  scripts: readonly string[],
  files: Files,
): Promise<Found> {
  const here = folderOf(file);
  const fact = settingOf(facts, 'locations');
  if (fact?.value === undefined) return { folders: await usualFolders(here, scripts, files), missing: [] };
  const folders: ScriptFolder[] = [];
  const missing: Problem[] = [];
  for (const location of listOf(fact.value)) {
    const found = await foldersAt(location, here, scripts, files);
    folders.push(...(found ?? []).filter(({ path }) => !folders.some((other) => other.path === path)));
    if (found === undefined) missing.push(locationMissing(location, fact));
  }
  return { folders, missing };
}

/** Where the command line, and then the build plugins, look when nothing is configured. */
async function usualFolders(
  here: string,
  scripts: readonly string[],
  files: Files,
): Promise<readonly ScriptFolder[]> {
  const inSql = await foldersAt('filesystem:sql', here, scripts, files);
  if (inSql?.some(({ path }) => scripts.some((script) => isInside(script, path)))) return inSql;
  const onClasspath = await foldersAt('classpath:db/migration', here, scripts, files);
  return (
    onClasspath ?? rootsOf(scripts.filter((path) => isInside(path, here))).flatMap(({ folders }) => folders)
  );
}

/** The history is kept in the default schema, which is the first of the schemas unless it is named. */
function tableOf(facts: readonly ProjectFact[]): VersionTable | undefined {
  const table = settingOf(facts, 'table');
  const defaultSchema = settingOf(facts, 'defaultSchema');
  const schemas = settingOf(facts, 'schemas');
  const unknown = [table, defaultSchema ?? schemas].some(
    (fact) => fact !== undefined && fact.value === undefined,
  );
  if (unknown) return undefined;
  const schema = defaultSchema?.value ?? listOf(schemas?.value)[0];
  return {
    ...HISTORY_TABLE,
    ...(schema !== undefined && schema !== '' && { schema }),
    ...(table?.value !== undefined && { name: table.value }),
  };
}

function tableUnknown(file: string, facts: readonly ProjectFact[]): Problem {
  const names = ['table', 'defaultSchema', 'schemas'] as const;
  const range = names
    .map((name) => settingOf(facts, name))
    .find((fact) => fact?.value === undefined && fact)?.range;
  return {
    code: 'version-table-unknown',
    severity: 'information',
    message:
      'The history table depends on an environment variable. Name it for this project in the setting driftline.projects.',
    file,
    ...(range && { range }),
  };
}

function locationMissing(location: string, { file, range }: ProjectFact): Problem {
  const isRemote = /^[a-z\d]{2,}:/i.test(location) && !/^(?:filesystem|classpath):/i.test(location);
  return {
    code: 'location-missing',
    severity: isRemote ? 'information' : 'warning',
    message: isRemote
      ? `Scripts at ${location} are not in this workspace, so they are not shown.`
      : `There are no scripts at ${location}. Correct the location, or open the folder that holds it.`,
    file,
    ...(range && { range }),
  };
}
