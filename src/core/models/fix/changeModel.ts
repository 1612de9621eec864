/** The fixes that change a model to what a database says: its type, its length, whether NULL is allowed. */

import { listText } from '../../drift/words.ts';
import { nameKey } from '../../schema/name.ts';
import type { Column } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import type { Fix } from '../../text/edit.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { typeWords } from '../check/typeWords.ts';
import type { ModelColumn } from '../modelSchema.ts';
import { columnOf, tableAt, typesOf } from './asModels.ts';
import { changeNullable } from './changeNullable.ts';
import { changeType } from './changeType.ts';
import { type ColumnStatement, columnStatement } from './columnStatement.ts';
import type { FixContext } from './fixContext.ts';
import type { Replacement } from './pythonImports.ts';

const typeKinds: ReadonlySet<string> = new Set([
  'type-mismatch',
  'column-too-narrow',
  'column-wider',
  'collation',
]);

export function changeModel(finding: ModelFinding, context: FixContext): readonly Fix[] {
  const { kind, object } = finding;
  if (object.object !== 'column' || !(typeKinds.has(kind) || kind === 'nullability')) return [];
  const column = modelColumn(finding, context);
  const wanted = column && wantedColumns(finding, context);
  if (column === undefined || wanted === undefined) return [];
  return wanted.flatMap(({ words, environments, ...target }) => {
    const edits = editsFor(kind === 'nullability', column, target, context);
    if (edits === undefined || edits.length === 0) return [];
    const where = wanted.length > 1 ? `, as in ${listText(environments)}` : '';
    const title = `Change the model to ${words}${where}${alsoFor(column, context)}`;
    return [{ title, edits: edits.map(toEdit(column.statement.file)), newFiles: [] }];
  });
}

const toEdit = (file: string) => (one: Replacement) => ({
  file,
  range: { start: one.start, end: one.end },
  newText: one.text,
});

/** What a place has in the column's stead. */
export interface Target {
  readonly column: Column;
  readonly types: ReturnType<typeof typesOf>;
}

interface Wanted extends Target {
  readonly words: string;
  readonly environments: readonly string[];
}

/** What there is, once for each way it is. */
function wantedColumns({ kind, object, places }: ModelFinding, { schemaOf }: FixContext): readonly Wanted[] {
  const found = new Map<string, Wanted>();
  for (const { environment } of places) {
    const side = schemaOf(environment);
    const there = side && columnOf(tableAt(side, object.of), object.part);
    if (side === undefined || there === undefined) continue;
    const types = typesOf(side);
    const column = { ...there, type: valueType(there.type, types) };
    const words = wordsFor(kind, column);
    const name = environment ?? 'the migrations';
    const before = found.get(words);
    found.set(words, { column, types, words, environments: [...(before?.environments ?? []), name] });
  }
  return [...found.values()];
}

function wordsFor(kind: ModelFinding['kind'], { type, nullable, collation }: Column): string {
  if (kind === 'nullability') return nullable ? 'allow NULL' : 'NOT NULL';
  const collated = kind === 'collation' ? ` COLLATE ${collation ?? '"default"'}` : '';
  return `${typeWords(type)}${collated}`;
}

/** A model says of a domain what its values are. */
function valueType(type: SqlType, types: Target['types']): SqlType {
  if (type.kind === 'unresolved' || type.schema === undefined || type.array) return type;
  const found = types.get(nameKey({ schema: type.schema, name: type.name }));
  return found?.kind === 'domain' ? valueType(found.baseType, types) : type;
}

/** That the finding points at, where several classes have the table. */
function modelColumn({ object, location }: ModelFinding, { models }: FixContext): ModelColumn | undefined {
  const key = nameKey(object.of);
  const all = models.tables
    .filter(({ name }) => nameKey(name) === key)
    .flatMap(({ columns }) => columns.filter(({ name }) => name === object.part));
  return (
    all.find(
      ({ statement }) => statement.file === location?.file && covers(statement.range, location.range),
    ) ?? all[0]
  );
}

function covers(outer: ModelColumn['statement']['range'], inner: ModelColumn['statement']['range']): boolean {
  return outer !== undefined && inner !== undefined && outer.start <= inner.start && inner.end <= outer.end;
}

/** A mixin gives a column to many tables. */
function alsoFor({ statement }: ModelColumn, { models }: FixContext): string {
  const same = models.tables.filter(({ columns }) =>
    columns.some(
      (one) => one.statement.file === statement.file && one.statement.range?.start === statement.range?.start,
    ),
  );
  const tables = new Set(same.map(({ name }) => nameKey(name))).size;
  return tables > 1 ? ` (in ${tables} tables)` : '';
}

/** What is known of a column's statement while its tree is. */
export interface StatementPlace {
  readonly root: SyntaxNode;
  readonly statement: ColumnStatement;
  readonly column: ModelColumn;
}

function editsFor(
  isNullability: boolean,
  column: ModelColumn,
  target: Target,
  { textOf, python }: FixContext,
): readonly Replacement[] | undefined {
  const { file, range } = column.statement;
  const text = textOf(file);
  if (text === undefined || range === undefined) return undefined;
  return python.read(text, (root) => {
    const own =
      column.type.file === file && column.type.range !== undefined && covers(range, column.type.range);
    const inside = own
      ? column.type.range
      : column.location.file === file
        ? column.location.range
        : undefined;
    const statement = inside && columnStatement(root, inside);
    if (statement === undefined) return undefined;
    const place = { root, statement, column };
    return isNullability ? changeNullable(place, target.column.nullable) : changeType(place, target);
  });
}
