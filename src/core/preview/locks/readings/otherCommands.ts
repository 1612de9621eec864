/** Commands of ALTER TABLE that change nothing a snapshot shows: read from the statement itself. */
import type { AlterTableCmd, AlterTableStmt } from '@pgsql/types';
import { relationName } from '../../../sql/nodes.ts';
import { alterTableCommands } from '../commands.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  type Reading,
  type Roles,
  targetsOf,
  unknownReading,
  viewTarget,
} from '../reading.ts';
import { onRelation } from './onTable.ts';

interface Reach {
  /** With partitions and children. */
  readonly family: Roles;
  readonly own: Roles;
}

/** SET STATISTICS, STORAGE, COMPRESSION and options of columns. */
export function storageForm({ node }: Meeting, reach: Reach): readonly Reading[] {
  const readings = alterTableCommands(node).flatMap((command) => columnCommand(command, reach));
  return readings.length > 0
    ? readings
    : unknownReading('Which setting of the column is changed is not known.', reach.family);
}

function columnCommand({ subtype, def }: AlterTableCmd, { family, own }: Reach): readonly Reading[] {
  switch (subtype) {
    case 'AT_SetStatistics':
      return [{ form: 'SET STATISTICS', roles: family }];
    case 'AT_SetStorage':
      return [{ form: 'SET STORAGE', roles: family }];
    case 'AT_SetCompression':
      return [{ form: 'SET COMPRESSION', roles: own }];
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
      return [{ form: 'SET (n_distinct) on column', roles: own }];
    case 'AT_SetIdentity':
      return def === undefined ? [] : [{ form: 'ALTER COLUMN SET GENERATED', roles: own }];
    default:
      return [];
  }
}

/** Those on the table itself. */
export function otherCommands(alter: AlterTableStmt, meeting: Meeting): readonly Reading[] {
  const name = relationName(alter.relation);
  if (alter.objtype === 'OBJECT_INDEX') return indexCommands(alter, meeting);
  if (alter.objtype === 'OBJECT_SEQUENCE')
    return unknownReading('What this changes at the sequence is not followed.');
  return onRelation(meeting, name, (found) => {
    if (!('constraints' in found)) return [{ form: 'ALTER VIEW', roles: { view: [viewTarget(found)] } }];
    const reach = {
      family: { table: targetsOf(familyOf(meeting.draft, found)) },
      own: { table: targetsOf([found]) },
    };
    const index = indexTargets(found);
    return alterTableCommands(meeting.node).flatMap((command) => {
      const form = tableCommands.get(command.subtype ?? '');
      if (command.subtype === 'AT_SetTableSpace')
        return unknownReading('What moving files to another tablespace locks was not measured.', reach.own);
      if (form === undefined) return columnCommand(command, reach);
      const named = new Set([command.name ?? '']);
      return [
        {
          form,
          roles: {
            ...(recursing.has(form) ? reach.family : reach.own),
            index: namesIndex.has(form) ? indexTargets(found, named) : index,
          },
        },
      ];
    });
  });
}

const tableCommands: ReadonlyMap<string, string> = new Map([
  ['AT_SetRelOptions', 'SET (fillfactor)'],
  ['AT_ResetRelOptions', 'SET (fillfactor)'],
  ['AT_ClusterOn', 'CLUSTER ON'],
  ['AT_DropCluster', 'SET WITHOUT CLUSTER'],
  ['AT_ReplicaIdentity', 'REPLICA IDENTITY FULL'],
  ['AT_ChangeOwner', 'OWNER TO'],
  ['AT_SetAccessMethod', 'SET ACCESS METHOD heap (same)'],
  ...[
    'AT_EnableTrig',
    'AT_EnableTrigAll',
    'AT_EnableTrigUser',
    'AT_EnableAlwaysTrig',
    'AT_EnableReplicaTrig',
  ].map((one) => [one, 'ENABLE TRIGGER'] as const),
  ...['AT_DisableTrig', 'AT_DisableTrigAll', 'AT_DisableTrigUser'].map(
    (one) => [one, 'DISABLE TRIGGER USER'] as const,
  ),
]);

const recursing: ReadonlySet<string> = new Set(['ENABLE TRIGGER', 'DISABLE TRIGGER USER']);
const namesIndex: ReadonlySet<string> = new Set(['CLUSTER ON']);

function indexCommands(alter: AlterTableStmt, meeting: Meeting): readonly Reading[] {
  const name = relationName(alter.relation);
  const found = [...meeting.draft.tables.values(), ...meeting.draft.views.values()].find(
    (one) =>
      (name.schema === undefined
        ? meeting.draft.searchPath.includes(one.name.schema)
        : one.name.schema === name.schema) && indexTargets(one, new Set([name.name])).length > 0,
  );
  if (found === undefined) return unknownReading('Which index this changes is not known.');
  const isOption = alterTableCommands(meeting.node).every(
    ({ subtype }) => subtype === 'AT_SetRelOptions' || subtype === 'AT_ResetRelOptions',
  );
  if (!isOption) return unknownReading('What this changes at the index is not followed.');
  return [
    { form: 'ALTER INDEX SET (fillfactor)', roles: { index: indexTargets(found, new Set([name.name])) } },
  ];
}
