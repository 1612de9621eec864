/**
 * One step of a script as the SQL that Alembic and SQLAlchemy make of it for PostgreSQL. A step that was read from SQL
 * is shown as it is written there; this is for the others, and for whoever has only the step.
 */
import type { Step } from '../../../migration/operations/operation.ts';
import { literal } from '../../../schema/ddl/sqlText.ts';
import { quoteName } from '../../../schema/name.ts';
import type { Column } from '../../../schema/snapshot.ts';
import type { StatementText } from '../plannedRun.ts';
import { columnStepSql } from './columnSql.ts';
import { indexStepSql } from './indexSql.ts';
import { otherStepSql } from './otherSql.ts';
import { sequenceSql } from './sequenceSql.ts';
import { constraintStepSql, tableStepSql } from './tableSql.ts';
import { typeStepSql } from './typeStepSql.ts';
import { Unwritable } from './unwritable.ts';

/** What stands in the place of a statement: it, or why it is not known, as a whole sentence. */
export type WrittenStep =
  | Extract<StatementText, { readonly kind: 'sql' }>
  | { readonly kind: 'unknown'; readonly reason: string };

/** @param column The column that the step alters, as it is before; only where it changes an identity. */
export function writeOperation(step: Step, column?: Column): WrittenStep {
  try {
    return { kind: 'sql', sql: sqlOf(step, column) };
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    return { kind: 'unknown', reason: error.message };
  }
}

function sqlOf(step: Step, column: Column | undefined): string {
  switch (step.kind) {
    case 'createTable':
    case 'dropTable':
    case 'renameTable':
    case 'setSchema':
    case 'setTableProperty':
    case 'attachPartition':
    case 'detachPartition':
      return tableStepSql(step);
    case 'addColumn':
    case 'dropColumn':
    case 'renameColumn':
    case 'alterColumn':
      return columnStepSql(step, column);
    case 'addConstraint':
    case 'dropConstraint':
    case 'renameConstraint':
    case 'validateConstraint':
    case 'alterConstraint':
      return constraintStepSql(step);
    case 'createIndex':
    case 'dropIndex':
    case 'renameIndex':
      return indexStepSql(step);
    case 'createEnum':
    case 'addEnumLabel':
    case 'renameEnumLabel':
    case 'createDomain':
    case 'alterDomain':
    case 'createComposite':
    case 'createRange':
    case 'dropType':
    case 'renameType':
      return typeStepSql(step);
    case 'createSequence':
    case 'alterSequence':
    case 'dropSequence':
    case 'renameSequence':
      return sequenceSql(step);
    case 'setSearchPath':
      return `SET search_path TO ${step.schemas.map((one) => (one === '' ? literal('') : quoteName(one))).join(', ')}`;
    case 'data':
      throw new Unwritable('Which rows are read or written is computed when the script runs.');
    case 'noSchemaEffect':
      throw new Unwritable(`Only the kind of this statement is known: ${step.statement}.`);
    case 'opaque':
      throw new Unwritable(step.reason);
    case 'conditional':
    case 'attempt':
      throw new Unwritable('What is done here depends on what is there when it runs.');
    default:
      return otherStepSql(step);
  }
}
