/** What a query reads: tables, and those behind its views once it is run. */
import { relationsOf } from '../../../schema/apply/dependents.ts';
import { find } from '../../../schema/apply/resolve.ts';
import { nameKey } from '../../../schema/name.ts';
import type { Table, View } from '../../../schema/snapshot.ts';
import { familyOf, type Meeting, type Target, tableTarget, viewTarget } from '../reading.ts';

export interface Sources {
  /** What its text names. */
  readonly named: readonly Target[];
  /** What running it reads. */
  readonly read: readonly Target[];
}

export function sourcesOf(meeting: Meeting, query: string): Sources {
  const seen = new Map<string, Table | View>();
  const named = directSources(meeting, query);
  const open = [...named];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = nameKey(next.name);
    if (seen.has(key)) continue;
    seen.set(key, next);
    if (next.kind === 'view') open.push(...directSources(meeting, next.definition));
    if ('constraints' in next) open.push(...familyOf(meeting.draft, next));
  }
  return { named: named.map(targetOf), read: [...seen.values()].map(targetOf) };
}

const targetOf = (relation: Table | View): Target =>
  'constraints' in relation ? tableTarget(relation) : viewTarget(relation);

function directSources({ draft }: Meeting, query: string): readonly (Table | View)[] {
  return relationsOf(draft, query).flatMap(
    (name) => find(draft, draft.tables, name) ?? find(draft, draft.views, name) ?? [],
  );
}
