/** The roles that a schema or a run names: a clone has to have them, and no snapshot lists roles. */
import { quoteName } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';

export function createRoles(names: readonly string[]): readonly string[] {
  return names.map((name) => `CREATE ROLE ${quoteName(name)}`);
}

/** Without those that every server has, and those that the statements make. */
export function rolesNamed(
  live: SchemaSnapshot,
  statements: readonly string[],
  parser: SqlParser,
): readonly string[] {
  const named = new Set(
    [...live.tables.values()].flatMap(({ policies }) => policies.flatMap(({ roles }) => roles)),
  );
  const made = new Set<string>();
  for (const sql of statements) {
    const parsed = parser.parse(sql);
    if (parsed.kind === 'parsed') collect(parsed.statements, named, made);
  }
  return [...named].filter((name) => !made.has(name) && !/^(?:public|postgres|pg_.*)$/.test(name)).sort();
}

/** @see https://www.postgresql.org/docs/current/sql-createrole.html */
function collect(node: unknown, named: Set<string>, made: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { roletype, rolename, CreateRoleStmt } = node as Readonly<Record<string, unknown>>;
  if (roletype === 'ROLESPEC_CSTRING' && typeof rolename === 'string') named.add(rolename);
  const created = (CreateRoleStmt as { readonly role?: unknown } | undefined)?.role;
  if (typeof created === 'string') made.add(created);
  for (const child of Object.values(node)) collect(child, named, made);
}
