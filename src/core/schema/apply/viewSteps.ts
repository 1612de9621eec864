/** Views and materialized views: their text is kept, not understood. */
import type { OtherStep } from '../../migration/operations/operation.ts';
import { displayName, nameKey, type QualifiedName } from '../name.ts';
import { carryName } from './carryName.ts';
import { relationsOf } from './dependents.ts';
import { type Draft, Failure } from './draft.ts';
import { dropView } from './drop.ts';
import {
  candidates,
  creationName,
  isRelationUnsure,
  requireFreeRelation,
  requireSchema,
  viewOf,
} from './resolve.ts';
import { settle } from './settle.ts';

type Step<K extends OtherStep['kind']> = Extract<OtherStep, { readonly kind: K }>;

export function applyCreateView(draft: Draft, operation: Step<'createView'>): void {
  if (operation.temporary) {
    draft.temporary.add(operation.view.name);
    return;
  }
  const name = creationName(draft, operation.view);
  requireSchema(draft, name.schema);
  const existing = draft.views.get(nameKey(name));
  const unsure = draft.unsure({ kind: 'view', name }) !== undefined;
  if (operation.ifNotExists && existing !== undefined) return;
  if (existing === undefined || !(operation.orReplace || unsure)) requireFreeRelation(draft, 'view', name);
  const { definition, columnNames } = operation;
  requireRelations(draft, name, definition);
  draft.setView({
    kind: operation.materialized ? 'materializedView' : 'view',
    name,
    definition,
    ...(columnNames && columnNames.length > 0 && { columns: columnNames.map((one) => ({ name: one })) }),
    indexes: [],
    ...(operation.orReplace && existing?.comment !== undefined && { comment: existing.comment }),
  });
  if (!operation.ifNotExists) settle(draft, { kind: 'view', name });
}

/** What a view reads must be there: tables, other views, sequences. */
function requireRelations(draft: Draft, view: QualifiedName, definition: string): void {
  for (const relation of relationsOf(draft, definition)) {
    const { schema, name } = relation;
    if (schema === 'pg_catalog' || schema === 'information_schema' || name.startsWith('pg_')) continue;
    if (schema === undefined && draft.temporary.has(name)) continue;
    const known = candidates(draft, relation).some((one) => draft.taken.hasRelation(one.schema, one.name));
    const perhaps =
      draft.extensions.map.size > 0 ||
      candidates(draft, relation).some((one) => isRelationUnsure(draft, one));
    if (known || perhaps) continue;
    throw new Failure('missing-table', `Table ${displayName(relation)} does not exist.`, [
      { kind: 'view', name: view },
    ]);
  }
}

export function applyDropView(
  draft: Draft,
  operation: Step<'dropView'>,
  together: readonly QualifiedName[],
): void {
  const view = viewOf(draft, operation.view, operation);
  if (view === undefined) settle(draft, { kind: 'view', name: creationName(draft, operation.view) });
  else dropView(draft, view, { cascade: operation.cascade ?? false, together });
}

export function applyRenameView(draft: Draft, operation: Step<'renameView'>): void {
  const view = viewOf(draft, operation.view);
  if (view === undefined) return;
  const to = { schema: view.name.schema, name: operation.newName };
  requireFreeRelation(draft, 'view', to);
  carryName(draft, 'view', view.name, to);
}
