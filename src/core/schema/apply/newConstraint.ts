/**
 * Constraints to be: completed with generated names, the columns of the referenced primary key, an adopted index.
 * `tableConstraints.ts` puts them on tables.
 */
import type { ConstraintDefinition } from '../../migration/operations/definitions.ts';
import type { Constraint, ForeignKey } from '../constraint.ts';
import { generatedName, indexColumnNames, type NameLabel, nameAddition } from '../generatedNames.ts';
import { displayName, nameKey, type QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { type NamedType, type SqlType, typeText } from '../type.ts';
import { type Draft, Failure } from './draft.ts';
import { exclusionKeys } from './exclusionKeys.ts';
import { columnsIn } from './expressions.ts';
import { columnOf, find, mayExist, missing } from './resolve.ts';

type Definition<K extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { readonly kind: K }>;

/** @returns `undefined` where something it needs is not known; the table is then marked uncertain. */
export function newConstraint(
  draft: Draft,
  table: Table,
  definition: ConstraintDefinition,
): Constraint | undefined {
  const name = definition.name ?? constraintName(draft, table, definition);
  if (definition.name !== undefined) requireFreeConstraint(draft, table, definition.name);
  const shared = {
    name,
    ...(definition.deferrable === undefined ? {} : { deferrable: definition.deferrable }),
    ...(definition.comment === undefined ? {} : { comment: definition.comment }),
  };
  switch (definition.kind) {
    case 'primaryKey':
    case 'unique':
      return { ...shared, ...keyOf(draft, table, definition) };
    case 'foreignKey':
      return foreignKey(draft, table, definition, shared);
    case 'check': {
      requireColumnsIn(draft, table, definition.expression);
      const { expression, noInherit, notValid, notEnforced } = definition;
      const flags = {
        ...(noInherit && { noInherit }),
        ...(notValid && { notValid }),
        ...(notEnforced && { notEnforced }),
      };
      return { kind: 'check', ...shared, expression, ...flags };
    }
    case 'exclusion':
      return { kind: 'exclusion', ...shared, definition: definition.definition };
  }
}

/** Columns that an expression of the table names must be there. The table's own name means a whole row. */
export function requireColumnsIn(draft: Draft, table: Table, expression: string): void {
  for (const column of columnsIn(draft, expression) ?? []) requireColumn(draft, table, column);
}

export function requireColumn(draft: Draft, table: Table, column: string): void {
  if (column !== table.name.name && !systemColumns.has(column)) columnOf(draft, table, column);
}

const systemColumns: ReadonlySet<string> = new Set(['tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax']);

function keyOf(draft: Draft, table: Table, definition: Definition<'primaryKey' | 'unique'>) {
  const { columns, include, nullsNotDistinct } = definition;
  for (const column of columns) columnOf(draft, table, column);
  const kind: 'primaryKey' | 'unique' = definition.kind;
  return {
    kind,
    columns,
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(nullsNotDistinct && kind === 'unique' ? { nullsNotDistinct } : {}),
  };
}

function foreignKey(
  draft: Draft,
  table: Table,
  definition: Definition<'foreignKey'>,
  shared: Pick<ForeignKey, 'name' | 'deferrable' | 'comment'>,
): ForeignKey | undefined {
  for (const column of definition.columns) columnOf(draft, table, column);
  const referenced = find(draft, draft.tables, definition.references);
  if (referenced === undefined) {
    if (mayExist(draft, 'table', definition.references)) return unknownTarget(draft, table, shared.name);
    throw missing(draft, 'table', definition.references);
  }
  const columns = referencedColumns(draft, referenced, definition);
  if (columns === undefined) return unknownTarget(draft, table, shared.name);
  requireComparable(draft, table, definition.columns, referenced, columns);
  const { onUpdate, onDelete, onDeleteColumns, match, notValid, notEnforced } = definition;
  return {
    kind: 'foreignKey',
    ...shared,
    columns: definition.columns,
    references: referenced.name,
    referencedColumns: columns,
    ...(onUpdate && { onUpdate }),
    ...(onDelete && { onDelete }),
    ...(onDeleteColumns && onDeleteColumns.length > 0 && { onDeleteColumns }),
    ...(match && { match }),
    // A foreign key without rows to check is valid at once.
    ...(notValid && { notValid }),
    ...(notEnforced && { notEnforced }),
  };
}

/** Both sides of a foreign key need types between which PostgreSQL has an operator `=`. */
function requireComparable(
  draft: Draft,
  table: Table,
  columns: readonly string[],
  referenced: Table,
  referencedColumns: readonly string[],
): void {
  const typeIn = ({ columns: all }: Table, name: string | undefined) =>
    all.find((one) => one.name === name)?.type;
  for (const [at, name] of columns.entries()) {
    const [own, other] = [typeIn(table, name), typeIn(referenced, referencedColumns[at])];
    if (own === undefined || other === undefined || mayBeComparable(draft, own, other)) continue;
    const message = `Column ${name} of ${displayName(table.name)} is ${typeText(own)}, and ${typeText(other)} in ${displayName(referenced.name)}: a foreign key cannot compare them.`;
    throw new Failure('wrong-type', message, [
      { kind: 'table', name: table.name, parts: [{ kind: 'constraint' }] },
    ]);
  }
}

function mayBeComparable(draft: Draft, a: SqlType, b: SqlType): boolean {
  if (a.kind === 'unresolved' || b.kind === 'unresolved') return true;
  const groups = [a, b].map((type) => comparableGroup(draft, type));
  return groups[0] === groups[1] || groups.includes(undefined);
}

/** `undefined` where it is not known which types compare with this one. */
function comparableGroup(draft: Draft, { schema, name, array }: NamedType): string | undefined {
  if (schema !== undefined) {
    const isEnum = draft.types.get(nameKey({ schema, name }))?.kind === 'enum';
    return isEnum && !array ? nameKey({ schema, name }) : undefined;
  }
  return array ? undefined : (comparableTypes.get(name) ?? name);
}

const comparableTypes: ReadonlyMap<string, string | undefined> = new Map([
  ...['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'oid'].map(
    (name) => [name, 'number'] as const,
  ),
  ...['text', 'character varying', 'character', 'name', '"char"', 'xml', 'cidr', 'inet'].map(
    (name) => [name, 'text'] as const,
  ),
  ...['date', 'timestamp with time zone', 'timestamp without time zone'].map(
    (name) => [name, 'time'] as const,
  ),
  ...['time with time zone', 'time without time zone', 'interval'].map((name) => [name, 'clock'] as const),
]);

function unknownTarget(draft: Draft, table: Table, name: string): undefined {
  draft.addUncertainty('It is not known what the foreign key refers to.', [
    { kind: 'table', name: table.name, parts: [{ kind: 'constraint', name }] },
  ]);
  return undefined;
}

function referencedColumns(
  draft: Draft,
  referenced: Table,
  definition: Definition<'foreignKey'>,
): readonly string[] | undefined {
  const { name } = referenced;
  const unsure =
    draft.unsure({ kind: 'table', name, part: { kind: 'constraint' } }) !== undefined ||
    draft.unsure({ kind: 'table', name, part: { kind: 'index' } }) !== undefined;
  if (definition.referencedColumns.length === 0) {
    const primary = referenced.constraints.find(({ kind }) => kind === 'primaryKey');
    if (primary?.kind === 'primaryKey') return primary.columns;
    if (unsure) return undefined;
    throw noKey(referenced, `Table ${displayName(name)} has no primary key to refer to.`);
  }
  for (const column of definition.referencedColumns) columnOf(draft, referenced, column);
  if (unsure || isKey(referenced, definition.referencedColumns)) return definition.referencedColumns;
  const columns = definition.referencedColumns.join(', ');
  throw noKey(
    referenced,
    `Table ${displayName(name)} has no unique constraint on ${columns}, which a foreign key needs.`,
  );
}

function noKey(table: Table, message: string): Failure {
  return new Failure('no-unique-constraint', message, [
    { kind: 'table', name: table.name, parts: [{ kind: 'constraint' }] },
  ]);
}

/** Whether a primary key, unique constraint or unique index is on exactly these columns. */
export function isKey(table: Table, columns: readonly string[]): boolean {
  return keysOn(table, columns).length > 0;
}

/** The names of what makes these columns unique, in any order. */
export function keysOn(table: Table, columns: readonly string[]): readonly string[] {
  const same = (others: readonly (string | undefined)[]) =>
    others.length === columns.length && columns.every((column) => others.includes(column));
  const constraints = table.constraints.filter(
    (one) =>
      (one.kind === 'primaryKey' || one.kind === 'unique') &&
      same(one.columns) &&
      one.deferrable === undefined,
  );
  const indexes = table.indexes.filter(
    ({ unique, predicate, keys }) =>
      unique && predicate === undefined && same(keys.map(({ column }) => column)),
  );
  return [...constraints, ...indexes].map(({ name }) => name);
}

function constraintName(draft: Draft, table: Table, definition: ConstraintDefinition): string {
  const { schema, name } = table.name;
  const isRelation = (candidate: string) =>
    draft.taken.hasRelation(schema, candidate) || draft.taken.hasConstraint(schema, candidate);
  const isConstraint = (candidate: string) => draft.taken.hasConstraint(schema, candidate);
  switch (definition.kind) {
    case 'primaryKey':
      return generatedName(name, undefined, 'pkey', isRelation);
    case 'unique':
      return generatedName(
        name,
        indexAddition([...definition.columns, ...(definition.include ?? [])]),
        'key',
        isRelation,
      );
    case 'exclusion':
      return generatedName(
        name,
        indexAddition(exclusionKeys(draft, definition.definition).labels),
        'excl',
        isRelation,
      );
    case 'foreignKey':
      return generatedName(name, nameAddition(definition.columns), 'fkey', isConstraint);
    case 'check':
      return checkName(draft, table, columnsIn(draft, definition.expression));
  }
}

export function indexAddition(columns: readonly string[]): string {
  return nameAddition(indexColumnNames(columns));
}

/** @param columns Those that it is about. */
export function checkName(draft: Draft, { name }: Table, columns: readonly string[] | undefined): string {
  const only = columns?.length === 1 ? columns[0] : undefined;
  const isTaken = (candidate: string) => draft.taken.hasConstraint(name.schema, candidate);
  return generatedName(name.name, only, 'check', isTaken);
}

export function generatedIndexName(
  draft: Draft,
  table: QualifiedName,
  columns: readonly string[],
  label: NameLabel = 'idx',
): string {
  const isTaken = (candidate: string) => draft.taken.hasRelation(table.schema, candidate);
  return generatedName(table.name, indexAddition(columns), label, isTaken);
}

function requireFreeConstraint(draft: Draft, table: Table, name: string): void {
  if (!table.constraints.some((one) => one.name === name)) return;
  const part = { kind: 'constraint', name } as const;
  if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) return;
  throw new Failure('already-exists', `Table ${displayName(table.name)} already has a constraint ${name}.`, [
    { kind: 'table', name: table.name, parts: [part] },
  ]);
}
