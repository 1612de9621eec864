/** Whether a migration tool can make its version table, where there is none. */
import type { MigrationProject } from '../migration/project.ts';
import type { VersionTable } from '../migration/versionTable.ts';
import type { SchemaSnapshot } from '../schema/snapshot.ts';

export interface VersionTablePlace {
  readonly project: Pick<MigrationProject, 'convention' | 'readFiles'>;
  readonly table: VersionTable;
  readonly live: Pick<SchemaSnapshot, 'schemas'>;
  readonly readFile: (path: string) => string | undefined;
}

export type PlaceOfVersionTable =
  | { readonly kind: 'there' }
  /** The code that runs Alembic speaks of making schemas. */
  | { readonly kind: 'unknown'; readonly schema: string }
  /** A whole sentence. */
  | { readonly kind: 'missing'; readonly message: string };

/** Flyway and dbmate make the schema themselves, golang-migrate knows none; the others take what is there. */
export function placeOfVersionTable(place: VersionTablePlace): PlaceOfVersionTable {
  const { project, table, live, readFile } = place;
  const { schema } = table;
  const takesIt = project.convention === 'alembic' || project.convention === 'goose';
  if (!takesIt || schema === undefined || live.schemas.has(schema)) return { kind: 'there' };
  const makesSchemas = project.readFiles.some((file) => /create\s*_?schema/i.test(readFile(file) ?? ''));
  if (makesSchemas) return { kind: 'unknown', schema };
  const title = project.convention === 'alembic' ? 'Alembic' : 'goose';
  return {
    kind: 'missing',
    message: `${title} makes its version table ${table.name} in schema ${schema}, which this database does not have. Create the schema first.`,
  };
}
