/** Triggers and row security policies of tables. */
import type { OtherStep } from '../../migration/operations/operation.ts';
import { displayName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { type Draft, Failure } from './draft.ts';
import { find, tableOf } from './resolve.ts';
import { settlePart } from './settle.ts';
import { byName } from './tableConstraints.ts';

type Step<K extends OtherStep['kind']> = Extract<OtherStep, { readonly kind: K }>;

export function applyCreateTrigger(draft: Draft, operation: Step<'createTrigger'>): void {
  const { name, definition, orReplace } = operation;
  // Triggers of views are not kept.
  if (
    find(draft, draft.tables, operation.table) === undefined &&
    find(draft, draft.views, operation.table) !== undefined
  )
    return;
  const table = tableOf(draft, operation.table);
  if (table === undefined) return;
  if (!orReplace) requireFree(draft, table, 'trigger', name, table.triggers);
  const triggers = [...table.triggers.filter((one) => one.name !== name), { name, definition }].sort(byName);
  draft.setTable({ ...table, triggers });
  settlePart(draft, table.name, { kind: 'trigger', name });
}

export function applyDropTrigger(
  draft: Draft,
  { table: written, name, ifExists }: Step<'dropTrigger'>,
): void {
  if (find(draft, draft.tables, written) === undefined && find(draft, draft.views, written) !== undefined)
    return;
  const table = tableOf(draft, written, { ifExists });
  if (table === undefined) return;
  if (!ifExists) requireThere(draft, table, 'trigger', name, table.triggers);
  draft.setTable({ ...table, triggers: table.triggers.filter((one) => one.name !== name) });
  settlePart(draft, table.name, { kind: 'trigger', name });
}

export function applyCreatePolicy(draft: Draft, { table: written, policy }: Step<'createPolicy'>): void {
  const table = tableOf(draft, written);
  if (table === undefined) return;
  requireFree(draft, table, 'policy', policy.name, table.policies);
  const policies = [...table.policies.filter(({ name }) => name !== policy.name), policy].sort(byName);
  draft.setTable({ ...table, policies });
  settlePart(draft, table.name, { kind: 'policy', name: policy.name });
}

export function applyAlterPolicy(draft: Draft, { table: written, name, change }: Step<'alterPolicy'>): void {
  const table = tableOf(draft, written);
  if (table === undefined) return;
  requireThere(draft, table, 'policy', name, table.policies);
  const policies = table.policies
    .map((one) => (one.name === name ? { ...one, ...change } : one))
    .sort(byName);
  draft.setTable({ ...table, policies });
}

export function applyDropPolicy(draft: Draft, { table: written, name, ifExists }: Step<'dropPolicy'>): void {
  const table = tableOf(draft, written, { ifExists });
  if (table === undefined) return;
  if (!ifExists) requireThere(draft, table, 'policy', name, table.policies);
  draft.setTable({ ...table, policies: table.policies.filter((one) => one.name !== name) });
  settlePart(draft, table.name, { kind: 'policy', name });
}

type Named = readonly { readonly name: string }[];

function requireFree(draft: Draft, table: Table, kind: 'trigger' | 'policy', name: string, all: Named): void {
  if (!all.some((one) => one.name === name)) return;
  refuse(
    draft,
    table,
    kind,
    name,
    'already-exists',
    `Table ${displayName(table.name)} already has a ${kind} ${name}.`,
  );
}

function requireThere(
  draft: Draft,
  table: Table,
  kind: 'trigger' | 'policy',
  name: string,
  all: Named,
): void {
  if (all.some((one) => one.name === name)) return;
  refuse(
    draft,
    table,
    kind,
    name,
    `missing-${kind}`,
    `Table ${displayName(table.name)} has no ${kind} ${name}.`,
  );
}

function refuse(
  draft: Draft,
  table: Table,
  kind: 'trigger' | 'policy',
  name: string,
  code: string,
  message: string,
): void {
  const part = { kind, name };
  if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) return;
  throw new Failure(code, message, [{ kind: 'table', name: table.name, parts: [part] }]);
}
