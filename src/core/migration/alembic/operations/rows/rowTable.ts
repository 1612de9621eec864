/** Tables that statements about rows name: `sa.table(…)`, `sa.Table(…)`, and what `op.create_table(…)` returns. */
import { type PyCallResult, type PyValue, pathOf } from '../../../../python/value.ts';
import type { ObjectName } from '../../../../schema/name.ts';
import { nameOf, type OperationContext, objectName, pathTail } from '../context.ts';
import { isMetadata } from '../naming.ts';
import { anyType, type ValueType, valueTypeOf } from './valueType.ts';

export interface RowTable {
  readonly name: ObjectName;
  /** By their keys, in their order. */
  readonly columns: ReadonlyMap<string, RowColumn>;
  /** The same for every use of the same object. */
  readonly identity: object;
}

export interface RowColumn {
  readonly name: string;
  /** `undefined`: one that may change values in any way. */
  readonly type: ValueType | undefined;
  /** What SQLAlchemy fills in by itself. */
  readonly default?: PyValue;
  readonly onupdate?: PyValue;
}

/** The name of a table that is written out, whatever its columns are. */
export function tableName(value: PyValue | undefined): ObjectName | undefined {
  if (value?.kind !== 'call' || !isTable(value)) return undefined;
  return objectName(value.positional[0], value.named.get('schema'));
}

/** `undefined` where it is not wholly known. */
export function rowTable(value: PyValue | undefined, context: OperationContext): RowTable | undefined {
  const call = value?.kind === 'import' ? context.follow(value) : value;
  const name = tableName(call);
  if (call?.kind !== 'call' || name === undefined || call.open || !isLibrary(call)) return undefined;
  const isFull = pathTail(call.callee) === 'Table';
  const [, metadata] = call.positional;
  if (isFull && !isOwn(call, metadata)) return undefined;
  const items = call.positional.slice(isFull ? 2 : 1);
  if (!items.every((item) => isColumn(item) || isConstraint(item))) return undefined;
  const read = items.filter(isColumn).map((column) => rowColumn(column, context));
  const columns = read.flatMap((column) => column ?? []);
  if (columns.length < read.length || columns.length === 0) return undefined;
  return {
    name,
    columns: new Map(columns.map(({ key, column }) => [key, column])),
    identity: call.named,
  };
}

function isTable(call: PyCallResult): boolean {
  const path = pathOf(call.callee) ?? '';
  return /^[tT]able$/.test(pathTail(call.callee) ?? '') || path === 'alembic.op.create_table';
}

/** Neither its schema nor other columns come from elsewhere. */
function isOwn({ named }: PyCallResult, metadata: PyValue | undefined): boolean {
  if (!isMetadata(metadata) || metadata.open || metadata.positional.length > 0) return false;
  const isHere = named.has('schema') || !metadata.named.has('schema');
  return isHere && ![...named.keys()].some((name) => /^autoload|_existing$/.test(name));
}

function isConstraint(value: PyValue): boolean {
  return /^(?:\w*Constraint|Index)$/.test(calleeOf(value) ?? '');
}

function isColumn(value: PyValue): value is PyCallResult {
  return value.kind === 'call' && /^[cC]olumn$/.test(pathTail(value.callee) ?? '') && isLibrary(value);
}

function isLibrary(call: PyCallResult): boolean {
  return /^(?:sqlalchemy|sqlmodel|alembic)\./.test(pathOf(call.callee) ?? '');
}

interface KeyedColumn {
  readonly key: string;
  readonly column: RowColumn;
}

function rowColumn(call: PyCallResult, context: OperationContext): KeyedColumn | undefined {
  const [first, second, ...others] = call.positional;
  const name = nameOf(first);
  const given = call.named;
  const key = given.has('key') ? nameOf(given.get('key')) : name;
  if (name === undefined || key === undefined || call.open) return undefined;
  const items = [second, ...others].flatMap((item) => (isItem(item) ? (item ?? []) : []));
  const written = isItem(second) ? given.get('type_') : second;
  const type = written === undefined ? anyType : valueTypeOf(written, context);
  const isReference = items.some((item) => calleeOf(item) === 'ForeignKey');
  const filled = items.some((item) => calleeOf(item) === 'Sequence')
    ? call
    : (given.get('default') ?? given.get('insert_default'));
  const column: RowColumn = {
    name,
    // Without a type of its own, a reference has that of the other column.
    type: written === undefined && isReference ? undefined : type,
    ...(filled === undefined || filled.kind === 'none' ? {} : { default: filled }),
    ...onUpdate(given.get('onupdate')),
  };
  return { key, column };
}

function onUpdate(value: PyValue | undefined): Pick<RowColumn, 'onupdate'> {
  return value === undefined || value.kind === 'none' ? {} : { onupdate: value };
}

const items = new Set(['ForeignKey', 'Sequence', 'CheckConstraint', 'Computed', 'Identity', 'FetchedValue']);

/** What may stand in the place of a column's type. */
function isItem(value: PyValue | undefined): boolean {
  return value === undefined || items.has(calleeOf(value) ?? '');
}

function calleeOf(value: PyValue): string | undefined {
  return value.kind === 'call' ? pathTail(value.callee) : undefined;
}
