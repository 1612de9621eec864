/** ALTER COLUMN … TYPE: the rows, then everything that stands on the column. */
import type { CreateTrigStmt } from '@pgsql/types';
import type { ColumnChange } from '../../../migration/operations/tableSteps.ts';
import {
  constraintUses,
  foreignKeysTo,
  indexUses,
  usesColumn,
  viewsUsing,
} from '../../../schema/apply/dependents.ts';
import { keyExpression } from '../../../schema/apply/dropColumn.ts';
import { hasOwnIndex } from '../../../schema/apply/relationNames.ts';
import { displayName, type QualifiedName, sameName } from '../../../schema/name.ts';
import type { Column, Table } from '../../../schema/snapshot.ts';
import { nameParts } from '../../../sql/nodes.ts';
import { visit } from '../../../sql/visit.ts';
import {
  familyOf,
  indexTarget,
  indexTargets,
  type Meeting,
  type Reading,
  type Target,
  tableTarget,
  targetsOf,
  unknownReading,
} from '../reading.ts';
import { type TypeChange, typeChange } from '../typeChange.ts';
import { columnOf } from './known.ts';

type Change = Extract<ColumnChange, { readonly kind: 'type' }>;

export function alterType(table: Table, name: string, change: Change, meeting: Meeting): readonly Reading[] {
  const column = columnOf(table, name);
  const family = familyOf(meeting.draft, table);
  if (column === undefined) {
    return unknownReading(`Which type ${name} has is not known.`, { table: targetsOf(family) });
  }
  const refusal = whyRefused(table, name, meeting);
  if (refusal !== undefined) return [{ form: 'ALTER TYPE column used by view', roles: {}, refusal }];
  const { draft, context } = meeting;
  const effect = typeChange(
    { column: name, from: column.type, to: change.type, using: change.using },
    { draft, timeZone: context.timeZone },
  );
  const notes = effect.note === undefined ? [] : [effect.note];
  const own =
    effect.kind === 'kept'
      ? family.flatMap((one) => keptReadings(one, column, change, effect, meeting))
      : [rewrite(family, effect)];
  const keys = family.flatMap((one) => foreignKeyReadings(one, name, effect, meeting));
  return [...own, ...keys].map((one, index) =>
    index === 0 ? { ...one, notes: [...(one.notes ?? []), ...notes] } : one,
  );
}

function rewrite(family: readonly Table[], effect: TypeChange): Reading {
  const roles = {
    table: targetsOf(family),
    index: family.flatMap((one) => indexTargets(one)).filter(({ stored }) => stored),
  };
  const doubt = 'Whether PostgreSQL can keep the rows as they are is not known; the worse case is shown.';
  return { form: 'ALTER TYPE int->bigint', roles, ...(effect.kind === 'unknown' && { notes: [doubt] }) };
}

function keptReadings(
  table: Table,
  column: Column,
  change: Change,
  effect: TypeChange,
  { draft }: Meeting,
): readonly Reading[] {
  const own = { table: [tableTarget(table)] };
  const otherOrder = change.collation !== column.collation;
  const [again, stay] = indexesOn(table, column.name, effect.otherOperators || otherOrder, draft);
  const checks = table.constraints.filter(
    (one) =>
      one.kind === 'check' && !one.notValid && !one.notEnforced && constraintUses(draft, one, column.name),
  );
  return [
    { form: 'ALTER TYPE varchar(50)->varchar(100)', roles: own },
    ...(stay.length > 0
      ? [{ form: 'ALTER TYPE varchar(50)->text with index on column', roles: { ...own, index: stay } }]
      : []),
    ...(again.length > 0
      ? [{ form: 'ALTER TYPE timestamp->timestamptz (UTC) with index', roles: { ...own, index: again } }]
      : []),
    ...(checks.length > 0 ? [{ form: 'ALTER TYPE varchar(50)->text with CHECK on column', roles: own }] : []),
  ];
}

/** Indexes on the column that are built again, and those that are taken over as they are (`CheckIndexCompatible`). */
function indexesOn(
  table: Table,
  column: string,
  other: boolean,
  draft: Meeting['draft'],
): readonly [readonly Target[], readonly Target[]] {
  const again: Target[] = [];
  const stay: Target[] = [];
  for (const index of table.indexes) {
    if (!indexUses(draft, index, column)) continue;
    const computed =
      index.predicate !== undefined || index.keys.some(({ expression }) => expression !== undefined);
    const isKey = index.keys.some((key) => key.column === column);
    (computed || (other && isKey) ? again : stay).push(indexTarget(table, index.name));
  }
  for (const constraint of table.constraints) {
    if (!hasOwnIndex(constraint) || !constraintUses(draft, constraint, column)) continue;
    const computed =
      constraint.kind === 'exclusion' &&
      /\bwhere\b|\(\s*\(|\w\(/i.test(constraint.definition.replace(/^.*?\(/s, ''));
    (computed || other ? again : stay).push(indexTarget(table, constraint.name));
  }
  return [again, stay];
}

/** Foreign keys on the column are made again, and checked again unless their operators stay the same. */
function foreignKeyReadings(
  table: Table,
  column: string,
  effect: TypeChange,
  { draft }: Meeting,
): readonly Reading[] {
  const checked = effect.kind !== 'kept' || effect.otherOperators;
  const how = checked ? ', checked again' : '';
  const own = table.constraints.flatMap((one) =>
    one.kind === 'foreignKey' && one.columns.includes(column) ? [one.references] : [],
  );
  const users = foreignKeysTo(draft, table.name).filter(({ constraint }) =>
    constraint.referencedColumns.includes(column),
  );
  const target = (name: QualifiedName): readonly Target[] => {
    const found = draft.table(name);
    return found === undefined || sameName(name, table.name) ? [] : [tableTarget(found)];
  };
  return [
    ...own.map((name) => ({
      form: `ALTER TYPE of a foreign key's column${how}`,
      roles: { table: [tableTarget(table)], referenced: target(name) },
    })),
    ...users.map(({ table: user }) => ({
      form: `ALTER TYPE of a referenced column${how}`,
      roles: { table: [tableTarget(table)], referencing: target(user.name) },
    })),
  ];
}

/** What PostgreSQL would say of a column that something else is bound to. */
function whyRefused(table: Table, column: string, { draft }: Meeting): string | undefined {
  const where = `column ${column} of ${displayName(table.name)}`;
  const view = viewsUsing(draft, table.name, column).find(({ sure }) => sure)?.view;
  if (view !== undefined)
    return `PostgreSQL refuses to change the type of ${where}, because view ${displayName(view.name)} uses it: drop the view before, and create it again afterwards.`;
  const policy = table.policies.find(
    (one) => usesColumn(draft, one.using, column) || usesColumn(draft, one.withCheck, column),
  );
  if (policy !== undefined)
    return `PostgreSQL refuses to change the type of ${where}, because policy ${policy.name} uses it: drop the policy before, and create it again afterwards.`;
  const trigger = table.triggers.find(({ definition }) => namesColumn(draft, definition, column));
  if (trigger !== undefined)
    return `PostgreSQL refuses to change the type of ${where}, because trigger ${trigger.name} names it: drop the trigger before, and create it again afterwards.`;
  if (table.partitionKey !== undefined && usesColumn(draft, keyExpression(table.partitionKey), column))
    return `PostgreSQL refuses to change the type of ${where}, because it is in the partition key.`;
  return isInherited(draft, table, column)
    ? `PostgreSQL refuses to change the type of ${where}, because it is inherited: change it at the parent.`
    : undefined;
}

export function isInherited(
  draft: Meeting['draft'],
  { partitionOf, inherits }: Table,
  column: string,
): boolean {
  const parents = [...(partitionOf === undefined ? [] : [partitionOf.parent]), ...(inherits ?? [])];
  return parents.some((one) => draft.table(one)?.columns.some(({ name }) => name === column));
}

/** `UPDATE OF` and `WHEN` bind a trigger to columns. */
function namesColumn(draft: Meeting['draft'], definition: string, column: string): boolean {
  if (!definition.includes(column)) return false;
  const parse = draft.sql.parse(definition);
  const node = parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
  if (node === undefined || !('CreateTrigStmt' in node)) return false;
  const { columns, whenClause }: CreateTrigStmt = node.CreateTrigStmt;
  let found = nameParts(columns).includes(column);
  visit(whenClause, ({ ColumnRef }) => {
    const fields = (ColumnRef as { readonly fields?: Parameters<typeof nameParts>[0] } | undefined)?.fields;
    if (nameParts(fields).at(-1) === column) found = true;
  });
  return found;
}
