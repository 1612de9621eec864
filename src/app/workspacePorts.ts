/** What a workspace is given: who answers its questions, and where to look. */
import type { Answers } from './answers.ts';
import type { DatabasePorts } from './askDatabase.ts';
import type { LoadPython } from './loadProject.ts';
import type { Log, WorkspaceFiles } from './ports.ts';
import type { Schemas } from './schemas.ts';

export interface WorkspacePorts {
  readonly files: WorkspaceFiles;
  /** Also of the files of projects. */
  readonly answers: Answers;
  readonly python: LoadPython;
  /** Only chains are wanted: what a parser would say of the configuration beside them is left unread. */
  readonly chainsOnly?: boolean;
  readonly database: DatabasePorts;
  /** Absent: only version tables are read. */
  readonly schemas?: Schemas;
  /** Resolves once whatever else is waiting has had its turn. */
  readonly pause: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** A folder to search, and what to pass over in it (globs as in VS Code's `files.exclude`). */
export interface SearchRoot {
  readonly folder: string;
  readonly excludes: readonly string[];
}
