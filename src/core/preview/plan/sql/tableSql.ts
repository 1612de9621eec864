/** Tables and their constraints. */
import { assertNever } from '../../../assertNever.ts';
import type { ConstraintDefinition, TableDefinition } from '../../../migration/operations/definitions.ts';
import type { ConstraintStep, TableStep } from '../../../migration/operations/tableSteps.ts';
import { constraintBody } from '../../../schema/ddl/constraintDdl.ts';
import { words } from '../../../schema/ddl/sqlText.ts';
import { block } from '../../../schema/ddl/typeDdl.ts';
import { displayName, type ObjectName, quoteName, quoteObject } from '../../../schema/name.ts';
import { columnSql } from './columnSql.ts';
import { Unwritable } from './unwritable.ts';

type CreateTable = Extract<TableStep, { readonly kind: 'createTable' }>;
type Property = Extract<TableStep, { readonly kind: 'setTableProperty' }>['property'];

export function tableStepSql(step: TableStep): string {
  switch (step.kind) {
    case 'createTable':
      return createTableSql(step);
    case 'dropTable':
      return words(
        'DROP TABLE',
        step.ifExists && 'IF EXISTS',
        quoteObject(step.table),
        step.cascade && 'CASCADE',
      );
    case 'renameTable':
      return `${altering(step.table, step.ifExists)} RENAME TO ${quoteName(step.newName)}`;
    case 'setSchema':
      return setSchemaSql(step);
    case 'setTableProperty':
      return `${altering(step.table, step.ifExists)} ${propertySql(step.property)}`;
    case 'attachPartition':
      return `${altering(step.parent)} ATTACH PARTITION ${quoteObject(step.partition)} ${step.bound}`;
    case 'detachPartition':
      return words(
        `${altering(step.parent)} DETACH PARTITION ${quoteObject(step.partition)}`,
        step.concurrently && 'CONCURRENTLY',
        step.finalize && 'FINALIZE',
      );
    default:
      return assertNever(step, 'table step');
  }
}

export function constraintStepSql(step: ConstraintStep): string {
  const table = altering(step.table, 'ifTableExists' in step && step.ifTableExists);
  switch (step.kind) {
    case 'addConstraint':
      return `${table} ADD ${constraintSql(step.constraint)}`;
    case 'dropConstraint':
      return words(
        `${table} DROP CONSTRAINT`,
        step.ifExists && 'IF EXISTS',
        quoteName(step.name),
        step.cascade && 'CASCADE',
      );
    case 'renameConstraint':
      return `${table} RENAME CONSTRAINT ${quoteName(step.name)} TO ${quoteName(step.newName)}`;
    case 'validateConstraint':
      return `${table} VALIDATE CONSTRAINT ${quoteName(step.name)}`;
    case 'alterConstraint':
      return `${table} ALTER CONSTRAINT ${quoteName(step.name)} ${alterationSql(step)}`;
    default:
      return assertNever(step, 'constraint step');
  }
}

function altering(table: ObjectName, ifExists?: boolean): string {
  return words('ALTER TABLE', ifExists && 'IF EXISTS', quoteObject(table));
}

function createTableSql({ table, definition, ifNotExists }: CreateTable): string {
  const { columns, constraints, foreign, like, partitionOf, inherits, partitionKey } = definition;
  if (foreign || like || partitionOf)
    throw new Unwritable(`How the table ${displayName(table)} is made is only known as a statement.`);
  const items = [...columns.map((column) => columnSql(column, table)), ...constraints.map(constraintSql)];
  return words(
    'CREATE',
    persistence(definition),
    'TABLE',
    ifNotExists && 'IF NOT EXISTS',
    quoteObject(table),
    block(items),
    inherits && `INHERITS (${inherits.map(quoteObject).join(', ')})`,
    partitionKey && `PARTITION BY ${partitionKey}`,
  );
}

function persistence({ temporary, unlogged }: TableDefinition): string | undefined {
  if (temporary) return 'TEMPORARY';
  return unlogged ? 'UNLOGGED' : undefined;
}

function constraintSql(constraint: ConstraintDefinition): string {
  const { name } = constraint;
  return words(name !== undefined && `CONSTRAINT ${quoteName(name)}`, constraintBody(constraint));
}

function alterationSql({
  deferrable,
  noInherit,
}: Extract<ConstraintStep, { readonly kind: 'alterConstraint' }>): string {
  if (noInherit !== undefined) return noInherit ? 'NO INHERIT' : 'INHERIT';
  if (deferrable === undefined) return 'NOT DEFERRABLE';
  return deferrable === 'deferred' ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE INITIALLY IMMEDIATE';
}

function setSchemaSql(step: Extract<TableStep, { readonly kind: 'setSchema' }>): string {
  const { object, name, argumentTypes, ifExists, schema } = step;
  const args = object === 'routine' && argumentTypes !== undefined ? `(${argumentTypes})` : '';
  return words(
    `ALTER ${object.toUpperCase()}`,
    ifExists && 'IF EXISTS',
    `${quoteObject(name)}${args} SET SCHEMA ${quoteName(schema)}`,
  );
}

function propertySql(property: Property): string {
  switch (property.kind) {
    case 'rowSecurity':
      return `${property.value.toUpperCase()} ROW LEVEL SECURITY`;
    case 'unlogged':
      return property.value ? 'SET UNLOGGED' : 'SET LOGGED';
    case 'inherit':
      return `INHERIT ${quoteObject(property.parent)}`;
    default:
      return `NO INHERIT ${quoteObject(property.parent)}`;
  }
}
