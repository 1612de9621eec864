/** What the columns are that the expressions of a table, or the checks of a domain, speak of. */
import type { ColumnsOfSides, ColumnTypes } from '../schema/expression.ts';
import { nameKey, type QualifiedName } from '../schema/name.ts';
import type { SchemaSnapshot, Table } from '../schema/snapshot.ts';
import type { SqlType } from '../schema/type.ts';

/**
 * @param owner The table or the domain, as each side calls it.
 * @param nameBefore What a column of `after` is called in `before`: expressions of both sides use the later name.
 */
export function columnsOfSides(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  owner: { readonly before: QualifiedName; readonly after: QualifiedName },
  nameBefore: (column: string) => string,
): ColumnsOfSides {
  const earlier = columnTypes(before, owner.before);
  return { before: (column) => earlier(nameBefore(column)), after: columnTypes(after, owner.after) };
}

/** In a domain's checks, the value is the only column. */
function columnTypes(snapshot: SchemaSnapshot, owner: QualifiedName): ColumnTypes {
  const key = nameKey(owner);
  const domain = snapshot.types.get(key);
  if (domain?.kind === 'domain')
    return (column) => (column === 'value' ? below(domain.baseType, snapshot) : []);
  const table: Table | undefined = snapshot.tables.get(key);
  return (column) => {
    const type = table?.columns.find(({ name }) => name === column)?.type;
    return type === undefined ? [] : below(type, snapshot);
  };
}

/** A value of a domain is one of the type below it. */
function below(type: SqlType, snapshot: SchemaSnapshot): readonly SqlType[] {
  if (type.kind === 'unresolved' || type.array) return [type];
  const found = snapshot.types.get(nameKey({ schema: type.schema ?? 'public', name: type.name }));
  return found?.kind === 'domain' ? [type, ...below(found.baseType, snapshot)] : [type];
}
