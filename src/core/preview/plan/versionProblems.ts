/** What a step asks for that a server of an older version does not know: the statement fails there. */
import type { ColumnDefinition, ConstraintDefinition } from '../../migration/operations/definitions.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { Problem } from '../../text/read.ts';

/** @param serverVersion Major: `17`. */
export function versionProblems(operation: MigrationOperation, serverVersion: number): readonly Problem[] {
  return [...new Set(featuresOf(operation))]
    .filter((feature) => serverVersion < since[feature])
    .map((feature) => ({
      code: 'server-version',
      severity: 'error',
      message: `PostgreSQL ${serverVersion} does not know ${feature}; it comes with PostgreSQL ${since[feature]}.`,
      ...operation.location,
    }));
}

/** Feature → the major version that brought it. @see https://www.postgresql.org/about/featurematrix/ */
const since = {
  'identity columns': 10,
  'INCLUDE columns': 11,
  'generated columns': 12,
  'DROP EXPRESSION': 13,
  'NULLS NOT DISTINCT': 15,
  'columns behind ON DELETE SET NULL': 15,
  'SET EXPRESSION': 17,
  'virtual generated columns': 18,
  'NOT ENFORCED': 18,
  'NOT NULL as a constraint of the table': 18,
  'NOT NULL that is not inherited': 18,
} as const;

type Feature = keyof typeof since;

function featuresOf(operation: MigrationOperation): readonly Feature[] {
  switch (operation.kind) {
    case 'createTable':
      return [
        ...operation.definition.columns.flatMap(ofColumn),
        ...operation.definition.constraints.flatMap(ofConstraint),
      ];
    case 'addColumn':
      return ofColumn(operation.column);
    case 'addConstraint':
      return ofConstraint(operation.constraint);
    case 'createIndex':
      return ofKey(operation);
    case 'alterColumn':
      if (operation.change.kind === 'identity') return ['identity columns'];
      if (operation.change.kind === 'nullable' && operation.change.constraint !== undefined)
        return ['NOT NULL as a constraint of the table'];
      if (operation.change.kind !== 'generated') return [];
      return [operation.change.expression === undefined ? 'DROP EXPRESSION' : 'SET EXPRESSION'];
    default:
      return [];
  }
}

function ofColumn(column: ColumnDefinition): readonly Feature[] {
  const { identity, generated, notNull, constraints = [] } = column;
  const own: Feature[] = constraints.flatMap(ofConstraint);
  if (notNull?.noInherit) own.push('NOT NULL that is not inherited');
  if (identity !== undefined) own.push('identity columns');
  if (generated !== undefined) own.push(generated.stored ? 'generated columns' : 'virtual generated columns');
  return own;
}

function ofConstraint(constraint: ConstraintDefinition): readonly Feature[] {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return ofKey(constraint);
    case 'foreignKey':
      return [
        ...(constraint.onDeleteColumns === undefined ? [] : (['columns behind ON DELETE SET NULL'] as const)),
        ...(constraint.notEnforced ? (['NOT ENFORCED'] as const) : []),
      ];
    case 'check':
      return constraint.notEnforced ? ['NOT ENFORCED'] : [];
    default:
      return [];
  }
}

function ofKey(key: {
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
}): readonly Feature[] {
  return [
    ...(key.include === undefined ? [] : (['INCLUDE columns'] as const)),
    ...(key.nullsNotDistinct ? (['NULLS NOT DISTINCT'] as const) : []),
  ];
}
