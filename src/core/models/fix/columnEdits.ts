/** The statement of a model's column, and how it is edited. */
import { nameKey } from '../../schema/name.ts';
import type { Column, SchemaSnapshot } from '../../schema/snapshot.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Location } from '../../text/range.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import type { ModelColumn } from '../modelSchema.ts';
import { type ColumnStatement, columnStatement } from './columnStatement.ts';
import type { FixContext } from './fixContext.ts';
import type { Replacement } from './pythonImports.ts';
import { withoutUnusedImports } from './unusedImports.ts';

/** What a place has in the column's stead. */
export interface Target {
  readonly column: Column;
  readonly types: SchemaSnapshot['types'];
}

/** @param location Of the finding: points at one, where several classes have the table. */
export function modelColumn(
  object: ModelFinding['object'],
  location: Location | undefined,
  { models }: FixContext,
): ModelColumn | undefined {
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
export function alsoFor({ statement }: ModelColumn, { models }: FixContext): string {
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

/** What it imports may be for others. */
const isPackage = (file: string): boolean => file.endsWith('/__init__.py');

export type Change = (place: StatementPlace, target: Target) => readonly Replacement[] | undefined;

export function editsFor(
  change: Change,
  column: ModelColumn,
  target: Target,
  { textOf, python }: FixContext,
): readonly TextEdit[] | undefined {
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
    const edits = change({ root, statement, column }, target);
    const all = edits && (isPackage(file) ? edits : withoutUnusedImports(edits, root, text));
    return all?.map(({ start, end, text: newText }) => ({ file, range: { start, end }, newText }));
  });
}
