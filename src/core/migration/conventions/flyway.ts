/**
 * Flyway: versioned (V), undo (U), repeatable (R) and baseline (B) scripts, and a history table with a row for
 * everything that was ever run.
 */
import { notFollowed, readSqlFile } from '../../sql/readSqlScript.ts';
import { baseName, folderOf } from '../../text/path.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { Convention, ScriptHeader, ScriptText } from '../convention.ts';
import type { ScriptOperations, ScriptParsers } from '../operations/scriptOperations.ts';
import type { MigrationProject, ProjectFact } from '../project.ts';
import type { Revision } from '../revision.ts';
import { checksumOf } from './flyway/checksum.ts';
import { isConfiguration, settingOf } from './flyway/configuration.ts';
import { findProjects, HISTORY_TABLE } from './flyway/findProjects.ts';
import { readHistory } from './flyway/history.ts';
import { defaultNaming, namingOf, readName, type ScriptName } from './flyway/naming.ts';
import { compareVersions, versionKey } from './flyway/version.ts';
import { duplicate, headerOf, lineUp } from './sqlScripts.ts';

const TITLE = 'Flyway';

export const flyway: Convention = {
  id: 'flyway',
  title: TITLE,
  versionTable: HISTORY_TABLE,
  isMarker: (fileName) => isConfiguration(fileName) || isScriptName(readName(fileName, defaultNaming)),
  find: findProjects,
  isScript: (fileName, project) => readName(fileName, namingOf(project)) !== undefined,
  scanScript: readScript,
  readScript: (script, _python, project) => readScript(script, project),
  readOperations,
  readChain,
  readStamp: readHistory,
};

const isScriptName = (name: ReturnType<typeof readName>): boolean =>
  name !== undefined && name !== 'unreadable';

function readScript({ file, text }: ScriptText, project: MigrationProject): Read<ScriptHeader | undefined> {
  const name = readName(baseName(file), namingOf(project));
  if (name === undefined) return { value: undefined, problems: [] };
  if (name === 'unreadable') return { value: undefined, problems: [unreadableName(file)] };
  const checksum = name.language === 'sql' ? checksumNow(text, name, project.facts) : undefined;
  const header = headerOf(file, {
    id: idOf(name),
    message: name.description,
    hasDowngrade: false,
    role: ROLES[name.kind],
    ...(name.kind === 'repeatable' && { repeatable: true }),
    ...(checksum !== undefined && { checksum }),
  });
  return { value: header, problems: [] };
}

/** What undoes a version stands in a file of its own, most often of the same name with another prefix. */
function readOperations(
  script: ScriptText,
  { sql }: ScriptParsers,
  project: MigrationProject,
): Read<ScriptOperations> {
  const naming = namingOf(project);
  const { file, text } = script;
  const name = readName(baseName(file), naming);
  if (name === undefined || name === 'unreadable') {
    return { value: { upgrade: [], downgrade: [] }, problems: [] };
  }
  if (name.language === 'jvm') return { value: notFollowed(file, 'Java or Kotlin'), problems: [] };
  const replaces = settingOf(project.facts, 'placeholderReplacement')?.value !== 'false';
  const read = (from: string, content: string) =>
    readSqlFile({ file: from, text: content }, sql, replaces ? { placeholders: 'dollars' } : {});
  if (name.kind === 'undo') return { value: { upgrade: [], downgrade: read(file, text) }, problems: [] };
  const undo = `${folderOf(file)}/${naming.undo}${baseName(file).slice(naming[name.kind].length)}`;
  const undoText = name.kind === 'versioned' ? script.readImport(undo) : undefined;
  const downgrade = undoText === undefined ? [] : read(undo, undoText);
  return { value: { upgrade: read(file, text), downgrade }, problems: [] };
}

const ROLES = { versioned: 'up', undo: 'undo', repeatable: 'repeatable', baseline: 'baseline' } as const;

/** A baseline script stands beside the versioned script of the same version, and needs a name of its own. */
function idOf({ kind, version, stem }: ScriptName): string {
  if (kind === 'repeatable') return stem;
  return kind === 'baseline' ? `B${version}` : version;
}

/** `undefined` where it depends on values that only Flyway knows when it runs. */
function checksumNow(text: string, { kind }: ScriptName, facts: readonly ProjectFact[]): string | undefined {
  const encoding = settingOf(facts, 'encoding');
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding.value ?? '')) return undefined;
  // A repeatable script is compared with its placeholders filled in, so that a new value runs it again.
  const replaces = settingOf(facts, 'placeholderReplacement')?.value !== 'false';
  return kind === 'repeatable' && replaces && text.includes('${') ? undefined : checksumOf(text);
}

function unreadableName(file: string): Problem {
  return {
    code: 'unreadable-name',
    severity: 'warning',
    message: `Flyway leaves ${baseName(file)} out, because it cannot read the name. Call it like V1.2__add_users.sql or R__totals.sql.`,
    file,
  };
}

/** Versioned and baseline scripts by version, a baseline after its version; then the repeatable ones by description. */
function readChain(scripts: readonly ScriptHeader[]): Read<readonly Revision[]> {
  const undone = new Set(scripts.flatMap(({ role, id }) => (role === 'undo' ? [versionKey(id)] : [])));
  const inLine = scripts
    .filter(({ role }) => role === 'up' || role === 'baseline')
    .map((script) => ({ ...script, hasDowngrade: script.role === 'up' && undone.has(versionKey(script.id)) }))
    .sort((a, b) => compareVersions(numberOf(a.id), numberOf(b.id)) || placeOf(a) - placeOf(b));
  const chain = lineUp(withoutEqualVersions(inLine).value, TITLE);
  const repeatable = repeatablesOf(scripts);
  return {
    value: [...chain.value, ...repeatable.value],
    problems: [...withoutEqualVersions(inLine).problems, ...chain.problems, ...repeatable.problems],
  };
}

const placeOf = ({ role }: ScriptHeader): number => (role === 'baseline' ? 1 : 0);

const numberOf = (id: string): string => id.replace(/^B/, '');

/** `1` and `1.0` are the same version to Flyway. */
function withoutEqualVersions(sorted: readonly ScriptHeader[]): Read<readonly ScriptHeader[]> {
  return withoutDoubles(
    sorted,
    ({ id, role }) => `${role} ${versionKey(numberOf(id))}`,
    ({ id }) => id,
  );
}

function repeatablesOf(scripts: readonly ScriptHeader[]): Read<readonly Revision[]> {
  const sorted = scripts
    .filter(({ role }) => role === 'repeatable')
    .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
  const { value, problems } = withoutDoubles(
    sorted,
    ({ message }) => message,
    ({ message }) => message,
  );
  return { value: value.map(({ role: _, ...revision }) => revision), problems };
}

function withoutDoubles(
  scripts: readonly ScriptHeader[],
  keyOf: (script: ScriptHeader) => string,
  nameOf: (script: ScriptHeader) => string,
): Read<readonly ScriptHeader[]> {
  const kept = new Map<string, ScriptHeader>();
  const problems: Problem[] = [];
  for (const script of scripts) {
    const taken = kept.get(keyOf(script));
    if (taken === undefined) kept.set(keyOf(script), script);
    else problems.push(duplicate(TITLE, nameOf(script), taken.file, script.file));
  }
  return { value: [...kept.values()], problems };
}
