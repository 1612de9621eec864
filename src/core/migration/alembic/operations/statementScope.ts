/** Which kinds of objects a statement can touch whose names are not known: by the words it begins with. */
import type { Within } from '../../../schema/snapshot.ts';

/** @param sql One statement; `${…}` stands for what is not known. Absent: nothing can be said. */
export function scopeOf(sql: string | undefined): readonly Within[] | undefined {
  const statement = (sql ?? '')
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return scopes.find(([start]) => start.test(statement))?.[1];
}

const view: Within = { kind: 'view' };
const sequence: Within = { kind: 'sequence' };

const parts = (...kinds: NonNullable<Within['parts']>): Within => ({ kind: 'table', parts: kinds });

/** @param words `NAME`: a name of which something is not known. The end is where a `CASCADE` might be. */
function starting(words: string): RegExp {
  const name = '(?:[\\w."]|\\$\\{unknown\\})+';
  const pattern = words
    .replaceAll('IF?', '(?:IF (?:NOT )?EXISTS )?')
    .replaceAll('NAME', name)
    .replaceAll('END', ' ?;?$');
  return new RegExp(`^${pattern}`, 'i');
}

const table = 'ALTER TABLE IF?(?:ONLY )?NAME';

const scopes: readonly (readonly [RegExp, readonly Within[]])[] = [
  [starting('CREATE (?:OR REPLACE )?(?:MATERIALIZED )?VIEW IF?NAME'), [view]],
  [starting('DROP (?:MATERIALIZED )?VIEW IF?NAMEEND'), [view]],
  [starting('CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) NAME'), [{ kind: 'routine' }]],
  [starting('DROP (?:FUNCTION|PROCEDURE) IF?NAMEEND'), [{ kind: 'routine' }]],
  [starting('CREATE SCHEMA IF?NAMEEND'), [{ kind: 'schema' }]],
  [starting('CREATE TABLE IF?NAME \\('), [{ kind: 'table' }, sequence]],
  [starting('CREATE (?:UNIQUE )?INDEX '), [parts('index'), view]],
  [starting('DROP INDEX (?:CONCURRENTLY )?IF?NAMEEND'), [parts('index'), view]],
  [starting('ALTER INDEX IF?NAME RENAME TO NAMEEND'), [parts('index', 'constraint'), view]],
  [starting('ALTER SEQUENCE IF?NAME RENAME TO NAMEEND'), [parts('column'), sequence]],
  [starting('(?:CREATE|ALTER|DROP) POLICY IF?NAME ON '), [parts('policy')]],
  [starting(`${table} RENAME CONSTRAINT NAME TO NAMEEND`), [parts('constraint', 'index')]],
  [starting(`${table} DROP CONSTRAINT IF?NAMEEND`), [parts('constraint', 'index')]],
  [starting(`${table} ADD CONSTRAINT NAME FOREIGN KEY `), [parts('constraint')]],
  [
    starting(`${table} ALTER COLUMN NAME (?:TYPE|DROP DEFAULT|SET DEFAULT|SET NOT NULL|DROP NOT NULL)\\b`),
    [parts('column')],
  ],
  [starting(`${table} ADD COLUMN IF?NAME `), [parts('column', 'constraint', 'index'), sequence]],
  [starting(`${table} RENAME COLUMN NAME TO NAMEEND`), [{ kind: 'table' }, view, sequence]],
  [starting(`${table} (?:ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL SECURITYEND`), [{ kind: 'table' }]],
  [starting('COMMENT ON COLUMN NAME IS '), [parts('column'), view]],
];
