/** Constraints as they stand in CREATE TABLE or after ADD. */
import { assertNever } from '../../assertNever.ts';
import type { ConstraintDefinition, NotNullDefinition } from '../../migration/operations/definitions.ts';
import type { Check, Constraint } from '../constraint.ts';
import { type QualifiedName, quoteName, quoteObject, quoteQualified } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { commentOn, nameList, words } from './sqlText.ts';

export function constraintDdl(constraint: Constraint): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${constraintBody(constraint)}`;
}

/** The primary key first, each kind sorted by name. */
function inReadingOrder(constraints: readonly Constraint[]): readonly Constraint[] {
  return [...constraints].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
  );
}

const kinds: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'exclusion', 'check', 'foreignKey'];

/** A table can refer to one that is made after it. */
export function foreignKeysDdl({ name, kind, constraints }: Table): readonly string[] {
  return kind === 'foreignTable' ? [] : addConstraints(name, constraints.filter(isForeignKey));
}

/** CREATE TABLE knows no NOT VALID, and of two keys with the same columns it makes only one. */
export function laterConstraintsDdl(table: Table): readonly string[] {
  const within = constraintsWithin(table);
  const later = table.constraints.filter((one) => !isForeignKey(one) && !within.includes(one));
  const notNull = table.columns.flatMap((column) =>
    column.notNull?.notValid ? [[column, column.notNull] as const] : [],
  );
  return [
    ...notNull.map(
      ([{ name }, one]) =>
        `ALTER TABLE ${quoteQualified(table.name)} ADD ${notNullDdl(one, quoteName(name))};`,
    ),
    ...addConstraints(table.name, later),
  ];
}

export function constraintsWithin({ constraints }: Table): readonly Constraint[] {
  const keys = new Set<string>();
  return inReadingOrder(constraints).filter((one) => {
    if (one.kind === 'check') return !one.notValid;
    if (one.kind !== 'primaryKey' && one.kind !== 'unique') return one.kind === 'exclusion';
    const key = nameList(one.columns);
    const isFirst = !keys.has(key);
    keys.add(key);
    return isFirst;
  });
}

/** @param column Where it does not stand at its column. */
export function notNullDdl({ name, notValid, noInherit }: NotNullDefinition = {}, column?: string): string {
  return words(
    name !== undefined && !isUsualNotNull.test(name) && `CONSTRAINT ${quoteName(name)}`,
    'NOT NULL',
    column,
    noInherit && 'NO INHERIT',
    notValid && 'NOT VALID',
  );
}

/** One that PostgreSQL may have made, perhaps when the table was called otherwise. */
const isUsualNotNull = /_not_null\d*$/;

const isForeignKey = ({ kind }: Constraint): boolean => kind === 'foreignKey';

function addConstraints(table: QualifiedName, constraints: readonly Constraint[]): readonly string[] {
  return inReadingOrder(constraints).flatMap((constraint) => [
    `ALTER TABLE ${quoteQualified(table)} ADD ${constraintDdl(constraint)};`,
    ...constraintComment(constraint, table),
  ]);
}

export function constraintComment({ name, comment }: Constraint, table: QualifiedName): readonly string[] {
  return commentOn(`CONSTRAINT ${quoteName(name)} ON ${quoteQualified(table)}`, comment);
}

/** Without its name; also of a constraint to be. */
export function constraintBody(constraint: Constraint | ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return words('PRIMARY KEY', ...keyColumns(constraint), deferrable(constraint));
    case 'unique':
      return words(
        'UNIQUE',
        constraint.nullsNotDistinct && 'NULLS NOT DISTINCT',
        ...keyColumns(constraint),
        deferrable(constraint),
      );
    case 'foreignKey':
      return `FOREIGN KEY ${nameList(constraint.columns)} ${reference(constraint)}`;
    case 'check':
      return words(
        `CHECK (${constraint.expression})`,
        constraint.noInherit && 'NO INHERIT',
        ...validity(constraint),
      );
    case 'exclusion':
      return words(constraint.definition, deferrable(constraint));
    default:
      return assertNever(constraint, 'constraint');
  }
}

type Key = Extract<Constraint | ConstraintDefinition, { readonly kind: 'primaryKey' | 'unique' }>;
type ForeignKey = Extract<Constraint | ConstraintDefinition, { readonly kind: 'foreignKey' }>;

function keyColumns(key: Key): readonly (string | undefined)[] {
  if ('usingIndex' in key && key.usingIndex !== undefined)
    return [`USING INDEX ${quoteName(key.usingIndex)}`];
  return [nameList(key.columns), including(key.include)];
}

/** As it stands behind its column. */
export function columnConstraintBody(constraint: ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return words('PRIMARY KEY', deferrable(constraint));
    case 'unique':
      return words('UNIQUE', constraint.nullsNotDistinct && 'NULLS NOT DISTINCT', deferrable(constraint));
    case 'foreignKey':
      return reference(constraint);
    default:
      return constraintBody(constraint);
  }
}

function reference(constraint: ForeignKey): string {
  const { references, referencedColumns, onUpdate, onDelete, onDeleteColumns } = constraint;
  return words(
    `REFERENCES ${quoteObject(references)}`,
    referencedColumns.length > 0 && nameList(referencedColumns),
    constraint.match === 'full' && 'MATCH FULL',
    onUpdate && `ON UPDATE ${onUpdate.toUpperCase()}`,
    onDelete && `ON DELETE ${onDelete.toUpperCase()}`,
    onDeleteColumns && nameList(onDeleteColumns),
    deferrable(constraint),
    ...validity(constraint),
  );
}

function including(columns: readonly string[] | undefined): string | undefined {
  return columns === undefined ? undefined : `INCLUDE ${nameList(columns)}`;
}

function validity({
  notValid,
  notEnforced,
}: Pick<Check, 'notValid' | 'notEnforced'>): readonly (string | undefined)[] {
  return [notEnforced && 'NOT ENFORCED', notValid && 'NOT VALID'].map((word) => word || undefined);
}

function deferrable({ deferrable: when }: { readonly deferrable?: 'immediate' | 'deferred' }): string {
  if (when === undefined) return '';
  return when === 'deferred' ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE';
}
