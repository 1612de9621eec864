/** ADD, DROP, RENAME, VALIDATE and ALTER CONSTRAINT. */
import type { ConstraintStep } from '../../migration/operations/tableSteps.ts';
import type { Constraint } from '../constraint.ts';
import { displayName, type QualifiedName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { applyAlterColumn } from './alterColumn.ts';
import { foreignKeysOn } from './dependents.ts';
import { type Draft, Failure } from './draft.ts';
import { inUse, mayBeGone } from './drop.ts';
import { change, dropConstraintNamed } from './dropParts.ts';
import { addToPartition, childrenOf, isSameConstraint } from './inherit.ts';
import {
  inheritNotNull,
  notNullNamed,
  renameNotNull,
  requireOwnNotNull,
  validateNotNull,
} from './notNull.ts';
import { tableOf } from './resolve.ts';
import { settlePart } from './settle.ts';
import { addConstraint, byName, withNotNull } from './tableConstraints.ts';

type Step<K extends ConstraintStep['kind']> = Extract<ConstraintStep, { readonly kind: K }>;

export function applyAddConstraint(draft: Draft, operation: Step<'addConstraint'>): void {
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  const added = addConstraint(draft, table.name, operation.constraint);
  if (added === undefined) return;
  for (const child of childrenOf(draft, table.name)) {
    const inherits = child.partitionOf !== undefined || (added.kind === 'check' && !added.noInherit);
    if (inherits) addToPartition(draft, added, child.name);
    if (added.kind !== 'primaryKey') continue;
    change(draft, child.name, (one) => ({
      ...one,
      columns: withNotNull(one.columns, added.columns, table.name),
    }));
  }
}

/** @returns `undefined` where it may be there although it is not known. */
export function constraintOf(
  draft: Draft,
  table: Table,
  name: string,
  ifExists = false,
): Constraint | undefined {
  const constraint = table.constraints.find((one) => one.name === name);
  if (constraint !== undefined || ifExists) return constraint;
  const part = { kind: 'constraint', name } as const;
  if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) return undefined;
  // It may be there under another name.
  throw new Failure('missing-constraint', `Table ${displayName(table.name)} has no constraint ${name}.`, [
    { kind: 'table', name: table.name, parts: [{ kind: 'constraint' }] },
  ]);
}

export function applyDropConstraint(draft: Draft, operation: Step<'dropConstraint'>): void {
  const { name, ifExists, cascade } = operation;
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  const column = notNullNamed(table, name);
  if (column !== undefined) {
    requireOwnNotNull(draft, table, column);
    const on = { ...operation, kind: 'alterColumn', column: column.name } as const;
    applyAlterColumn(draft, { ...on, change: { kind: 'nullable', nullable: true } });
    return;
  }
  const constraint = constraintOf(draft, table, name, ifExists);
  if (constraint !== undefined) dropConstraint(draft, table, constraint, cascade ?? false);
  settlePart(draft, table.name, { kind: 'constraint', name });
}

function dropConstraint(draft: Draft, table: Table, constraint: Constraint, cascade: boolean): void {
  if (constraint.kind === 'primaryKey' || constraint.kind === 'unique') {
    releaseKey(draft, table, constraint.name, constraint.columns, cascade);
  }
  dropConstraintNamed(draft, table.name, constraint.name);
  for (const child of childrenOf(draft, table.name)) {
    const own = child.constraints.find((one) =>
      constraint.kind === 'check' ? one.name === constraint.name : isSameConstraint(one, constraint),
    );
    const inherited = child.partitionOf !== undefined || constraint.kind === 'check';
    if (own !== undefined && inherited) dropConstraint(draft, child, own, cascade);
  }
}

/** Foreign keys that need a key or unique index go with it, or keep it from being dropped. */
export function releaseKey(
  draft: Draft,
  table: Table,
  key: string,
  columns: readonly string[],
  cascade: boolean,
): void {
  const { found, unsure } = foreignKeysOn(draft, table, key, columns);
  for (const { table: user, constraint } of found) {
    const affected = {
      kind: 'table',
      name: user.name,
      parts: [{ kind: 'constraint', name: constraint.name }],
    } as const;
    if (unsure) {
      if (!cascade) continue;
      draft.addUncertainty(`It is not known which of several keys foreign key ${constraint.name} needs.`, [
        affected,
      ]);
    } else if (cascade || mayBeGone(draft, user.name, affected.parts[0]))
      dropConstraintNamed(draft, user.name, constraint.name);
    else {
      throw inUse(
        `Constraint ${key} of ${displayName(table.name)}`,
        `foreign key ${constraint.name} of ${displayName(user.name)}`,
        [{ kind: 'table', name: table.name, parts: [{ kind: 'constraint', name: key }] }, affected],
      );
    }
  }
}

export function applyRenameConstraint(draft: Draft, operation: Step<'renameConstraint'>): void {
  const { name, newName } = operation;
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  const column = notNullNamed(table, name);
  if (column !== undefined) {
    renameNotNull(draft, table, column, newName);
    return;
  }
  const constraint = constraintOf(draft, table, name);
  const parts = [name, newName].map((one) => ({ kind: 'constraint', name: one }) as const);
  if (constraint === undefined) {
    draft.addUncertainty(`Constraint ${name} is not known, which becomes ${newName}.`, [
      { kind: 'table', name: table.name, parts },
    ]);
    return;
  }
  if (name !== newName && table.constraints.some((one) => one.name === newName)) {
    throw new Failure(
      'already-exists',
      `Table ${displayName(table.name)} already has a constraint ${newName}.`,
      [{ kind: 'table', name: table.name, parts }],
    );
  }
  renameConstraint(draft, table.name, constraint, newName);
}

export function renameConstraint(
  draft: Draft,
  table: QualifiedName,
  constraint: Constraint,
  newName: string,
): void {
  replaceConstraint(draft, table, constraint.name, { ...constraint, name: newName });
  if (constraint.kind !== 'check') return;
  for (const child of childrenOf(draft, table)) {
    const own = child.constraints.find(({ name }) => name === constraint.name);
    if (own !== undefined) renameConstraint(draft, child.name, own, newName);
  }
}

function replaceConstraint(draft: Draft, table: QualifiedName, name: string, constraint: Constraint): void {
  change(draft, table, (one) => ({
    ...one,
    constraints: one.constraints.map((other) => (other.name === name ? constraint : other)).sort(byName),
  }));
}

export function applyValidateConstraint(draft: Draft, operation: Step<'validateConstraint'>): void {
  const table = tableOf(draft, operation.table, { ifExists: operation.ifTableExists });
  if (table === undefined) return;
  const column = notNullNamed(table, operation.name);
  if (column !== undefined) {
    validateNotNull(draft, table, column);
    return;
  }
  const constraint = constraintOf(draft, table, operation.name);
  if (constraint !== undefined && 'notEnforced' in constraint) {
    const message = `Constraint ${constraint.name} of ${displayName(table.name)} is NOT ENFORCED, so it cannot be validated.`;
    throw new Failure('not-enforced', message, [
      { kind: 'table', name: table.name, parts: [{ kind: 'constraint', name: constraint.name }] },
    ]);
  }
  if (constraint === undefined || !('notValid' in constraint)) return;
  const { notValid: _, ...valid } = constraint;
  replaceConstraint(draft, table.name, constraint.name, valid);
  for (const child of childrenOf(draft, table.name)) {
    if (child.constraints.some(({ name }) => name === constraint.name)) {
      applyValidateConstraint(draft, { ...operation, table: child.name });
    }
  }
}

export function applyAlterConstraint(draft: Draft, operation: Step<'alterConstraint'>): void {
  const table = tableOf(draft, operation.table);
  if (table === undefined) return;
  const column = notNullNamed(table, operation.name);
  if (column !== undefined && operation.noInherit !== undefined) {
    inheritNotNull(draft, table, column, operation.noInherit);
    return;
  }
  const constraint = constraintOf(draft, table, operation.name);
  if (constraint === undefined || constraint.kind === 'check' || operation.noInherit !== undefined) return;
  const { deferrable: _, ...rest } = constraint;
  const { deferrable } = operation;
  replaceConstraint(draft, table.name, constraint.name, { ...rest, ...(deferrable && { deferrable }) });
}
