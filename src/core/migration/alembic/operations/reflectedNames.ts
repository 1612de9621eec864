/** Lists of names as the `Inspector` gives them: of all relations in a schema, of all schemas. */
import { expression, type PyValue } from '../../../python/value.ts';
import type { Draft } from '../../../schema/apply/draft.ts';
import type { Affected, Uncertainty } from '../../../schema/snapshot.ts';
import { matches } from '../../../schema/uncertainty.ts';
import { nameOf } from './context.ts';
import { isVisible, list, type Reflected, text, texts } from './reflection.ts';
import { hole } from './sqlText.ts';

/** @param schema As it was asked for; None for what names without a schema find. */
export function namesAmong(method: string, schema: PyValue | undefined, draft: Draft): Reflected {
  const only = schema === undefined || schema.kind === 'none' ? undefined : nameOf(schema);
  if (schema !== undefined && schema.kind !== 'none' && only === undefined) return undefined;
  const kind = method === 'get_sequence_names' ? 'sequence' : method === 'get_table_names' ? 'table' : 'view';
  const inSchemas = only === undefined ? draft.searchPath : [only];
  if (draft.uncertainties.some((one) => mayAddOrRemove(one, kind, inSchemas))) return undefined;
  const names = relations(method, draft)
    .filter((name) => (only === undefined ? isVisible(draft, name) : name.schema === only))
    .map(({ name }) => name);
  return { value: texts(names), unordered: true };
}

function relations(method: string, draft: Draft): readonly Affected['name'][] {
  switch (method) {
    case 'get_table_names':
      return [...draft.tables.values()].filter(({ kind }) => kind !== 'foreignTable').map(({ name }) => name);
    case 'get_sequence_names':
      return [...draft.sequences.values()].map(({ name }) => name);
    default: {
      const asked = method === 'get_view_names' ? 'view' : 'materializedView';
      return [...draft.views.values()].filter(({ kind }) => kind === asked).map(({ name }) => name);
    }
  }
}

function mayAddOrRemove(
  { affects, within }: Uncertainty,
  kind: Affected['kind'],
  schemas: readonly string[],
): boolean {
  if (affects !== 'anything')
    return affects.some(
      (one) => one.kind === kind && one.parts === undefined && schemas.includes(one.name.schema),
    );
  return (
    within?.some(
      (one) =>
        one.kind === kind &&
        one.parts === undefined &&
        schemas.some((schema) => one.schema === undefined || matches(one.schema, schema)),
    ) ?? true
  );
}

/** Of those that may be there, at least the beginnings of their names must be known. */
export function schemaNames(draft: Draft): Reflected {
  const known = new Set([...draft.schemas.map.keys(), 'information_schema']);
  const others = new Set<string>();
  for (const { affects, within } of draft.uncertainties) {
    const kinds = affects === 'anything' ? (within ?? [{ kind: 'schema' } as const]) : affects;
    for (const one of kinds) {
      if (one.kind !== 'schema') continue;
      if ('name' in one) others.add(one.name.name);
      else if (one.schema === undefined) return undefined;
      else others.add('is' in one.schema ? one.schema.is : `${one.schema.startsWith}${hole.text}`);
    }
  }
  const sure = texts([...known].filter((name) => !others.has(name)).sort());
  if (others.size === 0) return { value: sure };
  return { value: expression('open', [sure, ...[...others].map(possibleName)]) };
}

function possibleName(name: string): PyValue {
  const [start = '', ...holes] = name.split(hole.text);
  if (holes.length === 0) return text(name);
  return expression('text', [text(start), expression('item', [list([])])]);
}
