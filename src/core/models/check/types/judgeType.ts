/**
 * Whether a column of the database takes and gives what the model's type says: by the parts of both types, never by
 * their text.
 */
import { nameKey } from '../../../schema/name.ts';
import type { UserType } from '../../../schema/snapshot.ts';
import type { NamedType, SqlType } from '../../../schema/type.ts';
import { judgeBuiltIn } from './builtInTypes.ts';
import type { TypeNames } from './typeNames.ts';
import type { TypeVerdict } from './verdict.ts';

export function judgeType(model: SqlType, database: SqlType, names: TypeNames): TypeVerdict {
  if (model.kind === 'unresolved' || database.kind === 'unresolved') return 'unknown';
  if (model.array === database.array && names.same(model, database)) return judgeBuiltIn(model, database);
  const [left, right] = [
    baseOf(model, (type) => names.modelType(type)),
    baseOf(database, (type) => names.databaseType(type)),
  ];
  if (left === undefined || right === undefined) return 'unknown';
  if (left.array !== right.array) return { kind: 'type-mismatch' };
  if (haveSameLabels(left, right, names)) return { kind: 'type-mismatch', usual: 'warning' };
  if (names.same(left, right) || (isBuiltIn(left) && isBuiltIn(right))) return judgeBuiltIn(left, right);
  return { kind: 'type-mismatch' };
}

/**
 * Two enum types that differ by name only: rows are read as ever, but drivers that cast what they send, as psycopg 3 and
 * asyncpg do, name a type that is not there.
 */
export function haveSameLabels(model: NamedType, database: NamedType, names: TypeNames): boolean {
  if (names.same(model, database)) return false;
  const [wanted, there] = [names.modelType(model), names.databaseType(database)];
  if (wanted?.kind !== 'enum' || there?.kind !== 'enum') return false;
  const labels = there.labels;
  return wanted.labels.length === labels.length && wanted.labels.every((label, at) => label === labels[at]);
}

const isBuiltIn = ({ schema, name }: NamedType) =>
  schema === undefined || schema === 'pg_catalog' || name === 'citext';

/** What a domain stands for; any other type stands for itself. `undefined`: it is not known. */
function baseOf(type: NamedType, find: (type: NamedType) => UserType | undefined): NamedType | undefined {
  const found = find(type);
  if (found?.kind !== 'domain') return type;
  const { baseType } = found;
  if (baseType.kind === 'unresolved' || nameKey(found.name) === domainKey(baseType)) return undefined;
  return baseOf({ ...baseType, array: type.array || baseType.array }, find);
}

const domainKey = ({ schema = '', name }: NamedType) => nameKey({ schema, name });
