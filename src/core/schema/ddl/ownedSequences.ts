/** Which column owns which sequence. */
import { nameKey } from '../name.ts';
import type { SchemaSnapshot, Sequence } from '../snapshot.ts';
import { byKey } from './sqlText.ts';

/** Column → the sequence that it owns. */
export type OwnedSequences = ReadonlyMap<string, Sequence>;

/** By table; of several that one column owns, the last. */
export function ownedSequences(sequences: SchemaSnapshot['sequences']): ReadonlyMap<string, OwnedSequences> {
  const byTable = new Map<string, Map<string, Sequence>>();
  for (const sequence of byKey(sequences)) {
    if (sequence.ownedBy === undefined) continue;
    const key = nameKey(sequence.ownedBy.table);
    const columns = byTable.get(key) ?? new Map<string, Sequence>();
    byTable.set(key, columns.set(sequence.ownedBy.column, sequence));
  }
  return byTable;
}
