/** Replay of SQL text, for tests: what is there afterwards, what would fail, what is not known. */
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { MigrationOperation, Step } from '../../src/core/migration/operations/operation.ts';
import { applyOperations } from '../../src/core/schema/apply.ts';
import { displayName } from '../../src/core/schema/name.ts';
import { emptySnapshot, type SchemaSnapshot, type Uncertainty } from '../../src/core/schema/snapshot.ts';
import { typeText } from '../../src/core/schema/type.ts';
import { readSql } from '../../src/core/sql/readSql.ts';

export const sql = await loadSql();

/** SQL, or a step that no SQL says. */
export type Written = string | Step;

export function operations(...written: readonly Written[]): readonly MigrationOperation[] {
  return written.flatMap((one): readonly MigrationOperation[] =>
    typeof one === 'string'
      ? readSql(one, sql, (range) => ({ file: 'a.sql', range }))
      : [{ ...one, location: { file: 'a.py' } }],
  );
}

export function apply(written: readonly Written[], start: SchemaSnapshot = emptySnapshot) {
  const applied = applyOperations(start, operations(...written), {
    sql,
    searchPath: ['public'],
    revision: 'r1',
  });
  return {
    ...applied,
    tables: [...applied.snapshot.tables.values()].map(
      ({ name, columns }) =>
        `${displayName(name)}(${columns.map((one) => `${one.name} ${typeText(one.type)}`).join(', ')})`,
    ),
    messages: applied.problems.map(({ message }) => message),
    unknown: applied.snapshot.uncertainties.flatMap(unknownIn),
  };
}

/** `t.column x`; `t` for a whole object. */
function unknownIn({ affects }: Uncertainty): readonly string[] {
  if (affects === 'anything') return ['anything'];
  return affects.flatMap(({ name, parts }) =>
    parts === undefined
      ? [displayName(name)]
      : parts.map((part) => `${displayName(name)}.${part.kind} ${part.name ?? '*'}`),
  );
}
