/** Columns: as they stand in CREATE TABLE, added, altered, dropped. */
import { assertNever } from '../../../assertNever.ts';
import type { ColumnDefinition, ConstraintDefinition } from '../../../migration/operations/definitions.ts';
import type { ColumnChange, ColumnStep } from '../../../migration/operations/tableSteps.ts';
import { columnConstraintBody, notNullDdl } from '../../../schema/ddl/constraintDdl.ts';
import { words } from '../../../schema/ddl/sqlText.ts';
import { displayName, type ObjectName, quoteName, quoteObject } from '../../../schema/name.ts';
import type { Column } from '../../../schema/snapshot.ts';
import { defaultSql } from './expressionSql.ts';
import { identitySql, optionList, optionsSql } from './sequenceSql.ts';
import { typeSql } from './typeSql.ts';
import { Unwritable } from './unwritable.ts';

/** @param now The column as it is before, where that is known: an identity is added to one and changed in another. */
export function columnStepSql(step: ColumnStep, now: Column | undefined): string {
  const table = words('ALTER TABLE', step.ifTableExists && 'IF EXISTS', quoteObject(step.table));
  switch (step.kind) {
    case 'addColumn':
      return words(
        `${table} ADD COLUMN`,
        step.ifNotExists && 'IF NOT EXISTS',
        columnSql(step.column, step.table),
      );
    case 'dropColumn':
      return words(
        `${table} DROP COLUMN`,
        step.ifExists && 'IF EXISTS',
        quoteName(step.column),
        step.cascade && 'CASCADE',
      );
    case 'renameColumn':
      return `${table} RENAME COLUMN ${quoteName(step.column)} TO ${quoteName(step.newName)}`;
    case 'alterColumn': {
      const of = `the column ${displayName(step.table)}.${step.column}`;
      if (step.change.kind === 'nullable' && step.change.constraint !== undefined)
        return words(`${table} ADD`, notNullDdl(step.change.constraint, quoteName(step.column)));
      return `${table} ALTER COLUMN ${quoteName(step.column)} ${changeSql(step.change, of, now)}`;
    }
    default:
      return assertNever(step, 'column step');
  }
}

export function columnSql(column: ColumnDefinition, table: ObjectName): string {
  const { name, type, nullable, collation, generated } = column;
  return words(
    quoteName(name),
    typeSql(type, `the column ${displayName(table)}.${name}`),
    collation && `COLLATE ${collation}`,
    column.default !== undefined && `DEFAULT ${defaultSql(column.default)}`,
    generated && `GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`,
    identitySql(column),
    nullable === false && notNullDdl(column.notNull),
    ...(column.constraints ?? []).map(inline),
  );
}

function inline(constraint: ConstraintDefinition): string {
  const { name } = constraint;
  return words(name !== undefined && `CONSTRAINT ${quoteName(name)}`, columnConstraintBody(constraint));
}

function changeSql(change: ColumnChange, of: string, now: Column | undefined): string {
  switch (change.kind) {
    case 'type':
      return words(
        `TYPE ${typeSql(change.type, of)}`,
        change.collation && `COLLATE ${change.collation}`,
        change.using && `USING ${change.using}`,
      );
    case 'nullable':
      return change.nullable ? 'DROP NOT NULL' : 'SET NOT NULL';
    case 'default':
      return change.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${change.default}`;
    case 'identity':
      return identityChangeSql(change, now);
    case 'generated':
      return change.expression === undefined
        ? words('DROP EXPRESSION', change.ifExists && 'IF EXISTS')
        : `SET EXPRESSION AS (${change.expression})`;
    case 'storage':
      throw new Unwritable(`How ${of} is stored is changed in a way that is not followed.`);
    default:
      return assertNever(change, 'change of a column');
  }
}

function identityChangeSql(
  { identity, ifExists, sequenceOptions = {} }: Extract<ColumnChange, { readonly kind: 'identity' }>,
  now: Column | undefined,
): string {
  if (identity === undefined) return words('DROP IDENTITY', ifExists && 'IF EXISTS');
  const generated = `GENERATED ${identity.toUpperCase()}`;
  if (now?.identity !== undefined)
    return [generated, ...optionList(sequenceOptions)].map((one) => `SET ${one}`).join(' ');
  const options = optionsSql(sequenceOptions);
  return words(`ADD ${generated} AS IDENTITY`, options !== '' && `(${options})`);
}
