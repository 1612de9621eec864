/**
 * An enum type whose labels are others, or in another order, than the models list: PostgreSQL can only add labels, so the
 * type is made again, and the columns that have it are converted.
 */
import { addLabels, type EnumColumn, recreateEnum } from '../../migration/alembic/write/enumCode.ts';
import { type Change, remark } from '../../migration/alembic/write/statement.ts';
import { nameKey, type QualifiedName, sameName } from '../../schema/name.ts';
import type { EnumType, Table } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { tablesOf, typesOf } from './asModels.ts';
import { mentions } from './mentions.ts';
import type { PlanContext } from './migrationPlan.ts';

const REWRITES = 'Every table that has the type is rewritten, and locked while that takes.';

/** Without the labels that no model knows. */
export function planDropLabels(
  finding: ModelFinding,
  context: PlanContext,
): { readonly labels: readonly string[]; readonly change: Change } | undefined {
  const pair = pairOf(finding, context);
  if (pair === undefined) return undefined;
  const { wanted, there, columns } = pair;
  const kept = there.labels.filter((label) => wanted.labels.includes(label));
  const labels = there.labels.filter((label) => !wanted.labels.includes(label));
  const isDefault = columns.some(({ column }) =>
    labels.some((label) => column.default?.includes(`'${label.replaceAll("'", "''")}'`)),
  );
  if (labels.length === 0 || kept.length === 0 || isDefault) return undefined;
  const change = {
    upgrade: [
      remark(`This fails while rows hold such a label: give them another one first. ${REWRITES}`),
      ...recreateEnum(there, kept, columns),
    ],
    downgrade: addLabels(there, kept).upgrade,
  };
  return { labels, change };
}

/** In the order of the models; only where both have the same labels. */
export function planSortLabels(finding: ModelFinding, context: PlanContext): Change | undefined {
  const pair = pairOf(finding, context);
  if (pair === undefined) return undefined;
  const { wanted, there, columns } = pair;
  const isSame =
    wanted.labels.length === there.labels.length &&
    wanted.labels.every((label) => there.labels.includes(label));
  if (!isSame) return undefined;
  return {
    upgrade: [remark(REWRITES), ...recreateEnum(there, wanted.labels, columns)],
    downgrade: [
      remark(REWRITES),
      ...recreateEnum({ ...there, labels: wanted.labels }, there.labels, columns),
    ],
  };
}

interface EnumPair {
  readonly wanted: EnumType;
  readonly there: EnumType;
  readonly columns: readonly EnumColumn[];
}

/** `undefined` where something that is not a plain column depends on the type. */
function pairOf({ object: { of } }: ModelFinding, context: PlanContext): EnumPair | undefined {
  const { models, start } = context;
  // What a database that left its migrations has is not what other databases have.
  if (start.mayBeThere) return undefined;
  const types = typesOf(start);
  const [wanted, there] = [models.snapshot.types.get(nameKey(of)), types.get(nameKey(of))];
  if (wanted?.kind !== 'enum' || there?.kind !== 'enum') return undefined;
  const others = [...types.values()].flatMap((type) => {
    if (type.kind === 'domain') return [type.baseType];
    if (type.kind === 'composite') return type.attributes.map((one) => one.type);
    return type.kind === 'range' ? [type.subtype] : [];
  });
  const routines = [...start.snapshot.routines.values()];
  const isNeeded =
    others.some((type) => isOf(type, of)) ||
    types.has(nameKey({ ...of, name: `${of.name}_old` })) ||
    routines.some(
      ({ argumentTypes, returns }) => mentions(argumentTypes, of.name) || mentions(returns, of.name),
    );
  const tables = tablesOf(start).filter(({ columns }) => columns.some(({ type }) => isOf(type, of)));
  if (isNeeded || !tables.every((table) => isFree(table, of, context))) return undefined;
  const columns = tables.flatMap((table) =>
    table.columns.flatMap((column) => (isOf(column.type, of) ? [{ table: table.name, column }] : [])),
  );
  return { wanted, there, columns };
}

const isOf = (type: SqlType, of: QualifiedName): boolean =>
  type.kind === 'named' &&
  type.schema !== undefined &&
  sameName({ schema: type.schema, name: type.name }, of);

/** PostgreSQL makes indexes of plain columns again by itself; expressions speak of the old type. */
function isFree(table: Table, of: QualifiedName, { start }: PlanContext): boolean {
  const { kind, partitionOf, inherits = [], constraints, indexes, triggers, policies, columns } = table;
  const names = columns.filter(({ type }) => isOf(type, of)).map(({ name }) => name);
  const speaks = (sql: string | undefined) => names.some((name) => mentions(sql, name));
  return (
    kind === 'table' &&
    partitionOf === undefined &&
    inherits.length === 0 &&
    !columns.some(({ type, generated }) => speaks(generated?.expression) || (generated && isOf(type, of))) &&
    !constraints.some((one) => {
      if (one.kind === 'check') return speaks(one.expression);
      if (one.kind === 'exclusion') return speaks(one.definition);
      return one.kind === 'foreignKey' && one.columns.some((name) => names.includes(name));
    }) &&
    !indexes.some(({ keys, predicate }) => speaks(predicate) || keys.some((key) => speaks(key.expression))) &&
    !triggers.some(({ definition }) => speaks(definition)) &&
    !policies.some(({ using, withCheck }) => speaks(using) || speaks(withCheck)) &&
    ![...start.snapshot.views.values()].some(({ definition }) => mentions(definition, table.name.name)) &&
    !isReferenced(table, names, start.snapshot.tables.values())
  );
}

function isReferenced(table: Table, names: readonly string[], all: Iterable<Table>): boolean {
  return [...all].some(({ constraints }) =>
    constraints.some(
      (one) =>
        one.kind === 'foreignKey' &&
        sameName(one.references, table.name) &&
        one.referencedColumns.some((name) => names.includes(name)),
    ),
  );
}
