/**
 * Recorded catalogs of real projects (what PostgreSQL had after every revision) as snapshots: definitions in
 * PostgreSQL's own words, read back.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Constraint } from '../../src/core/schema/constraint.ts';
import type { Index } from '../../src/core/schema/indexes.ts';
import { nameKey, quoteName } from '../../src/core/schema/name.ts';
import {
  type Column,
  emptySnapshot,
  type SchemaSnapshot,
  type Table,
  type View,
} from '../../src/core/schema/snapshot.ts';
import type { SqlType } from '../../src/core/schema/type.ts';
import { parseType } from '../../src/core/schema/typeName.ts';
import { readSql } from '../../src/core/sql/readSql.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';

interface RecordedTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly not_null: boolean;
    readonly default: string | null;
    readonly identity?: string;
    readonly generated?: string;
  }[];
  readonly constraints?: readonly {
    readonly name: string;
    readonly type: string;
    readonly definition: string;
  }[];
  readonly indexes?: readonly {
    readonly name: string;
    readonly definition: string;
    readonly from_constraint: boolean;
  }[];
}

interface RecordedSequence {
  readonly owned_by: string | null;
  readonly type: string;
  readonly start: number;
  readonly increment: number;
}

interface Recorded {
  readonly objects: Readonly<Record<string, unknown>>;
  readonly snapshots: readonly {
    readonly revision: string;
    readonly delta: Readonly<Record<string, unknown>>;
  }[];
}

interface Delta {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

export interface RecordedRevision {
  readonly revision: string;
  readonly snapshot: SchemaSnapshot;
  /** Which sequences there are is recorded for projects that have any. */
  readonly hasSequences: boolean;
}

export function readRecorded(folder: string, parser: SqlParser): readonly RecordedRevision[] {
  const { objects, snapshots } = JSON.parse(readFileSync(join(folder, 'snapshots.json'), 'utf8')) as Recorded;
  const tables = new Map<string, Table>();
  const enums = new Set(
    snapshots.flatMap(({ delta }) =>
      Object.keys((delta.enums as Delta | undefined)?.set ?? {}).map((name) => split(name).name),
    ),
  );
  const read = (key: string): Table => {
    const known = tables.get(key);
    if (known !== undefined) return known;
    const table = tableOf(objects[key] as RecordedTable, parser, enums);
    tables.set(key, table);
    return table;
  };
  const sections = new Map<string, Map<string, string>>();
  let schemas: readonly string[] = ['public'];
  return snapshots.map(({ revision, delta }) => {
    for (const [section, change] of Object.entries(delta)) {
      if (section === 'schemas') schemas = change as readonly string[];
      else sections.set(section, patched(sections.get(section) ?? new Map(), change as Delta));
    }
    const relations = [...(sections.get('relations') ?? new Map<string, string>()).values()];
    const isTable = (key: string) => (objects[key] as RecordedTable).kind.endsWith('table');
    const views = relations
      .filter((key) => !isTable(key))
      .map((key) => viewOf(objects[key] as RecordedTable));
    const enums = [...(sections.get('enums') ?? new Map<string, string>())];
    const sequences = [...(sections.get('sequences') ?? new Map<string, string>())];
    const snapshot = snapshotOf({
      schemas,
      tables: relations.filter(isTable).map(read),
      views,
      enums: enums.map(([name, key]) => [name, objects[key] as readonly string[]]),
      sequences: sequences.map(([name, key]) => [name, objects[key] as RecordedSequence]),
    });
    return { revision, snapshot, hasSequences: sections.has('sequences') };
  });
}

/** @param file A catalog recorded once: `catalog.json`. */
export function readCatalog(file: string, parser: SqlParser): SchemaSnapshot {
  const { relations, enums, sequences, schemas } = JSON.parse(readFileSync(file, 'utf8')) as RecordedCatalog;
  const all = Object.values(relations);
  const names = new Set(Object.keys(enums).map((name) => split(name).name));
  return snapshotOf({
    schemas,
    tables: all.filter(({ kind }) => kind.endsWith('table')).map((one) => tableOf(one, parser, names)),
    views: all.filter(({ kind }) => !kind.endsWith('table')).map(viewOf),
    enums: Object.entries(enums),
    sequences: Object.entries(sequences),
  });
}

interface RecordedCatalog {
  readonly relations: Readonly<Record<string, RecordedTable>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly sequences: Readonly<Record<string, RecordedSequence>>;
  readonly schemas: readonly string[];
}

interface Parts {
  readonly schemas: readonly string[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly enums: readonly (readonly [name: string, labels: readonly string[]])[];
  readonly sequences: readonly (readonly [name: string, sequence: RecordedSequence])[];
}

function snapshotOf({ schemas, tables, views, enums, sequences }: Parts): SchemaSnapshot {
  return {
    ...emptySnapshot,
    schemas: new Map(schemas.map((name) => [name, { name }])),
    tables: new Map(tables.map((table) => [nameKey(table.name), table])),
    views: new Map(views.map((view) => [nameKey(view.name), view])),
    types: new Map(
      enums.map(([name, labels]) => [nameKey(split(name)), { kind: 'enum', name: split(name), labels }]),
    ),
    sequences: new Map(sequences.map(([name, one]) => [nameKey(split(name)), sequenceOf(name, one)])),
  };
}

function patched(
  before: ReadonlyMap<string, string>,
  { set = {}, removed = [] }: Delta,
): Map<string, string> {
  const after = new Map(before);
  for (const name of removed) after.delete(name);
  for (const [name, key] of Object.entries(set)) after.set(name, key);
  return after;
}

function split(name: string): { readonly schema: string; readonly name: string } {
  const [schema = '', ...rest] = name.split('.');
  return { schema, name: rest.join('.').replace(/^"(.*)"$/, '$1') };
}

function viewOf({ schema, name, kind }: RecordedTable): View {
  return {
    kind: kind.startsWith('materialized') ? 'materializedView' : 'view',
    name: { schema, name },
    definition: '',
    indexes: [],
  };
}

function sequenceOf(name: string, recorded: RecordedSequence) {
  const [schema = '', table = '', column = ''] = recorded.owned_by?.split('.') ?? [];
  const bounds = { min: '', max: '', cache: '', cycle: false };
  const owner = recorded.owned_by === null ? {} : { ownedBy: { table: { schema, name: table }, column } };
  const { type, start, increment } = recorded;
  return { name: split(name), type, start: String(start), increment: String(increment), ...bounds, ...owner };
}

/** The schema of a type is recorded unless it was on the search path. */
function recordedType(text: string, enums: ReadonlySet<string>): SqlType {
  const type = parseType(text);
  const own = type.kind === 'named' && type.schema === undefined && enums.has(type.name);
  return own ? { ...type, schema: 'public' } : type;
}

function filledBy({
  default: value,
  generated,
  identity,
}: RecordedTable['columns'][number]): Partial<Column> {
  if (identity) return { identity: identity === 'a' ? 'always' : 'by default' };
  if (value === null) return {};
  return generated ? { generated: { expression: value, stored: generated === 's' } } : { default: value };
}

function tableOf(recorded: RecordedTable, parser: SqlParser, enums: ReadonlySet<string>): Table {
  const name = { schema: recorded.schema, name: recorded.name };
  const written = `${quoteName(name.schema)}.${quoteName(name.name)}`;
  const read = (sql: string) => readSql(sql, parser, (range) => ({ file: 'recorded.sql', range }));
  return {
    kind: 'table',
    name,
    columns: recorded.columns.map((column) => ({
      name: column.name,
      type: recordedType(column.type, enums),
      nullable: !column.not_null,
      ...filledBy(column),
    })),
    constraints: (recorded.constraints ?? []).flatMap(
      ({ name: constraint, definition }): readonly Constraint[] => {
        // Constraint triggers are recorded among the constraints.
        if (definition.startsWith('TRIGGER')) return [];
        const [operation] = read(
          `ALTER TABLE ${written} ADD CONSTRAINT ${quoteName(constraint)} ${definition}`,
        );
        if (operation?.kind !== 'addConstraint') throw new Error(`Cannot read constraint: ${definition}`);
        const made = { ...operation.constraint, name: constraint };
        return [
          ('references' in made
            ? { ...made, references: { schema: 'public', ...made.references } }
            : made) as Constraint,
        ];
      },
    ),
    indexes: (recorded.indexes ?? [])
      .filter((index) => !index.from_constraint)
      .map((index): Index => {
        const [operation] = read(index.definition);
        if (operation?.kind !== 'createIndex') throw new Error(`Cannot read index: ${index.definition}`);
        const { kind: _, table: __, location: ___, sql: ____, whole: _____, ...rest } = operation;
        return { ...rest, name: index.name } as Index;
      }),
    triggers: [],
    policies: [],
  };
}
