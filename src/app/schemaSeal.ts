/** What a later run needs to tell whether a schema is still what it was, without reading it. */
import type { SchemaReading } from './schemaPorts.ts';

/** Plain data, small even of a large schema. */
export interface SchemaSeal {
  /** `SchemaMarks.server`. */
  readonly server: string;
  readonly serverVersion: string;
  readonly searchPath: readonly string[];
  /** The text of `txid_current_snapshot()`. */
  readonly moment: string;
  /** Of every relation, by oid: how many rows the catalogs have of it. */
  readonly parts: ReadonlyMap<string, number>;
  readonly objectParts: string;
  readonly context: string;
}

/** `undefined` where something was being changed while it was read. */
export function sealOf({ serverVersion, searchPath, marks }: SchemaReading): SchemaSeal | undefined {
  if (marks.isBusy) return undefined;
  const { server, moment, objectParts, context } = marks;
  const parts = new Map([...marks.relations].map(([oid, mark]) => [oid, mark.parts]));
  return { server, serverVersion, searchPath, moment, parts, objectParts, context };
}
