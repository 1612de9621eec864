/** What a later run needs to tell whether a schema is still what it was, without reading it. */
import type { SchemaMarks, SchemaReading } from './schemaPorts.ts';

/** Plain data, small even of a large schema. */
export interface SchemaSeal
  extends Pick<SchemaReading, 'serverVersion' | 'searchPath'>,
    Pick<SchemaMarks, 'server' | 'moment' | 'objectParts' | 'context'> {
  /** Of every relation, by oid: how many rows the catalogs have of it. */
  readonly parts: ReadonlyMap<string, number>;
}

/** `undefined` where something was being changed while it was read. */
export function sealOf({ serverVersion, searchPath, marks }: SchemaReading): SchemaSeal | undefined {
  if (marks.isBusy) return undefined;
  const { server, moment, objectParts, context } = marks;
  const parts = new Map([...marks.relations].map(([oid, mark]) => [oid, mark.parts]));
  return { server, serverVersion, searchPath, moment, parts, objectParts, context };
}
