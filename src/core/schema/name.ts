/** Names of schema objects, unquoted, and how SQL spells them. */

export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** A name as a migration writes it: without a schema, the search path decides. */
export interface ObjectName {
  readonly schema?: string;
  readonly name: string;
}

/** What maps of a snapshot are keyed by: unique, and sorted by schema first. `\0` occurs in no name. */
export function nameKey({ schema, name }: QualifiedName): string {
  return `${schema}\0${name}`;
}

/** As the models and migrations of a project name it that has no other search path. */
export function qualified({ schema = 'public', name }: ObjectName): QualifiedName {
  return { schema, name };
}

export function sameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

/** For people: without the schema where it is `public`; quoted only where SQL would need it. */
export function displayName({ schema, name }: ObjectName): string {
  return schema === undefined || schema === 'public'
    ? quoteName(name)
    : `${quoteName(schema)}.${quoteName(name)}`;
}

/** For SQL: always with its schema. */
export function quoteQualified({ schema, name }: QualifiedName): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** For SQL: with its schema where it is said. */
export function quoteObject({ schema, name }: ObjectName): string {
  return schema === undefined ? quoteName(name) : quoteQualified({ schema, name });
}

/** As `quote_ident` does. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reservedWords.has(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** Keywords that `quote_ident` quotes: all but the unreserved ones of PostgreSQL 18. */
const reservedWords: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
   char character check coalesce collate collation column concurrently constraint create cross current_catalog
   current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
   desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
   grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array
   json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
   lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize
   not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision
   primary real references returning right row select session_user setof similar smallint some substring symmetric
   system_user table tablesample then time timestamp to trailing treat trim true union unique user using values
   varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest
   xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
);
