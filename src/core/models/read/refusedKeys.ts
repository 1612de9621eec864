/** Foreign keys that the models state and PostgreSQL refuses: between columns that it cannot compare. */
import { nameKey, qualified } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { RefusedKey } from '../modelSchema.ts';
import type { WholeTable } from './snapshotOf.ts';

export function refusedKeys(
  wholes: ReadonlyMap<string, WholeTable>,
  { tables, uncertainties }: SchemaSnapshot,
): readonly RefusedKey[] {
  // Where a key could not be made, no constraint of the table is certain.
  const unsure = new Set(
    uncertainties.flatMap(({ affects }) =>
      affects === 'anything'
        ? []
        : affects.flatMap(({ name, parts }) =>
            parts?.some((part) => part.kind === 'constraint' && part.name === undefined)
              ? [nameKey(name)]
              : [],
          ),
    ),
  );
  return [...unsure].flatMap((key): readonly RefusedKey[] => {
    const made = tables.get(key);
    const stated = wholes.get(key)?.made.definition?.constraints ?? [];
    if (made === undefined) return [];
    return stated.flatMap((one): readonly RefusedKey[] => {
      if (one.kind !== 'foreignKey') return [];
      const columns = one.columns.join('\0');
      const isMade = made.constraints.some(
        (other) => other.kind === 'foreignKey' && other.columns.join('\0') === columns,
      );
      const { referencedColumns } = one;
      const references = qualified(one.references);
      return isMade ? [] : [{ table: made.name, columns: one.columns, references, referencedColumns }];
    });
  });
}
