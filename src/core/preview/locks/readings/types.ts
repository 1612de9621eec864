/** Types: what is done to them touches no relation, except for those with columns of a domain, or with CASCADE. */
import { columnsOfType } from '../../../schema/apply/dependents.ts';
import { find } from '../../../schema/apply/resolve.ts';
import { displayName, nameKey, type ObjectName, type QualifiedName } from '../../../schema/name.ts';
import { type Meeting, type Reading, type Step, tableTarget } from '../reading.ts';
import { droppedColumn } from './columns.ts';
import { absent } from './onTable.ts';

export function alterDomain({ type, change }: Step<'alterDomain'>, meeting: Meeting): readonly Reading[] {
  if (change.kind === 'addCheck') {
    return change.notValid
      ? [{ form: 'ALTER DOMAIN ADD CONSTRAINT NOT VALID', roles: {} }]
      : onDomain(type, 'ALTER DOMAIN ADD CONSTRAINT', meeting);
  }
  if (change.kind === 'nullable' && !change.nullable)
    return onDomain(type, 'ALTER DOMAIN SET NOT NULL', meeting);
  return [{ form: 'ALTER DOMAIN SET DEFAULT', roles: {} }];
}

/** Tables with a column of it, or of a domain over it, are read. */
export function onDomain(type: ObjectName, form: string, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const domain = find(draft, draft.types, type);
  if (domain === undefined) return absent(meeting, 'type', type);
  const tables = domainsOver(meeting, domain.name).flatMap((one) =>
    columnsOfType(draft, one).map(({ table }) => table),
  );
  return [{ form, roles: { table: [...new Set(tables)].map(tableTarget) } }];
}

function domainsOver(meeting: Meeting, name: QualifiedName): readonly QualifiedName[] {
  const over = [...meeting.draft.types.values()].filter(
    (one) =>
      one.kind === 'domain' &&
      one.baseType.kind === 'named' &&
      one.baseType.schema === name.schema &&
      one.baseType.name === name.name,
  );
  return [name, ...over.flatMap((one) => domainsOver(meeting, one.name))];
}

export function dropType({ type, cascade }: Step<'dropType'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const found = find(draft, draft.types, type);
  if (found === undefined) return absent(meeting, 'type', type);
  const users = columnsOfType(draft, found.name);
  const [user] = users;
  if (user === undefined) return [{ form: 'DROP TYPE (unused)', roles: {} }];
  if (!cascade) {
    const refusal = `PostgreSQL refuses to drop ${displayName(found.name)}, because column ${user.column.name} of ${displayName(user.table.name)} is of this type.`;
    return [{ form: 'DROP TYPE (used by column)', roles: {}, refusal }];
  }
  return [
    { form: 'DROP TYPE (unused)', roles: {} },
    ...users.flatMap(({ table, column }) => droppedColumn(table, column.name, true, meeting)),
  ];
}

export function addEnumLabel({ type }: Step<'addEnumLabel'>, meeting: Meeting): readonly Reading[] {
  const found = find(meeting.draft, meeting.draft.types, type);
  const isNew = found !== undefined && meeting.context.created.has(nameKey(found.name));
  return [
    {
      form: isNew
        ? 'ALTER TYPE enum ADD VALUE (type is new)'
        : 'ALTER TYPE enum ADD VALUE (enum existed before txn)',
      roles: {},
    },
  ];
}
