/**
 * Names that expressions of any relation may hold: where one changes, every expression may read differently although
 * nobody has touched it.
 */
import type { SchemaMarks, SchemaReading } from '../../../app/schemaPorts.ts';
import { nameKey } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import type { CatalogRows } from './catalogRows.ts';
import { rowsOf } from './lines.ts';
import { json, text } from './rows.ts';

/** Of schemas, types and routines, by catalog and oid. */
export function namesIn(rows: CatalogRows): SchemaMarks['names'] {
  const names = new Map<string, string>();
  for (const row of rows.schemas) names.set(`pg_namespace ${row.oid}`, text(row, 'name'));
  for (const row of rows.types) names.set(`pg_type ${row.oid}`, `${row.schema} ${row.name}`);
  for (const row of rows.routines) names.set(`pg_proc ${row.oid}`, `${row.schema} ${row.name}`);
  return names;
}

/** Whether something that was there before is there under another name. */
export function hasRenamed(before: SchemaReading, rows: CatalogRows): boolean {
  const { names, relations } = before.marks;
  const schemas = new Map(rows.schemas.map((row) => [text(row, 'oid'), text(row, 'name')]));
  const fullName = ({ schema, name }: Row): string =>
    nameKey({ schema: schemas.get(schema ?? '') ?? '', name: name ?? '' });
  const hasRenamedObject = [...namesIn(rows)].some(([key, name]) => (names.get(key) ?? name) !== name);
  const hasRenamedRelation = [...rowsOf(rows.relations)].some((row) => {
    const mark = relations.get(text(row, 'oid'));
    return mark !== undefined && nameKey(mark.name) !== fullName(row);
  });
  return (
    hasRenamedObject ||
    hasRenamedRelation ||
    rows.types.some((row) =>
      hasLostLabel(before, fullName(row), json<readonly string[]>(row, 'labels') ?? []),
    )
  );
}

/** A label of an enum stands in expressions as well; one more does no harm. */
function hasLostLabel({ snapshot }: SchemaReading, key: string, labels: readonly string[]): boolean {
  const type = snapshot.types.get(key);
  return type?.kind === 'enum' && type.labels.some((label) => !labels.includes(label));
}
