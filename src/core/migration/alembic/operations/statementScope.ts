/** Which objects a statement can touch whose names are not known: by the words it begins with. */
import type { OpaqueWithin } from '../../operations/operation.ts';
import { patternOf } from './namePattern.ts';

/** @param sql One statement; `${…}` stands for what is not known. Absent: nothing can be said. */
export function scopeOf(sql: string | undefined): readonly OpaqueWithin[] | undefined {
  const statement = (sql ?? '')
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  for (const [start, within] of scopes) {
    const match = start.exec(statement);
    if (match !== null) return within.map((one) => inSchemaOf(match.groups?.object, one));
  }
  return undefined;
}

/** Unless others than the named object's neighbours are meant, or its schema is not known. */
function inSchemaOf(object: string | undefined, { anywhere, column, ...within }: Scope): OpaqueWithin {
  const parts = object?.match(/(?:"[^"]*"|[^".]+)+/g) ?? [];
  if (within.kind === 'schema') return { ...within, ...patternOf(identifier(parts[0])) };
  const schema = parts.at(column ? -3 : -2);
  const isQualified = parts.length === (column ? 3 : 2);
  return anywhere || !isQualified ? within : { ...within, ...patternOf(identifier(schema)) };
}

function identifier(written = ''): string {
  const quoted = /^"(.*)"$/.exec(written)?.[1];
  return (
    quoted ?? written.replaceAll(/\$\{unknown\}|[A-Z]/g, (one) => (one.length > 1 ? one : one.toLowerCase()))
  );
}

type Scope = OpaqueWithin & {
  /** Not only in the schema of the object that is named. */
  readonly anywhere?: true;
  /** What is named is a column. */
  readonly column?: true;
};

const view: Scope = { kind: 'view', anywhere: true };
const sequence: Scope = { kind: 'sequence' };

const parts = (...kinds: NonNullable<OpaqueWithin['parts']>): Scope => ({ kind: 'table', parts: kinds });

/**
 * @param words `OBJECT`, `NAME`: names of which something is not known, the first of them in its schema. The end is
 *   where a `CASCADE` might be.
 */
function starting(words: string): RegExp {
  const name = '(?:[\\w."]|\\$\\{unknown\\})+';
  const pattern = words
    .replaceAll('IF?', '(?:IF (?:NOT )?EXISTS )?')
    .replaceAll('OBJECT', `(?<object>${name})`)
    .replaceAll('NAME', name)
    .replaceAll('END', ' ?;?$');
  return new RegExp(`^${pattern}`, 'i');
}

const table = 'ALTER TABLE IF?(?:ONLY )?OBJECT';

const scopes: readonly (readonly [RegExp, readonly Scope[]])[] = [
  [starting('CREATE (?:OR REPLACE )?(?:MATERIALIZED )?VIEW IF?NAME'), [view]],
  [starting('DROP (?:MATERIALIZED )?VIEW IF?NAMEEND'), [view]],
  [starting('CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) OBJECT'), [{ kind: 'routine' }]],
  [starting('DROP (?:FUNCTION|PROCEDURE) IF?OBJECTEND'), [{ kind: 'routine' }]],
  [starting('CREATE SCHEMA IF?OBJECTEND'), [{ kind: 'schema' }]],
  [starting('CREATE TABLE IF?OBJECT \\('), [{ kind: 'table' }, sequence]],
  [starting('CREATE (?:UNIQUE )?INDEX '), [parts('index'), view]],
  [starting('DROP INDEX (?:CONCURRENTLY )?IF?OBJECTEND'), [parts('index'), view]],
  [starting('ALTER INDEX IF?OBJECT RENAME TO NAMEEND'), [parts('index', 'constraint'), view]],
  [
    starting('ALTER SEQUENCE IF?OBJECT RENAME TO NAMEEND'),
    [{ ...parts('column'), anywhere: true }, sequence],
  ],
  [starting('(?:CREATE|ALTER|DROP) POLICY IF?NAME ON OBJECT'), [parts('policy')]],
  [starting(`${table} RENAME CONSTRAINT NAME TO NAMEEND`), [parts('constraint', 'index')]],
  [starting(`${table} DROP CONSTRAINT IF?NAMEEND`), [parts('constraint', 'index')]],
  [starting(`${table} ADD CONSTRAINT NAME FOREIGN KEY `), [parts('constraint')]],
  [
    starting(`${table} ALTER COLUMN NAME (?:TYPE|DROP DEFAULT|SET DEFAULT|SET NOT NULL|DROP NOT NULL)\\b`),
    [parts('column')],
  ],
  [starting(`${table} ADD COLUMN IF?NAME `), [parts('column', 'constraint', 'index'), sequence]],
  [starting(`${table} RENAME COLUMN NAME TO NAMEEND`), [{ kind: 'table', referring: true }, view, sequence]],
  [starting(`${table} (?:ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL SECURITYEND`), [{ kind: 'table' }]],
  [starting(`${table} (?:ENABLE|DISABLE) TRIGGER (?:USER|ALL)END`), [parts('trigger')]],
  [starting('COMMENT ON COLUMN OBJECT IS '), [{ ...parts('column'), column: true }, view]],
];
