/** pg_index → {@link Index}. */
import type { Index, IndexKey } from '../../../core/schema/indexes.ts';
import type { SqlType } from '../../../core/schema/type.ts';
import type { Row } from '../connect.ts';
import type { Dictionary } from './dictionary.ts';
import { withoutParentheses } from './expressionText.ts';
import type { ColumnNames, ColumnRow } from './relationRows.ts';
import { flag, json, numbers, optional, present, text, texts } from './rows.ts';
import { namesOf } from './toConstraint.ts';

export interface IndexParts {
  readonly columns: readonly ColumnRow[];
  readonly columnNames: ColumnNames;
  readonly dictionary: Dictionary;
  readonly comment: string | undefined;
}

/** `undefined` where its expressions could not be read. */
export function toIndex(row: Row, parts: IndexParts): Index | undefined {
  const columns = numbers(row, 'columns');
  const keyCount = Number(row.key_count);
  const predicate = optional(row, 'predicate');
  const keys = keysOf(row, columns.slice(0, keyCount), parts);
  if (keys === undefined || (flag(row, 'has_predicate') && predicate === undefined)) return undefined;
  const storage = json<readonly string[]>(row, 'storage');
  return {
    name: text(row, 'name'),
    method: text(row, 'method'),
    unique: flag(row, 'is_unique'),
    keys,
    ...(columns.length > keyCount ? { include: namesOf(columns.slice(keyCount), parts.columnNames) } : {}),
    ...(predicate === undefined ? {} : { predicate: withoutParentheses(predicate) }),
    ...(flag(row, 'nulls_not_distinct') ? { nullsNotDistinct: true } : {}),
    ...(flag(row, 'is_invalid') ? { invalid: true } : {}),
    ...(storage === undefined ? {} : { options: [...storage].sort() }),
    ...present('comment', parts.comment),
  };
}

function keysOf(row: Row, columns: readonly number[], parts: IndexParts): readonly IndexKey[] | undefined {
  const options = numbers(row, 'options');
  const expressions = expressionsOf(row);
  const keys: IndexKey[] = [];
  for (const [at, column] of columns.entries()) {
    const target =
      column === 0
        ? expressionTarget(row, at, expressions.shift(), parts)
        : columnTarget(row, at, column, parts);
    if (target === undefined) return undefined;
    const operatorClass = operatorClassOf(row, at, target.type, parts.dictionary);
    keys.push({ ...target.key, ...present('operatorClass', operatorClass), ...order(options[at] ?? 0) });
  }
  return keys;
}

function expressionsOf(row: Row): string[] {
  const expression = optional(row, 'expression');
  return expression === undefined ? [...(json<readonly string[]>(row, 'expressions') ?? [])] : [expression];
}

interface KeyTarget {
  readonly key: Pick<IndexKey, 'column' | 'expression' | 'collation'>;
  readonly type: SqlType;
}

function columnTarget(
  row: Row,
  at: number,
  number: number,
  { columns, dictionary }: IndexParts,
): KeyTarget | undefined {
  const column = columns.find((one) => one.number === number);
  if (column === undefined) return undefined;
  const collation = texts(row, 'collations')[at] ?? column.collation;
  const given =
    collation === column.collation || collation === '0' ? undefined : dictionary.collationName(collation);
  return {
    key: { column: column.name, ...present('collation', given) },
    type: dictionary.type(column.type),
  };
}

/** In a definition there are parentheses around what is no call of a function, and then the collation that was given. */
function expressionTarget(
  row: Row,
  at: number,
  printed: string | undefined,
  { dictionary }: IndexParts,
): KeyTarget | undefined {
  if (printed === undefined) return undefined;
  const expression = withoutParentheses(printed);
  const definition = optional(row, 'definition') ?? '';
  const collation = dictionary.collationName(texts(row, 'collations')[at] ?? '');
  const isGiven =
    collation !== '' &&
    [printed, `(${printed})`].some((text) => definition.includes(`${text} COLLATE ${collation}`));
  return {
    key: { expression, ...(isGiven ? { collation } : {}) },
    type: dictionary.type(json<readonly string[]>(row, 'types')?.[at] ?? ''),
  };
}

/** With its options, as in `public.gist_trgm_ops (siglen=32)`. */
function operatorClassOf(row: Row, at: number, type: SqlType, dictionary: Dictionary): string | undefined {
  const oid = texts(row, 'classes')[at] ?? '';
  const options = json<readonly (string | null)[]>(row, 'class_options')?.[at];
  if (typeof options !== 'string') return dictionary.operatorClass(oid, type);
  return `${dictionary.operatorClassName(oid)} (${options})`;
}

/** pg_index.indoption: bit 0 is DESC, bit 1 is NULLS FIRST, which is usual for DESC. */
function order(option: number): Pick<IndexKey, 'descending' | 'nulls'> {
  const isDescending = (option & 1) !== 0;
  const areNullsFirst = (option & 2) !== 0;
  return {
    ...(isDescending ? { descending: true } : {}),
    ...(isDescending === areNullsFirst ? {} : { nulls: areNullsFirst ? 'first' : 'last' }),
  };
}
