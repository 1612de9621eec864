/** What may be otherwise in a table than its snapshot says. */
import { qualified } from '../../schema/name.ts';
import type { Column, Uncertainty } from '../../schema/snapshot.ts';
import { tailOf } from './pyNames.ts';
import type { StatedColumn } from './readingContext.ts';
import type { WholeTable } from './snapshotOf.ts';
import type { StatedTable } from './statedTable.ts';

/** Other columns than those that are known; a table that is stated twice. */
export function doubtsAbout(
  { table, columns, doubts, isTwice }: WholeTable,
  known: readonly Column[],
): readonly Uncertainty[] {
  const name = qualified(table.name);
  const others = doubts.map(
    ({ reason, location }): Uncertainty => ({
      reason,
      location,
      affects: [{ kind: 'table', name, parts: [{ kind: 'column' }] }],
      except: [
        { kind: 'table', name, parts: known.map((column) => ({ kind: 'column', name: column.name })) },
      ],
    }),
  );
  const parts = table.partDoubts.map(
    ({ reason, location }): Uncertainty => ({
      reason,
      location,
      affects: [{ kind: 'table', name, parts: [{ kind: 'constraint' }, { kind: 'index' }] }],
    }),
  );
  const searched = columns.filter(isSearched).map((column) => searchIndex(table, column));
  if (!isTwice) return [...others, ...parts, ...searched];
  const reason = `More than one class or Table() states the table ${table.name.name}.`;
  return [...others, { reason, location: table.location, affects: [{ kind: 'table', name }] }];
}

/** A `TSVectorType(…)`, of which SQLAlchemy-Searchable makes an index where it is used. */
function isSearched({ call }: StatedColumn): boolean {
  const types = [...call.positional, call.named.get('type_')];
  return types.some(
    (type) => type !== undefined && tailOf(type.kind === 'call' ? type.callee : type) === 'TSVectorType',
  );
}

function searchIndex(table: StatedTable, { name, location }: StatedColumn): Uncertainty {
  const index = `${table.name.name}_${name}_idx`;
  return {
    reason: `SQLAlchemy-Searchable may make the index ${index}.`,
    location,
    affects: [{ kind: 'table', name: qualified(table.name), parts: [{ kind: 'index', name: index }] }],
  };
}
