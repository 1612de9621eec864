/**
 * golang-migrate: `{version}_{title}.up.sql` and `.down.sql`, and a table of one row: the version, and whether the
 * tool stopped half-way there.
 *
 * A table chosen with `x-migrations-table` in the database URL is not seen: that URL is no file of the project.
 */

import { readSqlFile } from '../../sql/readSqlScript.ts';
import { baseName, folderOf } from '../../text/path.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { Convention, Files, ScriptHeader, ScriptText } from '../convention.ts';
import type { RevisionGraph } from '../graph.ts';
import type { ScriptOperations, ScriptParsers } from '../operations/scriptOperations.ts';
import type { MigrationProject } from '../project.ts';
import type { Revision } from '../revision.ts';
import type { Stamp, StampFault, VersionRow, VersionTable } from '../versionTable.ts';
import {
  byFolder,
  compareNumbers,
  duplicate,
  headerOf,
  isForOtherDatabase,
  isRepository,
  isTrue,
  lineUp,
  messageFrom,
  projectRootOf,
} from './sqlScripts.ts';

const TITLE = 'golang-migrate';
const SCRIPT = /^(\d+)_(.*)\.(up|down)\.sql$/;
const VERSION_TABLE: VersionTable = { name: 'schema_migrations', columns: ['version', 'dirty'] };
const LARGEST_VERSION = 2n ** 63n - 1n;

export const golangMigrate: Convention = {
  id: 'golang-migrate',
  title: TITLE,
  versionTable: VERSION_TABLE,
  isMarker: (fileName) => fileName.endsWith('.sql') && SCRIPT.test(fileName),
  find,
  isScript: (fileName) => SCRIPT.test(fileName),
  scanScript: readScript,
  readScript,
  readOperations,
  readChain,
  readStamp,
};

async function find(markers: readonly string[], files: Files): Promise<readonly MigrationProject[]> {
  const projects: MigrationProject[] = [];
  for (const [folder, scripts] of byFolder(markers)) {
    if (isForOtherDatabase(folder) || !scripts.some((path) => path.endsWith('.up.sql'))) continue;
    const owner = await ownerOf(folder, files);
    if (owner.isOther) continue;
    const root = await projectRootOf(folder, files);
    projects.push({
      id: folder,
      name: baseName(root),
      convention: 'golang-migrate',
      root,
      declaredIn: folder,
      folders: [{ path: folder, recursive: false }],
      versionTable: VERSION_TABLE,
      readFiles: owner.readFiles,
      problems: [],
      facts: [],
    });
  }
  return projects;
}

/** sqlx (Rust) and Bun (Go) name their scripts the same way, but keep other version tables. */
async function ownerOf(
  folder: string,
  files: Files,
): Promise<{ readonly isOther: boolean; readonly readFiles: readonly string[] }> {
  const readFiles: string[] = [];
  for (let at = folder, below = ''; at !== below; below = at, at = folderOf(at)) {
    const go = await files.read(`${at}/go.mod`);
    if (go !== undefined) {
      const isOther = go.includes('github.com/uptrace/bun') && !go.includes('/golang-migrate/migrate');
      return { isOther, readFiles: [...readFiles, `${at}/go.mod`] };
    }
    const cargo = await files.read(`${at}/Cargo.toml`);
    if (cargo !== undefined) readFiles.push(`${at}/Cargo.toml`);
    if (/^\s*sqlx\b|dependencies\.sqlx\]/m.test(cargo ?? '')) return { isOther: true, readFiles };
    if (await isRepository(at, files)) break;
  }
  return { isOther: false, readFiles };
}

function readScript({ file }: ScriptText): Read<ScriptHeader | undefined> {
  const [, digits = '', name = '', role] = SCRIPT.exec(baseName(file)) ?? [];
  if (role !== 'up' && role !== 'down') return { value: undefined, problems: [] };
  if (BigInt(digits) > LARGEST_VERSION) return { value: undefined, problems: [tooLarge(file, digits)] };
  const id = BigInt(digits).toString();
  return {
    value: headerOf(file, { id, message: messageFrom(name), hasDowngrade: false, role }),
    problems: [],
  };
}

/** A revision is its up script; the down script beside it has the same name. */
function readOperations(script: ScriptText, { sql }: ScriptParsers): Read<ScriptOperations> {
  const { file, text } = script;
  if (file.endsWith('.down.sql')) {
    return { value: { upgrade: [], downgrade: readSqlFile({ file, text }, sql) }, problems: [] };
  }
  const down = file.replace(/\.up\.sql$/, '.down.sql');
  const downText = script.readImport(down);
  const downgrade = downText === undefined ? [] : readSqlFile({ file: down, text: downText }, sql);
  return { value: { upgrade: readSqlFile({ file, text }, sql), downgrade }, problems: [] };
}

function tooLarge(file: string, digits: string): Problem {
  return {
    code: 'unreadable-name',
    severity: 'error',
    message: `Version ${digits} does not fit into the column that records it. Give ${baseName(file)} a smaller number.`,
    file,
  };
}

function readChain(scripts: readonly ScriptHeader[]): Read<readonly Revision[]> {
  const ups = byVersion(scripts, 'up');
  const downs = byVersion(scripts, 'down');
  const downOnly = [...downs.kept.values()].filter(({ id }) => !ups.kept.has(id));
  const all = [...ups.kept.values(), ...downOnly]
    .map((script) => ({ ...script, hasDowngrade: downs.kept.has(script.id) }))
    .sort((a, b) => compareNumbers(a.id, b.id));
  const chain = lineUp(all, TITLE);
  const problems = [...ups.problems, ...downs.problems, ...chain.problems, ...downOnly.map(upMissing)];
  return { value: chain.value, problems };
}

function byVersion(scripts: readonly ScriptHeader[], role: 'up' | 'down') {
  const kept = new Map<string, ScriptHeader>();
  const problems: Problem[] = [];
  for (const script of scripts) {
    if (script.role !== role) continue;
    const taken = kept.get(script.id);
    if (taken === undefined) kept.set(script.id, script);
    else problems.push(duplicate(TITLE, script.id, taken.file, script.file));
  }
  return { kept, problems };
}

function upMissing({ id, file }: ScriptHeader): Problem {
  return {
    code: 'up-missing',
    severity: 'warning',
    message: `Version ${id} has a down script and no up script: golang-migrate records it as applied without doing anything. Add the up script, or remove this one.`,
    file,
  };
}

function readStamp(rows: readonly VersionRow[], graph: RevisionGraph): Stamp {
  const [row] = rows;
  if (row === undefined) return { kind: 'pointer', heads: [], faults: [] };
  const faults: StampFault[] = rows.length > 1 ? [severalRows(rows.length)] : [];
  const version = row.version ?? '';
  if (!/^-?\d+$/.test(version)) return { kind: 'pointer', heads: [], faults: [...faults, UNREADABLE] };
  // Version -1 stands for "before the first", which is recorded only while something is wrong there.
  const heads = version.startsWith('-') ? [] : [version];
  if (isTrue(row.dirty)) faults.push(dirty(version, graph));
  return { kind: 'pointer', heads, faults };
}

const UNREADABLE: StampFault = {
  kind: 'unreadableRow',
  message: 'The version in the table is not a number. Set the right one with "migrate force VERSION".',
};

function severalRows(count: number): StampFault {
  return {
    kind: 'duplicateRow',
    message: `The version table has ${count} rows, and golang-migrate reads any one of them. Set the right version with "migrate force VERSION", which leaves a single row.`,
  };
}

function dirty(version: string, graph: RevisionGraph): StampFault {
  if (version.startsWith('-')) {
    return {
      kind: 'dirty',
      message:
        'golang-migrate stopped half-way while taking back the first version, and refuses to go on. Finish or undo that by hand, then run "migrate force" with the version the schema is at.',
    };
  }
  const before = [...graph.byId.keys()].filter((id) => compareNumbers(id, version) < 0).at(-1) ?? '-1';
  return {
    kind: 'dirty',
    id: version,
    message: `golang-migrate stopped half-way, while applying version ${version} or while taking back the one after it, and refuses to go on. Finish that by hand and run "migrate force ${version}"; or undo what version ${version} began and run "migrate force ${before}".`,
  };
}
