/**
 * dbmate: `{version}_{name}.sql` with `-- migrate:up` and `-- migrate:down`, and a table with a row for each version
 * applied. Scripts run in the order of their file names; one that was added late is simply run.
 */

import { readSqlScript } from '../../sql/readSqlScript.ts';
import { baseName } from '../../text/path.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { Convention, Files, ScriptHeader, ScriptText } from '../convention.ts';
import type { ScriptOperations, ScriptParsers } from '../operations/scriptOperations.ts';
import type { MigrationProject } from '../project.ts';
import type { Revision } from '../revision.ts';
import type { Stamp, VersionRow, VersionTable } from '../versionTable.ts';
import { tableFromEnvFile } from './envTable.ts';
import {
  byFolder,
  headerOf,
  isForOtherDatabase,
  lineUp,
  messageFrom,
  projectRootOf,
  someBear,
} from './sqlScripts.ts';

const TITLE = 'dbmate';
const VERSION_TABLE: VersionTable = { name: 'schema_migrations', columns: ['version'] };
const SCRIPT = /^(\d+)(.*)\.sql$/;
const UP = /^--\s*migrate:up(?:\s*$|\s+\S+)/m;
const DOWN = /^--\s*migrate:down(?:\s*$|\s+\S+)/m;

export const dbmate: Convention = {
  id: 'dbmate',
  title: TITLE,
  versionTable: VERSION_TABLE,
  isMarker: (fileName) =>
    fileName.endsWith('.sql') && SCRIPT.test(fileName) && !/\.(?:up|down)\.sql$/.test(fileName),
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
    if (isForOtherDatabase(folder) || !(await someBear(scripts, files, (text) => UP.test(text)))) continue;
    const root = await projectRootOf(folder, files);
    const table = await tableFromEnvFile('DBMATE_MIGRATIONS_TABLE', folder, root, files);
    projects.push({
      id: folder,
      name: baseName(root),
      convention: 'dbmate',
      root,
      declaredIn: folder,
      folders: [{ path: folder, recursive: false }],
      versionTable: { ...VERSION_TABLE, ...table?.name },
      readFiles: table === undefined ? [] : [table.file],
      problems: [],
      facts: [],
    });
  }
  return projects;
}

function readScript({ file, text }: ScriptText): Read<ScriptHeader | undefined> {
  const [, id, name = ''] = SCRIPT.exec(baseName(file)) ?? [];
  if (id === undefined) return { value: undefined, problems: [] };
  const down = DOWN.exec(text);
  const hasDowngrade = down !== null && hasStatement(text.slice(down.index));
  return {
    value: headerOf(file, { id, message: messageFrom(name), hasDowngrade }),
    problems: problemsOf(file, text),
  };
}

/** Without a line for the other direction, a part goes on to the end. */
function readOperations({ file, text }: ScriptText, { sql }: ScriptParsers): Read<ScriptOperations> {
  const up = UP.exec(text);
  const down = DOWN.exec(text);
  const end = text.length;
  const value = readSqlScript({ file, text }, sql, {
    upgrade: up === null ? [] : [{ start: up.index, end: down?.index ?? end }],
    downgrade: down === null ? [] : [{ start: down.index, end }],
    autocommit: /^--\s*migrate:up\b.*\btransaction:false\b/m.test(text),
  });
  return { value, problems: [] };
}

function problemsOf(file: string, text: string): readonly Problem[] {
  const up = UP.exec(text);
  const down = DOWN.exec(text);
  if (up === null || down === null) {
    const missing = up === null ? '-- migrate:up' : '-- migrate:down';
    const message = `dbmate refuses a script without a line "${missing}". Add it, even where nothing follows.`;
    return [{ code: 'annotation-missing', severity: 'error', message, file }];
  }
  if (up.index > down.index) {
    const message = 'dbmate wants "-- migrate:up" before "-- migrate:down". Swap the two parts.';
    const range = { start: down.index, end: down.index + down[0].trimEnd().length };
    return [{ code: 'annotation-misplaced', severity: 'error', message, file, range }];
  }
  if (hasStatement(text.slice(0, up.index))) {
    const message = 'dbmate refuses a statement before "-- migrate:up". Move it below that line.';
    return [
      { code: 'annotation-misplaced', severity: 'error', message, file, range: { start: 0, end: up.index } },
    ];
  }
  return [];
}

const hasStatement = (text: string): boolean => /^\s*(?!--)[^\s]/m.test(text);

function readChain(scripts: readonly ScriptHeader[]): Read<readonly Revision[]> {
  const name = ({ file }: ScriptHeader) => baseName(file);
  return lineUp(
    [...scripts].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0)),
    TITLE,
  );
}

function readStamp(rows: readonly VersionRow[]): Stamp {
  return { kind: 'log', applied: rows.flatMap((row) => row.version ?? []).sort(), faults: [] };
}
