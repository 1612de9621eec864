/** What `MetaData.reflect()` finds: the tables of the search path, with what scripts ask of their columns. */
import type { PyObject, PyValue } from '../../../python/value.ts';
import { none } from '../../../python/value.ts';
import type { Draft } from '../../../schema/apply/draft.ts';
import type { Column, Table } from '../../../schema/snapshot.ts';
import { namesAmong } from './reflectedNames.ts';
import { bool, defaultOf, isVisible, text } from './reflection.ts';

/** `undefined` where they are not all surely known. */
export function reflectedTables(draft: Draft): PyValue | undefined {
  if (namesAmong('get_table_names', undefined, draft) === undefined) return undefined;
  const tables = [...draft.tables.values()].filter(({ name }) => isVisible(draft, name));
  const isSure = tables.every(
    ({ name }) => draft.unsure({ kind: 'table', name, part: { kind: 'column' } }) === undefined,
  );
  if (!isSure) return undefined;
  // Those that others refer to in other schemas come along, under their full names.
  const entries = new Map(tables.map((table) => [table.name.name, tableObject(table, draft)]));
  return { kind: 'object', path: 'sqlalchemy.FacadeDict', attributes: new Map(), items: entries };
}

function tableObject({ name, columns }: Table, draft: Draft): PyObject {
  const items = new Map(columns.map((column) => [column.name, columnObject(column, draft)]));
  const collection: PyValue = {
    kind: 'object',
    path: 'sqlalchemy.ColumnCollection',
    attributes: items,
    items,
  };
  const attributes = { name: text(name.name), columns: collection, c: collection };
  return { kind: 'object', path: 'sqlalchemy.Table', attributes: new Map(Object.entries(attributes)) };
}

function columnObject(column: Column, draft: Draft): PyObject {
  const written = defaultOf(column, draft);
  const clause = objectOf('sqlalchemy.TextClause', { text: written });
  const server = written.kind === 'none' ? none : objectOf('sqlalchemy.DefaultClause', { arg: clause });
  return objectOf('sqlalchemy.Column', {
    name: text(column.name),
    nullable: bool(column.nullable),
    server_default: server,
  });
}

function objectOf(path: string, attributes: Readonly<Record<string, PyValue>>): PyObject {
  return { kind: 'object', path, attributes: new Map(Object.entries(attributes)) };
}
