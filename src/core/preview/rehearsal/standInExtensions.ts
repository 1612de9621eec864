/**
 * Extensions that a server does not have: an entry of their name, and of what belongs to them the types that columns
 * have and the functions without arguments that give columns their defaults. Their operators, operator classes and
 * access methods are left out.
 *
 * A stand-in of a type keeps any text and takes any modifier.
 */
import { groupBy } from '../../groupBy.ts';
import { literal } from '../../schema/ddl/sqlText.ts';
import { nameKey, type QualifiedName, quoteName, quoteQualified } from '../../schema/name.ts';
import type { Extension, Routine, SchemaSnapshot } from '../../schema/snapshot.ts';
import { type SqlType, typeText } from '../../schema/type.ts';
import { typesIn } from '../../schema/typesIn.ts';
import type { RehearsalExtension } from './rehearsal.ts';
import { standInBody } from './standInRoutines.ts';

/** What a schema uses and does not hold: an extension's, or a base type. */
interface Unheld {
  readonly name: QualifiedName;
  /** Makes it unless it is there. */
  statement(extension: string | undefined): string;
}

export interface StandIns {
  readonly extensions: readonly RehearsalExtension[];
  /** Of what no extension can hold. */
  readonly others: readonly string[];
}

export function standInsOf(live: SchemaSnapshot): StandIns {
  const bySchema = groupBy(unheldOf(live), ({ name }) => name.schema);
  const extensions = [...live.extensions.values()];
  const homes = new Set(extensions.map(({ schema }) => schema));
  return {
    extensions: extensions.map((extension) => ({
      name: extension.name,
      create: createExtension(extension),
      standIn: standIn(extension, bySchema.get(extension.schema) ?? []),
    })),
    others: [...bySchema]
      .filter(([schema]) => !homes.has(schema))
      .flatMap(([, unheld]) => unheld.map((one) => one.statement(undefined))),
  };
}

/** Of an extension that the run makes: all that is known of it is what it is known for. */
export function newExtension(extension: Extension): RehearsalExtension {
  return { name: extension.name, standIn: standIn(extension, []) };
}

function createExtension({ name, schema }: Extension): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)};
CREATE EXTENSION IF NOT EXISTS ${quoteName(name)} WITH SCHEMA ${quoteName(schema)} CASCADE`;
}

/** Where several extensions of a schema are missing, the first gets what nobody knows the owner of. */
function standIn({ name, schema }: Extension, unheld: readonly Unheld[]): readonly string[] {
  const known = wellKnownTypes[name] ?? [];
  return [
    `CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`,
    `INSERT INTO pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
SELECT pg_catalog.pg_nextoid('pg_catalog.pg_extension', 'oid', 'pg_catalog.pg_extension_oid_index'),
       ${literal(name)}, r.oid, n.oid, false, ''
FROM pg_catalog.pg_roles r, pg_catalog.pg_namespace n
WHERE r.rolname = current_user AND n.nspname = ${literal(schema)}`,
    ...known.map((type) => typeStatement({ schema, name: type }, name)),
    ...unheld.filter((one) => !isOfAnother(one, name)).map((one) => one.statement(name)),
  ];
}

/** Types by which migrations know an extension. */
const wellKnownTypes: Readonly<Record<string, readonly string[]>> = {
  vector: ['vector', 'halfvec', 'sparsevec'],
  postgis: ['geometry', 'geography', 'box2d', 'box3d'],
  postgis_raster: ['raster'],
  citext: ['citext'],
  hstore: ['hstore'],
  ltree: ['ltree', 'lquery', 'ltxtquery'],
  cube: ['cube'],
  hll: ['hll'],
};

function isOfAnother({ name }: Unheld, extension: string): boolean {
  return Object.entries(wellKnownTypes).some(
    ([owner, types]) => owner !== extension && types.includes(name.name),
  );
}

function unheldOf(live: SchemaSnapshot): readonly Unheld[] {
  const found = new Map<string, Unheld>();
  const held = new Set([...live.routines.values()].filter(needsNothing).map(({ name }) => nameKey(name)));
  const note = (type: SqlType): void => {
    if (type.kind === 'unresolved' || type.schema === undefined) return;
    const name = { schema: type.schema, name: type.name };
    const key = nameKey(name);
    if (live.types.has(key) || live.tables.has(key) || live.views.has(key)) return;
    found.set(key, { name, statement: (extension) => typeStatement(name, extension) });
  };
  for (const type of live.types.values()) typesIn(type).forEach(note);
  for (const { columns } of live.tables.values()) {
    for (const column of columns) {
      note(column.type);
      const call = calledDefault(column.default);
      if (call === undefined || held.has(nameKey(call))) continue;
      const returns = typeText(column.type);
      found.set(`${nameKey(call)}()`, {
        name: call,
        statement: (extension) => functionStatement(call, returns, extension),
      });
    }
  }
  return [...found.values()];
}

/** It can be called without arguments. */
function needsNothing({ parameters, argumentTypes }: Routine): boolean {
  if (parameters === undefined) return argumentTypes === '';
  return parameters.every((one) => one.mode === 'out' || one.default !== undefined);
}

/** `public.uuid_generate_v7()`: with its schema, so nothing of PostgreSQL's own. */
function calledDefault(expression: string | undefined): QualifiedName | undefined {
  const [, schema, name] = /^([a-z_]\w*)\.([a-z_]\w*)\(\)$/.exec(expression ?? '') ?? [];
  return schema === undefined || name === undefined ? undefined : { schema, name };
}

function typeStatement({ schema, name }: QualifiedName, extension: string | undefined): string {
  const type = quoteQualified({ schema, name });
  const part = (suffix: string): string => quoteQualified({ schema, name: `${name}_${suffix}` });
  const functions = [
    [`${part('in')}(cstring)`, type, 'textin'],
    [`${part('out')}(${type})`, 'cstring', 'textout'],
    [`${part('typmod_in')}(cstring[])`, 'integer', 'array_ndims'],
  ];
  return unless(`to_regtype(${literal(type)})`, [
    `CREATE TYPE ${type}`,
    ...functions.map(
      ([signature, returns, implementation]) =>
        `CREATE FUNCTION ${signature} RETURNS ${returns} LANGUAGE internal IMMUTABLE STRICT AS '${implementation}'`,
    ),
    `CREATE TYPE ${type} (INPUT = ${part('in')}, OUTPUT = ${part('out')}, TYPMOD_IN = ${part('typmod_in')}, LIKE = text)`,
    ...members(extension, [`TYPE ${type}`, ...functions.map(([signature]) => `FUNCTION ${signature}`)]),
  ]);
}

function functionStatement(name: QualifiedName, returns: string, extension: string | undefined): string {
  const signature = `${quoteQualified(name)}()`;
  return unless(`to_regprocedure(${literal(signature)})`, [
    `CREATE FUNCTION ${signature} RETURNS ${returns} LANGUAGE plpgsql AS ${standInBody(signature, returns)}`,
    ...members(extension, [`FUNCTION ${signature}`]),
  ]);
}

function members(extension: string | undefined, objects: readonly string[]): readonly string[] {
  if (extension === undefined) return [];
  return objects.map((object) => `ALTER EXTENSION ${quoteName(extension)} ADD ${object}`);
}

function unless(found: string, statements: readonly string[]): string {
  const block = `BEGIN IF ${found} IS NULL THEN\n${statements.map((one) => `${one};`).join('\n')}\nEND IF; END`;
  return `DO ${literal(block)}`;
}
