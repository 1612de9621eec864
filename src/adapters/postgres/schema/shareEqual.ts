/** Makes what is equal in two snapshots the same object, so that others can tell by a glance what has changed. */
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';

/** @returns `after`, made of the objects of `before` where they are equal; `before` itself where all are. */
export function shareEqual(before: SchemaSnapshot, after: SchemaSnapshot): SchemaSnapshot {
  const shared: SchemaSnapshot = {
    schemas: sharedMap(before.schemas, after.schemas),
    tables: sharedMap(before.tables, after.tables),
    views: sharedMap(before.views, after.views),
    sequences: sharedMap(before.sequences, after.sequences),
    types: sharedMap(before.types, after.types),
    routines: sharedMap(before.routines, after.routines),
    extensions: sharedMap(before.extensions, after.extensions),
    uncertainties: isEqual(before.uncertainties, after.uncertainties)
      ? before.uncertainties
      : after.uncertainties,
  };
  const parts = Object.keys(shared) as (keyof SchemaSnapshot)[];
  return parts.every((part) => shared[part] === before[part]) ? before : shared;
}

function sharedMap<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const shared = new Map<string, T>();
  let isSame = before.size === after.size;
  for (const [key, value] of after) {
    const earlier = before.get(key);
    const kept = earlier !== undefined && isEqual(earlier, value) ? earlier : value;
    isSame &&= kept === earlier;
    shared.set(key, kept);
  }
  return isSame ? before : shared;
}

/** Both were made by the same code, so equal objects have their properties in the same order. */
function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
