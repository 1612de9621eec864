/** What was read of models, against the database that `create_all` made of them: fact by fact, column by column. */
import type { ModelSchema } from '../../src/core/models/modelSchema.ts';
import type { ExpressionComparer } from '../../src/core/schema/expression.ts';
import { nameKey } from '../../src/core/schema/name.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { factsOf, judge } from './facts.ts';

export interface JudgedModels {
  readonly summary: string;
  /** Columns of the database. */
  readonly columns: number;
  /** With the reason. */
  readonly unknownColumns: readonly string[];
  /** Facts that are read otherwise than they are, columns that are not where they are said to be. */
  readonly wrong: readonly string[];
}

/** Where a column is really written. */
export interface StatedPlace {
  /** `schema.table.column` */
  readonly column: string;
  /** `undefined`: in no file of the repository. */
  readonly file: string | undefined;
  readonly line: number;
}

export function judgeModels(
  { snapshot, tables, unread }: ModelSchema,
  truth: SchemaSnapshot,
  places: readonly StatedPlace[],
  readFile: (file: string) => string,
  expressions: ExpressionComparer,
): JudgedModels {
  const schemas = new Map([...truth.schemas, ...snapshot.schemas]);
  const comparable = { ...truth, schemas, sequences: new Map(), views: snapshot.views };
  const judged = judge(
    factsOf(comparable, expressions, false),
    factsOf({ ...snapshot, schemas }, expressions, false),
    snapshot,
  );
  const ofType = judged.filter(({ fact }) => fact.startsWith('type of '));
  const wrong = judged
    .filter(({ verdict }) => verdict === 'wrong')
    .map(({ fact, detail }) => `${fact}: ${detail}`);
  const lines = new Map<string, Set<string>>();
  for (const table of tables)
    for (const column of table.columns) {
      const key = `${nameKey(table.name)}\0${column.name}`;
      const { file, range } = column.location;
      const line = readFile(file)
        .slice(0, range?.start ?? 0)
        .split('\n').length;
      const known = lines.get(key) ?? new Set();
      lines.set(key, known.add(`${file}:${line}`));
    }
  const misplaced = places.flatMap(({ column, file, line }) => {
    const [schema = '', table = '', name = ''] = column.split('.');
    const found = lines.get(`${nameKey({ schema, name: table })}\0${name}`);
    if (found === undefined || file === undefined || found.has(`${file}:${line}`)) return [];
    // Said twice: by the class of an imperative table, and by a subclass that shares the column.
    if (isSaidAgain(readFile(file), line) || [...found].some((one) => isInTable(one, readFile))) return [];
    return [`place of ${column}: ${file}:${line} ≠ ${[...found].join(', ')}`];
  });
  const unknownColumns = ofType
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ fact, detail }) => `${fact}: ${detail}`);
  const count = (verdict: string): number => judged.filter((one) => one.verdict === verdict).length;
  const located = places.filter(({ file }) => file !== undefined).length;
  const columns = [...truth.tables.values()].reduce((sum, table) => sum + table.columns.length, 0);
  return {
    columns,
    unknownColumns,
    wrong: [...wrong, ...misplaced],
    summary: [
      `${truth.tables.size} tables, ${columns} columns: ${unknownColumns.length} unknown`,
      `${judged.length} facts: ${count('equal')} equal, ${count('unknown')} unknown, ${wrong.length} wrong`,
      `${located} places: ${misplaced.length} wrong; ${unread.length} classes unread`,
    ].join('; '),
  };
}

function isSaidAgain(text: string, line: number): boolean {
  const statement = text
    .split('\n')
    .slice(line - 1, line + 8)
    .join('\n');
  return /^[^\n]*mapped_column\([^)]*use_existing_column=True/.test(statement);
}

function isInTable(place: string, readFile: (file: string) => string): boolean {
  const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
  return /^\s*(?:\w+\.)?Column\(/.test(readFile(file).split('\n')[Number(line) - 1] ?? '');
}
