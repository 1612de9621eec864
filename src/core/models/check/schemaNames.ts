/** The schema of what is named without one: the models' and a database's may be called differently. */
import type { QualifiedName } from '../../schema/name.ts';

export interface SchemaNames {
  /** In which the models were read. */
  readonly models: string;
  /** In which the migrations create, in this database, what they name without a schema. */
  readonly database: string;
}

export function inDatabase(name: QualifiedName, { models, database }: SchemaNames): QualifiedName {
  return models === database || name.schema !== models ? name : { schema: database, name: name.name };
}

export function inModels(name: QualifiedName, { models, database }: SchemaNames): QualifiedName {
  return models === database || name.schema !== database ? name : { schema: models, name: name.name };
}
