/** How Flyway reads the name of a script: prefix, version, separator, description, suffix. */
import type { MigrationProject } from '../../project.ts';
import { versionKey, versionText } from './version.ts';

export interface Naming {
  readonly versioned: string;
  readonly repeatable: string;
  readonly undo: string;
  readonly baseline: string;
  readonly separator: string;
  readonly suffixes: readonly string[];
}

export const defaultNaming: Naming = {
  versioned: 'V',
  repeatable: 'R',
  undo: 'U',
  baseline: 'B',
  separator: '__',
  suffixes: ['.sql'],
};

export interface ScriptName {
  readonly kind: 'versioned' | 'repeatable' | 'undo' | 'baseline';
  readonly language: 'sql' | 'jvm';
  /** As the history records it; empty for a repeatable script. */
  readonly version: string;
  readonly description: string;
  /** Without the suffix. */
  readonly stem: string;
}

/** As configured for a project; Flyway's own where nothing says otherwise. */
export function namingOf({ facts }: Pick<MigrationProject, 'facts'>): Naming {
  const value = (name: string) => facts.find((fact) => fact.name === name)?.value;
  return {
    versioned: value('sqlMigrationPrefix') ?? defaultNaming.versioned,
    repeatable: value('repeatableSqlMigrationPrefix') ?? defaultNaming.repeatable,
    undo: value('undoSqlMigrationPrefix') ?? defaultNaming.undo,
    baseline: value('baselineMigrationPrefix') ?? defaultNaming.baseline,
    separator: value('sqlMigrationSeparator') ?? defaultNaming.separator,
    suffixes: value('sqlMigrationSuffixes')?.split(',') ?? defaultNaming.suffixes,
  };
}

/**
 * @returns `undefined` for a file that Flyway does not take for a script; `unreadable` for one that begins and ends
 *   like a script and has no version that Flyway could read.
 */
export function readName(fileName: string, naming: Naming): ScriptName | 'unreadable' | undefined {
  const jvm = /\.(?:java|kt|groovy|scala)$/.exec(fileName)?.[0];
  // The names of classes follow Flyway's own pattern, whatever is configured for SQL files.
  const pattern = jvm === undefined ? naming : defaultNaming;
  const suffix = jvm ?? naming.suffixes.find((one) => fileName.endsWith(one));
  if (suffix === undefined) return undefined;
  const stem = fileName.slice(0, fileName.length - suffix.length);
  const kinds = ['versioned', 'repeatable', 'undo', 'baseline'] as const;
  const kind = kinds
    .filter((one) => stem.startsWith(pattern[one]) && (pattern[one] !== '' || one === 'versioned'))
    .sort((a, b) => pattern[b].length - pattern[a].length)[0];
  if (kind === undefined) return undefined;
  const name = readStem(stem, kind, pattern);
  if (name !== undefined) return { kind, language: jvm === undefined ? 'sql' : 'jvm', stem, ...name };
  const prefix = pattern[kind];
  const isNumbered = /^\d/.test(stem.slice(prefix.length));
  const looksLikeOne =
    jvm === undefined && (isNumbered || (prefix !== '' && stem.includes(pattern.separator)));
  return looksLikeOne ? 'unreadable' : undefined;
}

function readStem(
  stem: string,
  kind: ScriptName['kind'],
  naming: Naming,
): Pick<ScriptName, 'version' | 'description'> | undefined {
  const rest = stem.slice(naming[kind].length);
  const separator = rest.indexOf(naming.separator);
  const before = separator < 0 ? rest : rest.slice(0, separator);
  const description =
    separator < 0 ? '' : rest.slice(separator + naming.separator.length).replaceAll('_', ' ');
  if (kind === 'repeatable')
    return before === '' && separator >= 0 ? { version: '', description } : undefined;
  return versionKey(before) === undefined ? undefined : { version: versionText(before), description };
}
