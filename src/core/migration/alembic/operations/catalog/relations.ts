/** Catalogs and the information schema as far as scripts ask them, filled from a schema that is known. */
import { none, unknown } from '../../../../python/value.ts';
import type { Draft } from '../../../../schema/apply/draft.ts';
import { hasOwnIndex } from '../../../../schema/apply/relationNames.ts';
import type { Constraint } from '../../../../schema/constraint.ts';
import type { Column, Table, TablePart, Uncertainty } from '../../../../schema/snapshot.ts';
import {
  bool,
  type CatalogRelation,
  type CatalogRow,
  type Cell,
  int,
  list,
  patternCell,
  relationId,
  text,
} from './cells.ts';

/** `undefined` for one that is not kept here. */
export function relationNamed(
  schema: string | undefined,
  name: string,
  draft: Draft,
): CatalogRelation | undefined {
  const isInformation = schema === 'information_schema';
  if (schema !== undefined && schema !== 'pg_catalog' && !isInformation) return undefined;
  const make = (isInformation ? informationSchema : catalogs)[name];
  if (make === undefined) return undefined;
  const made = make(draft);
  const columns = new Set([...made.rows, ...made.others].flatMap((row) => Object.keys(row)));
  return { ...made, columns };
}

type Made = Pick<CatalogRelation, 'rows' | 'others'>;
type Make = (draft: Draft) => Made;

const catalogs: Readonly<Record<string, Make>> = {
  pg_namespace: (draft) => ({
    rows: schemaNames(draft).map((name) => namespace(text(name))),
    others: [namespace(unknown)].slice(isSureOfSchemas(draft) ? 1 : 0),
  }),
  pg_class: (draft) => {
    const rows = relations(draft).map(({ kind, ...at }) =>
      classRow(text(at.schema), text(at.name), text(kind)),
    );
    const others = [
      ...maybe(draft, 'table').map(({ schema, name }) => classRow(schema, name, unknown)),
      ...maybe(draft, 'table', 'index').map(({ schema, part }) => classRow(schema, part, text('i'))),
      ...maybe(draft, 'table', 'constraint').map(({ schema, part }) => classRow(schema, part, text('i'))),
      ...maybe(draft, 'view').map(({ schema, name }) => classRow(schema, name, unknown)),
      ...maybe(draft, 'sequence').map(({ schema, name }) => classRow(schema, name, text('S'))),
    ];
    return { rows, others };
  },
  pg_attribute: (draft) => ofColumns(draft, attributeRow),
  pg_constraint: (draft) => ofConstraints(draft, (...at) => constraintRow(draft, ...at)),
  pg_indexes: (draft) => {
    const row = (schema: Cell, table: Cell, index: Cell): CatalogRow => ({
      schemaname: schema,
      tablename: table,
      indexname: index,
      indexdef: unknown,
    });
    return {
      rows: sureTables(draft).flatMap((table) =>
        indexNames(table, draft).map((name) =>
          row(text(table.name.schema), text(table.name.name), text(name)),
        ),
      ),
      others: [...maybe(draft, 'table', 'index'), ...maybe(draft, 'table', 'constraint')].map(
        ({ schema, name, part }) => row(schema, name, part),
      ),
    };
  },
  pg_tables: (draft) => {
    const row = (schema: Cell, name: Cell): CatalogRow => ({ schemaname: schema, tablename: name });
    return {
      rows: sureTables(draft)
        .filter(({ kind }) => kind !== 'foreignTable')
        .map(({ name }) => row(text(name.schema), text(name.name))),
      others: maybe(draft, 'table').map(({ schema, name }) => row(schema, name)),
    };
  },
};

const informationSchema: Readonly<Record<string, Make>> = {
  schemata: (draft) => ({
    rows: schemaNames(draft).map((name) => ({ schema_name: text(name) })),
    others: [{ schema_name: unknown }].slice(isSureOfSchemas(draft) ? 1 : 0),
  }),
  tables: (draft) => {
    const row = (schema: Cell, name: Cell, type: Cell): CatalogRow => ({
      table_schema: schema,
      table_name: name,
      table_type: type,
    });
    const types: Readonly<Record<string, string>> = {
      r: 'BASE TABLE',
      p: 'BASE TABLE',
      f: 'FOREIGN',
      v: 'VIEW',
    };
    return {
      rows: relations(draft).flatMap(({ schema, name, kind }) =>
        types[kind] === undefined ? [] : [row(text(schema), text(name), text(types[kind]))],
      ),
      others: [...maybe(draft, 'table'), ...maybe(draft, 'view')].map(({ schema, name }) =>
        row(schema, name, unknown),
      ),
    };
  },
  columns: (draft) => {
    const views = [...draft.views.values()].filter(({ kind }) => kind === 'view');
    const made = ofColumns(draft, informationColumn);
    const ofViews = views.map(({ name }) => informationColumn(text(name.schema), text(name.name), unknown));
    return { rows: made.rows, others: [...made.others, ...ofViews] };
  },
  table_constraints: (draft) => {
    const made = ofConstraints(draft, informationConstraint);
    // Columns that are NOT NULL have checks here, of names that nobody chose.
    const ofNulls = sureTables(draft).map(({ name }) =>
      informationConstraint(text(name.schema), text(name.name), unknown, 'check'),
    );
    return { rows: made.rows, others: [...made.others, ...ofNulls] };
  },
};

function schemaNames(draft: Draft): readonly string[] {
  return [...draft.schemas.map.keys(), 'information_schema', 'pg_catalog', 'pg_toast'];
}

/** Not of those that others make, of which no operation tells either. */
function isSureOfSchemas(draft: Draft): boolean {
  return !draft.uncertainties.some(
    ({ affects, within }) =>
      (affects === 'anything' ? (within?.some(({ kind }) => kind === 'schema') ?? true) : false) ||
      (affects !== 'anything' && affects.some(({ kind }) => kind === 'schema')),
  );
}

function namespace(name: Cell): CatalogRow {
  return { oid: name, nspname: name };
}

function classRow(schema: Cell, name: Cell, kind: Cell): CatalogRow {
  return { oid: relationId(schema, name), relname: name, relnamespace: schema, relkind: kind };
}

interface Relation {
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind` */
  readonly kind: string;
}

const tableKinds = { table: 'r', partitionedTable: 'p', foreignTable: 'f' } as const;

function relations(draft: Draft): readonly Relation[] {
  const tables = sureTables(draft).flatMap((table) => [
    { ...table.name, kind: tableKinds[table.kind] },
    ...indexNames(table, draft).map((name) => ({ schema: table.name.schema, name, kind: 'i' })),
  ]);
  const views = [...draft.views.values()]
    .filter(({ name }) => draft.unsure({ kind: 'view', name }) === undefined)
    .map(({ name, kind }) => ({ ...name, kind: kind === 'view' ? 'v' : 'm' }));
  const sequences = [...draft.sequences.values()]
    .filter(({ name }) => draft.unsure({ kind: 'sequence', name }) === undefined)
    .map(({ name }) => ({ ...name, kind: 'S' }));
  return [...tables, ...views, ...sequences];
}

function sureTables(draft: Draft): readonly Table[] {
  return [...draft.tables.values()].filter(({ name }) => draft.unsure({ kind: 'table', name }) === undefined);
}

function isSure(draft: Draft, { name }: Table, part: TablePart): boolean {
  return draft.unsure({ kind: 'table', name, part }) === undefined;
}

function indexNames(table: Table, draft: Draft): readonly string[] {
  const behind = table.constraints.filter(
    (one) => hasOwnIndex(one) && isSure(draft, table, { kind: 'constraint', name: one.name }),
  );
  const own = table.indexes.filter(({ name }) => isSure(draft, table, { kind: 'index', name }));
  return [...own, ...behind].map(({ name }) => name);
}

interface Maybe {
  readonly schema: Cell;
  readonly name: Cell;
  readonly part: Cell;
}

/** Objects, or parts of tables, that may be there or be otherwise than they are known. */
function maybe(
  draft: Draft,
  kind: 'table' | 'view' | 'sequence',
  part?: TablePart['kind'],
): readonly Maybe[] {
  return draft.uncertainties.flatMap((one) => maybeBy(one, kind, part));
}

function maybeBy(
  { affects, within }: Uncertainty,
  kind: string,
  part: TablePart['kind'] | undefined,
): readonly Maybe[] {
  if (affects === 'anything') {
    if (within === undefined) return [{ schema: unknown, name: unknown, part: unknown }];
    return within
      .filter((one) => one.kind === kind && (one.parts === undefined || (part && one.parts.includes(part))))
      .map(({ schema }) => ({ schema: patternCell(schema), name: unknown, part: unknown }));
  }
  return affects.flatMap((one) => {
    if (one.kind !== kind) return [];
    const [schema, name] = [text(one.name.schema), text(one.name.name)];
    if (one.parts === undefined) return [{ schema, name, part: unknown }];
    return one.parts
      .filter(({ kind: own }) => own === part)
      .map((own) => ({ schema, name, part: own.name === undefined ? unknown : text(own.name) }));
  });
}

type ColumnRow = (schema: Cell, table: Cell, name: Cell, column?: Column, position?: number) => CatalogRow;

function ofColumns(draft: Draft, row: ColumnRow): Made {
  return {
    rows: sureTables(draft).flatMap((table) =>
      table.columns.flatMap((column, index) =>
        isSure(draft, table, { kind: 'column', name: column.name })
          ? [row(text(table.name.schema), text(table.name.name), text(column.name), column, index + 1)]
          : [],
      ),
    ),
    others: maybe(draft, 'table', 'column').map(({ schema, name, part }) => row(schema, name, part)),
  };
}

const attributeRow: ColumnRow = (schema, table, name, column, position) => ({
  attrelid: relationId(schema, table),
  attname: name,
  attnum: position === undefined ? unknown : int(position),
  attnotnull: column === undefined ? unknown : bool(!column.nullable),
  attisdropped: bool(false),
  atttypid: unknown,
});

const informationColumn: ColumnRow = (schema, table, name, column, position) => ({
  table_schema: schema,
  table_name: table,
  column_name: name,
  ordinal_position: position === undefined ? unknown : int(position),
  is_nullable: column === undefined ? unknown : text(column.nullable ? 'YES' : 'NO'),
  data_type: column === undefined ? unknown : dataType(column),
  column_default: column !== undefined && column.default === undefined ? none : unknown,
});

function dataType({ type }: Column): Cell {
  if (type.kind === 'unresolved') return unknown;
  if (type.array) return text('ARRAY');
  return text(type.schema === undefined ? type.name : 'USER-DEFINED');
}

type Kind = Constraint['kind'];
type ConstraintRow = (
  schema: Cell,
  table: Cell,
  name: Cell,
  kind?: Kind,
  own?: [Table, Constraint],
) => CatalogRow;

function ofConstraints(draft: Draft, row: ConstraintRow): Made {
  return {
    rows: sureTables(draft).flatMap((table) =>
      table.constraints.flatMap((one) =>
        isSure(draft, table, { kind: 'constraint', name: one.name })
          ? [row(text(table.name.schema), text(table.name.name), text(one.name), one.kind, [table, one])]
          : [],
      ),
    ),
    others: maybe(draft, 'table', 'constraint').map(({ schema, name, part }) => row(schema, name, part)),
  };
}

const constraintTypes: Readonly<Record<Kind, readonly [code: string, words: string | undefined]>> = {
  primaryKey: ['p', 'PRIMARY KEY'],
  unique: ['u', 'UNIQUE'],
  foreignKey: ['f', 'FOREIGN KEY'],
  check: ['c', 'CHECK'],
  exclusion: ['x', undefined],
};

const informationConstraint: ConstraintRow = (schema, table, name, kind) => ({
  constraint_schema: schema,
  constraint_name: name,
  table_schema: schema,
  table_name: table,
  constraint_type: kind === undefined ? unknown : text(constraintTypes[kind][1] ?? 'none'),
});

function constraintRow(
  draft: Draft,
  schema: Cell,
  table: Cell,
  name: Cell,
  kind?: Kind,
  own?: [Table, Constraint],
): CatalogRow {
  const id = relationId(schema, table);
  const at = { conname: name, conrelid: id, connamespace: schema };
  if (kind === undefined || own === undefined)
    return { ...at, contype: unknown, conkey: unknown, confrelid: unknown, confkey: unknown, ...noActions };
  const [home, constraint] = own;
  const contype = text(constraintTypes[kind][0]);
  const conkey = 'columns' in constraint ? positions(home, constraint.columns) : unknown;
  if (constraint.kind !== 'foreignKey')
    return { ...at, contype, conkey, confrelid: text('0'), confkey: none, ...noActions };
  const { references, referencedColumns, onDelete, onUpdate } = constraint;
  const other = draft.table(references);
  return {
    ...at,
    contype,
    conkey,
    confrelid: relationId(text(references.schema), text(references.name)),
    confkey: other === undefined ? unknown : positions(other, referencedColumns),
    confdeltype: text(actions[onDelete ?? 'no action']),
    confupdtype: text(actions[onUpdate ?? 'no action']),
  };
}

const noActions = { confdeltype: unknown, confupdtype: unknown };

const actions = {
  'no action': 'a',
  restrict: 'r',
  cascade: 'c',
  'set null': 'n',
  'set default': 'd',
} as const;

function positions({ columns }: Table, names: readonly string[]): Cell {
  return list(names.map((name) => int(columns.findIndex((column) => column.name === name) + 1)));
}
