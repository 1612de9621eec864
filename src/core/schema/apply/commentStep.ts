/** COMMENT ON, and the `comment` of Alembic's directives. */

import type { CommentTarget } from '../../migration/operations/definitions.ts';
import type { OtherStep } from '../../migration/operations/operation.ts';
import type { Index } from '../indexes.ts';
import { displayName, type ObjectName } from '../name.ts';
import { constraintOf } from './constraintSteps.ts';
import { type Draft, Failure } from './draft.ts';
import { change } from './dropParts.ts';
import { notNullNamed } from './notNull.ts';
import { columnOf, find, mayExist, sequenceOf, tableOf, typeOf, viewOf } from './resolve.ts';
import { routinesNamed } from './routineSteps.ts';

type SetComment = Extract<OtherStep, { readonly kind: 'setComment' }>;

export function applyComment(draft: Draft, { target, comment }: SetComment): void {
  // An empty comment is none.
  const text = comment === '' ? undefined : comment;
  switch (target.kind) {
    case 'table': {
      const table =
        find(draft, draft.tables, target.name) ??
        (find(draft, draft.views, target.name) === undefined ? tableOf(draft, target.name) : undefined);
      if (table !== undefined) draft.setTable(commented(table, text));
      else onView(draft, target.name, text);
      return;
    }
    case 'view':
      onView(draft, target.name, text);
      return;
    case 'sequence': {
      const sequence = sequenceOf(draft, target.name);
      if (sequence !== undefined) draft.setSequence(commented(sequence, text));
      return;
    }
    case 'type': {
      const type = typeOf(draft, target.name);
      if (type !== undefined) draft.setType(commented(type, text));
      return;
    }
    case 'schema': {
      const schema = draft.schemas.get(target.name);
      if (schema !== undefined) draft.schemas.set(target.name, commented(schema, text));
      return;
    }
    case 'index':
      onIndex(draft, target.name, text);
      return;
    case 'routine':
      for (const routine of routinesNamed(draft, target.name, target.argumentTypes)) {
        draft.setRoutine(commented(routine, text));
      }
      return;
    default:
      onPart(draft, target, text);
  }
}

function commented<T extends { readonly comment?: string }>(object: T, comment: string | undefined): T {
  const { comment: _, ...rest } = object;
  return (comment === undefined ? rest : { ...rest, comment }) as T;
}

function onView(draft: Draft, name: ObjectName, comment: string | undefined): void {
  const view = viewOf(draft, name);
  if (view !== undefined) draft.setView(commented(view, comment));
}

function onPart(
  draft: Draft,
  target: Extract<CommentTarget, { readonly kind: 'column' | 'constraint' }>,
  comment: string | undefined,
): void {
  if (target.kind === 'column' && find(draft, draft.views, target.table) !== undefined) return;
  if (target.kind === 'column' && find(draft, draft.types, target.table) !== undefined) return;
  const table = tableOf(draft, target.table);
  if (table === undefined) return;
  if (target.kind === 'column') {
    if (columnOf(draft, table, target.column) === undefined) return;
    const columns = table.columns.map((one) => (one.name === target.column ? commented(one, comment) : one));
    draft.setTable({ ...table, columns });
    return;
  }
  if (notNullNamed(table, target.name) !== undefined || constraintOf(draft, table, target.name) === undefined)
    return;
  const constraints = table.constraints.map((one) =>
    one.name === target.name ? commented(one, comment) : one,
  );
  draft.setTable({ ...table, constraints });
}

function onIndex(draft: Draft, { schema, name }: ObjectName, comment: string | undefined): void {
  const schemas = schema === undefined ? draft.searchPath : [schema];
  const put = (indexes: readonly Index[]) =>
    indexes.map((one) => (one.name === name ? commented(one, comment) : one));
  for (const one of schemas) {
    if (!draft.taken.hasRelation(one, name)) continue;
    for (const table of draft.tables.values()) {
      if (table.name.schema !== one) continue;
      if (table.indexes.some((index) => index.name === name))
        change(draft, table.name, (own) => ({ ...own, indexes: put(own.indexes) }));
    }
    for (const view of draft.views.values()) {
      if (view.name.schema === one && view.indexes.some((index) => index.name === name))
        draft.setView({ ...view, indexes: put(view.indexes) });
    }
    return;
  }
  if (draft.uncertainties.length > 0 || mayExist(draft, 'table', { name })) return;
  throw new Failure('missing-index', `Index ${displayName({ name })} does not exist.`, []);
}
