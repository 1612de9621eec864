import { expect, test } from 'vitest';
import { insertRows } from '../../../../src/core/preview/rehearsal/versionRows.ts';
import type { Column, Table } from '../../../../src/core/schema/snapshot.ts';
import { parseType } from '../../../../src/core/schema/typeName.ts';

test('rows that are numbered by a sequence are numbered by it again, so that the next one is free', () => {
  const column = (name: string, type: string, rest: Partial<Column> = {}): Column => ({
    name,
    type: parseType(type),
    nullable: false,
    ...rest,
  });
  const table: Table = {
    kind: 'table',
    name: { schema: 'public', name: 'goose_db_version' },
    columns: [
      column('id', 'integer', { default: `nextval('goose_db_version_id_seq'::regclass)` }),
      column('version_id', 'bigint'),
      column('is_applied', 'boolean'),
    ],
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
  };
  expect(insertRows(table, [{ id: '1', version_id: '0', is_applied: 't' }])).toEqual([
    `INSERT INTO public.goose_db_version (version_id, is_applied) OVERRIDING SYSTEM VALUE VALUES ('0', 't')`,
  ]);
});
