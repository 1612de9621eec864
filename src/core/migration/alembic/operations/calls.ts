/** Calls that a script makes, and what each does to the schema. */
import { isEnumType } from '../../../models/enumType.ts';
import { readType } from '../../../models/sqlAlchemyType.ts';
import { lastName, type PyCallResult, type PyValue, pathOf } from '../../../python/value.ts';
import { displayName } from '../../../schema/name.ts';
import { companionDirective } from './companions.ts';
import { flagOf, type OperationContext, opaque, type Reading } from './context.ts';
import { createWrittenTable, dropWrittenTables, tableOf } from './createTable.ts';
import { type BatchTable, readDirective } from './directives.ts';
import { execute, isRowStatement, sequence } from './execute.ts';
import { isHarmlessCall } from './harmless.ts';
import { metadataCall } from './metadata.ts';
import { parameterSetsOf } from './rows/parameterSets.ts';

export function readCall(call: PyCallResult, context: OperationContext): Reading {
  const path = pathOf(call.callee) ?? '';
  const directive = /^alembic\.op(?:erations)?\.(?:Operations\.)?(\w+)$/.exec(path)?.[1];
  if (directive !== undefined) return onOp(directive, call, undefined, context);
  const batch = batchOf(call.receiver);
  if (batch !== undefined) return onOp(call.method ?? '', call, batch, context);
  const receiver = call.receiver?.kind === 'import' ? context.follow(call.receiver) : call.receiver;
  return onObject(call, receiver, context) ?? (isHarmlessCall(call, context) ? [] : notFollowed(call, path));
}

function onOp(
  name: string,
  call: PyCallResult,
  batch: BatchTable | undefined,
  context: OperationContext,
): Reading {
  if (name === 'execute') return execute(statementOf(call), context);
  const read = readDirective(name, call, batch, context) ?? companionDirective(name, call, context);
  return read ?? [opaque(`What op.${name} does is not known.`, 'anything')];
}

function statementOf({ positional, named }: PyCallResult): PyValue | undefined {
  return positional[0] ?? named.get('sqltext') ?? named.get('statement') ?? named.get('sql');
}

/** The `batch_op` of `with op.batch_alter_table(…) as batch_op`. */
function batchOf(receiver: PyValue | undefined): BatchTable | undefined {
  if (receiver?.kind !== 'call' || pathOf(receiver.callee) !== 'alembic.op.batch_alter_table')
    return undefined;
  const { positional, named } = receiver;
  return { table: positional[0] ?? named.get('table_name'), schema: positional[1] ?? named.get('schema') };
}

const runsSql = new Set(['execute', 'exec_driver_sql', 'scalar', 'scalars', 'executemany']);

/** Methods of connections, sessions, types and tables; `undefined` for others. */
function onObject(
  call: PyCallResult,
  receiver: PyValue | undefined,
  context: OperationContext,
): Reading | undefined {
  if (receiver === undefined || call.method === undefined) return undefined;
  if (runsSql.has(call.method)) {
    const statement = statementOf(call);
    if (statement === undefined) return [];
    // Drivers have parameters of their own.
    const sets = call.method === 'exec_driver_sql' ? undefined : parameterSetsOf(call, context);
    return execute(statement, context, { sets, binds: new Map() });
  }
  const written = writeOfSession(call.method, receiver);
  if (written !== undefined) return [{ kind: 'data', statement: written, tables: [] }];
  if (call.method === 'create_all' || call.method === 'drop_all')
    return metadataCall(call, receiver, context) ?? notFollowed(call, pathOf(call.callee) ?? '');
  if (call.method !== 'create' && call.method !== 'drop') return undefined;
  if (isEnumType(receiver)) return enumByHand(receiver, call, context);
  const table = tableOf(receiver);
  const checkFirst =
    flagOf(call.named.get('checkfirst') ?? call.positional[1]) !== false || !call.named.has('checkfirst');
  if (table !== undefined && call.method === 'create')
    return createWrittenTable(table.call, table.table, checkFirst, context);
  if (table?.table !== undefined) {
    const steps = createWrittenTable(table.call, table.table, checkFirst, context);
    return dropWrittenTables([{ name: table.table, steps }]);
  }
  return sequence(receiver, call.method === 'drop', call, context);
}

/** `session.query(Model).delete()`, `session.add(Model(…))`: which rows that writes, the models and the session decide. */
function writeOfSession(method: string, receiver: PyValue): 'INSERT' | 'UPDATE' | 'DELETE' | undefined {
  if (method === 'update' || method === 'delete') {
    if (!isQuery(receiver) && !isSession(receiver)) return undefined;
    return method === 'update' ? 'UPDATE' : 'DELETE';
  }
  if (!isSession(receiver)) return undefined;
  if (method === 'merge' || method === 'bulk_update_mappings') return 'UPDATE';
  return /^(?:add|add_all|bulk_save_objects|bulk_insert_mappings)$/.test(method) ? 'INSERT' : undefined;
}

function isQuery(value: PyValue | undefined): boolean {
  return value?.kind === 'call' && (value.method === 'query' || isQuery(value.receiver));
}

/** `Session(bind)`, `sessionmaker(bind)()` */
function isSession(value: PyValue): boolean {
  if (value.kind !== 'call') return false;
  const name = lastName(pathOf(value.callee) ?? '');
  return /^(?:Session|get_session|scoped_session|sessionmaker)$/.test(name) || isSession(value.callee);
}

/** `sa.Enum(…).create(bind, checkfirst=…)`; unless told otherwise, it looks first. */
function enumByHand(type: PyCallResult, call: PyCallResult, context: OperationContext): Reading {
  const { type: named, enums } = readType(type, context);
  const [use] = enums;
  if (named.kind === 'unresolved')
    return [opaque('An enum type is computed when the script runs.', 'anything')];
  const name = named.schema === undefined ? { name: named.name } : { schema: named.schema, name: named.name };
  const given = call.positional[1] ?? call.named.get('checkfirst');
  const looks = given === undefined || flagOf(given) === true;
  if (call.method === 'drop') return [{ kind: 'dropType', type: name, ...(looks ? { ifExists: true } : {}) }];
  if (use === undefined) {
    const reason = `The labels of the enum type ${displayName(name)} are computed when the script runs.`;
    return [opaque(reason, [{ kind: 'type', name }])];
  }
  return [{ kind: 'createEnum', type: name, labels: use.labels, ...(looks ? { ifNotExists: true } : {}) }];
}

function notFollowed(call: PyCallResult, path: string): Reading {
  if (isRowStatement(call)) return [];
  const name = path === '' ? (call.method ?? 'a computed function') : path;
  return [opaque(`What ${name}(…) does is not known: it could not be followed.`, 'anything')];
}
