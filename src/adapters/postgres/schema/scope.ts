/** Which relations a statement is about. */

/** All of the database's own, or those with these oids. */
export type Scope = 'all' | readonly string[];

/** Object ids below it are those of the catalogs and of `information_schema` (`FirstNormalObjectId`). */
const firstOwnOid = 16384;

/** SQL of a condition on `column`, an oid. */
export function within(column: string, scope: Scope): string {
  return scope === 'all' ? `${column} >= ${firstOwnOid}` : `${column} = ANY (${oidArray(scope)})`;
}

export function oidArray(oids: readonly string[]): string {
  if (!oids.every((oid) => /^\d+$/.test(oid))) throw new Error('An oid is not a number.');
  return `'{${oids.join(',')}}'::oid[]`;
}
