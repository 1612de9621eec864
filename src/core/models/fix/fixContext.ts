/** What fixes are made from. */
import type { RevisionWriting } from '../../migration/alembic/write/revisionWriting.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { SchemaNames } from '../check/schemaNames.ts';
import type { ModelSchema } from '../modelSchema.ts';

export interface FixContext {
  /** That the finding speaks of. */
  readonly models: ModelSchema;
  /** What an environment has, by its name; `undefined`: what there is after all migrations. */
  readonly schemaOf: (environment: string | undefined) => FixSide | undefined;
  /** The texts that {@link models} was read from: as they are being edited. */
  readonly textOf: (file: string) => string | undefined;
  readonly python: SyntaxParser;
  /** Absent: no revision can be written. */
  readonly writing?: RevisionWriting;
}

/** As the models were compared with it. */
export interface FixSide {
  readonly snapshot: SchemaSnapshot;
  readonly schemas: SchemaNames;
}
