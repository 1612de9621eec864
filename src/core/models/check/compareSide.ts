/** The models against one schema, as a whole: that of the migrations, or that of a database. */
import { counted } from '../../drift/words.ts';
import type { ExpressionComparer } from '../../schema/expression.ts';
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { ModelSchema } from '../modelSchema.ts';
import type { CheckMemo } from './checkMemo.ts';
import { compareLabelsOnce } from './compareLabels.ts';
import { type ComparedTable, compareTableOnce, type TableContext } from './compareModelTable.ts';
import { type Disagreement, keysAbove, type Subject, tableSubject, type Unclear } from './disagreement.ts';
import { inDatabase, inModels, type SchemaNames } from './schemaNames.ts';

/** One schema that the models are held against. */
export interface Side {
  readonly snapshot: SchemaSnapshot;
  readonly schemas: SchemaNames;
  /** Whether the migrations ever made a table; as the models name it. */
  readonly isManaged: (table: QualifiedName) => boolean;
}

/** By the keys of subjects. */
export interface ComparedSide {
  readonly disagreements: ReadonlyMap<string, Disagreement>;
  readonly unclear: ReadonlyMap<string, Unclear>;
  /** {@link nameKey}s of the models' enums that a column uses on both sides. */
  readonly enums: ReadonlySet<string>;
  /** What is not there because the table or column is missing that it points at: told with that. */
  readonly implied: ReadonlySet<string>;
}

export interface SideContext {
  readonly models: ModelSchema;
  /** {@link nameKey}s of tables that are not compared. */
  readonly unmanaged: ReadonlySet<string>;
  /** Those whose schema is computed when the program runs. */
  readonly assumed: ReadonlySet<string>;
  readonly expressions: ExpressionComparer;
  readonly memo: CheckMemo;
}

/** How the models were held against a schema last. */
export type SideMemo = WeakMap<SchemaSnapshot, LastSide>;

interface LastSide {
  readonly modelTypes: TableContext['modelTypes'];
  readonly schemas: SchemaNames;
  /** Of the models, in their order, with what was found. */
  readonly tables: readonly Table[];
  readonly compared: readonly (ComparedTable | undefined)[];
}

export function compareSide(side: Side, context: SideContext): ComparedSide {
  const { models, expressions, memo } = context;
  const { snapshot, schemas } = side;
  const types = { modelTypes: models.snapshot.types, databaseTypes: snapshot.types };
  const ofTables: TableContext = { ...types, schemas, expressions };
  const found = new Findings();
  compareTables(side, ofTables, context, found);
  addSurplusTables(side, context, found);
  for (const [model, database] of found.enums) {
    const [wanted, there] = [types.modelTypes.get(model), types.databaseTypes.get(database)];
    if (wanted?.kind === 'enum' && there?.kind === 'enum')
      found.addAll(compareLabelsOnce(wanted, there, memo.labels).disagreements);
  }
  const { disagreements, unclear, enums } = found;
  const implied = impliedBy(disagreements);
  for (const key of implied) disagreements.delete(key);
  return { disagreements, unclear, enums: new Set(enums.keys()), implied };
}

/** Foreign keys that went with what they point at. */
function impliedBy(disagreements: ReadonlyMap<string, Disagreement>): ReadonlySet<string> {
  const implied = new Set<string>();
  for (const [key, { aspect, refersTo, database }] of disagreements) {
    if (refersTo === undefined || database !== undefined) continue;
    const above = keysAbove(aspect, refersTo.of, refersTo.columns);
    if (above.some((one) => disagreements.has(one))) implied.add(key);
  }
  return implied;
}

class Findings {
  readonly disagreements = new Map<string, Disagreement>();
  readonly unclear = new Map<string, Unclear>();
  /** Of the models → of the database. */
  readonly enums = new Map<string, string>();

  addAll(disagreements: readonly Disagreement[], unclear: readonly Unclear[] = []): void {
    for (const one of disagreements) this.disagreements.set(one.key, one);
    for (const one of unclear) this.unclear.set(one.key, one);
  }

  addTable({ disagreements, unclear, enums }: ComparedTable): void {
    this.addAll(disagreements, unclear);
    for (const { model, database } of enums) this.enums.set(model, database);
  }
}

/** What is typed changes few tables: the others are not even looked up. */
function compareTables(side: Side, ofTables: TableContext, context: SideContext, found: Findings): void {
  const { models, unmanaged, memo } = context;
  const { snapshot, schemas } = side;
  const { modelTypes } = ofTables;
  const before = memo.sides.get(snapshot);
  const isCurrent = before?.modelTypes === modelTypes && isSame(before.schemas, schemas);
  const entries = [...models.snapshot.tables];
  const compared = entries.map(([key, table], at): ComparedTable | undefined => {
    if (unmanaged.has(key)) return undefined;
    const known = isCurrent && before.tables[at] === table ? before.compared[at] : undefined;
    const one = known ?? compareOne(key, table, side, ofTables, context, found);
    if (one !== undefined) found.addTable(one);
    return one;
  });
  memo.sides.set(snapshot, { modelTypes, schemas, tables: entries.map(([, table]) => table), compared });
}

const isSame = (a: SchemaNames, b: SchemaNames): boolean =>
  a.models === b.models && a.database === b.database;

/** `undefined` where it is not there. */
function compareOne(
  keyInModels: string,
  table: Table,
  { snapshot, schemas }: Side,
  context: TableContext,
  { memo, assumed }: SideContext,
  found: Findings,
): ComparedTable | undefined {
  const key = schemas.models === schemas.database ? keyInModels : nameKey(inDatabase(table.name, schemas));
  const there = snapshot.tables.get(key);
  if (there !== undefined) return compareTableOnce(table, there, context, memo.tables);
  if (snapshot.views.has(key)) found.addAll([], [{ ...tableSubject(table.name), text: 'a view' }]);
  else if (assumed.has(keyInModels)) found.addAll([], [{ ...tableSubject(table.name), text: 'assumed' }]);
  else found.addAll([missingTable(table)]);
  return undefined;
}

const missingTable = (table: Table): Disagreement => ({
  ...tableSubject(table.name),
  kind: 'missing-table',
  model: sizeOf(table),
  database: undefined,
});

const sizeOf = ({ columns }: Table): string => counted(columns.length, 'column');

/** What migrations made and no model knows; partitions are their parents' affair. */
function addSurplusTables(
  { snapshot, schemas, isManaged }: Side,
  context: SideContext,
  found: Findings,
): void {
  const { snapshot: own, unread } = context.models;
  for (const [keyInDatabase, table] of snapshot.tables) {
    const name = inModels(table.name, schemas);
    const key = name === table.name ? keyInDatabase : nameKey(name);
    if (own.tables.has(key) || context.unmanaged.has(key) || table.partitionOf !== undefined) continue;
    if (!isManaged(name)) continue;
    const sides = { model: undefined, database: sizeOf(table) };
    if (unread.length > 0) found.addAll([], [{ ...tableSubject(name), text: 'unread' }]);
    else found.addAll([{ ...tableSubject(name), kind: 'surplus-table', ...sides }]);
  }
}

/** Whether a side has what a subject speaks of as the models say it. */
export function standing(side: ComparedSide, subject: Subject): 'agrees' | 'disagrees' | 'unclear' {
  const { key, above, aspect, object } = subject;
  if (side.disagreements.has(key) || side.implied.has(key)) return 'disagrees';
  if (side.unclear.has(key) || above.some((one) => side.unclear.has(one))) return 'unclear';
  if (above.some((one) => side.disagreements.has(one))) return 'disagrees';
  const isLabel = aspect === 'label' || aspect === 'label order';
  return isLabel && !side.enums.has(nameKey(object.of)) ? 'disagrees' : 'agrees';
}
