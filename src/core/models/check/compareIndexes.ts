/**
 * Indexes that are there for speed, or for what no constraint can say: partial ones and those over expressions. Plain
 * unique ones are keys.
 */
import { indexProperties } from '../../drift/properties.ts';
import { allSame, type Sameness, type SamenessContext } from '../../drift/sameness.ts';
import type { Index, IndexKey } from '../../schema/indexes.ts';
import { quoteName } from '../../schema/name.ts';
import type { Table, UserType } from '../../schema/snapshot.ts';
import type { NamedType, SqlType } from '../../schema/type.ts';
import { primaryKeyOf, uniqueKeysOf } from './compareKeys.ts';
import {
  disagree,
  hasAllColumns,
  type Part,
  type PartsContext,
  partSubject,
  sameColumnSet,
  sameColumns,
} from './tableParts.ts';
import { columnList } from './typeWords.ts';

export function compareIndexes(context: PartsContext): void {
  const { model, database } = context;
  const [wanted, there] = [plainIndexes(model), plainIndexes(database)];
  const found = new Map(wanted.map((one) => [one, counterparts(one, there, context)]));
  const doubtful = new Set([...found.values()].flatMap(({ unclear }) => unclear));
  const matched = new Set([...found.values()].flatMap(({ same }) => same));
  const alone = there.filter((one) => !matched.has(one) && !doubtful.has(one));
  for (const [index, { same, unclear }] of found) {
    if (same.length > 0 || !standsIn(database, model, index) || isCovered(index, database)) continue;
    const [first] = unclear;
    if (first !== undefined) {
      context.unclear.push({ ...subject(index, context), text: words(first) });
      continue;
    }
    const other = alone.find(({ name }) => name === index.name);
    if (other !== undefined) alone.splice(alone.indexOf(other), 1);
    const sides = { model: words(index), database: other && words(other) };
    const isUnique = index.unique || other?.unique === true;
    disagree(context, subject(index, context), 'index', sides, isUnique ? 'warning' : undefined);
  }
  for (const index of alone)
    if (standsIn(model, database, index) && !isCovered(index, model))
      disagree(
        context,
        subject(index, context),
        'index',
        { database: words(index) },
        index.unique ? 'warning' : 'hint',
      );
}

interface Counterparts {
  readonly same: readonly Index[];
  readonly unclear: readonly Index[];
}

/** By what they say; of two that may say the same in other words, nobody knows. */
function counterparts(index: Index, others: readonly Index[], parts: PartsContext): Counterparts {
  const { expressions, names, model, database } = parts;
  const columns = {
    before: (name: string) => typesOf(model, name, (type) => names.modelType(type)),
    after: (name: string) => typesOf(database, name, (type) => names.databaseType(type)),
  };
  const context: SamenessContext = {
    expressions,
    columnsOf: () => columns,
    deparsed: false,
    renamed: new Map(),
    renamedColumns: new Map(),
  };
  const judged = others.map((other) => ({ other, verdict: sameIndex(index, other, context) }));
  const those = (wanted: Sameness) =>
    judged.filter(({ verdict }) => verdict === wanted).map(({ other }) => other);
  return { same: those(true), unclear: those(undefined) };
}

/** Of a domain also those below it. */
function typesOf(
  { columns }: Table,
  column: string,
  find: (type: NamedType) => UserType | undefined,
): readonly SqlType[] {
  const types: SqlType[] = [];
  let type = columns.find(({ name }) => name === column)?.type;
  while (type !== undefined && !types.includes(type)) {
    types.push(type);
    const found = type.kind === 'named' && !type.array ? find(type) : undefined;
    type = found?.kind === 'domain' ? found.baseType : undefined;
  }
  return types;
}

const ofNoAccount: ReadonlySet<string> = new Set(['invalid', 'options', 'comment']);
const compared = indexProperties.filter(([property]) => !ofNoAccount.has(property));

function sameIndex(a: Index, b: Index, context: SamenessContext): Sameness {
  const nowhere = { schema: '', name: '' };
  return allSame(compared, ([, same]) => same(a, b, context, nowhere));
}

function plainIndexes(table: Table): readonly Index[] {
  const keys = new Set(uniqueKeysOf(table).map(({ object, name }) => `${object} ${name}`));
  return table.indexes.filter(({ name }) => !keys.has(`index ${name}`));
}

/** A key of the same columns brings an index; uniqueness is told as such. */
function isCovered(index: Index, table: Table): boolean {
  const columns = columnsOf(index);
  if (index.predicate !== undefined || index.method !== 'btree' || columns.length < index.keys.length)
    return false;
  if (index.unique) return false;
  const keys = [...uniqueKeysOf(table).map((key) => key.columns), primaryKeyOf(table)?.columns ?? []];
  return (
    keys.some((key) => sameColumns(key, columns)) ||
    uniqueKeysOf(table).some((key) => sameColumnSet(key.columns, columns))
  );
}

const columnsOf = ({ keys }: Index): readonly string[] => keys.flatMap(({ column }) => column ?? []);

/** Whether the other table has all columns that an index of this one speaks of, also within expressions. */
function standsIn(other: Table, own: Table, { keys, include = [], predicate }: Index): boolean {
  if (!hasAllColumns(other, [...keys.flatMap(({ column }) => column ?? []), ...include])) return false;
  const texts = [predicate ?? '', ...keys.map(({ expression }) => expression ?? '')].join(' ');
  const names = own.columns.map(({ name }) => name).filter((name) => texts.includes(name));
  return hasAllColumns(
    other,
    names.filter((name) => isWordIn(texts, name)),
  );
}

function isWordIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text);
}

function subject(index: Index, { model }: PartsContext) {
  const part: Part = { object: 'index', name: index.name, columns: columnsOf(index) };
  return partSubject('index', model, part, words(index));
}

/** `(lower(email)) WHERE active`, `unique (email) using hash`; without the name. */
function words({ unique, keys, method, include, nullsNotDistinct, predicate }: Index): string {
  return [
    ...(unique ? ['unique'] : []),
    `(${keys.map(keyWords).join(', ')})`,
    ...(method === 'btree' ? [] : [`using ${method}`]),
    ...(include === undefined ? [] : [`INCLUDE ${columnList(include)}`]),
    ...(nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(predicate === undefined ? [] : [`WHERE ${predicate}`]),
  ].join(' ');
}

function keyWords({ column, expression, collation, operatorClass, descending, nulls }: IndexKey): string {
  return [
    column === undefined ? (expression ?? '') : quoteName(column),
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(operatorClass === undefined ? [] : [operatorClass]),
    ...(descending ? ['DESC'] : []),
    ...(nulls === undefined ? [] : [`NULLS ${nulls.toUpperCase()}`]),
  ].join(' ');
}
