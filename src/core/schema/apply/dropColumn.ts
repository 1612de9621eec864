/** DROP COLUMN: its indexes, constraints and sequences always go along; what else uses it only with CASCADE. */
import { displayName, type QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import {
  constraintUses,
  foreignKeysOn,
  foreignKeysTo,
  indexUses,
  usesColumn,
  viewsUsing,
} from './dependents.ts';
import type { Draft } from './draft.ts';
import { dropSequence, dropView, inUse, mayBeGone, sequencesOf } from './drop.ts';
import { change, dropConstraintNamed, dropIndexNamed } from './dropParts.ts';
import { exclusionKeys } from './exclusionKeys.ts';
import { childrenOf } from './inherit.ts';
import { settlePart } from './settle.ts';
import { namesInTrigger } from './triggerText.ts';

export function dropColumn(draft: Draft, name: QualifiedName, column: string, cascade: boolean): void {
  const table = draft.table(name);
  if (table === undefined || !table.columns.some((one) => one.name === column)) return;
  const affects = [{ kind: 'table', name, parts: [{ kind: 'column', name: column }] }] as const;
  const refuse = (by: string) => {
    if (!cascade) throw inUse(`Column ${column} of ${displayName(name)}`, by, affects);
  };
  if (table.partitionKey !== undefined && usesColumn(draft, keyExpression(table.partitionKey), column)) {
    throw inUse(`Column ${column} of ${displayName(name)}`, 'the partition key', affects);
  }
  dropForeignKeys(draft, table, column, refuse);
  dropViews(draft, table, column, refuse);
  dropGenerated(draft, table, column, cascade, refuse);
  dropPolicies(draft, table, column, refuse);
  dropTriggers(draft, table, column, refuse);
  for (const constraint of table.constraints) {
    if (!constraintUses(draft, constraint, column)) continue;
    const inExpression =
      constraint.kind === 'exclusion' && !exclusionKeys(draft, constraint.definition).columns.has(column);
    if (inExpression) refuse(`constraint ${constraint.name}`);
    dropConstraintNamed(draft, name, constraint.name);
  }
  for (const index of table.indexes) {
    if (indexUses(draft, index, column)) dropIndexNamed(draft, name, index.name);
  }
  change(draft, name, (one) => ({ ...one, columns: one.columns.filter((other) => other.name !== column) }));
  settlePart(draft, name, { kind: 'column', name: column });
  for (const sequence of sequencesOf(draft, name, column)) dropSequence(draft, sequence, { cascade });
  for (const child of childrenOf(draft, name)) dropColumn(draft, child.name, column, cascade);
}

/** `RANGE (created_at)` as something that parses as an expression: `(created_at)`. */
export function keyExpression(partitionKey: string): string {
  return partitionKey.slice(partitionKey.indexOf('('));
}

type Refuse = (by: string) => void;

/** Foreign keys that refer to the column, or need a key that goes with it. */
function dropForeignKeys(draft: Draft, table: Table, column: string, refuse: Refuse): void {
  const direct = foreignKeysTo(draft, table.name).filter(({ constraint }) =>
    constraint.referencedColumns.includes(column),
  );
  const keys = table.constraints.filter(
    (one) => (one.kind === 'primaryKey' || one.kind === 'unique') && one.include?.includes(column),
  );
  const needed = keys.flatMap((key) =>
    'columns' in key ? foreignKeysOn(draft, table, key.name, key.columns).found : [],
  );
  for (const { table: user, constraint } of [...direct, ...needed]) {
    const own = user.name === table.name;
    const gone = mayBeGone(draft, user.name, { kind: 'constraint', name: constraint.name });
    if (!own && !gone) refuse(`foreign key ${constraint.name} of ${displayName(user.name)}`);
    else if (!gone && !constraint.columns.includes(column)) refuse(`foreign key ${constraint.name}`);
    dropConstraintNamed(draft, user.name, constraint.name);
  }
}

function dropViews(draft: Draft, table: Table, column: string, refuse: Refuse): void {
  for (const { view, sure } of viewsUsing(draft, table.name, column)) {
    if (sure) {
      if (draft.unsure({ kind: 'view', name: view.name }) === undefined)
        refuse(`view ${displayName(view.name)}`);
      dropView(draft, view, { cascade: true, together: [] });
    } else {
      const reason = `View ${displayName(view.name)} may use column ${column} of ${displayName(table.name)}, which is dropped.`;
      draft.addUncertainty(reason, [{ kind: 'view', name: view.name }]);
    }
  }
}

function dropGenerated(draft: Draft, table: Table, column: string, cascade: boolean, refuse: Refuse): void {
  for (const other of table.columns) {
    if (other.name === column || !usesColumn(draft, other.generated?.expression, column)) continue;
    if (!mayBeGone(draft, table.name, { kind: 'column', name: other.name }))
      refuse(`generated column ${other.name}`);
    dropColumn(draft, table.name, other.name, cascade);
  }
}

function dropPolicies(draft: Draft, table: Table, column: string, refuse: Refuse): void {
  for (const policy of table.policies) {
    if (!usesColumn(draft, policy.using, column) && !usesColumn(draft, policy.withCheck, column)) continue;
    if (!mayBeGone(draft, table.name, { kind: 'policy', name: policy.name })) refuse(`policy ${policy.name}`);
    change(draft, table.name, (one) => ({
      ...one,
      policies: one.policies.filter(({ name }) => name !== policy.name),
    }));
  }
}

function dropTriggers(draft: Draft, table: Table, column: string, refuse: Refuse): void {
  for (const { name, definition } of table.triggers) {
    const { columns, condition } = namesInTrigger(definition);
    if (!columns.includes(column) && !usesColumn(draft, condition, column)) continue;
    if (!mayBeGone(draft, table.name, { kind: 'trigger', name })) refuse(`trigger ${name}`);
    change(draft, table.name, (one) => ({
      ...one,
      triggers: one.triggers.filter((other) => other.name !== name),
    }));
  }
}
