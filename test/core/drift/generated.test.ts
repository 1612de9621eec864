/** Generated columns whose script leaves it to the server whether they are stored. */
import { expect, test } from 'vitest';
import { diffSnapshots } from '../../../src/core/drift/diffSnapshots.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';
import { apply, sql } from '../../support/replaySql.ts';

const expressions = createExpressionComparer(sql);

function generated(stored: boolean | undefined): SchemaSnapshot {
  const { snapshot } = apply(['create table t (a int, b int generated always as (a * 2) stored)']);
  const tables = [...snapshot.tables].map(([key, table]) => {
    const columns = table.columns.map((one) =>
      one.generated === undefined ? one : { ...one, generated: { ...one.generated, stored } },
    );
    return [key, { ...table, columns }] as const;
  });
  return { ...snapshot, tables: new Map(tables) };
}

test.each([
  [true, false, 1],
  [true, undefined, 0],
  [undefined, false, 0],
  [undefined, undefined, 0],
])('stored: %s and %s', (before, after, differences) => {
  const found = diffSnapshots(generated(before), generated(after), { expressions });
  expect(found.differences).toHaveLength(differences);
});
