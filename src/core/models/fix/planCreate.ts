/** Tables, columns, constraints, indexes and labels that the models have and a schema lacks. */

import { schemaArgument } from '../../migration/alembic/write/columnCode.ts';
import { addConstraint } from '../../migration/alembic/write/constraintCode.ts';
import { addColumn, createTable } from '../../migration/alembic/write/createTable.ts';
import { addLabels, createEnum, createEnumUnlessThere } from '../../migration/alembic/write/enumCode.ts';
import { createIndex } from '../../migration/alembic/write/indexCode.ts';
import { type Code, call, stringCode } from '../../migration/alembic/write/pythonCode.ts';
import { type Change, execute, remark } from '../../migration/alembic/write/statement.ts';
import { nothingToTakeBack } from '../../migration/alembic/write/writeRevision.ts';
import type { Constraint, ForeignKey } from '../../schema/constraint.ts';
import type { Index } from '../../schema/indexes.ts';
import { nameKey, type QualifiedName, quoteName } from '../../schema/name.ts';
import type { Column, Table } from '../../schema/snapshot.ts';
import { uncertaintyAbout } from '../../schema/uncertainty.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { sameColumnSet } from '../check/tableParts.ts';
import { columnOf, tableAt, typesOf } from './asModels.ts';
import type { PlanContext } from './migrationPlan.ts';
import { newEnums } from './planAlter.ts';

export interface CreatedTables {
  readonly tables: readonly QualifiedName[];
  readonly change: Change;
}

/** With the tables that it refers to, where these are missing too. */
export function planCreateTable({ object }: ModelFinding, context: PlanContext): CreatedTables | undefined {
  const { models, writer, start } = context;
  const tables = missingWith(object.of, context);
  if (tables.length === 0 || tables.some((table) => isUncertain(table, context))) return undefined;
  const later = new Set<Constraint>();
  const created = new Set<string>();
  for (const table of tables) {
    created.add(nameKey(table.name));
    for (const key of foreignKeysOf(table))
      if (isMissing(key.references, context) && !created.has(nameKey(key.references))) later.add(key);
  }
  const isKnown = ({ references }: ForeignKey) =>
    created.has(nameKey(references)) || !isMissing(references, context);
  if (!tables.flatMap(foreignKeysOf).every(isKnown)) return undefined;
  const changes = tables.map((table) => createTable(table, models.snapshot, writer, later));
  const known = changes.filter((one) => one !== undefined);
  if (known.length < changes.length) return undefined;
  // A guard for each table cannot tell whether a key that comes later is there.
  if (start.mayBeThere && later.size > 0) return undefined;
  const keys = tables.flatMap((table) =>
    foreignKeysOf(table).flatMap((key) => (later.has(key) ? [addConstraint(table.name, key)] : [])),
  );
  const columns = tables.flatMap((table) => table.columns.map((after) => ({ after })));
  const guarded = known.map((change, at) => {
    const { name } = tables[at] ?? { name: object.of };
    return unlessThere(change, hasTable(name), context);
  });
  const change = joined([...newSchemas(tables, context), ...enumsFor(columns, context), ...guarded, ...keys]);
  return { tables: tables.map(({ name }) => name), change: takenBack(change, context) };
}

function hasTable(name: QualifiedName): Code {
  return call(`not ${inspector}.has_table`, [stringCode(name.name)], { schema: schemaArgument(name) });
}

function enumsFor(columns: readonly { readonly after: Column }[], context: PlanContext): readonly Change[] {
  const { start, writer } = context;
  return newEnums(columns, context).map((type) =>
    start.mayBeThere ? createEnumUnlessThere(type, writer) : createEnum(type),
  );
}

/** What is referred to goes first. */
function missingWith(name: QualifiedName, context: PlanContext): readonly Table[] {
  const ordered: Table[] = [];
  const seen = new Set<string>();
  const visit = (one: QualifiedName): void => {
    const table = context.models.snapshot.tables.get(nameKey(one));
    if (table === undefined || seen.has(nameKey(one)) || !isMissing(one, context)) return;
    seen.add(nameKey(one));
    for (const key of foreignKeysOf(table)) visit(key.references);
    ordered.push(table);
  };
  visit(name);
  return ordered;
}

const isMissing = (name: QualifiedName, { start }: PlanContext): boolean =>
  tableAt(start, name) === undefined;

function isUncertain({ name }: Table, { models }: PlanContext): boolean {
  const { uncertainties } = models.snapshot;
  return (['column', 'constraint', 'index'] as const).some(
    (kind) => uncertaintyAbout(uncertainties, { kind: 'table', name, part: { kind } }) !== undefined,
  );
}

function foreignKeysOf({ constraints }: Table): readonly ForeignKey[] {
  return constraints.filter((one) => one.kind === 'foreignKey');
}

function newSchemas(tables: readonly Table[], { start }: PlanContext): readonly Change[] {
  const names = new Set(tables.map(({ name }) => name.schema));
  return [...names]
    .filter((name) => name !== start.schemas.models && !start.snapshot.schemas.has(name))
    .map((name) => ({ upgrade: [execute(`CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`)], downgrade: [] }));
}

/** With the constraints and indexes of which it is the last column that was missing. */
export function planAddColumn({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const { models, start, writer } = context;
  const table = models.snapshot.tables.get(nameKey(object.of));
  const column = columnOf(table, object.part);
  const there = tableAt(start, object.of);
  if (table === undefined || column === undefined || there === undefined) return undefined;
  const part = { kind: 'column', name: column.name } as const;
  const { uncertainties } = models.snapshot;
  if (uncertaintyAbout(uncertainties, { kind: 'table', name: table.name, part }) !== undefined)
    return undefined;
  const added = addColumn(column, table, models.snapshot, writer);
  if (added === undefined) return undefined;
  const has = (name: string) => name === column.name || columnOf(there, name) !== undefined;
  const constraints = table.constraints.filter(
    (one) =>
      'columns' in one &&
      one.kind !== 'primaryKey' &&
      one.columns.includes(column.name) &&
      one.columns.every(has) &&
      !(one.kind === 'foreignKey' && isMissing(one.references, context)),
  );
  const indexes = table.indexes.filter(
    ({ keys }) =>
      keys.some((key) => key.column === column.name) &&
      keys.every((key) => key.column === undefined || has(key.column)),
  );
  const change = joined([
    added,
    ...constraints.map((one) => addConstraint(table.name, one)),
    ...indexes.map((one) => createIndex(table.name, one)),
  ]);
  const guarded = unlessThere(change, lacks('get_columns', table.name, column.name), context);
  return takenBack(joined([...enumsFor([{ after: column }], context), guarded]), context);
}

/** A key, constraint or index. One that is there otherwise is replaced only where that is a foreign key. */
export function planAddPart({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const { models, start } = context;
  const table = models.snapshot.tables.get(nameKey(object.of));
  const there = tableAt(start, object.of);
  const constraint = table?.constraints.find(({ name }) => name === object.part);
  const index = table?.indexes.find(({ name }) => name === object.part);
  if (table === undefined || there === undefined) return undefined;
  if (index !== undefined && object.object === 'index') return addIndex(index, table, there, context);
  if (constraint === undefined) return undefined;
  if (constraint.kind === 'foreignKey') return addForeignKey(constraint, table, there, context);
  const names = [...there.constraints, ...there.indexes].map(({ name }) => name);
  const isTaken = names.includes(constraint.name);
  const hasPrimaryKey = there.constraints.some(({ kind }) => kind === 'primaryKey');
  if (isTaken || (constraint.kind === 'primaryKey' && hasPrimaryKey)) return undefined;
  const change = withRemark(
    addConstraint(table.name, constraint),
    'This fails while rows have the same values.',
  );
  const guard =
    constraint.kind === 'primaryKey'
      ? `not ${inspector}.get_pk_constraint(${argumentsText(table.name)})['constrained_columns']`
      : lacks('get_unique_constraints', table.name, constraint.name);
  return takenBack(unlessThere(change, guard, context), context);
}

function addIndex(index: Index, table: Table, there: Table, context: PlanContext): Change | undefined {
  if (there.indexes.some(({ name }) => name === index.name)) return undefined;
  const created = createIndex(table.name, index);
  const change = index.unique ? withRemark(created, 'This fails while rows have the same values.') : created;
  return takenBack(unlessThere(change, lacks('get_indexes', table.name, index.name), context), context);
}

function addForeignKey(
  key: ForeignKey,
  table: Table,
  there: Table,
  context: PlanContext,
): Change | undefined {
  const before = foreignKeysOf(there).find(({ columns }) => sameColumnSet(columns, key.columns));
  const added = withRemark(
    addConstraint(table.name, key),
    'This fails while rows refer to something that is not there.',
  );
  if (before === undefined) {
    const isTaken = there.constraints.some(({ name }) => name === key.name);
    if (isTaken) return undefined;
    return takenBack(unlessThere(added, lacks('get_foreign_keys', table.name, key.name), context), context);
  }
  // Names are not the same everywhere: what is to make way is not known.
  if (context.start.mayBeThere) return undefined;
  const old = addConstraint(table.name, before);
  return {
    upgrade: [...old.downgrade, ...added.upgrade],
    downgrade: [...added.downgrade, ...old.upgrade],
  };
}

/** All labels that the type lacks: each needs the same kind of migration. */
export function planLabels(
  { object }: ModelFinding,
  { models, start }: PlanContext,
): { readonly labels: readonly string[]; readonly change: Change } | undefined {
  const key = nameKey(object.of);
  const [wanted, there] = [models.snapshot.types.get(key), typesOf(start).get(key)];
  if (wanted?.kind !== 'enum' || there?.kind !== 'enum') return undefined;
  const labels = wanted.labels.filter((label) => !there.labels.includes(label));
  return labels.length === 0 ? undefined : { labels, change: addLabels(wanted, there.labels) };
}

function joined(changes: readonly Change[]): Change {
  return {
    upgrade: changes.flatMap(({ upgrade }) => upgrade),
    downgrade: [...changes].reverse().flatMap(({ downgrade }) => downgrade),
  };
}

function withRemark({ upgrade, downgrade }: Change, text: string): Change {
  return { upgrade: [remark(text), ...upgrade], downgrade };
}

/** Does nothing where all is well. */
function unlessThere(change: Change, test: Code, { start }: PlanContext): Change {
  if (!start.mayBeThere) return change;
  return { ...change, upgrade: [{ kind: 'if', code: test, body: change.upgrade }] };
}

function takenBack(change: Change, { start }: PlanContext): Change {
  return start.isRepair ? { ...change, downgrade: nothingToTakeBack } : change;
}

const inspector = 'sa.inspect(op.get_bind())';

function argumentsText(table: QualifiedName): string {
  const schema = schemaArgument(table);
  return `${stringCode(table.name)}${typeof schema === 'string' ? `, schema=${schema}` : ''}`;
}

function lacks(method: string, table: QualifiedName, name: string): Code {
  return `${stringCode(name)} not in [one['name'] for one in ${inspector}.${method}(${argumentsText(table)})]`;
}
