/** Columns that get another type, default or nullability. */
import { alterColumn, type ColumnState, defaultAs } from '../../migration/alembic/write/alterColumn.ts';
import { ownedBy } from '../../migration/alembic/write/columnCode.ts';
import { addConstraint } from '../../migration/alembic/write/constraintCode.ts';
import { conversion } from '../../migration/alembic/write/conversion.ts';
import { createEnum } from '../../migration/alembic/write/enumCode.ts';
import { type Change, execute, type Statement } from '../../migration/alembic/write/statement.ts';
import { nothingToTakeBack } from '../../migration/alembic/write/writeRevision.ts';
import type { ForeignKey } from '../../schema/constraint.ts';
import { displayName, nameKey, type QualifiedName, sameName } from '../../schema/name.ts';
import type { Column, EnumType, Table } from '../../schema/snapshot.ts';
import { sameType } from '../../schema/type.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { columnOf, tableAt, tablesOf, typesOf } from './asModels.ts';
import type { PlanContext } from './migrationPlan.ts';

/** A column on both sides. */
interface Pair {
  readonly table: QualifiedName;
  readonly before: Column;
  readonly model: Column;
}

function pairOf(
  table: QualifiedName,
  name: string | undefined,
  { start, models }: PlanContext,
): Pair | undefined {
  const before = columnOf(tableAt(start, table), name);
  const model = columnOf(models.snapshot.tables.get(nameKey(table)), name);
  return before && model && { table, before, model };
}

export function planValue(
  { object }: ModelFinding,
  context: PlanContext,
  property: 'nullable' | 'default',
): Change | undefined {
  const pair = pairOf(object.of, object.part, context);
  if (pair === undefined) return undefined;
  const { table, before, model } = pair;
  // Making a column an identity, serial or generated one is more than a change of its default.
  const isMade = [before, model].some(
    (one) => one.identity !== undefined || one.generated !== undefined || one.default?.startsWith('nextval('),
  );
  if (property === 'default' && isMade) return undefined;
  const { default: _, ...rest } = before;
  const withDefault = model.default === undefined ? rest : { ...rest, default: model.default };
  const after = property === 'nullable' ? { ...before, nullable: model.nullable } : withDefault;
  return bothWays([{ table, before, after }], context);
}

/** A column with all that foreign keys hold together with it: they must have one type. */
export function planRetype({ object }: ModelFinding, context: PlanContext): Change | undefined {
  const pair = pairOf(object.of, object.part, context);
  if (pair === undefined) return undefined;
  const convert = conversion(pair.before.type, pair.model.type, '');
  if (convert === undefined) return undefined;
  if (convert.keepsReferences) return bothWays([step(pair)], context);
  const keys = keysAround(pair.table, pair.before.name, context);
  // Names of constraints are not the same everywhere: what is there is not known.
  if (keys.length > 0 && context.start.isRepair) return undefined;
  const pairs = columnsOf(keys, pair).map(({ table, column }) => pairOf(table, column, context));
  const known = pairs.filter((one) => one !== undefined);
  const agree = known.every(({ model }) => sameType(model.type, pair.model.type));
  if (known.length < pairs.length || !agree) return undefined;
  const changed = known.filter(
    ({ before, model }) => !sameType(before.type, model.type) || before === pair.before,
  );
  const change = bothWays(changed.map(step), context);
  const isHeld = (held: HeldKey) =>
    endsOf(held)
      .flat()
      .some((end) => changed.some(({ table, before }) => samePlace(end, { table, column: before.name })));
  return change && betweenKeys(keys.filter(isHeld), change);
}

interface Step {
  readonly table: QualifiedName;
  readonly before: Column;
  readonly after: Column;
}

/** The type is the model's; all else stays, as far as PostgreSQL can keep it. */
function step({ table, before, model }: Pair): Step {
  const { default: _, collation: __, ...rest } = before;
  const kept = defaultAs(before, model.type);
  const value = kept !== before.default && model.default !== undefined ? model.default : kept;
  const after: Column = {
    ...rest,
    type: model.type,
    ...(model.collation !== undefined && { collation: model.collation }),
    ...(value !== undefined && { default: value }),
  };
  return { table, before, after };
}

function bothWays(steps: readonly Step[], context: PlanContext): Change | undefined {
  const { start, models, writer } = context;
  const [typesBefore, typesAfter] = [typesOf(start), models.snapshot.types];
  const upgrade: Statement[] = [];
  const downgrade: Statement[] = [];
  for (const { table, before, after } of steps) {
    const [from, to]: readonly ColumnState[] = [
      { column: before, types: typesBefore },
      { column: after, types: typesAfter },
    ];
    if (from === undefined || to === undefined) return undefined;
    const up = alterColumn(table, from, to, writer);
    const down = alterColumn(table, to, from, writer);
    if (up === undefined || (down === undefined && !start.isRepair)) return undefined;
    const [grown, shrunk] = [
      sequenceType(table, before, after, context),
      sequenceType(table, after, before, context),
    ];
    upgrade.push(...up, ...grown);
    downgrade.unshift(...(down ?? []), ...shrunk);
  }
  const created = newEnums(steps, context).map(createEnum);
  return {
    upgrade: [...created.flatMap((one) => one.upgrade), ...upgrade],
    downgrade: start.isRepair
      ? nothingToTakeBack
      : [...downgrade, ...created.flatMap((one) => one.downgrade)],
  };
}

/** A serial column's sequence ends where its type does. */
function sequenceType(
  table: QualifiedName,
  from: Column,
  to: Column,
  { start }: PlanContext,
): readonly Statement[] {
  if (sameType(from.type, to.type) || to.type.kind === 'unresolved' || to.default === undefined) return [];
  const sequence = ownedBy(start.snapshot.sequences, table, from.name);
  if (sequence === undefined || !/^(?:smallint|integer|bigint)$/.test(to.type.name)) return [];
  return [execute(`ALTER SEQUENCE ${displayName(sequence.name)} AS ${to.type.name}`)];
}

/** Enum types of the models that are not there yet. */
export function newEnums(
  columns: readonly { readonly after: Column }[],
  { start, models }: Pick<PlanContext, 'start' | 'models'>,
): readonly EnumType[] {
  const there = typesOf(start);
  const wanted = new Map<string, EnumType>();
  for (const { after } of columns) {
    if (after.type.kind === 'unresolved' || after.type.schema === undefined) continue;
    const key = nameKey({ schema: after.type.schema, name: after.type.name });
    const type = models.snapshot.types.get(key);
    if (type?.kind === 'enum' && !there.has(key)) wanted.set(key, type);
  }
  return [...wanted.values()];
}

/** A foreign key of a table. */
interface HeldKey {
  readonly table: Table;
  readonly key: ForeignKey;
}

interface Place {
  readonly table: QualifiedName;
  readonly column: string;
}

/** Foreign keys that hold a column together with others, and those with others again. */
function keysAround(table: QualifiedName, column: string, { start }: PlanContext): readonly HeldKey[] {
  const all = tablesOf(start).flatMap((one) =>
    one.constraints.flatMap((key): HeldKey[] => (key.kind === 'foreignKey' ? [{ table: one, key }] : [])),
  );
  const found = new Set<HeldKey>();
  const open: Place[] = [{ table, column }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const held of all) {
      if (found.has(held)) continue;
      const ends = endsOf(held).filter((pair) => pair.some((end) => at !== undefined && samePlace(end, at)));
      if (ends.length === 0) continue;
      found.add(held);
      open.push(...ends.flat());
    }
  }
  return [...found];
}

/** The columns that a key compares, side by side. */
function endsOf({ table, key }: HeldKey): readonly (readonly [Place, Place])[] {
  return key.columns.map((column, at) => [
    { table: table.name, column },
    { table: key.references, column: key.referencedColumns[at] ?? '' },
  ]);
}

function samePlace(a: Place, b: Place): boolean {
  return a.column === b.column && sameName(a.table, b.table);
}

/** Those that the keys compare with the column, itself first. */
function columnsOf(keys: readonly HeldKey[], { table, before }: Pair): readonly Place[] {
  const found: Place[] = [{ table, column: before.name }];
  for (let size = 0; size !== found.length; ) {
    size = found.length;
    for (const pair of keys.flatMap(endsOf)) {
      if (!pair.some((end) => found.some((one) => samePlace(one, end)))) continue;
      for (const end of pair) if (!found.some((one) => samePlace(one, end))) found.push(end);
    }
  }
  return found;
}

/** The keys make way, and come again as they were. */
function betweenKeys(keys: readonly HeldKey[], { upgrade, downgrade }: Change): Change {
  const changes = keys.map(({ table, key }) => addConstraint(table.name, key));
  const away = changes.flatMap((one) => one.downgrade);
  const again = changes.flatMap((one) => one.upgrade);
  return { upgrade: [...away, ...upgrade, ...again], downgrade: [...away, ...downgrade, ...again] };
}
