/** One statement of PostgreSQL's syntax tree as steps: which reader reads which kind. */
import type { Node } from '@pgsql/types';
import type { Step } from '../migration/operations/operation.ts';
import { type Body, relationName, type Tag, tagOf } from './nodes.ts';
import type { Statement } from './statement.ts';
import { createIndex } from './statements/createIndex.ts';
import { data, query } from './statements/data.ts';
import { drop } from './statements/drop.ts';
import { comment, rename, setSchema } from './statements/rename.ts';
import { createAggregate, createRoutine } from './statements/routine.ts';
import { alterSequence, createSequence } from './statements/sequence.ts';
import {
  alterExtensionContents,
  createExtension,
  createSchema,
  discard,
  setForLater,
  setVariable,
  transaction,
} from './statements/session.ts';
import { noSchemaEffect, opaque } from './statements/step.ts';
import { createForeignTable, createTable, createTableAs, temporaryTable } from './statements/table.ts';
import { alterPolicy, createPolicy, createTrigger } from './statements/tableGuard.ts';
import {
  alterDomain,
  alterEnum,
  createComposite,
  createDomain,
  createEnum,
  createRange,
} from './statements/userType.ts';
import { createView } from './statements/view.ts';

type Readers = {
  readonly [T in Tag]?: (body: Body<T>, statement: Statement) => Step | readonly Step[];
};

/**
 * Of all statements but ALTER TABLE and DO, whose steps stand at places of their own. What is missing here changes
 * nothing that a snapshot shows: roles, casts, publications.
 */
const readers: Readers = {
  CreateStmt: (stmt, statement) => createTable(stmt, statement),
  CreateForeignTableStmt: createForeignTable,
  CreateTableAsStmt: createTableAs,
  IndexStmt: createIndex,
  ViewStmt: createView,
  CreateSeqStmt: createSequence,
  AlterSeqStmt: alterSequence,
  CreateEnumStmt: createEnum,
  AlterEnumStmt: alterEnum,
  CreateDomainStmt: createDomain,
  AlterDomainStmt: alterDomain,
  CompositeTypeStmt: createComposite,
  CreateRangeStmt: createRange,
  CreateFunctionStmt: createRoutine,
  DefineStmt: (stmt, statement) =>
    stmt.kind === 'OBJECT_AGGREGATE' ? createAggregate(stmt) : noSchemaEffect(statement),
  CreateTrigStmt: createTrigger,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  DropStmt: drop,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  CommentStmt: comment,
  CreateSchemaStmt: createSchema,
  CreateExtensionStmt: createExtension,
  AlterExtensionContentsStmt: alterExtensionContents,
  VariableSetStmt: setVariable,
  DiscardStmt: discard,
  AlterDatabaseSetStmt: ({ setstmt }, statement) => setForLater(setstmt, statement),
  AlterRoleSetStmt: ({ setstmt }, statement) => setForLater(setstmt, statement),
  TransactionStmt: transaction,
  InsertStmt: (stmt) => data({ InsertStmt: stmt }),
  UpdateStmt: (stmt) => data({ UpdateStmt: stmt }),
  DeleteStmt: (stmt) => data({ DeleteStmt: stmt }),
  MergeStmt: (stmt) => data({ MergeStmt: stmt }),
  TruncateStmt: (stmt) => data({ TruncateStmt: stmt }),
  CopyStmt: (stmt) => data({ CopyStmt: stmt }),
  RefreshMatViewStmt: (stmt) => data({ RefreshMatViewStmt: stmt }),
  SelectStmt: select,
  CallStmt: (stmt, statement) => query({ CallStmt: stmt }, statement),
  ExecuteStmt: () => opaque('What the prepared statement does is not known.', 'anything'),
  ImportForeignSchemaStmt: () =>
    opaque('Which foreign tables IMPORT FOREIGN SCHEMA makes is not known.', 'anything'),
  DropOwnedStmt: () => opaque('What DROP OWNED drops is not known.', 'anything'),
};

export function readNode(node: Node, statement: Statement): readonly Step[] {
  const tag = tagOf(node);
  const read = readers[tag] as ((body: unknown, of: Statement) => Step | readonly Step[]) | undefined;
  if (read === undefined) return [noSchemaEffect(statement)];
  const steps = read((node as Readonly<Record<string, unknown>>)[tag], statement);
  return Array.isArray(steps) ? steps : [steps as Step];
}

function select(stmt: Body<'SelectStmt'>, statement: Statement): readonly Step[] {
  const { intoClause } = stmt;
  if (intoClause === undefined) return query({ SelectStmt: stmt }, statement);
  if (intoClause.rel?.relpersistence === 't') return [temporaryTable(relationName(intoClause.rel))];
  return createTableAs({ into: intoClause }, statement);
}
