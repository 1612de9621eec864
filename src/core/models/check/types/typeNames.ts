/**
 * Types that are found by their names, in the models and in a database. What the models name without a schema is found
 * on the search path; extensions live in whichever schema they were created in.
 */
import { nameKey, type QualifiedName } from '../../../schema/name.ts';
import type { UserType } from '../../../schema/snapshot.ts';
import type { NamedType } from '../../../schema/type.ts';
import { inDatabase, type SchemaNames } from '../schemaNames.ts';

export type TypeMap = ReadonlyMap<string, UserType>;

/** Remembers what was looked up, so that whoever keeps the answer can tell whether it still holds. */
export class TypeNames {
  readonly #models: TypeMap;
  readonly #database: TypeMap;
  readonly #schemas: SchemaNames;
  readonly #asked = new Map<string, Lookup>();

  constructor(models: TypeMap, database: TypeMap, schemas: SchemaNames) {
    this.#models = models;
    this.#database = database;
    this.#schemas = schemas;
  }

  get asked(): readonly Lookup[] {
    return [...this.#asked.values()];
  }

  modelType(type: NamedType): UserType | undefined {
    return isPlain(type) ? undefined : this.#ask('models', keyOf(type));
  }

  databaseType(type: NamedType): UserType | undefined {
    return isPlain(type) ? undefined : this.#ask('database', keyOf(type));
  }

  /** Whether two names mean one type; arrays and modifiers are not looked at. */
  same(model: NamedType, database: NamedType): boolean {
    if (model.name !== database.name) return false;
    if (isPlain(model) && isPlain(database)) return true;
    const known = [this.modelType(model), this.databaseType(database)];
    if (known.every((one) => one === undefined)) return true;
    if (model.schema === undefined || database.schema === undefined) return model.schema === database.schema;
    const expected = inDatabase({ schema: model.schema, name: model.name }, this.#schemas);
    if (expected.schema === database.schema) return true;
    const isFoundElsewhere = model.schema === this.#schemas.models && database.schema === 'public';
    return isFoundElsewhere && this.#ask('database', nameKey(expected)) === undefined;
  }

  #ask(side: Lookup['side'], key: string): UserType | undefined {
    const answer = (side === 'models' ? this.#models : this.#database).get(key);
    this.#asked.set(`${side} ${key}`, { side, key, answer });
    return answer;
  }
}

export interface Lookup {
  readonly side: 'models' | 'database';
  /** {@link nameKey} of a type. */
  readonly key: string;
  readonly answer: UserType | undefined;
}

const isPlain = ({ schema }: NamedType) => schema === undefined || schema === 'pg_catalog';

const keyOf = ({ schema = '', name }: NamedType): string => nameKey({ schema, name } satisfies QualifiedName);
