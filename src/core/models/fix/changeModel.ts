/** The fixes that change a model to what a database says: its type, its length, whether NULL is allowed. */

import { refText } from '../../drift/objectRef.ts';
import { listText } from '../../drift/words.ts';
import { displayName, nameKey, type QualifiedName, quoteName } from '../../schema/name.ts';
import type { Column } from '../../schema/snapshot.ts';
import { type SqlType, sameType } from '../../schema/type.ts';
import type { Fix, TextEdit } from '../../text/edit.ts';
import { statedKeys } from '../check/foreignKeyTypes.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { typeWords } from '../check/typeWords.ts';
import type { ModelColumn } from '../modelSchema.ts';
import { columnOf, tableAt, typesOf } from './asModels.ts';
import { changeNullable } from './changeNullable.ts';
import { changeAnnotation, changeType } from './changeType.ts';
import { alsoFor, type Change, editsFor, modelColumn, type Target } from './columnEdits.ts';
import type { FixContext } from './fixContext.ts';
import { type TypeSource, typeSource } from './typeSource.ts';

/** In the place of an environment's name. */
const MIGRATIONS = 'the migrations';

const typeKinds: ReadonlySet<string> = new Set([
  'type-mismatch',
  'column-too-narrow',
  'column-wider',
  'collation',
]);

export function changeModel(finding: ModelFinding, context: FixContext): readonly Fix[] {
  const { kind, object } = finding;
  if (object.object !== 'column' || !(typeKinds.has(kind) || kind === 'nullability')) return [];
  const column = modelColumn(object, finding.location, context);
  const wanted = column && wantedColumns(finding, context);
  if (column === undefined || wanted === undefined) return [];
  const source = kind === 'nullability' ? undefined : typeSource(object.of, column, context.models);
  return wanted.flatMap(({ words, environments, ...target }) => {
    const where = wanted.length > 1 ? `, as in ${listText(environments)}` : '';
    if (source !== undefined) {
      const edits = sourceEdits(source, column, { ...target, environments }, context);
      const also = alsoFor(source.column, context);
      const title = `Change the model of ${source.words} to ${words}, which ${refText(object)} follows${where}${also}`;
      return edits === undefined ? [] : [{ title, edits, newFiles: [] }];
    }
    const edits = editsFor(kind === 'nullability' ? changeNullableTo : changeType, column, target, context);
    if (edits === undefined || edits.length === 0) return [];
    return [
      { title: `Change the model to ${words}${where}${alsoFor(column, context)}`, edits, newFiles: [] },
    ];
  });
}

/** A foreign key whose columns differ: the one that refers gets the type of the other. */
export function matchReference(
  { kind, object, location }: ModelFinding,
  context: FixContext,
): readonly Fix[] {
  const { models } = context;
  const table = models.snapshot.tables.get(nameKey(object.of));
  const own = columnOf(table, object.part);
  if (kind !== 'foreign-key-type' || table === undefined || own === undefined) return [];
  const targets = statedKeys(models, table).flatMap((one): readonly Referenced[] => {
    const at = one.columns.indexOf(own.name);
    if (at < 0) return [];
    const column = columnOf(models.snapshot.tables.get(nameKey(one.references)), one.referencedColumns[at]);
    return column === undefined ? [] : [{ table: one.references, column }];
  });
  const [first, ...others] = targets;
  if (first === undefined || !others.every(({ column }) => sameType(column.type, first.column.type)))
    return [];
  const { collation: _, ...rest } = own;
  const { type, collation } = first.column;
  const column = { ...rest, type, ...(collation !== undefined && { collation }) };
  const written = modelColumn(object, location, context);
  const edits = written && editsFor(changeType, written, { column, types: models.snapshot.types }, context);
  if (written === undefined || edits === undefined || edits.length === 0) return [];
  const like = `${displayName(first.table)}.${quoteName(first.column.name)}`;
  const also = alsoFor(written, context);
  return [{ title: `Change the model to ${typeWords(type)}, as ${like} is${also}`, edits, newFiles: [] }];
}

interface Referenced {
  readonly table: QualifiedName;
  readonly column: Column;
}

/** The column that decides the type, and the annotation of the one that takes it; both, so that they stay alike. */
function sourceEdits(
  { table, column: source }: TypeSource,
  column: ModelColumn,
  target: Target & { readonly environments: readonly string[] },
  context: FixContext,
): readonly TextEdit[] | undefined {
  const { type } = target.column;
  // Only where the one has in the database what the other has: else they are no match to begin with.
  const there = target.environments.map((name) => {
    const side = context.schemaOf(name === MIGRATIONS ? undefined : name);
    return side && columnOf(tableAt(side, table), source.name);
  });
  if (!there.every((one) => one !== undefined && sameType(valueType(one.type, target.types), type)))
    return undefined;
  const edits = editsFor(changeType, source, target, context);
  if (edits === undefined || edits.length === 0) return undefined;
  const own = editsFor(changeAnnotation, column, target, context) ?? [];
  const known = new Set(edits.map((one) => JSON.stringify(one)));
  return [...edits, ...own.filter((one) => !known.has(JSON.stringify(one)))];
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
    const name = environment ?? MIGRATIONS;
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

const changeNullableTo: Change = (place, { column }) => changeNullable(place, column.nullable);
