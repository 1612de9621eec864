/** Views and materialized views. */
import { viewsOn } from '../../../schema/apply/dependents.ts';
import { creationName, find } from '../../../schema/apply/resolve.ts';
import { nameKey } from '../../../schema/name.ts';
import type { View } from '../../../schema/snapshot.ts';
import { indexTargets, type Meeting, type Reading, type Step, viewTarget } from '../reading.ts';
import { absent } from './onTable.ts';
import { sourcesOf } from './queries.ts';

export function createView(operation: Step<'createView'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const { named, read } = sourcesOf(meeting, operation.definition);
  const existing = draft.views.get(nameKey(creationName(draft, operation.view)));
  if (operation.materialized) {
    if (operation.ifNotExists && existing !== undefined) return [{ form: 'CREATE TABLE', roles: {} }];
    return [{ form: 'CREATE MATERIALIZED VIEW', roles: { source: read } }];
  }
  if (operation.orReplace && existing !== undefined) {
    return [{ form: 'CREATE OR REPLACE VIEW', roles: { view: [viewTarget(existing)], source: named } }];
  }
  return [{ form: 'CREATE VIEW', roles: { source: named } }];
}

export function dropView({ view, cascade }: Step<'dropView'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const found = find(draft, draft.views, view);
  if (found === undefined) return absent(meeting, 'view', view);
  const views = cascade ? withUsers(found, meeting) : [found];
  return [
    {
      form: found.kind === 'view' ? 'DROP VIEW' : 'DROP MATERIALIZED VIEW',
      roles: { view: views.map(viewTarget), index: views.flatMap((one) => indexTargets(one)) },
    },
  ];
}

export function withUsers(view: View, meeting: Meeting): readonly View[] {
  return [view, ...viewsOn(meeting.draft, view.name).flatMap((one) => withUsers(one, meeting))];
}

export function renameView({ view }: Step<'renameView'>, meeting: Meeting): readonly Reading[] {
  const found = find(meeting.draft, meeting.draft.views, view);
  if (found === undefined) return absent(meeting, 'view', view);
  return [{ form: 'ALTER VIEW RENAME', roles: { view: [viewTarget(found)] } }];
}
