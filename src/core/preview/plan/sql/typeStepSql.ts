/** Enum types, domains, composite and range types. */
import { assertNever } from '../../../assertNever.ts';
import type { TypeStep } from '../../../migration/operations/operation.ts';
import { literal, words } from '../../../schema/ddl/sqlText.ts';
import { displayName, quoteName, quoteObject } from '../../../schema/name.ts';
import { typeSql } from './typeSql.ts';

export function typeStepSql(step: TypeStep): string {
  const name = quoteObject(step.type);
  const of = `the type ${displayName(step.type)}`;
  switch (step.kind) {
    case 'createEnum':
      return `CREATE TYPE ${name} AS ENUM (${step.labels.map(literal).join(', ')})`;
    case 'addEnumLabel':
      return words(
        `ALTER TYPE ${name} ADD VALUE`,
        step.ifNotExists && 'IF NOT EXISTS',
        literal(step.label),
        step.place && `${step.place.side.toUpperCase()} ${literal(step.place.label)}`,
      );
    case 'renameEnumLabel':
      return `ALTER TYPE ${name} RENAME VALUE ${literal(step.label)} TO ${literal(step.newLabel)}`;
    case 'createDomain':
      return createDomainSql(step, of);
    case 'alterDomain':
      return `ALTER DOMAIN ${name} ${domainChangeSql(step.change)}`;
    case 'createComposite': {
      const attributes = step.attributes.map((one) => `${quoteName(one.name)} ${typeSql(one.type, of)}`);
      return `CREATE TYPE ${name} AS (${attributes.join(', ')})`;
    }
    case 'createRange':
      return `CREATE TYPE ${name} AS RANGE (SUBTYPE = ${typeSql(step.subtype, of)})`;
    case 'dropType':
      return words('DROP TYPE', step.ifExists && 'IF EXISTS', name, step.cascade && 'CASCADE');
    case 'renameType':
      return `ALTER TYPE ${name} RENAME TO ${quoteName(step.newName)}`;
    default:
      return assertNever(step, 'type step');
  }
}

function createDomainSql(step: Extract<TypeStep, { readonly kind: 'createDomain' }>, of: string): string {
  return words(
    `CREATE DOMAIN ${quoteObject(step.type)} AS ${typeSql(step.baseType, of)}`,
    step.collation && `COLLATE ${step.collation}`,
    step.default !== undefined && `DEFAULT ${step.default}`,
    !step.nullable && 'NOT NULL',
    ...step.checks.map(checkSql),
  );
}

type DomainChange = Extract<TypeStep, { readonly kind: 'alterDomain' }>['change'];

function domainChangeSql(change: DomainChange): string {
  switch (change.kind) {
    case 'nullable':
      return change.nullable ? 'DROP NOT NULL' : 'SET NOT NULL';
    case 'default':
      return change.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${change.default}`;
    case 'addCheck':
      return words(`ADD ${checkSql(change)}`, change.notValid && 'NOT VALID');
    case 'dropCheck':
      return words('DROP CONSTRAINT', change.ifExists && 'IF EXISTS', quoteName(change.name));
    default:
      return assertNever(change, 'change of a domain');
  }
}

function checkSql({ name, expression }: { readonly name?: string; readonly expression: string }): string {
  return words(name !== undefined && `CONSTRAINT ${quoteName(name)}`, `CHECK (${expression})`);
}
