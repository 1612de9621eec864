/**
 * Catalogs in PostgreSQL's own words, one line for each fact: as they were recorded of real projects, and as a server
 * has them now. The same schema gives the same lines.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';

interface RecordedRelation {
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
    readonly comment?: string;
  }[];
  readonly constraints?: readonly { readonly name: string; readonly definition: string }[];
  readonly indexes?: readonly { readonly name: string; readonly definition: string }[];
  readonly view_definition?: string;
}

interface RecordedSequence {
  readonly owned_by: string | null;
  readonly type: string;
  readonly start: number;
  readonly increment: number;
}

interface Delta {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

interface Recorded {
  readonly objects: Readonly<Record<string, unknown>>;
  readonly snapshots: readonly {
    readonly revision: string;
    readonly delta: Readonly<Record<string, Delta | readonly string[]>>;
  }[];
}

export interface CatalogAt {
  readonly revision: string;
  readonly lines: ReadonlySet<string>;
  /** Statements that make its views. */
  readonly views: readonly string[];
}

/** After every revision, in the order in which they were run. */
export function recordedCatalogs(folder: string): readonly CatalogAt[] {
  const { objects, snapshots } = JSON.parse(readFileSync(join(folder, 'snapshots.json'), 'utf8')) as Recorded;
  const sections = new Map<string, Map<string, string>>();
  const known = new Map<string, readonly string[]>();
  const hasSequences = snapshots.some(({ delta }) => 'sequences' in delta);
  const linesOf = (section: string, name: string, key: string): readonly string[] => {
    const id = `${section} ${name} ${key}`;
    const lines = known.get(id) ?? objectLines(section, name, objects[key]);
    known.set(id, lines);
    return lines;
  };
  return snapshots.map(({ revision, delta }) => {
    for (const [section, change] of Object.entries(delta)) {
      if (!('length' in change)) sections.set(section, patched(sections.get(section), change));
    }
    const lines = [...sections].flatMap(([section, entries]) =>
      [...entries].flatMap(([name, key]) => linesOf(section, name, key)),
    );
    const views = [...(sections.get('relations')?.values() ?? [])].flatMap((key) => {
      const { schema, name, view_definition: definition } = objects[key] as RecordedRelation;
      return definition === undefined ? [] : [`CREATE VIEW "${schema}"."${name}" AS ${definition}`];
    });
    return {
      revision,
      views,
      lines: new Set(hasSequences ? lines : lines.filter((line) => !isSequence(line))),
    };
  });
}

const isSequence = (line: string): boolean => line.startsWith('sequence ');

function patched(before: ReadonlyMap<string, string> | undefined, { set = {}, removed = [] }: Delta) {
  const after = new Map(before);
  for (const name of removed) after.delete(name);
  for (const [name, key] of Object.entries(set)) after.set(name, key);
  return after;
}

function objectLines(section: string, name: string, object: unknown): readonly string[] {
  if (section === 'enums') return [`enum ${name} ${(object as readonly string[]).join('|')}`];
  if (section === 'sequences') {
    const { owned_by: owner, type, start, increment } = object as RecordedSequence;
    return [`sequence ${name} ${type} ${start} ${increment} ${owner}`];
  }
  return section === 'relations' ? relationLines(object as RecordedRelation) : [];
}

function relationLines(relation: RecordedRelation): readonly string[] {
  const name = `${relation.schema}.${relation.name}`;
  const { constraints = [], indexes = [] } = relation;
  return [
    `${relation.kind} ${name}`,
    ...(relation.kind === 'table' ? relation.columns : []).map((column, at) =>
      [
        `column ${name}.${column.name} #${at + 1}`,
        plain(column.type),
        column.not_null ? 'NOT NULL' : '',
        `default ${plain(column.default ?? '')}`,
        column.identity ?? '',
        column.generated ?? '',
        column.comment ?? '',
      ].join(' | '),
    ),
    ...constraints.map((one) => `constraint ${name}.${one.name} ${plain(one.definition)}`),
    ...indexes.map((one) => `index ${name}.${one.name} ${plain(one.definition)}`),
  ];
}

/** Whether `public` was on the search path changed while catalogs were recorded. */
const plain = (text: string): string => text.replaceAll('public.', '');

/** Of a server, without the version table. */
export async function catalogLines(
  client: Client,
  isRecorded: (line: string) => boolean,
): Promise<ReadonlySet<string>> {
  await client.query(`SET search_path TO ''`);
  const { rows } = await client.query<{ readonly line: string }>(query);
  await client.query('RESET search_path');
  return new Set(rows.map(({ line }) => withPlainText(line)).filter(isRecorded));
}

function withPlainText(line: string): string {
  const [kind = '', name = '', ...rest] = line.split(' ');
  return kind === 'sequence' || rest.length === 0 ? line : [kind, name, plain(rest.join(' '))].join(' ');
}

/** Facts of kinds that are recorded for a project at all. */
export function recordedKinds(catalogs: readonly CatalogAt[]): (line: string) => boolean {
  const withSequences = catalogs.some(({ lines }) => [...lines].some(isSequence));
  return (line) => withSequences || !isSequence(line);
}

const own = `nspname !~ '^pg_' AND nspname <> 'information_schema' AND NOT EXISTS
  (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')`;

const query = `
WITH rel AS (
  SELECT c.oid, nspname || '.' || relname AS name, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
   WHERE ${own} AND relkind IN ('r', 'p', 'v', 'm', 'f')
)
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
       WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END || ' ' || name AS line FROM rel
UNION ALL
SELECT 'column ' || name || '.' || attname || ' #' ||
       row_number() OVER (PARTITION BY rel.oid ORDER BY attnum) || ' | ' ||
       format_type(atttypid, atttypmod) || ' | ' || CASE WHEN attnotnull THEN 'NOT NULL' ELSE '' END || ' | default ' ||
       coalesce(pg_get_expr(adbin, adrelid), '') || ' | ' || attidentity::text || ' | ' || attgenerated::text || ' | ' ||
       coalesce(col_description(rel.oid, attnum), '')
  FROM rel JOIN pg_attribute ON attrelid = rel.oid LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
 WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint ' || name || '.' || conname || ' ' || pg_get_constraintdef(con.oid)
  FROM rel JOIN pg_constraint con ON conrelid = rel.oid
UNION ALL
SELECT 'index ' || name || '.' || i.relname || ' ' || pg_get_indexdef(i.oid)
  FROM rel JOIN pg_index ON indrelid = rel.oid JOIN pg_class i ON i.oid = indexrelid
UNION ALL
SELECT 'enum ' || nspname || '.' || typname || ' ' || string_agg(enumlabel, '|' ORDER BY enumsortorder)
  FROM pg_enum JOIN pg_type t ON t.oid = enumtypid JOIN pg_namespace n ON n.oid = typnamespace
 GROUP BY nspname, typname
UNION ALL
SELECT 'sequence ' || n.nspname || '.' || c.relname || ' ' || format_type(seqtypid, NULL) || ' ' || seqstart || ' ' ||
       seqincrement || ' ' || coalesce(tn.nspname || '.' || tc.relname || '.' || attname, 'null')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence ON seqrelid = c.oid
  LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
   AND d.refobjsubid > 0
  LEFT JOIN pg_class tc ON tc.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = tc.relnamespace
  LEFT JOIN pg_attribute ON attrelid = d.refobjid AND attnum = d.refobjsubid
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
