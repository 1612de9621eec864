/** Where a model says what a finding speaks of, and which tables are compared at all. */
import { groupBy } from '../../groupBy.ts';
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import type { Location } from '../../text/range.ts';
import type { ModelColumn, ModelSchema, ModelTable } from '../modelSchema.ts';
import type { Aspect, Subject } from './disagreement.ts';

export interface ModelIndex {
  /** By {@link nameKey}. */
  readonly tables: ReadonlyMap<string, readonly ModelTable[]>;
  /** {@link nameKey}s of tables that are not compared. */
  readonly unmanaged: ReadonlySet<string>;
  /** {@link nameKey}s of tables whose schema is computed when the program runs. */
  readonly assumed: ReadonlySet<string>;
  /** The first column of an enum, by its {@link nameKey}. */
  readonly enumColumn: (key: string) => ModelColumn | undefined;
}

export function indexOf(models: ModelSchema): ModelIndex {
  const { tables } = models;
  const byName = groupBy(tables, ({ name }) => nameKey(name));
  const keysOf = (isMeant: (table: ModelTable) => boolean) =>
    new Set(tables.filter(isMeant).map(({ name }) => nameKey(name)));
  const unmanaged = keysOf(({ managed }) => !managed);
  const assumed = keysOf(({ isSchemaAssumed = false }) => isSchemaAssumed);
  let enumColumns: ReadonlyMap<string, ModelColumn> | undefined;
  const enumColumn = (key: string) => {
    enumColumns ??= enumColumnsIn(models);
    return enumColumns.get(key);
  };
  return { tables: byName, unmanaged, assumed, enumColumn };
}

function enumColumnsIn({ tables, snapshot }: ModelSchema): ReadonlyMap<string, ModelColumn> {
  const found = new Map<string, ModelColumn>();
  for (const { name, columns } of tables) {
    const types = new Map(snapshot.tables.get(nameKey(name))?.columns.map((one) => [one.name, one.type]));
    for (const column of columns) {
      const type = types.get(column.name);
      if (type?.kind !== 'named' || type.schema === undefined) continue;
      const key = nameKey({ schema: type.schema, name: type.name });
      if (!found.has(key) && snapshot.types.get(key)?.kind === 'enum') found.set(key, column);
    }
  }
  return found;
}

export function columnNamed(
  { tables }: ModelIndex,
  table: QualifiedName,
  name: string,
): ModelColumn | undefined {
  for (const { columns } of tables.get(nameKey(table)) ?? []) {
    const column = columns.find((one) => one.name === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** Exactly what is wrong: the expression that says it, else the column, else the class. */
export function locationOf(subject: Subject, index: ModelIndex): Location | undefined {
  const { aspect, object, columns } = subject;
  const { of, part } = object;
  if (aspect === 'label' || aspect === 'label order') return index.enumColumn(nameKey(of))?.type;
  const own = partNamed(index, of, object.object, part);
  if (own !== undefined) return own;
  const [first, second] = columns;
  const column = first === undefined || second !== undefined ? undefined : columnNamed(index, of, first);
  return column === undefined ? index.tables.get(nameKey(of))?.[0]?.location : placeIn(column, aspect);
}

function partNamed(
  { tables }: ModelIndex,
  table: QualifiedName,
  kind: string,
  name: string | undefined,
): Location | undefined {
  for (const { parts } of tables.get(nameKey(table)) ?? []) {
    const part = parts.find((one) => one.kind === kind && one.name === name);
    if (part !== undefined) return part.location;
  }
  return undefined;
}

function placeIn(column: ModelColumn, aspect: Aspect): Location {
  switch (aspect) {
    case 'type':
    case 'collation':
      return column.type;
    case 'nullable':
      return column.nullable ?? column.location;
    case 'default':
      return column.default ?? column.location;
    case 'foreign key':
    case 'foreign key type':
      return column.foreignKeys[0] ?? column.location;
    case 'unique':
      return column.unique ?? column.location;
    case 'index':
      return column.index ?? column.location;
    default:
      return column.location;
  }
}
