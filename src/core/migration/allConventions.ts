/** Every migration tool Driftline knows. */
import type { Convention } from './convention.ts';
import { alembic } from './conventions/alembic.ts';
import { dbmate } from './conventions/dbmate.ts';
import { flyway } from './conventions/flyway.ts';
import { golangMigrate } from './conventions/golangMigrate.ts';
import { goose } from './conventions/goose.ts';
import type { ConventionId } from './project.ts';

/** In the order in which they are asked: of two that would claim a folder, the first gets it. */
export const allConventions: readonly Convention[] = [alembic, flyway, golangMigrate, goose, dbmate];

export function conventionOf(id: ConventionId): Convention {
  const convention = allConventions.find((one) => one.id === id);
  if (convention === undefined) throw new Error(`No convention is called ${id}.`);
  return convention;
}
