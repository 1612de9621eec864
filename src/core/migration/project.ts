/** A set of migration scripts with one version table: what a convention finds in a workspace. */

import type { Range } from '../text/range.ts';
import type { Problem } from '../text/read.ts';
import type { VersionTable } from './versionTable.ts';

export type ConventionId = 'alembic' | 'flyway' | 'golang-migrate' | 'goose' | 'dbmate';

export interface MigrationProject {
  /** Unique in a workspace and stable between sessions: the declaring file or folder, and its section. */
  readonly id: string;
  /** Short, for people: `storage-element`. Made unique by {@link ./naming.ts}. */
  readonly name: string;
  readonly convention: ConventionId;
  /** The folder that people would call the project. */
  readonly root: string;
  /** The file that declares the project, or the folder of its scripts where nothing declares it. */
  readonly declaredIn: string;
  /** The section of that file, where it is not Alembic's own: what its option `--name` takes. */
  readonly section?: string;
  readonly folders: readonly ScriptFolder[];
  /** `undefined`: named by code that is not evaluated. The setting `driftline.projects` can say it. */
  readonly versionTable: VersionTable | undefined;
  /** Files, besides the scripts, that were read to learn all this: a change in them means to find again. */
  readonly readFiles: readonly string[];
  readonly problems: readonly Problem[];
  /** Things worth showing in a tooltip: `include_schemas` → `True`, `target_metadata` → `app.models.Base.metadata`. */
  readonly facts: readonly ProjectFact[];
  /** A database URL that the project's own configuration names, not yet expanded; may hold a password. */
  readonly url?: ProjectUrl;
}

export interface ScriptFolder {
  readonly path: string;
  readonly recursive: boolean;
}

export interface ProjectFact {
  readonly name: string;
  /** `undefined`: set in code that is not evaluated; the user may say it in a setting. */
  readonly value: string | undefined;
  readonly file: string;
  readonly range?: Range;
}

/** Where a project's configuration names its database. The text itself is never kept in the state: it may hold a password. */
export interface ProjectUrl {
  readonly file: string;
  readonly key: string;
  readonly section?: string;
}
