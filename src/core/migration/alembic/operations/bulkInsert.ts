/** `op.bulk_insert`: the statement that it runs, where table and rows are written out. */
import { readType } from '../../../models/sqlAlchemyType.ts';
import type { PyCallResult, PyDict, PyValue } from '../../../python/value.ts';
import { type ObjectName, quoteName, quoteObject } from '../../../schema/name.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import { nameOf, type OperationContext, objectName, pathTail, type Reading } from './context.ts';
import { quoteLiteral } from './expressions.ts';

export function bulkInsert(
  table: PyValue | undefined,
  rows: PyValue | undefined,
  context: OperationContext,
): Reading {
  const name = tableName(table);
  const step = { kind: 'data', statement: 'INSERT', tables: name === undefined ? [] : [name] } as const;
  if (rows?.kind === 'list' && rows.items.length === 0) return [];
  const sql =
    table?.kind === 'call' && name !== undefined ? insertSql(table, name, rows, context) : undefined;
  const { location } = context;
  const read: MigrationOperation = { ...step, location };
  return [sql === undefined ? read : { ...read, sql, whole: { sql, location } }];
}

/** Of `sa.table('x', …)` or `sa.Table('x', …)`. */
export function tableName(value: PyValue | undefined): ObjectName | undefined {
  if (value?.kind !== 'call' || !/^[tT]able$/.test(pathTail(value.callee) ?? '')) return undefined;
  return objectName(value.positional[0], value.named.get('schema'));
}

function insertSql(
  table: PyCallResult,
  name: ObjectName,
  rows: PyValue | undefined,
  context: OperationContext,
): string | undefined {
  if (rows?.kind !== 'list' && rows?.kind !== 'tuple') return undefined;
  const plain = plainColumns(table, context);
  const dicts = rows.items.flatMap((row) => (row.kind === 'dict' && isWhole(row) ? row : []));
  const [first] = dicts;
  if (plain === undefined || first === undefined || dicts.length < rows.items.length) return undefined;
  const columns = [...first.entries.keys()];
  const values = dicts.map(({ entries }) => {
    if (entries.size !== columns.length) return undefined;
    const row = columns.map((column) => (plain.has(column) ? valueSql(entries.get(column)) : undefined));
    return row.includes(undefined) ? undefined : `(${row.join(', ')})`;
  });
  if (columns.length === 0 || values.includes(undefined)) return undefined;
  const head = `INSERT INTO ${quoteObject(name)} (${columns.map(quoteName).join(', ')}) VALUES`;
  return values.length === 1 ? `${head} ${values[0]}` : `${head}\n  ${values.join(',\n  ')}`;
}

function isWhole({ open, pairs }: PyDict): boolean {
  return !open && (pairs === undefined || pairs.length === 0);
}

/** Columns whose values SQLAlchemy hands on as they are; `undefined` where it may add some of its own. */
function plainColumns(table: PyCallResult, context: OperationContext): ReadonlySet<string> | undefined {
  const columns = table.positional.filter((item) => /^[cC]olumn$/.test(calleeOf(item) ?? ''));
  const plain = new Set<string>();
  for (const column of columns) {
    if (column.kind !== 'call' || column.open) return undefined;
    const makesValues = ['default', 'onupdate', 'key'].some((one) => column.named.has(one));
    const column0 = nameOf(column.positional[0]);
    if (makesValues || column0 === undefined) return undefined;
    const type = column.positional[1] ?? column.named.get('type_');
    if (type === undefined || isPlainType(type, context)) plain.add(column0);
  }
  return table.open || columns.length === 0 ? undefined : plain;
}

function calleeOf(value: PyValue): string | undefined {
  return value.kind === 'call' ? pathTail(value.callee) : undefined;
}

function isPlainType(value: PyValue, context: OperationContext): boolean {
  const { type, enums } = readType(value, context);
  if (type.kind === 'unresolved' || type.array || enums.length > 0) return false;
  return type.schema === undefined && plainTypes.has(type.name);
}

const plainTypes: ReadonlySet<string> = new Set([
  ...[
    'bigint',
    'boolean',
    'character',
    'character varying',
    'date',
    'double precision',
    'integer',
    'numeric',
  ],
  ...['real', 'smallint', 'text', 'timestamp with time zone', 'timestamp without time zone', 'uuid'],
]);

function valueSql(value: PyValue | undefined): string | undefined {
  switch (value?.kind) {
    case 'string':
      return quoteLiteral(value.text);
    case 'int':
      return Number.isSafeInteger(value.value) ? String(value.value) : undefined;
    case 'bool':
      return String(value.value);
    case 'none':
      return 'NULL';
    default:
      return undefined;
  }
}
