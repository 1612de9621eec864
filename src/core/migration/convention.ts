/**
 * How one migration tool keeps its scripts and records what it applied.
 *
 * Adding a tool means adding one file in `conventions/` that exports a {@link Convention}, and a line in
 * `allConventions.ts`.
 */
import type { Problem, Read } from '../text/read.ts';
import type { SyntaxParser } from '../text/syntax.ts';
import type { RevisionGraph } from './graph.ts';
import type { MigrationOperation } from './operations/operation.ts';
import type { FoundSchema, ScriptOperations, ScriptParsers } from './operations/scriptOperations.ts';
import type { ConventionId, MigrationProject } from './project.ts';
import type { Revision } from './revision.ts';
import type { Stamp, VersionRow, VersionTable } from './versionTable.ts';

export interface Convention {
  readonly id: ConventionId;
  /** As its authors spell it: `Alembic`, `golang-migrate`. */
  readonly title: string;
  /** Where it records what it applied, unless told otherwise. */
  readonly versionTable: VersionTable;
  /** Whether a file of this name may tell of a project; all such files of a workspace are handed to `find`. */
  isMarker(fileName: string): boolean;
  /**
   * The projects that the marker files (paths, sorted) tell of.
   *
   * @param python Without it, what only a parser can tell, such as the version table in `env.py`, stays unknown.
   */
  find(
    markers: readonly string[],
    files: Files,
    python: SyntaxParser | undefined,
  ): Promise<readonly MigrationProject[]>;
  /** Whether a file in one of the project's folders is one of its scripts. */
  isScript(fileName: string, project: MigrationProject): boolean;
  /** What `readScript` would answer, for scripts so plain that it needs no parser; `undefined` for all others. */
  scanScript?(script: ScriptText, project: MigrationProject): Read<ScriptHeader | undefined> | undefined;
  /** Reads one script; `undefined` for a file that turns out to be none, or cannot be read (see its problems). */
  readScript(
    script: ScriptText,
    python: SyntaxParser,
    project: MigrationProject,
  ): Read<ScriptHeader | undefined>;
  /** What one script does to the schema; whatever cannot be read is `opaque`, and told as a problem. */
  readOperations?(
    script: ScriptText,
    parsers: ScriptParsers,
    project: MigrationProject,
  ): Read<ScriptOperations>;
  /** What a script does that asks for the schema it finds; `undefined`: no more is known than without. */
  readOperationsAt?(
    script: ScriptText,
    parsers: ScriptParsers,
    project: MigrationProject,
    found: FoundSchema,
  ): readonly MigrationOperation[] | undefined;
  /** Whether the tool could run the script's text at all; slower than reading its header, so asked for apart. */
  checkSyntax?(script: ScriptText, python: SyntaxParser): readonly Problem[];
  /** Puts the scripts of one project (in file order) into their chain; a log tool's in the order it runs them. */
  readChain(scripts: readonly ScriptHeader[], project: MigrationProject): Read<readonly Revision[]>;
  /** What the rows of the project's version table mean. */
  readStamp(rows: readonly VersionRow[], graph: RevisionGraph, project: MigrationProject): Stamp;
}

/** The files of a workspace as a convention sees them. Reading may fail silently: a file can vanish at any time. */
export interface Files {
  /** `undefined` if there is no such file, or it is not readable. */
  read(path: string): Promise<string | undefined>;
  /** Paths of the files in a folder, in code-unit order, folder by folder; empty if there is no such folder. */
  list(folder: string, options: { readonly recursive: boolean }): Promise<readonly string[]>;
}

export interface ScriptText {
  readonly file: string;
  readonly text: string;
  /** The text of another file, for a script that imports a constant from it; `undefined` if there is none. */
  readonly readImport: (path: string) => string | undefined;
}

/**
 * A script as read by itself, before the chain is known. For Alembic this is the whole revision; a SQL tool's
 * scripts get their `downRevisions` in {@link Convention.readChain}.
 */
export interface ScriptHeader extends Revision {
  /** What `readChain` needs beyond the revision: `undo`, `baseline`, `down`. */
  readonly role?: 'up' | 'down' | 'undo' | 'baseline' | 'repeatable';
}
