/**
 * One migration script, whichever tool runs it, as far as the chain needs it. What the script does to the
 * schema is not here.
 *
 * Alembic's scripts name their predecessors; the scripts of the SQL tools are put in order by their convention,
 * which gives each one its predecessor, so that one graph serves all.
 */
import type { Range } from '../text/range.ts';

export interface Revision {
  /** As the version table records it: `ae1027a6acf`, `20240102030405`, `1.2`. */
  readonly id: string;
  readonly file: string;
  /** First paragraph of the docstring, or the description in the file's name; may be empty. */
  readonly message: string;
  /** When the script was made, as its author's tool wrote it (ISO 8601 where possible). */
  readonly created?: string;
  readonly downRevisions: readonly string[];
  /** Other revisions that must be applied first, by id or branch label (`depends_on`). */
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  /** Flyway's `R__` scripts: no place in the chain, applied again whenever their text changes. */
  readonly repeatable?: boolean;
  /** As the tool would compute it now, where it records checksums. */
  readonly checksum?: string;
  readonly hasDowngrade: boolean;
  readonly references: readonly RevisionReference[];
}

/** A place in the script where a revision is named: its own id, a predecessor, a dependency. */
export interface RevisionReference {
  readonly kind: 'revision' | 'downRevision' | 'dependsOn';
  readonly id: string;
  readonly range: Range;
}

/** One line to show for a revision: the first of its message, or its id. */
export function titleOf({ id, message }: Revision): string {
  return message.split('\n', 1)[0]?.trim() || id;
}
