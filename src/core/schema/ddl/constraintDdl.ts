/** Constraints as they stand in CREATE TABLE or after ADD. */
import { assertNever } from '../../assertNever.ts';
import type { Check, Constraint, ForeignKey } from '../constraint.ts';
import { quoteName, quoteQualified } from '../name.ts';
import { nameList, words } from './sqlText.ts';

export function constraintDdl(constraint: Constraint): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${body(constraint)}`;
}

/** The primary key first, foreign keys last, each kind sorted by name. */
export function inReadingOrder(constraints: readonly Constraint[]): readonly Constraint[] {
  return [...constraints].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
  );
}

const kinds: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'exclusion', 'check', 'foreignKey'];

function body(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return words(
        `PRIMARY KEY ${nameList(constraint.columns)}`,
        including(constraint.include),
        deferrable(constraint),
      );
    case 'unique':
      return words(
        'UNIQUE',
        constraint.nullsNotDistinct && 'NULLS NOT DISTINCT',
        nameList(constraint.columns),
        including(constraint.include),
        deferrable(constraint),
      );
    case 'foreignKey':
      return foreignKey(constraint);
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

function foreignKey(constraint: ForeignKey): string {
  const { columns, references, referencedColumns, onUpdate, onDelete, onDeleteColumns } = constraint;
  return words(
    `FOREIGN KEY ${nameList(columns)} REFERENCES ${quoteQualified(references)} ${nameList(referencedColumns)}`,
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
