/** Which relations a statement is about. */

/** All of the database's own, those from one oid to another, or those with these oids. */
export type Scope = 'all' | OidRange | readonly string[];

/** SQL of a condition: what counts as a relation of `pg_class c` here. */
export const isRelation = `c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')`;

/** Both included. */
export interface OidRange {
  readonly from: string;
  readonly to: string;
}

/** Object ids below it are those of the catalogs and of `information_schema` (`FirstNormalObjectId`). */
export const firstOwnOid = 16384;

/** SQL of a condition on `column`, an oid. */
export function within(column: string, scope: Scope): string {
  if (scope === 'all') return `${column} >= ${firstOwnOid}`;
  if ('from' in scope) return `${column} BETWEEN ${checked(scope.from)} AND ${checked(scope.to)}`;
  return `${column} = ANY (${oidArray(scope)})`;
}

export function oidArray(oids: readonly string[]): string {
  return `'{${oids.map(checked).join(',')}}'::oid[]`;
}

function checked(oid: string): string {
  if (!/^\d+$/.test(oid)) throw new Error('An oid is not a number.');
  return oid;
}
