/** What a database of PGlite holds, one line for each fact, to be compared with another's. */
import type { PGlite } from '@electric-sql/pglite';

/** One line for each column, constraint, index, enum and sequence. Columns have no order: two ways may lead to one. */
export async function factsOf(database: PGlite): Promise<readonly string[]> {
  const { rows } = await database.query<{ readonly fact: string }>(`
    SELECT format('%s.%s %s %s %s', relname, attname, format_type(atttypid, atttypmod),
                  CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid)) AS fact
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT format('%s %s %s', sequencename, data_type, increment_by) FROM pg_sequences
    UNION ALL
    SELECT format('%s %s', enumtypid::regtype, array_agg(enumlabel ORDER BY enumsortorder))
      FROM pg_enum GROUP BY enumtypid
    ORDER BY fact`);
  return rows.map(({ fact }) => fact);
}
