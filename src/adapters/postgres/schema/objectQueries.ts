/**
 * What a schema is read with, second part: types and routines, which are few and read all at once. Waits for no lock,
 * because no relation is opened: the expressions of a domain belong to none.
 */

/** Enums, domains, ranges, and composite types that stand alone: not those of the rows of a table. */
export const types = `
SELECT t.oid, t.typnamespace AS schema, t.typname AS name, t.typtype AS kind, t.typrelid AS relation,
       CASE t.typtype WHEN 'e' THEN array_to_json(ARRAY(
         SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)) END AS labels,
       CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base_type,
       t.typnotnull AS not_null,
       pg_get_expr(t.typdefaultbin, 0) AS "default",
       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation END AS "collation",
       CASE t.typtype WHEN 'd' THEN (
         SELECT json_agg(json_build_array(k.conname, pg_get_expr(k.conbin, 0), k.convalidated))
         FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') END AS checks,
       (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid) AS subtype,
       d.description AS comment
FROM pg_type t
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE t.oid >= 16384 AND (t.typtype IN ('e', 'd', 'r') 
    OR t.typtype = 'c' AND t.typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c'))`;

/**
 * A hash stands for the body. A body that the server keeps parsed (`BEGIN ATOMIC`) has no text. What implements
 * another object, such as the constructor of a range type, is left out.
 */
export function routines(version: number): string {
  const types = 'coalesce(p.proallargtypes, p.proargtypes::oid[])';
  const isParsed = version >= 14 ? 'p.prosqlbody IS NOT NULL' : 'false';
  return `
SELECT p.oid, p.pronamespace AS schema, p.proname AS name, p.prokind AS kind,
       oidvectortypes(p.proargtypes) AS arguments, pg_get_function_result(p.oid) AS returns,
       CASE WHEN p.prokind <> 'a' AND (p.pronargs > 0 OR p.proallargtypes IS NOT NULL) THEN json_build_array(
         p.proargmodes, p.proargnames, ${types}::regtype[],
         CASE WHEN p.pronargdefaults > 0 THEN ARRAY(
           SELECT pg_get_function_arg_default(p.oid, n) FROM generate_series(1, cardinality(${types})) AS n)
         END) END AS parameters,
       l.lanname AS language, d.description AS comment,
       CASE WHEN p.prokind = 'a' OR ${isParsed} THEN NULL
            WHEN current_setting('server_encoding') IN ('UTF8', 'SQL_ASCII') THEN md5(p.prosrc)
            ELSE md5(convert_to(p.prosrc, 'UTF8')) END AS body_hash
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE p.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`;
}
