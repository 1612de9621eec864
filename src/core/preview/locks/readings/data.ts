/** Statements that write or read rows: their tables, what their foreign keys look at, what their queries read. */
import type { DeleteStmt, InsertStmt, MergeStmt, Node, RangeVar, SelectStmt, UpdateStmt } from '@pgsql/types';
import { foreignKeysTo } from '../../../schema/apply/dependents.ts';
import { find } from '../../../schema/apply/resolve.ts';
import { displayName, nameKey, type ObjectName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import { relationName } from '../../../sql/nodes.ts';
import { visit } from '../../../sql/visit.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  ownedSequences,
  type Reading,
  type Step,
  tableTarget,
  targetsOf,
  unknownReading,
  viewTarget,
} from '../reading.ts';
import { referencedFamily } from './constraints.ts';
import { onRelation, onTable } from './onTable.ts';
import { sourcesOf } from './queries.ts';

export function data(operation: Step<'data'>, meeting: Meeting): readonly Reading[] {
  const { node } = meeting;
  if (node === undefined) return fromName(operation, meeting);
  if ('TruncateStmt' in node) {
    const { relations, behavior } = node.TruncateStmt;
    return truncate(rangeVars(relations).map(relationName), behavior === 'DROP_CASCADE', meeting);
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent, skipData } = node.RefreshMatViewStmt;
    return refresh(relationName(relation), concurrent === true, skipData === true, meeting);
  }
  if ('CopyStmt' in node) {
    const { relation, is_from, query } = node.CopyStmt;
    if (relation === undefined) return select(query, operation, meeting);
    return is_from === true
      ? written('INSERT', relationName(relation), [], {}, meeting)
      : read(operation, meeting, [relationName(relation)]);
  }
  return statements(node, operation, meeting);
}

/** Where only a directive says what is done: `bulk_insert`, an `update()` of SQLAlchemy. */
function fromName(operation: Step<'data'>, meeting: Meeting): readonly Reading[] {
  const { statement, tables } = operation;
  const [word = ''] = statement.toUpperCase().split(/\s/);
  const [only, ...others] = tables;
  if (word === 'SELECT' && only !== undefined) return read(operation, meeting, tables);
  const form = directiveForms.get(word);
  if (form === undefined || only === undefined || others.length > 0)
    return unknownReading('Which rows this reads or writes, and how, is not known.');
  const table = find(meeting.draft, meeting.draft.tables, only);
  const columns = (table?.columns ?? []).map(({ name }) => name);
  return written(form, only, columns, { mayHaveCondition: form !== 'INSERT' }, meeting);
}

const directiveForms: ReadonlyMap<string, string> = new Map([
  ['INSERT', 'INSERT'],
  ['UPDATE', 'UPDATE all rows (backfill)'],
  ['DELETE', 'DELETE all rows'],
]);

const rangeVars = (nodes: readonly Node[] | undefined): readonly RangeVar[] =>
  (nodes ?? []).flatMap((one) => ('RangeVar' in one ? [one.RangeVar] : []));

/** The statement itself, and those within its WITH. */
function statements(node: Node, operation: Step<'data'>, meeting: Meeting): readonly Reading[] {
  const found: Reading[] = [];
  const targets: ObjectName[] = [];
  visit(node, (value) => {
    const insert = value.InsertStmt as InsertStmt | undefined;
    const update = value.UpdateStmt as UpdateStmt | undefined;
    const remove = value.DeleteStmt as DeleteStmt | undefined;
    const merge = value.MergeStmt as MergeStmt | undefined;
    const relation = (insert ?? update ?? remove ?? merge)?.relation;
    if (relation === undefined) return;
    const name = relationName(relation);
    targets.push(name);
    const kind =
      insert !== undefined
        ? 'INSERT'
        : remove !== undefined
          ? 'DELETE all rows'
          : 'UPDATE all rows (backfill)';
    const condition = update?.whereClause ?? remove?.whereClause ?? merge?.joinCondition;
    const columns = (update?.targetList ?? []).flatMap((one) =>
      'ResTarget' in one ? [one.ResTarget.name ?? ''] : [],
    );
    found.push(
      ...written(
        kind,
        name,
        columns,
        {
          mayHaveCondition: condition !== undefined,
          merges: merge !== undefined,
          alone: relation.inh !== true,
        },
        meeting,
      ),
    );
  });
  const others = operation.tables.filter(
    (one) => !targets.some((target) => target.name === one.name && target.schema === one.schema),
  );
  return [
    ...found,
    ...(targets.length === 0 ? select(node, operation, meeting) : read(operation, meeting, others)),
  ];
}

interface How {
  readonly mayHaveCondition?: boolean;
  readonly merges?: boolean;
  /** `ONLY`. */
  readonly alone?: boolean;
}

function written(
  form: string,
  name: ObjectName,
  columns: readonly string[],
  how: How,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  return onRelation(meeting, name, (found) => {
    if (!('constraints' in found))
      return unknownReading(
        `Which tables are written through view ${displayName(found.name)} is not followed.`,
        { view: [viewTarget(found)] },
      );
    const tables = how.alone ? [found] : familyOf(draft, found);
    const roles = {
      table: targetsOf(form === 'INSERT' && found.kind !== 'partitionedTable' ? [found] : tables),
    };
    const mayUseIndex = `An index that fits its condition would spare reading all of ${displayName(found.name)}.`;
    const runsTriggers = found.triggers.map(
      (one) =>
        `Trigger ${one.name} of ${displayName(found.name)} runs along; what its function does is not followed.`,
    );
    const notes = [...(how.mayHaveCondition ? [mayUseIndex] : []), ...runsTriggers];
    return [
      { form, roles, ...(notes.length > 0 && { notes }) },
      ...keyReadings(form, found, columns, how, meeting),
    ];
  });
}

/** Foreign keys look at the rows on their other side. */
function keyReadings(
  form: string,
  table: Table,
  columns: readonly string[],
  how: How,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const isUpdate = form.startsWith('UPDATE') && how.merges !== true;
  const referenced = table.constraints.flatMap((one) => {
    const touched =
      one.kind === 'foreignKey' &&
      !one.notEnforced &&
      !form.startsWith('DELETE') &&
      (!isUpdate || one.columns.some((column) => columns.includes(column)));
    return touched ? referencedFamily(draft, table, one.references) : [];
  });
  const own: Reading[] =
    referenced.length === 0 ? [] : [{ form: 'INSERT (with FK to p)', roles: { referenced } }];
  if (form === 'INSERT') return own;
  return [
    ...own,
    ...deletedKeys(table, isUpdate ? columns : undefined, meeting, new Set([nameKey(table.name)])),
  ];
}

/** @param columns Those that an UPDATE changes; `undefined`: rows are deleted. */
function deletedKeys(
  table: Table,
  columns: readonly string[] | undefined,
  meeting: Meeting,
  seen: ReadonlySet<string>,
): readonly Reading[] {
  return foreignKeysTo(meeting.draft, table.name).flatMap(
    ({ table: user, constraint }): readonly Reading[] => {
      if (seen.has(nameKey(user.name)) || constraint.notEnforced) return [];
      if (columns !== undefined && !constraint.referencedColumns.some((one) => columns.includes(one)))
        return [];
      const action = (columns === undefined ? constraint.onDelete : constraint.onUpdate) ?? 'no action';
      const form =
        action === 'no action' || action === 'restrict'
          ? 'DELETE (referenced)'
          : 'DELETE (referenced with CASCADE)';
      const own: Reading = { form, roles: { referencing: targetsOf(familyOf(meeting.draft, user)) } };
      if (action !== 'cascade' || columns !== undefined) return [own];
      return [own, ...deletedKeys(user, undefined, meeting, new Set([...seen, nameKey(user.name)]))];
    },
  );
}

function select(node: Node | undefined, operation: Step<'data'>, meeting: Meeting): readonly Reading[] {
  const statement: SelectStmt | undefined =
    node !== undefined && 'SelectStmt' in node ? node.SelectStmt : undefined;
  if (statement?.lockingClause === undefined) return read(operation, meeting, operation.tables);
  return operation.tables.flatMap((name) =>
    onTable(meeting, name, (found) => [
      { form: 'SELECT FOR UPDATE', roles: { table: targetsOf(familyOf(meeting.draft, found)) } },
    ]),
  );
}

/** What is only read: views lead on to their tables. */
function read(_: Step<'data'>, meeting: Meeting, names: readonly ObjectName[]): readonly Reading[] {
  const { draft } = meeting;
  const source = names.flatMap((name) => {
    const table = find(draft, draft.tables, name);
    if (table !== undefined) return familyOf(draft, table).map(tableTarget);
    const view = find(draft, draft.views, name);
    if (view === undefined) return [];
    return [viewTarget(view), ...(view.kind === 'view' ? sourcesOf(meeting, view.definition).read : [])];
  });
  return [{ form: 'SELECT', roles: { source } }];
}

export function truncate(
  names: readonly ObjectName[],
  cascade: boolean,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const named = names
    .flatMap((name) => find(draft, draft.tables, name) ?? [])
    .flatMap((one) => familyOf(draft, one));
  const unknown = names
    .filter((name) => find(draft, draft.tables, name) === undefined)
    .flatMap((name) => onTable(meeting, name, () => []));
  const all = cascade ? withReferencing(named, meeting) : named;
  const isIn = (table: Table) => all.some((one) => nameKey(one.name) === nameKey(table.name));
  const user = all.flatMap((one) => foreignKeysTo(draft, one.name)).find((one) => !isIn(one.table));
  const roles = {
    table: targetsOf(all),
    index: all.flatMap((one) => indexTargets(one)),
    sequence: all.flatMap((one) => ownedSequences(draft, one)),
  };
  const refusal =
    user &&
    `PostgreSQL refuses TRUNCATE, because foreign key ${user.constraint.name} of ${displayName(user.table.name)} refers to a truncated table: name both tables, or add CASCADE.`;
  return [{ form: 'TRUNCATE', roles, ...(refusal !== undefined && { refusal }) }, ...unknown];
}

function withReferencing(tables: readonly Table[], meeting: Meeting): readonly Table[] {
  const all = new Map(tables.map((one) => [nameKey(one.name), one]));
  for (const table of all.values()) {
    for (const { table: user } of foreignKeysTo(meeting.draft, table.name)) all.set(nameKey(user.name), user);
  }
  return [...all.values()];
}

function refresh(
  name: ObjectName,
  concurrently: boolean,
  noData: boolean,
  meeting: Meeting,
): readonly Reading[] {
  const view = find(meeting.draft, meeting.draft.views, name);
  if (view === undefined) return onRelation(meeting, name, () => []);
  const source = noData ? [] : sourcesOf(meeting, view.definition).read;
  const form = noData
    ? 'REFRESH MATERIALIZED VIEW WITH NO DATA'
    : concurrently
      ? 'REFRESH MATERIALIZED VIEW CONCURRENTLY'
      : 'REFRESH MATERIALIZED VIEW';
  return [{ form, roles: { view: [viewTarget(view)], index: indexTargets(view), source } }];
}
