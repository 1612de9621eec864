/** Every rule; adding one means adding its file and a line here. */
import { addCheckNotValid } from './all/addCheckNotValid.ts';
import { addColumnConstraint } from './all/addColumnConstraint.ts';
import { addColumnNotNull } from './all/addColumnNotNull.ts';
import { addColumnRewrite } from './all/addColumnRewrite.ts';
import { addEnumLabelInTransaction } from './all/addEnumLabelInTransaction.ts';
import { addExclusion } from './all/addExclusion.ts';
import { addForeignKeyNotValid } from './all/addForeignKeyNotValid.ts';
import { addPrimaryKeyScan } from './all/addPrimaryKeyScan.ts';
import { addUniqueUsingIndex } from './all/addUniqueUsingIndex.ts';
import { attachPartitionCheck } from './all/attachPartitionCheck.ts';
import { backfillInTransaction } from './all/backfillInTransaction.ts';
import { changeColumnType } from './all/changeColumnType.ts';
import { concurrentlyInTransaction } from './all/concurrentlyInTransaction.ts';
import { createIndexConcurrently } from './all/createIndexConcurrently.ts';
import { createTableForeignKey } from './all/createTableForeignKey.ts';
import { detachPartitionConcurrently } from './all/detachPartitionConcurrently.ts';
import { domainConstraint } from './all/domainConstraint.ts';
import { dropColumn } from './all/dropColumn.ts';
import { dropIndexConcurrently } from './all/dropIndexConcurrently.ts';
import { dropTable } from './all/dropTable.ts';
import { heavyCommand } from './all/heavyCommand.ts';
import { lockTimeoutMissing } from './all/lockTimeoutMissing.ts';
import { refreshConcurrently } from './all/refreshConcurrently.ts';
import { refusedByPostgres } from './all/refusedByPostgres.ts';
import { reindexConcurrently } from './all/reindexConcurrently.ts';
import { renameInUse } from './all/renameInUse.ts';
import { setNotNullScan } from './all/setNotNullScan.ts';
import { slowAfterExclusiveLock } from './all/slowAfterExclusiveLock.ts';
import { truncateTable } from './all/truncateTable.ts';
import { validateInSameTransaction } from './all/validateInSameTransaction.ts';
import type { Rule } from './rule.ts';

export const allRules: readonly Rule[] = [
  addCheckNotValid,
  addColumnConstraint,
  addColumnNotNull,
  addColumnRewrite,
  addEnumLabelInTransaction,
  addExclusion,
  addForeignKeyNotValid,
  addPrimaryKeyScan,
  addUniqueUsingIndex,
  attachPartitionCheck,
  backfillInTransaction,
  changeColumnType,
  concurrentlyInTransaction,
  createIndexConcurrently,
  createTableForeignKey,
  detachPartitionConcurrently,
  domainConstraint,
  dropColumn,
  dropIndexConcurrently,
  dropTable,
  heavyCommand,
  lockTimeoutMissing,
  refreshConcurrently,
  refusedByPostgres,
  reindexConcurrently,
  renameInUse,
  setNotNullScan,
  slowAfterExclusiveLock,
  truncateTable,
  validateInSameTransaction,
];
