/** Indexes as SQLAlchemy writes them, by `sa.Index` or by a directive. */
import type { Arguments } from '../../../python/arguments.ts';
import type { PyValue } from '../../../python/value.ts';
import type { IndexKey } from '../../../schema/indexes.ts';
import { displayName, type ObjectName, quoteName } from '../../../schema/name.ts';
import { readSql } from '../../../sql/readSql.ts';
import type { Step } from '../../operations/operation.ts';
import { conditionSql } from './constraints.ts';
import {
  flagOf,
  nameOf,
  namesOf,
  type OperationContext,
  opaqueTable,
  type Reading,
  textOrNone,
} from './context.ts';
import { sqlOf } from './expressions.ts';
import { nameFor } from './naming.ts';

/** @param name As it is given; None lets the naming convention choose. */
export function createIndex(
  table: ObjectName,
  name: PyValue | undefined,
  columns: readonly PyValue[] | undefined,
  given: Arguments,
  context: OperationContext,
): Reading {
  const keys = columns?.map((column) => keySql(column, given, context));
  const known = keys?.flatMap((key) => key ?? []) ?? [];
  const options = indexOptions(given, context);
  if (keys === undefined || known.length < keys.length || options === undefined) {
    const reason = `An index on ${displayName(table)} is computed when the script runs.`;
    const naming = nameOf(name) && nameFor(name, { kind: 'ix', table, columns: [] }, context.naming);
    return [
      opaqueTable(reason, table, [
        naming && naming.kind === 'named' ? { kind: 'index', name: naming.name } : { kind: 'index' },
      ]),
    ];
  }
  const names = known.map(({ column }) => column);
  const naming = nameFor(name, { kind: 'ix', table, columns: names }, context.naming);
  if (naming.kind !== 'named') {
    const reason = `The name of an index on ${displayName(table)} is computed when the script runs.`;
    return [opaqueTable(reason, table, [{ kind: 'index' }])];
  }
  if (options.sql === '' && known.every(({ key }) => key !== undefined)) {
    const plain = known.flatMap(({ key }) => key ?? []);
    return [{ kind: 'createIndex', table, name: naming.name, keys: plain, ...options.plain }];
  }
  return fromSql(
    table,
    naming.name,
    known.map(({ sql }) => sql),
    options,
    context,
  );
}

interface KeySql {
  readonly sql: string;
  /** A plain column. */
  readonly column?: string;
  readonly key?: IndexKey;
}

function keySql(value: PyValue, given: Arguments, context: OperationContext): KeySql | undefined {
  const sql = value.kind === 'string' ? quoteName(value.text) : sqlOf(value, context);
  if (sql === undefined) return undefined;
  const name = keyName(value);
  const operators = given.get('postgresql_ops');
  if (operators !== undefined && operators.kind !== 'none' && operators.kind !== 'dict') return undefined;
  const operator = operators?.kind === 'dict' && name !== undefined ? operators.entries.get(name) : undefined;
  if (operator !== undefined && operator.kind !== 'string') return undefined;
  const column = value.kind === 'string' ? value.text : undefined;
  if (operator !== undefined) return { sql: `${sql} ${operator.text}`, ...(column && { column }) };
  return column === undefined ? { sql } : { sql, column, key: { column } };
}

/** By which `postgresql_ops` knows it: a column's name or an expression's label. */
function keyName(value: PyValue): string | undefined {
  if (value.kind === 'string') return value.text;
  const [first] = value.kind === 'call' ? value.positional : [];
  const named = value.kind === 'call' && (value.method === 'label' || /column$/i.test(value.method ?? ''));
  return named ? textOrNone(first) : undefined;
}

interface IndexOptions {
  readonly plain: {
    readonly method: string;
    readonly unique: boolean;
    readonly ifNotExists?: true;
    readonly concurrently?: true;
    readonly nullsNotDistinct?: true;
    readonly include?: readonly string[];
  };
  /** What has to be parsed: WITH and WHERE. */
  readonly sql: string;
}

function indexOptions(given: Arguments, context: OperationContext): IndexOptions | undefined {
  const flag = (name: string): boolean | undefined => flagOf(given.get(name));
  const unique = flag('unique');
  const ifNotExists = flag('if_not_exists');
  // How it is built makes no other index of it.
  const concurrently = flag('postgresql_concurrently') === true;
  const distinct = flag('postgresql_nulls_not_distinct');
  if (given.open || unique === undefined || ifNotExists === undefined) return undefined;
  if (distinct === undefined) return undefined;
  const using = given.get('postgresql_using');
  const method = using === undefined || using.kind === 'none' ? 'btree' : textOrNone(using);
  const included = given.get('postgresql_include');
  const include = included === undefined || included.kind === 'none' ? [] : namesOf(included);
  const parameters = withSql(given.get('postgresql_with'));
  const where = given.get('postgresql_where');
  const predicate = where === undefined || where.kind === 'none' ? '' : conditionSql(where, context);
  if (method === undefined || include === undefined || parameters === undefined || predicate === undefined)
    return undefined;
  return {
    plain: {
      method: method.toLowerCase(),
      unique,
      ...(ifNotExists ? { ifNotExists } : {}),
      ...(concurrently ? { concurrently } : {}),
      ...(distinct ? { nullsNotDistinct: distinct } : {}),
      ...(include.length > 0 ? { include } : {}),
    },
    sql: `${parameters}${predicate === '' ? '' : ` WHERE ${predicate}`}`,
  };
}

function withSql(value: PyValue | undefined): string | undefined {
  if (value === undefined || value.kind === 'none') return '';
  if (value.kind !== 'dict' || value.open) return undefined;
  const parts = [...value.entries].map(([name, entry]) =>
    entry.kind === 'string'
      ? `${name} = ${entry.text}`
      : entry.kind === 'int'
        ? `${name} = ${entry.value}`
        : undefined,
  );
  return parts.includes(undefined) ? undefined : ` WITH (${parts.join(', ')})`;
}

/** Expressions are read as the SQL that SQLAlchemy would make of them. */
function fromSql(
  table: ObjectName,
  name: string,
  keys: readonly string[],
  { plain, sql }: IndexOptions,
  context: OperationContext,
): Reading {
  const on =
    table.schema === undefined
      ? quoteName(table.name)
      : `${quoteName(table.schema)}.${quoteName(table.name)}`;
  const include = plain.include === undefined ? '' : ` INCLUDE (${plain.include.map(quoteName).join(', ')})`;
  const nulls = plain.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  const words = [
    'CREATE',
    plain.unique ? ' UNIQUE' : '',
    ' INDEX',
    plain.concurrently ? ' CONCURRENTLY' : '',
    plain.ifNotExists ? ' IF NOT EXISTS' : '',
    ` ${quoteName(name)} ON ${on} USING ${plain.method} (${keys.join(', ')})`,
  ];
  const operations = readSql(
    `${words.join('')}${include}${nulls}${sql}`,
    context.sql,
    () => context.location,
  );
  return operations.map(({ sql: _, whole: _whole, ...operation }): Step => operation);
}
