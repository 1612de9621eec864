/**
 * Tables, columns, constraints and indexes that a schema has and no model knows: a migration drops them, and a downgrade
 * brings back all but what rows held.
 *
 * Nothing is offered where something else needs them, or where what goes with them could not be brought back.
 */
import { addConstraint } from '../../migration/alembic/write/constraintCode.ts';
import { addColumn, createTable } from '../../migration/alembic/write/createTable.ts';
import { createIndex } from '../../migration/alembic/write/indexCode.ts';
import { type Change, execute, remark, type Statement } from '../../migration/alembic/write/statement.ts';
import { nothingToTakeBack } from '../../migration/alembic/write/writeRevision.ts';
import type { Constraint, ForeignKey } from '../../schema/constraint.ts';
import type { Index } from '../../schema/indexes.ts';
import { displayName, nameKey, type QualifiedName, quoteName, sameName } from '../../schema/name.ts';
import type { Table } from '../../schema/snapshot.ts';
import { uncertaintyAbout } from '../../schema/uncertainty.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { sameColumnSet } from '../check/tableParts.ts';
import { columnOf, tableAt, tablesOf } from './asModels.ts';
import { mentions } from './mentions.ts';
import type { PlanContext } from './migrationPlan.ts';

export function planDropTable({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const { start, writer } = context;
  const table = tableAt(start, object.of);
  if (table === undefined || !isPlain(table) || isUncertain(table, context)) return undefined;
  const isNeeded =
    table.triggers.length + table.policies.length > 0 ||
    table.rowSecurity !== undefined ||
    keysTo(table, context).some(({ from }) => !sameName(from, table.name)) ||
    tablesOf(start).some(({ inherits = [] }) => inherits.some((one) => sameName(one, table.name))) ||
    viewsOn(table.name, context);
  if (isNeeded) return undefined;
  const made = createTable(table, start.snapshot, writer);
  if (made === undefined && !start.isRepair) return undefined;
  const gone = start.mayBeThere
    ? [execute(`DROP TABLE IF EXISTS ${displayName(table.name)}`)]
    : made?.downgrade;
  return (
    gone &&
    taken(
      {
        upgrade: [remark('The rows of the table are lost.'), ...gone],
        downgrade: [remark('The table comes back without its rows.'), ...(made?.upgrade ?? [])],
      },
      context,
    )
  );
}

export function planDropColumn({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const { start, writer } = context;
  const table = tableAt(start, object.of);
  const column = columnOf(table, object.part);
  if (table === undefined || column === undefined || !isPlain(table) || isUncertain(table, context))
    return undefined;
  const { name } = column;
  const isNeeded =
    keysTo(table, context).some(({ key }) => key.referencedColumns.includes(name)) ||
    viewsOn(table.name, context) ||
    table.columns.some(({ generated }) => mentions(generated?.expression, name)) ||
    table.triggers.some(({ definition }) => mentions(definition, name)) ||
    table.policies.some(({ using, withCheck }) => mentions(using, name) || mentions(withCheck, name));
  const lost = table.constraints.filter((one) => isAbout(one, name));
  if (isNeeded || lost.some(({ kind }) => kind === 'primaryKey' || kind === 'exclusion')) return undefined;
  const made = addColumn(column, table, start.snapshot, writer);
  if (made === undefined && !start.isRepair) return undefined;
  const gone = start.mayBeThere
    ? [execute(`ALTER TABLE ${displayName(table.name)} DROP COLUMN IF EXISTS ${quoteName(name)}`)]
    : made?.downgrade;
  const again: readonly Statement[] = [
    ...(made?.upgrade ?? []),
    ...lost.flatMap((one) => addConstraint(table.name, one).upgrade),
    ...table.indexes
      .filter((one) => isIndexOf(one, name))
      .flatMap((one) => createIndex(table.name, one).upgrade),
  ];
  return (
    gone &&
    taken(
      {
        upgrade: [remark('What the column holds is lost.'), ...gone],
        downgrade: [remark('The column comes back without what it held.'), ...again],
      },
      context,
    )
  );
}

/** A key, constraint or index. */
export function planDropPart({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const { start } = context;
  const table = tableAt(start, object.of);
  // Names are not the same everywhere: what is there is not known.
  if (table === undefined || !isPlain(table) || start.mayBeThere) return undefined;
  const index = table.indexes.find(({ name }) => name === object.part);
  const constraint = table.constraints.find(({ name }) => name === object.part);
  const columns =
    index?.keys.flatMap(({ column }) => column ?? []) ??
    (constraint?.kind === 'unique' ? constraint.columns : undefined);
  if (keysTo(table, context).some(({ key }) => sameColumnSet(key.referencedColumns, columns ?? [])))
    return undefined;
  if (index !== undefined && object.object !== 'constraint') return reversed(createIndex(table.name, index));
  if (constraint?.kind !== 'unique' && constraint?.kind !== 'foreignKey') return undefined;
  return reversed(addConstraint(table.name, constraint));
}

const reversed = ({ upgrade, downgrade }: Change): Change => ({ upgrade: downgrade, downgrade: upgrade });

function taken(change: Change, { start }: PlanContext): Change {
  return start.isRepair ? { ...change, downgrade: nothingToTakeBack } : change;
}

function isPlain({ kind, partitionOf, inherits = [], unlogged }: Table): boolean {
  return kind === 'table' && partitionOf === undefined && inherits.length === 0 && unlogged !== true;
}

function isUncertain({ name }: Table, { start }: PlanContext): boolean {
  const { uncertainties } = start.snapshot;
  return (['column', 'constraint', 'index', 'trigger', 'policy'] as const).some(
    (kind) => uncertaintyAbout(uncertainties, { kind: 'table', name, part: { kind } }) !== undefined,
  );
}

interface KeyTo {
  readonly from: QualifiedName;
  readonly key: ForeignKey;
}

function keysTo({ name }: Table, { start }: PlanContext): readonly KeyTo[] {
  return tablesOf(start).flatMap((table) =>
    table.constraints.flatMap((key): readonly KeyTo[] =>
      key.kind === 'foreignKey' && sameName(key.references, name) ? [{ from: table.name, key }] : [],
    ),
  );
}

function viewsOn({ name }: QualifiedName, { start }: PlanContext): boolean {
  return [...start.snapshot.views.values()].some(({ definition }) => mentions(definition, name));
}

/** PostgreSQL drops with a column whatever constraint is about it. */
function isAbout(constraint: Constraint, column: string): boolean {
  if ('columns' in constraint) {
    const included = 'include' in constraint ? (constraint.include ?? []) : [];
    return [...constraint.columns, ...included].includes(column);
  }
  return mentions(constraint.kind === 'check' ? constraint.expression : constraint.definition, column);
}

function isIndexOf({ keys, include = [], predicate }: Index, column: string): boolean {
  return (
    keys.some((key) => key.column === column || mentions(key.expression, column)) ||
    include.includes(column) ||
    mentions(predicate, column)
  );
}

/** For messages: whether the model has something of that name. */
export function isInModel({ object }: ModelFinding, { models }: Pick<PlanContext, 'models'>): boolean {
  const table = models.snapshot.tables.get(nameKey(object.of));
  return [...(table?.constraints ?? []), ...(table?.indexes ?? [])].some(({ name }) => name === object.part);
}
