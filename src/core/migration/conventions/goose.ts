/**
 * goose: `{number}_{name}.sql` with `-- +goose Up` and `-- +goose Down`, and Go files among them. Each applied
 * version has a row in the table; early releases added a second row with `is_applied` false when one was taken back.
 *
 * A table chosen by a flag or in Go code is not seen.
 */

import { notFollowed, readSqlScript } from '../../sql/readSqlScript.ts';
import { baseName } from '../../text/path.ts';
import type { Range } from '../../text/range.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { Convention, Files, ScriptHeader, ScriptText } from '../convention.ts';
import type { RevisionGraph } from '../graph.ts';
import type { ScriptOperations, ScriptParsers } from '../operations/scriptOperations.ts';
import type { MigrationProject } from '../project.ts';
import type { Stamp, StampFault, VersionRow, VersionTable } from '../versionTable.ts';
import { tableFromEnvFile } from './envTable.ts';
import {
  byFolder,
  compareNumbers,
  headerOf,
  isForOtherDatabase,
  isTrue,
  lineUp,
  messageFrom,
  projectRootOf,
  someBear,
} from './sqlScripts.ts';

const TITLE = 'goose';
const VERSION_TABLE: VersionTable = {
  name: 'goose_db_version',
  columns: ['id', 'version_id', 'is_applied'],
};
const SCRIPT = /^(\d+)_(.*)\.(sql|go)$/;
const REGISTERS = /\bgoose\.(?:Add\w*Migration\w*|NewGoMigration)\b/;
const LARGEST_VERSION = 2n ** 63n - 1n;

export const goose: Convention = {
  id: 'goose',
  title: TITLE,
  versionTable: VERSION_TABLE,
  isMarker: (fileName) => isNumbered(fileName) && !/\.(?:up|down)\.sql$/.test(fileName),
  find,
  isScript: (fileName) => fileName.endsWith('.sql') || isNumbered(fileName),
  scanScript: readScript,
  readScript,
  readOperations,
  readChain: (scripts) =>
    lineUp(
      [...scripts].sort((a, b) => compareNumbers(a.id, b.id)),
      TITLE,
    ),
  readStamp,
};

const isNumbered = (fileName: string): boolean =>
  (fileName.endsWith('.sql') || fileName.endsWith('.go')) &&
  SCRIPT.test(fileName) &&
  !fileName.endsWith('_test.go');

async function find(markers: readonly string[], files: Files): Promise<readonly MigrationProject[]> {
  const projects: MigrationProject[] = [];
  for (const [folder, scripts] of byFolder(markers)) {
    if (isForOtherDatabase(folder) || !(await someBear(scripts, files, isGooseScript))) continue;
    const root = await projectRootOf(folder, files);
    const table = await tableFromEnvFile('GOOSE_TABLE', folder, root, files);
    projects.push({
      id: folder,
      name: baseName(root),
      convention: 'goose',
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

function isGooseScript(text: string, path: string): boolean {
  return path.endsWith('.go') ? REGISTERS.test(text) : annotationsIn(text).some(({ word }) => word === 'up');
}

interface Annotation {
  readonly word: string;
  readonly isIndented: boolean;
  readonly range: Range;
}

/** Comment lines with `+goose` anywhere in them, as the tool takes them; the words in small letters. */
function annotationsIn(text: string): readonly Annotation[] {
  return [...text.matchAll(/^[ \t]*--.*\+goose.*$/gm)].map((match) => ({
    word: match[0].replaceAll('--', '').replace('+goose', '').trim().toLowerCase(),
    isIndented: /^\s/.test(match[0]),
    range: { start: match.index, end: match.index + match[0].trimEnd().length },
  }));
}

function readScript({ file, text }: ScriptText): Read<ScriptHeader | undefined> {
  const fileName = baseName(file);
  const [, digits = '0', name = '', language] = SCRIPT.exec(fileName) ?? [];
  const version = BigInt(digits);
  if (version < 1n || version > LARGEST_VERSION)
    return { value: undefined, problems: [unreadableName(file)] };
  const base = { id: version.toString(), message: messageFrom(name) };
  if (language === 'go') {
    return { value: headerOf(file, { ...base, hasDowngrade: hasGoDowngrade(text) }), problems: [] };
  }
  const annotations = annotationsIn(text);
  const down = annotations.find(({ word }) => word === 'down');
  const hasDowngrade = down !== undefined && /^\s*(?!--)[^\s]/m.test(text.slice(down.range.end));
  return { value: headerOf(file, { ...base, hasDowngrade }), problems: problemsOf(file, annotations) };
}

function readOperations({ file, text }: ScriptText, { sql }: ScriptParsers): Read<ScriptOperations> {
  if (file.endsWith('.go')) return { value: notFollowed(file, 'Go'), problems: [] };
  const annotations = annotationsIn(text);
  const words = new Set(annotations.map(({ word }) => word));
  const value = readSqlScript({ file, text }, sql, {
    upgrade: partsOf('up', annotations, text.length),
    downgrade: partsOf('down', annotations, text.length),
    ...(words.has('envsub on') && { placeholders: 'dollars' }),
    autocommit: words.has('no transaction'),
  });
  return { value, problems: [] };
}

/** From each line for this direction up to the next for either. */
function partsOf(side: 'up' | 'down', annotations: readonly Annotation[], end: number): readonly Range[] {
  const sides = annotations.filter(({ word }) => word === 'up' || word === 'down');
  return sides.flatMap(({ word, range }, index) =>
    word === side ? [{ start: range.end, end: sides[index + 1]?.range.start ?? end }] : [],
  );
}

/** Whether the second function handed to goose is one. */
function hasGoDowngrade(text: string): boolean {
  const call = /\bgoose\.Add\w*Migration\w*\(([^)]*)\)/.exec(text);
  return call === null ? /\bgoose\.NewGoMigration\b/.test(text) : !/,\s*nil\s*,?\s*$/.test(call[1] ?? '');
}

function unreadableName(file: string): Problem {
  return {
    code: 'unreadable-name',
    severity: 'error',
    message: `goose refuses the whole folder because of ${baseName(file)}: the name of a script starts with a number above zero and an underscore. Rename it, or move it elsewhere.`,
    file,
  };
}

const KNOWN = new Set([
  'up',
  'down',
  'statementbegin',
  'statementend',
  'no transaction',
  'envsub on',
  'envsub off',
]);

function problemsOf(file: string, annotations: readonly Annotation[]): readonly Problem[] {
  const indented = annotations.find((one) => one.isIndented);
  if (indented !== undefined) {
    const message = 'goose refuses a script with space before an annotation. Begin the line with "--".';
    return [{ code: 'annotation-misplaced', severity: 'error', message, file, range: indented.range }];
  }
  const unknown = annotations.find(({ word }) => !KNOWN.has(word));
  if (unknown !== undefined) {
    const message =
      'goose does not know this annotation and refuses the script. Write Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, or ENVSUB ON or OFF after "-- +goose".';
    return [{ code: 'annotation-unknown', severity: 'error', message, file, range: unknown.range }];
  }
  const sides = annotations.filter(({ word }) => word === 'up' || word === 'down');
  const [first, second, third] = sides;
  if (!sides.some(({ word }) => word === 'up')) {
    const message = 'goose refuses a script without a line "-- +goose Up". Add it above the statements.';
    return [{ code: 'annotation-missing', severity: 'error', message, file }];
  }
  const misplaced = first?.word === 'down' ? first : second?.word === 'up' ? second : third;
  if (misplaced === undefined) return [];
  const message =
    'goose takes one "-- +goose Up", and after it at most one "-- +goose Down". Put the statements under those two.';
  return [{ code: 'annotation-misplaced', severity: 'error', message, file, range: misplaced.range }];
}

function readStamp(rows: readonly VersionRow[], graph: RevisionGraph): Stamp {
  const readable = rows.filter((row) => /^\d+$/.test(row.version_id ?? '') && /^\d+$/.test(row.id ?? ''));
  const latest = new Map<string, VersionRow>();
  for (const row of [...readable].sort((a, b) => compareNumbers(a.id ?? '', b.id ?? ''))) {
    latest.set(row.version_id ?? '', row);
  }
  latest.delete('0');
  const versions = [...latest.keys()].sort(compareNumbers);
  const applied = versions.filter((id) => isTrue(latest.get(id)?.is_applied));
  const takenBack = versions.filter((id) => !applied.includes(id));
  const highest = versions.at(-1) ?? '0';
  const late = [...graph.byId.keys()].filter((id) => !latest.has(id) && compareNumbers(id, highest) < 0);
  const faults = [...takenBack.map(rolledBack), ...late.map((id) => outOfOrder(id, highest))];
  return { kind: 'log', applied, faults: readable.length < rows.length ? [UNREADABLE, ...faults] : faults };
}

const UNREADABLE: StampFault = {
  kind: 'unreadableRow',
  message:
    'The version table has a row without a version. Remove that row; goose cannot read the table with it.',
};

function rolledBack(id: string): StampFault {
  return {
    kind: 'rolledBack',
    id,
    message: `An old release of goose recorded that version ${id} was taken back. Newer ones do not run it again while that row is there; remove its rows from the table to have it applied.`,
  };
}

function outOfOrder(id: string, highest: string): StampFault {
  return {
    kind: 'outOfOrder',
    id,
    message: `Version ${id} was not applied before version ${highest}. "goose up" refuses to run until it is given a later number, or -allow-missing is used.`,
  };
}
