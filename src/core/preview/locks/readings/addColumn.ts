/** ADD COLUMN: its default, what generates it, and the constraints that are written at it. */

import type { ColumnDefinition, ConstraintDefinition } from '../../../migration/operations/definitions.ts';
import { resolveType, serialType } from '../../../schema/apply/columnType.ts';
import { find } from '../../../schema/apply/resolve.ts';
import { displayName, nameKey } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import { volatilityOf } from '../functions.ts';
import { familyOf, type Meeting, type Reading, type Step, targetsOf, wholeFamily } from '../reading.ts';
import { hasConstraints, userTypeOf } from '../typeChange.ts';
import { onTable } from './onTable.ts';

export function addColumn(
  { table, column, ifNotExists }: Step<'addColumn'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => {
    if (ifNotExists && found.columns.some(({ name }) => name === column.name)) {
      return [{ form: 'ADD COLUMN IF NOT EXISTS (it exists)', roles: { table: targetsOf([found]) } }];
    }
    const own = valueReading(column, found, meeting);
    return [own, ...(column.constraints ?? []).map((one) => inline(one, column, found, meeting))];
  });
}

function valueReading(column: ColumnDefinition, table: Table, meeting: Meeting): Reading {
  const { draft } = meeting;
  const roles = wholeFamily(draft, table);
  const stays = { table: roles.table };
  if (serialType(column.type) !== undefined) return { form: 'ADD COLUMN serial', roles };
  if (column.identity !== undefined) return { form: 'ADD COLUMN GENERATED AS IDENTITY', roles };
  if (column.generated !== undefined) {
    return column.generated.stored
      ? { form: 'ADD COLUMN GENERATED ALWAYS AS (..) STORED', roles }
      : { form: 'ADD COLUMN GENERATED ALWAYS AS (..) VIRTUAL', roles: stays };
  }
  const type = resolveType(draft, column.type);
  if (hasConstraints(draft, type)) return { form: 'ADD COLUMN of constrained domain type', roles };
  const domain = userTypeOf(draft, type);
  const value = column.default ?? (domain?.kind === 'domain' ? domain.default : undefined);
  if (value !== undefined && !isNull(value)) {
    const volatile =
      column.default === undefined
        ? 'ADD COLUMN of a domain with a volatile default'
        : 'ADD COLUMN DEFAULT clock_timestamp() (volatile)';
    return withDefault(value, { form: volatile, roles }, stays, meeting);
  }
  if (column.nullable !== false) return { form: 'ADD COLUMN nullable, no default', roles: stays };
  return withoutValue(table, stays, meeting);
}

function withoutValue({ name }: Table, roles: Reading['roles'], { context }: Meeting): Reading {
  const form = 'ADD COLUMN NOT NULL, no default (table is empty)';
  const key = nameKey(name);
  if (context.created.has(key) && !context.filled.has(key)) return { form, roles };
  const note = `PostgreSQL refuses this if ${displayName(name)} has rows, because the new column has no value for them.`;
  return { form, roles, notes: [note] };
}

const isNull = (value: string): boolean => /^null\b/i.test(value);

function withDefault(value: string, whole: Reading, stays: Reading['roles'], { draft }: Meeting): Reading {
  const volatility = volatilityOf(draft, value);
  if (volatility === 'stable') return { form: 'ADD COLUMN DEFAULT constant', roles: stays };
  if (volatility === 'volatile') return whole;
  const note = `Whether the default ${value} is volatile is not known. If it is not, the table is not rewritten; the worse case is shown.`;
  return { ...whole, notes: [note] };
}

function inline(
  constraint: ConstraintDefinition,
  column: ColumnDefinition,
  table: Table,
  { draft }: Meeting,
): Reading {
  const family = { table: targetsOf(familyOf(draft, table)) };
  switch (constraint.kind) {
    case 'foreignKey': {
      const found = find(draft, draft.tables, constraint.references);
      const referenced = found === undefined ? [] : targetsOf(familyOf(draft, found));
      const hasValue =
        column.default !== undefined || column.generated !== undefined || column.identity !== undefined;
      const filled =
        hasValue && !isNull(column.default ?? '') ? ' with DEFAULT const' : ' (nullable, no default)';
      return { form: `ADD COLUMN REFERENCES p${filled}`, roles: { ...family, referenced } };
    }
    case 'check':
      return constraint.notEnforced
        ? { form: 'ADD CHECK NOT ENFORCED', roles: family }
        : { form: 'ADD COLUMN CHECK (inline, nullable no default)', roles: family };
    default:
      return { form: 'ADD COLUMN UNIQUE (inline)', roles: family };
  }
}
