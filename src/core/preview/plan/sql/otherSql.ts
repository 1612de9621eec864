/** Schemas, comments, views, routines, triggers, policies, extensions. */
import { assertNever } from '../../../assertNever.ts';
import type { CommentTarget } from '../../../migration/operations/definitions.ts';
import type { OtherStep } from '../../../migration/operations/operation.ts';
import { literal, nameList, words } from '../../../schema/ddl/sqlText.ts';
import { policyDdl } from '../../../schema/ddl/tableDdl.ts';
import { displayName, quoteName, quoteObject } from '../../../schema/name.ts';
import { Unwritable } from './unwritable.ts';

export function otherStepSql(step: OtherStep): string {
  switch (step.kind) {
    case 'createSchema':
      return words('CREATE SCHEMA', step.ifNotExists && 'IF NOT EXISTS', quoteName(step.schema));
    case 'dropSchema':
      return dropping('SCHEMA', quoteName(step.schema), step);
    case 'renameSchema':
      return `ALTER SCHEMA ${quoteName(step.schema)} RENAME TO ${quoteName(step.newName)}`;
    case 'setComment':
      return `COMMENT ON ${targetSql(step.target)} IS ${step.comment === undefined ? 'NULL' : literal(step.comment)}`;
    case 'createView':
      return createViewSql(step);
    case 'dropView':
      return dropping(step.materialized ? 'MATERIALIZED VIEW' : 'VIEW', quoteObject(step.view), step);
    case 'renameView':
      // Of a materialized view as well.
      return `ALTER TABLE ${quoteObject(step.view)} RENAME TO ${quoteName(step.newName)}`;
    case 'createRoutine':
      throw new Unwritable(`The body of the routine ${displayName(step.name)} is only known as a statement.`);
    case 'dropRoutine':
      return dropping('ROUTINE', routineSql(step), step);
    case 'renameRoutine':
      return `ALTER ROUTINE ${routineSql(step)} RENAME TO ${quoteName(step.newName)}`;
    case 'createTrigger':
      return step.definition;
    case 'dropTrigger':
    case 'dropPolicy': {
      const what = step.kind === 'dropTrigger' ? 'TRIGGER' : 'POLICY';
      return dropping(what, `${quoteName(step.name)} ON ${quoteObject(step.table)}`, step);
    }
    case 'createPolicy':
      return policyDdl(step.policy, quoteObject(step.table)).replace(/;$/, '');
    case 'alterPolicy':
      return alterPolicySql(step);
    case 'createExtension':
      return words(
        'CREATE EXTENSION',
        step.ifNotExists && 'IF NOT EXISTS',
        quoteName(step.extension),
        step.schema !== undefined && `WITH SCHEMA ${quoteName(step.schema)}`,
      );
    case 'dropExtension':
      return dropping('EXTENSION', quoteName(step.extension), step);
    default:
      return assertNever(step, 'step');
  }
}

function dropping(
  what: string,
  name: string,
  { ifExists, cascade }: { readonly ifExists?: true; readonly cascade?: true },
): string {
  return words(`DROP ${what}`, ifExists && 'IF EXISTS', name, cascade && 'CASCADE');
}

function createViewSql(step: Extract<OtherStep, { readonly kind: 'createView' }>): string {
  return words(
    'CREATE',
    step.orReplace && 'OR REPLACE',
    step.temporary && 'TEMPORARY',
    step.materialized ? 'MATERIALIZED VIEW' : 'VIEW',
    step.ifNotExists && 'IF NOT EXISTS',
    quoteObject(step.view),
    step.columnNames && nameList(step.columnNames),
    `AS ${step.definition}`,
  );
}

function routineSql({
  name,
  argumentTypes,
}: Extract<OtherStep, { readonly kind: 'dropRoutine' | 'renameRoutine' }>): string {
  return argumentTypes === undefined ? quoteObject(name) : `${quoteObject(name)}(${argumentTypes})`;
}

function alterPolicySql({
  table,
  name,
  change,
}: Extract<OtherStep, { readonly kind: 'alterPolicy' }>): string {
  const roles = change.roles?.map((role) => (role === 'public' ? 'PUBLIC' : quoteName(role)));
  return words(
    `ALTER POLICY ${quoteName(name)} ON ${quoteObject(table)}`,
    roles && `TO ${roles.join(', ')}`,
    change.using && `USING (${change.using})`,
    change.withCheck && `WITH CHECK (${change.withCheck})`,
  );
}

function targetSql(target: CommentTarget): string {
  switch (target.kind) {
    case 'column':
      return `COLUMN ${quoteObject(target.table)}.${quoteName(target.column)}`;
    case 'constraint':
      return `CONSTRAINT ${quoteName(target.name)} ON ${quoteObject(target.table)}`;
    case 'schema':
      return `SCHEMA ${quoteName(target.name)}`;
    case 'routine':
      return `ROUTINE ${quoteObject(target.name)}(${target.argumentTypes})`;
    default:
      return `${target.kind.toUpperCase()} ${quoteObject(target.name)}`;
  }
}
