/**
 * NOT NULL as PostgreSQL 18 keeps it: a constraint with a name, which may be NOT VALID or NO INHERIT. Older versions know
 * no names; only statements that they refuse as well use them.
 */
import type { NotNullDefinition } from '../../migration/operations/definitions.ts';
import { generatedName } from '../generatedNames.ts';
import { displayName, type QualifiedName } from '../name.ts';
import type { Column, NotNull, Table } from '../snapshot.ts';
import { type Draft, Failure } from './draft.ts';
import { change } from './dropParts.ts';
import { childrenOf } from './inherit.ts';

const usualName = (table: string, column: string): string =>
  generatedName(table, column, 'not_null', () => false);

/** `undefined` for a column that may be NULL. */
export function notNullOf(table: QualifiedName, { name, nullable, notNull }: Column): NotNull | undefined {
  return nullable ? undefined : (notNull ?? { name: usualName(table.name, name) });
}

/** What another constraint has the name of is none. */
export function notNullNamed({ name: table, constraints, columns }: Table, name: string): Column | undefined {
  if (constraints.some((one) => one.name === name)) return undefined;
  return columns.find((column) => notNullOf(table, column)?.name === name);
}

/** Kept only where it is not as usual. */
export function asNotNull(table: string, column: Column, given: NotNullDefinition = {}): Column {
  const { notNull: _, ...rest } = column;
  const usual = usualName(table, column.name);
  const { name = usual, notValid, noInherit } = given;
  const flags = { ...(notValid && { notValid }), ...(noInherit && { noInherit }) };
  const isUsual = name === usual && !notValid && !noInherit;
  return { ...rest, nullable: false, ...(!isUsual && { notNull: { name, ...flags } }) };
}

export function asNullable({ notNull: _, ...column }: Column): Column {
  return { ...column, nullable: true };
}

/** As a child or a copy has it: under the name that it has there. */
export function notNullFrom(table: QualifiedName, column: Column): Column {
  const own = notNullOf(table, column);
  if (own === undefined) return column;
  const { notValid: _, ...kept } = own;
  return { ...column, notNull: kept };
}

/** Names stay when the table or the column that they were made of is called otherwise. */
export function withNotNullName(table: QualifiedName, column: Column): Column {
  const own = notNullOf(table, column);
  return own === undefined || column.notNull !== undefined ? column : { ...column, notNull: own };
}

/** @returns The column as it is after `SET NOT NULL`, or after `ADD … NOT NULL` where there is a definition. */
export function setNotNull(table: Table, column: Column, given: NotNullDefinition | undefined): Column {
  const own = notNullOf(table.name, column);
  const { name: written } = given ?? {};
  if (own === undefined) {
    if (written !== undefined) requireFreeName(table, written);
    return asNotNull(table.name.name, column, given);
  }
  if (written !== undefined && written !== own.name)
    throw failure(
      table,
      own.name,
      'already-exists',
      `is NOT NULL already, by constraint ${own.name}`,
      column,
    );
  if (own.notValid === undefined || given?.notValid) return column;
  if (given !== undefined)
    throw failure(table, own.name, 'not-valid', `has the NOT VALID constraint ${own.name}`, column);
  return validated(table, column);
}

function failure({ name }: Table, constraint: string, code: string, is: string, column: Column): Failure {
  const message = `Column ${column.name} of ${displayName(name)} ${is}.`;
  return new Failure(code, message, [
    { kind: 'table', name, parts: [{ kind: 'constraint', name: constraint }] },
  ]);
}

function requireFreeName(table: Table, name: string): void {
  const { name: of, constraints } = table;
  if (notNullNamed(table, name) === undefined && !constraints.some((one) => one.name === name)) return;
  const message = `Table ${displayName(of)} already has a constraint ${name}.`;
  throw new Failure('already-exists', message, [
    { kind: 'table', name: of, parts: [{ kind: 'constraint', name }] },
  ]);
}

/** A primary key does not take over what is not valid. */
export function requireValidNotNull(table: Table, columns: readonly string[]): void {
  const column = table.columns.find(({ name, notNull }) => notNull?.notValid && columns.includes(name));
  if (column?.notNull === undefined) return;
  const { name } = column.notNull;
  throw failure(table, name, 'not-valid', `has the NOT VALID constraint ${name}`, column);
}

function validated(table: Table, column: Column): Column {
  const { notValid: _, ...rest } = column.notNull ?? {};
  return asNotNull(table.name.name, column, rest);
}

export function validateNotNull(draft: Draft, table: Table, column: Column): void {
  alter(draft, table, column.name, (one, of) => validated(of, one));
}

/** What comes from above is renamed and dropped there. */
export function requireOwnNotNull(draft: Draft, table: Table, column: Column): void {
  const { inherits = [], partitionOf } = table;
  const parents = [...inherits, ...(partitionOf === undefined ? [] : [partitionOf.parent])];
  const above = parents.find((parent) =>
    draft
      .table(parent)
      ?.columns.some(
        ({ name, nullable, notNull }) => name === column.name && !nullable && !notNull?.noInherit,
      ),
  );
  const own = notNullOf(table.name, column);
  if (above === undefined || own === undefined) return;
  throw failure(
    table,
    own.name,
    'inherited',
    `inherits constraint ${own.name} from ${displayName(above)}`,
    column,
  );
}

export function renameNotNull(draft: Draft, table: Table, column: Column, newName: string): void {
  const own = notNullOf(table.name, column);
  if (own === undefined || own.name === newName) return;
  requireOwnNotNull(draft, table, column);
  requireFreeName(table, newName);
  alter(draft, table, column.name, (one, of) => {
    const other = notNullOf(of.name, one);
    if (other?.name !== own.name)
      throw failure(of, own.name, 'missing-constraint', `has no constraint ${own.name}`, one);
    return asNotNull(of.name.name, one, { ...other, name: newName });
  });
}

/** `INHERIT`: what is below gets it as well; `NO INHERIT`: it keeps it as its own. */
export function inheritNotNull(draft: Draft, table: Table, column: Column, noInherit: boolean): void {
  const { name, notValid } = notNullOf(table.name, column) ?? {};
  const flags = { ...(name !== undefined && { name }), ...(notValid && { notValid }) };
  const put = (one: Column) => asNotNull(table.name.name, one, { ...flags, ...(noInherit && { noInherit }) });
  changeColumn(draft, table, column.name, put);
  if (noInherit) return;
  for (const child of childrenOf(draft, table.name))
    alter(draft, child, column.name, (one, of) => (one.nullable ? asNotNull(of.name.name, one, flags) : one));
}

type Alter = (column: Column, of: Table) => Column;

function changeColumn(draft: Draft, { name }: Table, column: string, to: Alter): void {
  change(draft, name, (one) => ({
    ...one,
    columns: one.columns.map((other) => (other.name === column ? to(other, one) : other)),
  }));
}

/** Of the table and, unless it is NO INHERIT, of what inherits the column. */
function alter(draft: Draft, table: Table, column: string, to: Alter): void {
  const found = table.columns.find(({ name }) => name === column);
  if (found === undefined) return;
  changeColumn(draft, table, column, to);
  if (found.notNull?.noInherit) return;
  for (const child of childrenOf(draft, table.name)) alter(draft, child, column, to);
}
