/** Every rule; adding one means adding its file, a line here and one in docs/rules.md. */
import { addCheckNotValid } from './all/addCheckNotValid.ts';
import { addColumnConstraint } from './all/addColumnConstraint.ts';
import { addColumnNotNull } from './all/addColumnNotNull.ts';
import { addColumnRewrite } from './all/addColumnRewrite.ts';
import { addEnumLabelInTransaction } from './all/addEnumLabelInTransaction.ts';
import { addExclusion } from './all/addExclusion.ts';
import { addForeignKeyNotValid } from './all/addForeignKeyNotValid.ts';
import { addJsonColumn } from './all/addJsonColumn.ts';
import { addPrimaryKeyScan } from './all/addPrimaryKeyScan.ts';
import { addUniqueUsingIndex } from './all/addUniqueUsingIndex.ts';
import { attachPartitionCheck } from './all/attachPartitionCheck.ts';
import { backfillInTransaction } from './all/backfillInTransaction.ts';
import { changeColumnType } from './all/changeColumnType.ts';
import { concurrentlyInTransaction } from './all/concurrentlyInTransaction.ts';
import { createIndexConcurrently } from './all/createIndexConcurrently.ts';
import { createPartitionOf } from './all/createPartitionOf.ts';
import { createTableForeignKey } from './all/createTableForeignKey.ts';
import { detachPartitionConcurrently } from './all/detachPartitionConcurrently.ts';
import { disableTrigger } from './all/disableTrigger.ts';
import { domainConstraint } from './all/domainConstraint.ts';
import { dropCascade } from './all/dropCascade.ts';
import { dropColumn } from './all/dropColumn.ts';
import { dropDatabase } from './all/dropDatabase.ts';
import { dropIndexConcurrently } from './all/dropIndexConcurrently.ts';
import { dropPrimaryKey } from './all/dropPrimaryKey.ts';
import { dropSchema } from './all/dropSchema.ts';
import { dropTable } from './all/dropTable.ts';
import { foreignKeyWithoutIndex } from './all/foreignKeyWithoutIndex.ts';
import { heavyCommand } from './all/heavyCommand.ts';
import { invalidIndexLeftover } from './all/invalidIndexLeftover.ts';
import { lockTable } from './all/lockTable.ts';
import { lockTimeoutMissing } from './all/lockTimeoutMissing.ts';
import { lockTimeoutTooLong } from './all/lockTimeoutTooLong.ts';
import { newColumnRequired } from './all/newColumnRequired.ts';
import { refreshConcurrently } from './all/refreshConcurrently.ts';
import { refusedByPostgres } from './all/refusedByPostgres.ts';
import { reindexConcurrently } from './all/reindexConcurrently.ts';
import { renameInUse } from './all/renameInUse.ts';
import { replaceIndex } from './all/replaceIndex.ts';
import { rewriteTwice } from './all/rewriteTwice.ts';
import { setNotNullScan } from './all/setNotNullScan.ts';
import { slowAfterExclusiveLock } from './all/slowAfterExclusiveLock.ts';
import { transactionControl } from './all/transactionControl.ts';
import { truncateTable } from './all/truncateTable.ts';
import { validateInSameTransaction } from './all/validateInSameTransaction.ts';
import { wideLockWindow } from './all/wideLockWindow.ts';
import { writeAllRows } from './all/writeAllRows.ts';
import type { Rule } from './rule.ts';

export const allRules: readonly Rule[] = [
  addCheckNotValid,
  addColumnConstraint,
  addColumnNotNull,
  addColumnRewrite,
  addEnumLabelInTransaction,
  addExclusion,
  addForeignKeyNotValid,
  addJsonColumn,
  addPrimaryKeyScan,
  addUniqueUsingIndex,
  attachPartitionCheck,
  backfillInTransaction,
  changeColumnType,
  concurrentlyInTransaction,
  createIndexConcurrently,
  createPartitionOf,
  createTableForeignKey,
  detachPartitionConcurrently,
  disableTrigger,
  domainConstraint,
  dropCascade,
  dropColumn,
  dropDatabase,
  dropIndexConcurrently,
  dropPrimaryKey,
  dropSchema,
  dropTable,
  foreignKeyWithoutIndex,
  heavyCommand,
  invalidIndexLeftover,
  lockTable,
  lockTimeoutMissing,
  lockTimeoutTooLong,
  newColumnRequired,
  refreshConcurrently,
  refusedByPostgres,
  reindexConcurrently,
  renameInUse,
  replaceIndex,
  rewriteTwice,
  setNotNullScan,
  slowAfterExclusiveLock,
  transactionControl,
  truncateTable,
  validateInSameTransaction,
  wideLockWindow,
  writeAllRows,
];
