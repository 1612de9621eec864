/** Indexes of tables and materialized views: putting them there, and what their names are made of. */
import type { Index, IndexKey } from '../indexes.ts';
import { nameKey, type QualifiedName } from '../name.ts';
import type { Draft } from './draft.ts';
import { expressionLabel } from './expressions.ts';
import { settlePart } from './settle.ts';
import { byName } from './tableConstraints.ts';

export function putIndex(draft: Draft, name: QualifiedName, index: Index): void {
  const owner = draft.table(name);
  if (owner !== undefined) {
    draft.setTable({ ...owner, indexes: withIndex(owner.indexes, index) });
    settlePart(draft, name, { kind: 'index', name: index.name });
    return;
  }
  const view = draft.views.get(nameKey(name));
  if (view !== undefined) draft.setView({ ...view, indexes: withIndex(view.indexes, index) });
}

function withIndex(indexes: readonly Index[], index: Index): readonly Index[] {
  return [...indexes.filter(({ name }) => name !== index.name), index].sort(byName);
}

/** What its keys and INCLUDE columns are called in a generated name. */
export function indexLabels(
  draft: Draft,
  { keys, include }: { readonly keys: readonly IndexKey[]; readonly include?: readonly string[] },
): readonly string[] {
  const labels = keys.map(({ column, expression }) => column ?? expressionLabel(draft, expression ?? ''));
  return [...labels, ...(include ?? [])];
}
