/** Finds what a statement is on; what is not there changes nothing, and what may be there is not known. */
import { candidates, creationName, find, mayExist } from '../../../schema/apply/resolve.ts';
import { displayName, nameKey, type ObjectName } from '../../../schema/name.ts';
import type { Table, View } from '../../../schema/snapshot.ts';
import { holeLetter } from '../../../sql/placeholders.ts';
import { type Meeting, type Reading, unknownReading } from '../reading.ts';

/** @param read For a table that is known. */
export function onTable(
  meeting: Meeting,
  name: ObjectName,
  read: (table: Table) => readonly Reading[],
): readonly Reading[] {
  const found = find(meeting.draft, meeting.draft.tables, name);
  return found === undefined ? absent(meeting, 'table', name) : read(found);
}

/** A table, a view or a materialized view. */
export function onRelation(
  meeting: Meeting,
  name: ObjectName,
  read: (relation: Table | View) => readonly Reading[],
): readonly Reading[] {
  const { draft } = meeting;
  const found = find(draft, draft.tables, name) ?? find(draft, draft.views, name);
  return found === undefined ? absent(meeting, 'table', name) : read(found);
}

/**
 * What is not there is nothing to lock: `IF EXISTS`, or a failure that replay tells. What only may be there could be
 * locked in any way.
 */
export function absent(
  { draft, context }: Meeting,
  kind: 'table' | 'view' | 'sequence' | 'type',
  name: ObjectName,
): readonly Reading[] {
  if (isComputed(name)) return unknownReading('Which table this is on is computed when the script runs.');
  if (candidates(draft, name).some((one) => context.created.has(nameKey(one)))) return [];
  if (kind === 'table' && name.schema === undefined && draft.temporary.has(name.name)) return [];
  if (!mayExist(draft, kind, name)) return [];
  return unknownReading(
    `${displayName(creationName(draft, name))} is not known, so neither is what this does to it.`,
  );
}

/** Its place was masked, or the reader of the script has left a placeholder in it. */
const isComputed = ({ schema = '', name }: ObjectName): boolean =>
  [schema, name].some((one) => one.includes(holeLetter) || one.includes('${'));
