/**
 * What became of a clone, with what the clone did not have as its original put right: a routine without its body, an
 * index that could not be made. Where the run has changed such an object itself, its own answer stays.
 */
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';

export function withoutCloningFaults(
  after: SchemaSnapshot,
  cloned: SchemaSnapshot,
  live: SchemaSnapshot,
): SchemaSnapshot {
  return {
    schemas: mapOf(after.schemas, cloned.schemas, live.schemas),
    tables: mapOf(after.tables, cloned.tables, live.tables, table),
    views: mapOf(after.views, cloned.views, live.views),
    sequences: mapOf(after.sequences, cloned.sequences, live.sequences),
    types: mapOf(after.types, cloned.types, live.types),
    routines: mapOf(after.routines, cloned.routines, live.routines),
    extensions: mapOf(after.extensions, cloned.extensions, live.extensions),
    uncertainties: [...live.uncertainties, ...after.uncertainties],
  };
}

type Merge<T> = (after: T, cloned: T, live: T) => T;

function mapOf<T>(
  after: ReadonlyMap<string, T>,
  cloned: ReadonlyMap<string, T>,
  live: ReadonlyMap<string, T>,
  merge?: Merge<T>,
): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  for (const key of new Set([...after.keys(), ...live.keys()])) {
    const one = mergeOne(after.get(key), cloned.get(key), live.get(key), merge);
    if (one !== undefined) merged.set(key, one);
  }
  return merged;
}

function mergeOne<T>(
  after: T | undefined,
  cloned: T | undefined,
  live: T | undefined,
  merge: Merge<T> | undefined,
): T | undefined {
  if (isEqual(cloned, live)) return after;
  if (isEqual(after, cloned)) return live;
  const isEverywhere = after !== undefined && cloned !== undefined && live !== undefined;
  return merge !== undefined && isEverywhere ? merge(after, cloned, live) : after;
}

function table(after: Table, cloned: Table, live: Table): Table {
  return {
    ...after,
    columns: parts(after.columns, cloned.columns, live.columns),
    constraints: parts(after.constraints, cloned.constraints, live.constraints),
    indexes: parts(after.indexes, cloned.indexes, live.indexes),
    triggers: parts(after.triggers, cloned.triggers, live.triggers),
    policies: parts(after.policies, cloned.policies, live.policies),
  };
}

function parts<T extends { readonly name: string }>(
  after: readonly T[],
  cloned: readonly T[],
  live: readonly T[],
): readonly T[] {
  const [a, b, c] = [after, cloned, live].map((list) => new Map(list.map((part) => [part.name, part])));
  return [...mapOf(a ?? new Map(), b ?? new Map(), c ?? new Map()).values()];
}

/** All three were made by the same code, so equal objects have their properties in the same order. */
function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
