/** CREATE, DROP and RENAME INDEX, of tables and materialized views. */
import type { IndexStep } from '../../migration/operations/tableSteps.ts';
import type { Index } from '../indexes.ts';
import { displayName, type ObjectName, type QualifiedName } from '../name.ts';
import type { Table, View } from '../snapshot.ts';
import { releaseKey, renameConstraint } from './constraintSteps.ts';
import { type Draft, Failure } from './draft.ts';
import { change, dropIndexNamed } from './dropParts.ts';
import { plainIndex } from './indexKeys.ts';
import { indexLabels, putIndex } from './indexParts.ts';
import { addIndexToPartition, isSameIndex, partitionsOf } from './inherit.ts';
import { generatedIndexName, requireColumn, requireColumnsIn } from './newConstraint.ts';
import { hasOwnIndex } from './relationNames.ts';
import { find, requireFreeRelation, tableOf } from './resolve.ts';
import { settlePart } from './settle.ts';
import { byName } from './tableConstraints.ts';

type Step<K extends IndexStep['kind']> = Extract<IndexStep, { readonly kind: K }>;

export function applyCreateIndex(draft: Draft, operation: Step<'createIndex'>): void {
  const view =
    find(draft, draft.tables, operation.table) === undefined
      ? find(draft, draft.views, operation.table)
      : undefined;
  const owner = view ?? tableOf(draft, operation.table);
  if (owner === undefined) return;
  if (view?.kind === 'view') {
    throw new Failure('not-a-table', `${displayName(view.name)} is a view, which can have no index.`, []);
  }
  if (view === undefined) requireColumns(draft, owner as Table, operation);
  const name = operation.name ?? generatedIndexName(draft, owner.name, indexLabels(draft, operation));
  const relation = { schema: owner.name.schema, name };
  const part = { kind: 'index', name } as const;
  const unsure = draft.unsure({ kind: 'table', name: owner.name, part }) !== undefined;
  const taken = draft.taken.hasRelation(relation.schema, relation.name);
  if (operation.ifNotExists && taken) return;
  if (taken && !(unsure && owner.indexes.some((one) => one.name === name)))
    requireFreeIndex(draft, owner, relation);
  const index = newIndex(draft, operation, owner, name);
  const wasUnsure = operation.ifNotExists && unsure ? draft.uncertainties : undefined;
  putIndex(draft, owner.name, index);
  if (wasUnsure !== undefined) draft.uncertainties = wasUnsure;
  for (const child of partitionsOf(draft, owner.name)) addIndexToPartition(draft, index, child.name);
}

function requireFreeIndex(draft: Draft, owner: Table | View, name: QualifiedName): void {
  try {
    requireFreeRelation(draft, 'table', name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const part = { kind: 'index', name: name.name } as const;
    throw new Failure(error.code, error.message, [{ kind: 'table', name: owner.name, parts: [part] }]);
  }
}

function requireColumns(draft: Draft, table: Table, { keys, include, predicate }: Step<'createIndex'>): void {
  const columns = [...keys.flatMap(({ column }) => column ?? []), ...(include ?? [])];
  for (const column of columns) requireColumn(draft, table, column);
  for (const { expression } of keys) if (expression !== undefined) requireColumnsIn(draft, table, expression);
  if (predicate !== undefined) requireColumnsIn(draft, table, predicate);
}

function newIndex(draft: Draft, operation: Step<'createIndex'>, owner: Table | View, name: string): Index {
  const { method, unique, keys, include, predicate, nullsNotDistinct, options } = operation;
  const index = {
    name,
    method,
    unique,
    keys,
    ...(include && include.length > 0 && { include }),
    ...(predicate !== undefined && { predicate }),
    ...(nullsNotDistinct && { nullsNotDistinct }),
    ...(options && options.length > 0 && { options: [...options].sort() }),
  };
  return plainIndex(draft, index, 'constraints' in owner ? owner.columns : []);
}

interface Found {
  readonly owner: Table | View;
  readonly index?: Index;
  /** It belongs to this constraint. */
  readonly constraint?: Table['constraints'][number];
}

function findIndex(draft: Draft, { schema, name }: ObjectName): Found | undefined {
  for (const one of schema === undefined ? draft.searchPath : [schema]) {
    if (!draft.taken.hasRelation(one, name)) continue;
    for (const owner of [...draft.tables.values(), ...draft.views.values()]) {
      if (owner.name.schema !== one) continue;
      const index = owner.indexes.find((other) => other.name === name);
      if (index !== undefined) return { owner, index };
      if (!('constraints' in owner)) continue;
      const constraint = owner.constraints.find((other) => other.name === name && hasOwnIndex(other));
      if (constraint !== undefined) return { owner, constraint };
    }
  }
  return undefined;
}

/** An index that no table is known to have. */
function missingIndex(draft: Draft, index: ObjectName, table: ObjectName | undefined): undefined {
  const owner = table === undefined ? undefined : tableOf(draft, table);
  if (table !== undefined && owner === undefined) return undefined;
  const part = { kind: 'index', name: index.name } as const;
  const owners = owner === undefined ? [...draft.tables.values()] : [owner];
  if (owners.some(({ name }) => draft.unsure({ kind: 'table', name, part }) !== undefined)) return undefined;
  const anyUnknown = draft.uncertainties.some(
    ({ affects }) =>
      affects === 'anything' || affects.some(({ kind, parts }) => kind === 'table' && parts === undefined),
  );
  if (owner === undefined && anyUnknown) return undefined;
  const affects =
    owner === undefined ? [] : [{ kind: 'table', name: owner.name, parts: [{ kind: 'index' }] } as const];
  throw new Failure('missing-index', `Index ${displayName(index)} does not exist.`, affects);
}

export function applyDropIndex(
  draft: Draft,
  { index: written, table, ifExists, cascade }: Step<'dropIndex'>,
): void {
  const schema =
    written.schema ?? (table === undefined ? undefined : find(draft, draft.tables, table)?.name.schema);
  const found = findIndex(draft, written) ?? findIndex(draft, { ...written, ...(schema && { schema }) });
  const owner = table === undefined ? undefined : find(draft, draft.tables, table);
  if (found === undefined) {
    if (!ifExists) missingIndex(draft, written, table);
    if (owner !== undefined) settlePart(draft, owner.name, { kind: 'index', name: written.name });
    return;
  }
  if (found.index === undefined) {
    const message = `Index ${displayName(written)} belongs to a constraint of ${displayName(found.owner.name)}; drop the constraint instead.`;
    throw new Failure('in-use', message, [
      { kind: 'table', name: found.owner.name, parts: [{ kind: 'constraint', name: written.name }] },
    ]);
  }
  removeIndex(draft, found.owner, found.index, cascade ?? false);
  settlePart(draft, found.owner.name, { kind: 'index', name: written.name });
}

function removeIndex(draft: Draft, owner: Table | View, index: Index, cascade: boolean): void {
  if (!('constraints' in owner)) {
    draft.setView({ ...owner, indexes: owner.indexes.filter((one) => one !== index) });
    return;
  }
  const columns = index.keys.flatMap(({ column }) => column ?? []);
  if (index.unique) releaseKey(draft, owner, index.name, columns, cascade);
  dropIndexNamed(draft, owner.name, index.name);
  for (const child of partitionsOf(draft, owner.name)) {
    const own = child.indexes.find((one) => isSameIndex(one, index));
    if (own !== undefined) removeIndex(draft, child, own, cascade);
  }
}

export function applyRenameIndex(
  draft: Draft,
  { index: written, newName, ifExists }: Step<'renameIndex'>,
): void {
  const found = findIndex(draft, written);
  if (found === undefined) {
    if (!ifExists) missingIndex(draft, written, undefined);
    return;
  }
  const { owner, index, constraint } = found;
  requireFreeIndex(draft, owner, { schema: owner.name.schema, name: newName });
  if (constraint !== undefined) {
    renameConstraint(draft, owner.name, constraint, newName);
    return;
  }
  if (index === undefined) return;
  const indexes = owner.indexes.map((one) => (one === index ? { ...one, name: newName } : one)).sort(byName);
  if ('constraints' in owner) change(draft, owner.name, (one) => ({ ...one, indexes }));
  else draft.setView({ ...owner, indexes });
}
