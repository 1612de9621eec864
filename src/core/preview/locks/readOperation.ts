/** Which reader reads which operation. */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { type Meeting, type Reading, type Step, unknownReading } from './reading.ts';
import { addColumn } from './readings/addColumn.ts';
import { alterColumn } from './readings/alterColumn.ts';
import { dropColumn, renameColumn } from './readings/columns.ts';
import {
  addConstraint,
  alterConstraint,
  dropConstraint,
  renameConstraint,
  validateConstraint,
} from './readings/constraints.ts';
import { data } from './readings/data.ts';
import { createIndex, dropIndex, renameIndex } from './readings/indexes.ts';
import {
  createExtension,
  dropExtension,
  dropSchema,
  onSequence,
  onTableAlone,
  ownedBy,
  policy,
  setComment,
  setSchema,
  touchesNone,
  trigger,
} from './readings/others.ts';
import { statementReadings } from './readings/statements.ts';
import {
  attachPartition,
  createTable,
  detachPartition,
  dropTable,
  renameTable,
  setTableProperty,
} from './readings/tables.ts';
import { addEnumLabel, alterDomain, dropType } from './readings/types.ts';
import { createView, dropView, renameView } from './readings/views.ts';

export function readOperation(operation: MigrationOperation, meeting: Meeting): readonly Reading[] {
  const read = readers[operation.kind] as (
    operation: MigrationOperation,
    meeting: Meeting,
  ) => readonly Reading[];
  return read(operation, meeting);
}

type Readers = {
  readonly [K in MigrationOperation['kind']]: (operation: Step<K>, meeting: Meeting) => readonly Reading[];
};

const none = touchesNone;

const readers: Readers = {
  createTable,
  dropTable,
  renameTable,
  setSchema,
  setTableProperty,
  attachPartition,
  detachPartition,
  addColumn,
  dropColumn,
  renameColumn,
  alterColumn,
  addConstraint,
  dropConstraint,
  renameConstraint,
  validateConstraint,
  alterConstraint,
  createIndex,
  dropIndex,
  renameIndex,
  createEnum: none('CREATE TYPE AS ENUM'),
  createDomain: none('CREATE DOMAIN'),
  createComposite: none('CREATE TYPE AS'),
  createRange: none('CREATE TYPE AS RANGE'),
  addEnumLabel,
  renameEnumLabel: none('ALTER TYPE enum RENAME VALUE'),
  alterDomain,
  dropType,
  renameType: none('ALTER TYPE RENAME'),
  createSequence: (operation, meeting) => [...none('CREATE SEQUENCE')(), ...ownedBy(operation, meeting)],
  alterSequence: (operation, meeting) => [
    ...onSequence(operation.sequence, 'ALTER SEQUENCE RESTART', meeting),
    ...ownedBy(operation, meeting),
  ],
  dropSequence: ({ sequence }, meeting) => onSequence(sequence, 'DROP SEQUENCE', meeting),
  renameSequence: ({ sequence }, meeting) => onSequence(sequence, 'ALTER SEQUENCE RENAME', meeting),
  createSchema: none('CREATE SCHEMA'),
  dropSchema,
  renameSchema: none('ALTER SCHEMA RENAME'),
  setComment,
  createView,
  dropView,
  renameView,
  createRoutine: none('CREATE FUNCTION'),
  dropRoutine: none('DROP FUNCTION'),
  renameRoutine: none('ALTER FUNCTION RENAME'),
  createTrigger: trigger('CREATE TRIGGER'),
  dropTrigger: trigger('DROP TRIGGER'),
  createPolicy: (operation, meeting) => policy('CREATE POLICY', operation.table, operation.policy, meeting),
  alterPolicy: (operation, meeting) => policy('ALTER POLICY', operation.table, operation.change, meeting),
  dropPolicy: onTableAlone('DROP POLICY'),
  createExtension,
  dropExtension,
  setSearchPath: none('SET'),
  data,
  noSchemaEffect: (operation, meeting) =>
    fromText(meeting) ?? unknownReading(`What ${operation.statement} locks is not known.`),
  opaque: (operation, meeting) => fromText(meeting) ?? unknownReading(operation.reason),
  // A plan has only the branches that run.
  conditional: () => unknownReading('Which of its branches runs is not known.'),
  attempt: () => unknownReading('How much of it runs is not known.'),
};

function fromText(meeting: Meeting): readonly Reading[] | undefined {
  return meeting.node === undefined ? undefined : statementReadings(meeting.node, meeting);
}
