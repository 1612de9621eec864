/** What tables have in common on an empty database: schemas, extensions and enum types. */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { extensionWith } from '../../schema/apply/columnType.ts';
import { applyOperations } from '../../schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import { sameList } from './sameList.ts';

export interface CommonCache {
  readonly needs: WeakMap<readonly MigrationOperation[], Needs>;
  last: Common | undefined;
}

export function newCommonCache(): CommonCache {
  return { needs: new WeakMap(), last: undefined };
}

interface Common {
  readonly keys: readonly string[];
  readonly key: string;
  readonly snapshot: SchemaSnapshot;
}

/** @param tables What is done for each, in their order. */
export function commonSnapshot(
  tables: readonly (readonly MigrationOperation[])[],
  sql: SqlParser,
  cache: CommonCache,
): SchemaSnapshot {
  const needs = tables.map((operations) => needsOf(operations, cache));
  const keys = needs.map((one) => one.key);
  const { last } = cache;
  if (last !== undefined && sameList(last.keys, keys)) return last.snapshot;
  const place = tables[0]?.[0]?.location ?? { file: '' };
  const schemas = new Set(needs.flatMap((one) => one.schemas));
  const extensions = new Set(needs.flatMap((one) => one.extensions));
  const enums = needs.flatMap((one) => one.enums);
  const key = JSON.stringify([[...schemas], [...extensions], needs.flatMap((one) => one.enumsKey)]);
  if (last?.key === key) return last.snapshot;
  const created: readonly MigrationOperation[] = [
    ...[...extensions].map(
      (extension) => ({ kind: 'createExtension', extension, ifNotExists: true, location: place }) as const,
    ),
    ...[...schemas].map(
      (schema) => ({ kind: 'createSchema', schema, ifNotExists: true, location: place }) as const,
    ),
    ...enums,
  ];
  const { snapshot } = applyOperations(emptySnapshot, created, { sql, searchPath: ['public'] });
  cache.last = { keys, key, snapshot };
  return snapshot;
}

/** What has to be there before a table. */
interface Needs {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  readonly enums: readonly MigrationOperation[];
  /** The same enums, as text; none where there is none. */
  readonly enumsKey: readonly string[];
  /** All of it as text. */
  readonly key: string;
}

function needsOf(operations: readonly MigrationOperation[], { needs }: CommonCache): Needs {
  const known = needs.get(operations);
  if (known !== undefined) return known;
  const enums = operations.filter(({ kind }) => kind === 'createEnum');
  const schemas = operations.flatMap(schemaIn);
  const extensions = operations.flatMap(extensionsIn);
  const enumsKey = enums.map(({ location: _, ...step }) => JSON.stringify(step));
  const key = JSON.stringify([schemas, extensions, enumsKey]);
  const made = { schemas, extensions, enums, enumsKey, key };
  needs.set(operations, made);
  return made;
}

function schemaIn(operation: MigrationOperation): readonly string[] {
  if (operation.kind !== 'createTable' && operation.kind !== 'createEnum') return [];
  const { schema } = operation.kind === 'createTable' ? operation.table : operation.type;
  return schema === undefined ? [] : [schema];
}

/** Models take it for granted that the types they use are there. */
function extensionsIn(operation: MigrationOperation): readonly string[] {
  if (operation.kind !== 'createTable') return [];
  return operation.definition.columns.flatMap(({ type }) =>
    type.kind === 'named' && type.schema === undefined ? (extensionWith(type.name) ?? []) : [],
  );
}
