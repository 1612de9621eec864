/** Schemas, extensions, and what holds for a session or transaction. */
import type {
  AlterExtensionContentsStmt,
  CreateExtensionStmt,
  CreateSchemaStmt,
  DiscardStmt,
  Node,
  TransactionStmt,
  VariableSetStmt,
} from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import { stringOf } from '../nodes.ts';
import type { Statement } from '../statement.ts';
import { flag, given, noSchemaEffect, opaque, statementName } from './step.ts';

export function createSchema(create: CreateSchemaStmt): readonly Step[] {
  const schema = create.schemaname ?? create.authrole?.rolename ?? '';
  const step: Step = { kind: 'createSchema', schema, ...flag('ifNotExists', create.if_not_exists) };
  if ((create.schemaElts ?? []).length === 0) return [step];
  const reason = `What CREATE SCHEMA ${schema} creates in the same statement is not followed. Write it as statements of its own.`;
  return [step, opaque(reason, 'anything')];
}

export function createExtension({ extname = '', if_not_exists, options }: CreateExtensionStmt): Step {
  const schema = (options ?? []).flatMap((node) =>
    'DefElem' in node && node.DefElem.defname === 'schema' ? (stringOf(node.DefElem.arg) ?? []) : [],
  )[0];
  return {
    kind: 'createExtension',
    extension: extname,
    ...given('schema', schema),
    ...flag('ifNotExists', if_not_exists),
  };
}

/** Objects of extensions are in no snapshot: one appears or disappears. */
export function alterExtensionContents({ extname = '' }: AlterExtensionContentsStmt): Step {
  return opaque(`Which objects belong to extension ${extname} is not followed.`, 'anything');
}

const defaultSearchPath = ['$user', 'public'];

export function setVariable({ name, kind, args }: VariableSetStmt, statement: Statement): Step {
  if (kind === 'VAR_RESET_ALL') return { kind: 'setSearchPath', schemas: defaultSearchPath };
  if (name?.toLowerCase() !== 'search_path') return noSchemaEffect(statement);
  if (kind !== 'VAR_SET_VALUE') return { kind: 'setSearchPath', schemas: defaultSearchPath };
  const schemas = (args ?? []).map(constantText);
  return { kind: 'setSearchPath', schemas: schemas.filter((schema) => schema !== '') };
}

export function discard({ target }: DiscardStmt, statement: Statement): Step {
  return target === 'DISCARD_ALL'
    ? { kind: 'setSearchPath', schemas: defaultSearchPath }
    : noSchemaEffect(statement);
}

/** `ALTER DATABASE … SET`, `ALTER ROLE … SET`: they hold for sessions to come. */
export function setForLater(setting: VariableSetStmt | undefined, statement: Statement): Step {
  if (setting?.name?.toLowerCase() !== 'search_path') return noSchemaEffect(statement);
  const reason = `Which schema names without one mean after ${statementName(statement)} … SET search_path is not known.`;
  return opaque(reason, 'anything');
}

/** As `set_config` takes it: names between commas, some in quotes. */
export function searchPathFrom(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.toLowerCase(),
  );
}

export function constantText(node: Node | undefined): string {
  return node !== undefined && 'A_Const' in node ? (node.A_Const.sval?.sval ?? '') : '';
}

export function transaction({ kind }: TransactionStmt, statement: Statement): Step {
  if (kind !== 'TRANS_STMT_ROLLBACK' && kind !== 'TRANS_STMT_ROLLBACK_TO') return noSchemaEffect(statement);
  return opaque('ROLLBACK takes back an unknown part of what stands before it.', 'anything');
}
