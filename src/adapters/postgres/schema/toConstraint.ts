/** pg_constraint → {@link Constraint}. */
import type { Check, Constraint, ForeignKey, ReferentialAction } from '../../../core/schema/constraint.ts';
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import { withoutParentheses } from './expressionText.ts';
import type { ColumnNames } from './relationRows.ts';
import { flag, numbers, optional, present, text } from './rows.ts';

/** What a constraint needs to know besides its row. */
export interface ConstraintParts {
  readonly columnNames: ColumnNames;
  /** Of a foreign key. */
  readonly referenced: { readonly name: QualifiedName; readonly columnNames: ColumnNames } | undefined;
  /** Row of pg_index, where the index says more than the constraint. */
  readonly index: Row | undefined;
  readonly comment: string | undefined;
}

/** `undefined` where its definition is needed and could not be read. */
export function toConstraint(row: Row, parts: ConstraintParts): Constraint | undefined {
  const named = { name: text(row, 'name'), ...present('comment', parts.comment) };
  const definition = optional(row, 'definition');
  if (row.kind === 'x' || flag(row, 'temporal')) {
    if (definition === undefined) return undefined;
    const whole = definition.replace(/( DEFERRABLE)?( INITIALLY DEFERRED)?$/, '');
    return { kind: 'exclusion', ...named, ...deferrable(row), definition: whole };
  }
  if (row.kind === 'c') {
    if (definition === undefined) return undefined;
    const expression = withoutParentheses(definition);
    return { kind: 'check', ...named, expression, ...inheritance(row), ...validity(row) };
  }
  const columns = namesOf(numbers(row, 'columns'), parts.columnNames);
  switch (row.kind) {
    case 'p':
      return { kind: 'primaryKey', ...named, columns, ...deferrable(row), ...include(parts) };
    case 'u':
      return { kind: 'unique', ...named, columns, ...deferrable(row), ...include(parts), ...nulls(parts) };
    default:
      return { ...named, ...foreignKey(row, parts), columns, ...deferrable(row) };
  }
}

function foreignKey(
  row: Row,
  { columnNames, referenced }: ConstraintParts,
): Omit<ForeignKey, 'name' | 'columns'> {
  const onDeleteColumns = optional(row, 'on_delete_columns');
  return {
    kind: 'foreignKey',
    references: referenced?.name ?? { schema: '', name: '' },
    referencedColumns: namesOf(numbers(row, 'referenced_columns'), referenced?.columnNames ?? []),
    ...present('onUpdate', actions.get(text(row, 'on_update'))),
    ...present('onDelete', actions.get(text(row, 'on_delete'))),
    ...(onDeleteColumns === undefined
      ? {}
      : { onDeleteColumns: namesOf(numbers(row, 'on_delete_columns'), columnNames) }),
    ...(row.match === 'f' ? { match: 'full' } : {}),
    ...validity(row),
  };
}

const actions: ReadonlyMap<string, ReferentialAction> = new Map([
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set null'],
  ['d', 'set default'],
]);

/** What is not enforced is not validated either, which goes without saying. */
function validity(row: Row): Pick<Check, 'notEnforced' | 'notValid'> {
  if (flag(row, 'not_enforced')) return { notEnforced: true };
  return flag(row, 'not_validated') ? { notValid: true } : {};
}

function inheritance(row: Row): Pick<Check, 'noInherit'> {
  return flag(row, 'no_inherit') ? { noInherit: true } : {};
}

function deferrable(row: Row): { readonly deferrable?: 'immediate' | 'deferred' } {
  if (!flag(row, 'deferrable')) return {};
  return { deferrable: flag(row, 'deferred') ? 'deferred' : 'immediate' };
}

function include({ index, columnNames }: ConstraintParts): { readonly include?: readonly string[] } {
  if (index === undefined) return {};
  const included = numbers(index, 'columns').slice(Number(index.key_count));
  return included.length === 0 ? {} : { include: namesOf(included, columnNames) };
}

function nulls({ index }: ConstraintParts): { readonly nullsNotDistinct?: true } {
  return index !== undefined && flag(index, 'nulls_not_distinct') ? { nullsNotDistinct: true } : {};
}

/** A column that is not known would be one of a relation that the server did not list: a defect. */
export function namesOf(columnNumbers: readonly number[], columns: ColumnNames): readonly string[] {
  return columnNumbers.map((number) => {
    const name = columns[number - 1];
    if (name === undefined) throw new Error(`A definition names column ${number}, which is not there.`);
    return name;
  });
}
