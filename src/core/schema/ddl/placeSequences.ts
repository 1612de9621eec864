/** Where a sequence is made: with the table that owns it, unless something needs it earlier. */
import { nameKey } from '../name.ts';
import type { SchemaSnapshot, Sequence, Table } from '../snapshot.ts';
import { byKey } from './sqlText.ts';

export interface PlacedSequences {
  /** Before all tables; some may be owned by one of them. */
  readonly first: readonly Sequence[];
  /** By table: all that its columns own, also those of identities and those that are made before. */
  readonly owned: ReadonlyMap<string, readonly Sequence[]>;
}

export function placeSequences({ sequences, tables }: SchemaSnapshot): PlacedSequences {
  const first: Sequence[] = [];
  const owned = new Map<string, Sequence[]>();
  const ordered = byKey(tables);
  for (const sequence of byKey(sequences)) {
    const key = sequence.ownedBy && nameKey(sequence.ownedBy.table);
    const owner = key === undefined ? undefined : tables.get(key);
    if (owner === undefined || key === undefined) first.push(sequence);
    else {
      owned.set(key, [...(owned.get(key) ?? []), sequence]);
      const earlier = ordered.slice(0, ordered.indexOf(owner));
      if (sequence.identity !== true && earlier.some((table) => isUsedBy(table, sequence)))
        first.push(sequence);
    }
  }
  return { first, owned };
}

/** Rather once too often: it may then be made earlier than it has to be. */
function isUsedBy({ columns }: Table, { name }: Sequence): boolean {
  return columns.some((column) => column.default?.includes(name.name));
}
