/** ALTER COLUMN, except for its type. */

import type { ColumnChange } from '../../../migration/operations/tableSteps.ts';
import { displayName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import { alterTableCommands } from '../commands.ts';
import { isProvenNotNull } from '../proof.ts';
import {
  familyOf,
  type Meeting,
  ownedSequences,
  type Reading,
  type Step,
  targetsOf,
  wholeFamily,
} from '../reading.ts';
import { alterType } from './alterType.ts';
import { columnOf as knownColumn } from './known.ts';
import { onTable } from './onTable.ts';
import { storageForm } from './otherCommands.ts';

export function alterColumn(
  { table, column, change }: Step<'alterColumn'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => changeReadings(found, column, change, meeting));
}

function changeReadings(
  table: Table,
  name: string,
  change: ColumnChange,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const family = { table: targetsOf(familyOf(draft, table)) };
  const own = { table: targetsOf([table]) };
  switch (change.kind) {
    case 'type':
      return alterType(table, name, change, meeting);
    case 'nullable':
      return change.nullable ? [{ form: 'DROP NOT NULL', roles: family }] : setNotNull(table, name, meeting);
    case 'default':
      return [{ form: change.default === undefined ? 'DROP DEFAULT' : 'SET DEFAULT', roles: family }];
    case 'identity':
      return identityReadings(table, name, change, meeting);
    case 'generated': {
      if (change.expression === undefined) return [{ form: 'ALTER COLUMN DROP EXPRESSION', roles: family }];
      const stored = knownColumn(table, name)?.generated?.stored ?? true;
      return stored
        ? [{ form: 'ALTER COLUMN SET EXPRESSION (stored)', roles: wholeFamily(draft, table) }]
        : [{ form: 'ALTER COLUMN SET EXPRESSION (virtual)', roles: family }];
    }
    case 'storage':
      return storageForm(meeting, { family, own });
  }
}

function identityReadings(
  table: Table,
  name: string,
  change: Extract<ColumnChange, { readonly kind: 'identity' }>,
  { draft }: Meeting,
): readonly Reading[] {
  const had = knownColumn(table, name)?.identity !== undefined;
  const sequence = ownedSequences(draft, table, name);
  const roles = { table: targetsOf([table]), sequence };
  if (change.identity === undefined) return [{ form: 'ALTER COLUMN DROP IDENTITY', roles }];
  return [{ form: had ? 'ALTER COLUMN SET GENERATED' : 'ALTER COLUMN ADD GENERATED AS IDENTITY', roles }];
}

function setNotNull(table: Table, name: string, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const family = familyOf(draft, table);
  if (isAddedNotValid(meeting, name))
    return [{ form: 'ADD CONSTRAINT NOT NULL .. NOT VALID', roles: { table: targetsOf(family) } }];
  const scanned = family.filter(
    (one) => knownColumn(one, name)?.nullable !== false && !isProvenNotNull(draft, one, name),
  );
  const rest = family.filter((one) => !scanned.includes(one));
  const named = isAddedByName(meeting, name) ? 'ADD CONSTRAINT NOT NULL' : 'SET NOT NULL (no helper CHECK)';
  return [
    ...(scanned.length > 0 ? [{ form: named, roles: { table: targetsOf(scanned) } }] : []),
    ...(rest.length > 0 ? [provenReading(table, rest, name, meeting)] : []),
  ];
}

function provenReading(table: Table, rest: readonly Table[], name: string, { context }: Meeting): Reading {
  const roles = { table: targetsOf(rest) };
  const isNotNull = knownColumn(table, name)?.nullable === false;
  if (!isNotNull) {
    const note = `A valid CHECK constraint proves that ${name} has no NULLs, so the rows of ${displayName(table.name)} are not read.`;
    return { form: 'SET NOT NULL (valid CHECK (a IS NOT NULL) exists)', roles, notes: [note] };
  }
  const doubt = `${name} is NOT NULL already. If its constraint is NOT VALID, the rows are read to validate it.`;
  return {
    form: 'SET NOT NULL (it is)',
    roles,
    ...(context.serverVersion >= 18 && { notes: [doubt] }),
  };
}

/** `ADD CONSTRAINT … NOT NULL c`, of PostgreSQL 18. */
function notNullConstraint({ node }: Meeting, column: string) {
  return alterTableCommands(node).flatMap(({ subtype, def }) => {
    const part = def !== undefined && 'Constraint' in def ? def.Constraint : undefined;
    const isIt = subtype === 'AT_AddConstraint' && part?.contype === 'CONSTR_NOTNULL';
    const key = part?.keys?.[0];
    const name = key !== undefined && 'String' in key ? key.String.sval : undefined;
    return isIt && name === column ? [part] : [];
  })[0];
}

const isAddedByName = (meeting: Meeting, column: string): boolean =>
  notNullConstraint(meeting, column) !== undefined;

const isAddedNotValid = (meeting: Meeting, column: string): boolean =>
  notNullConstraint(meeting, column)?.skip_validation === true;
