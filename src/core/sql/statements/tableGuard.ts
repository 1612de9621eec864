/** Triggers and policies: what stands at a table and acts on its rows. */
import type { AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, Node } from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import type { Policy } from '../../schema/snapshot.ts';
import { relationName } from '../nodes.ts';
import { expressionBehind, findWord, type Statement } from '../statement.ts';
import { flag, statementText } from './step.ts';

export function createTrigger(
  { relation, trigname = '', replace }: CreateTrigStmt,
  statement: Statement,
): Step {
  return {
    kind: 'createTrigger',
    table: relationName(relation),
    name: trigname,
    definition: statementText(statement),
    ...flag('orReplace', replace),
  };
}

export function createPolicy(create: CreatePolicyStmt, statement: Statement): Step {
  return {
    kind: 'createPolicy',
    table: relationName(create.table),
    policy: {
      name: create.policy_name ?? '',
      command: (create.cmd_name ?? 'all') as Policy['command'],
      permissive: create.permissive === true,
      roles: rolesOf(create.roles) ?? ['public'],
      ...expressionsOf(create, statement),
    },
  };
}

export function alterPolicy(alter: AlterPolicyStmt, statement: Statement): Step {
  const roles = rolesOf(alter.roles);
  return {
    kind: 'alterPolicy',
    table: relationName(alter.table),
    name: alter.policy_name ?? '',
    change: { ...(roles !== undefined && { roles }), ...expressionsOf(alter, statement) },
  };
}

function expressionsOf(
  { qual, with_check }: Pick<CreatePolicyStmt, 'qual' | 'with_check'>,
  statement: Statement,
): Pick<Policy, 'using' | 'withCheck'> {
  return {
    ...(qual !== undefined && { using: expressionBehind(statement, findWord(statement, ['using'])) }),
    ...(with_check !== undefined && {
      withCheck: expressionBehind(statement, findWord(statement, ['check'])),
    }),
  };
}

function rolesOf(nodes: readonly Node[] | undefined): readonly string[] | undefined {
  return nodes
    ?.flatMap((node) => ('RoleSpec' in node ? [node.RoleSpec] : []))
    .map(({ roletype, rolename = '' }) =>
      roletype === 'ROLESPEC_CSTRING' ? rolename : (roletype ?? '').replace('ROLESPEC_', '').toLowerCase(),
    )
    .sort();
}
