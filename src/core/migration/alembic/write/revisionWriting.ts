/** What a new revision of a project is written from. */
import type { SchemaSnapshot } from '../../../schema/snapshot.ts';
import type { RevisionGraph } from '../../graph.ts';
import type { MigrationProject } from '../../project.ts';

export interface RevisionWriting {
  readonly project: MigrationProject;
  readonly graph: RevisionGraph;
  /** Of the project's configuration and its template; `undefined` if there is no such file. */
  readonly readFile: (path: string) => string | undefined;
  /** After a revision and all below it: tells which of several branches has a table. */
  readonly snapshotAt: (revision: string) => SchemaSnapshot;
  readonly created: Moment;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly epochMs: number;
  /** How far the user's clock is ahead of UTC, in minutes: 120 in Berlin's summer. */
  readonly offsetMinutes: number;
}
