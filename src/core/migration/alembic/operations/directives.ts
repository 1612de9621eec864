/** Alembic's directives: `op.add_column(…)` and the rest, and their forms on a `batch_op`. */
import { bindArguments } from '../../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import { displayName, type ObjectName } from '../../../schema/name.ts';
import type { Within } from '../../../schema/snapshot.ts';
import type { Step } from '../../operations/operation.ts';
import { alterColumn } from './alterColumn.ts';
import { bulkInsert } from './bulkInsert.ts';
import { asSerial, readColumn } from './columns.ts';
import {
  checkBody,
  exclusionBody,
  finish,
  foreignKeyBody,
  keyBody,
  type ReadConstraint,
} from './constraints.ts';
import {
  flagOf,
  isConventional,
  nameOf,
  namesOf,
  type OperationContext,
  objectName,
  opaqueTable,
  opaqueWithin,
  type Reading,
} from './context.ts';
import { columnComment, columnIndexes, createTable } from './createTable.ts';
import { createIndex } from './indexes.ts';
import { inSchema, isPattern } from './namePattern.ts';
import { nameFor } from './naming.ts';

/** The table that a `batch_op` stands for; the directives on it do not name it. */
export interface BatchTable {
  readonly table: PyValue | undefined;
  readonly schema: PyValue | undefined;
}

type Directive = (call: PyCallResult, batch: BatchTable | undefined, context: OperationContext) => Reading;

/** `undefined` for a name that is no directive of Alembic's own. */
export function readDirective(
  name: string,
  call: PyCallResult,
  batch: BatchTable | undefined,
  context: OperationContext,
): Reading | undefined {
  return directives.get(name)?.(call, batch, context);
}

/** The parameters of a directive: the table's is left out on a `batch_op`. */
function bound(call: PyCallResult, parameters: readonly string[], batch: BatchTable | undefined) {
  const own = batch === undefined ? parameters : parameters.filter((name) => !tableParameters.has(name));
  const given = bindArguments(call, own);
  const name = batch === undefined ? (given.get('table_name') ?? given.get('source_table')) : batch.table;
  const schema = batch === undefined ? (given.get('schema') ?? given.get('source_schema')) : batch.schema;
  return { given, table: objectName(name, schema), schema };
}

const tableParameters = new Set(['table_name', 'source_table']);

/** @param within Kinds that are touched wherever they are; the others only in the schema, where that is known. */
const noTable = (what: string, schema: PyValue | undefined, within: readonly Within[] = anyKind): Reading => [
  opaqueWithin(
    `The table that ${what} is about is computed when the script runs.`,
    isPattern(schema) ? inSchema(schema, within) : within === anyKind ? undefined : within,
  ),
];

/** Of what can belong to a table. */
const anyKind: readonly Within[] = [{ kind: 'table' }, { kind: 'sequence' }];

const createTableDirective: Directive = (call, _, context) => {
  const given = bindArguments(call, ['table_name']);
  const table = objectName(given.get('table_name'), given.get('schema'));
  return table === undefined
    ? noNewTable(given.get('schema'))
    : createTable(table, given.rest, given, context);
};

/** Its columns may bring types along, wherever these are. */
function noNewTable(schema: PyValue | undefined): Reading {
  const all = [...inSchema(schema, anyKind), { kind: 'type' } as const];
  return noTable('create_table', undefined, isPattern(schema) ? all : anyKind);
}

const dropTable: Directive = (call) => {
  const { given, table, schema } = bound(call, ['table_name'], undefined);
  if (table === undefined) return noTable('drop_table', schema);
  return [{ kind: 'dropTable', table, ...(flagOf(given.get('if_exists')) ? { ifExists: true } : {}) }];
};

const renameTable: Directive = (call) => {
  const given = bindArguments(call, ['old_table_name', 'new_table_name']);
  const table = objectName(given.get('old_table_name'), given.get('schema'));
  const newName = nameOf(given.get('new_table_name'));
  if (table === undefined || newName === undefined)
    return noTable('rename_table', undefined, [{ kind: 'table' }, { kind: 'view' }, { kind: 'sequence' }]);
  return [{ kind: 'renameTable', table, newName }];
};

const addColumn: Directive = (call, batch, context) => {
  const { given, table, schema } = bound(call, ['table_name', 'column'], batch);
  if (table === undefined) return noTable('add_column', schema);
  const value = given.get('column');
  const known = value?.kind === 'import' ? context.follow(value) : value;
  const column = known === undefined ? undefined : readColumn(known, table, context);
  if (column === undefined) {
    const reason = `A column of ${displayName(table)} is computed when the script runs.`;
    return [opaqueTable(reason, table, [{ kind: 'column' }, { kind: 'constraint' }, { kind: 'index' }])];
  }
  const { definition, foreignKeys, typeChecks, unique, index } = column;
  const uniqueness =
    unique && !index
      ? finish(keyBody('unique', [definition.name], bindArguments(call, [])), undefined, table, context)
      : undefined;
  const constraints = [
    ...(uniqueness?.constraint ? [uniqueness.constraint] : []),
    ...foreignKeys,
    ...typeChecks,
  ];
  const ifNotExists = flagOf(given.get('if_not_exists')) === true;
  return [
    { kind: 'addColumn', table, column: addedColumn(column), ...(ifNotExists ? { ifNotExists } : {}) },
    ...constraints.map((constraint): Step => ({ kind: 'addConstraint', table, constraint })),
    ...columnIndexes(column, table, context),
    ...columnComment(column, table),
    ...column.doubts,
    ...(uniqueness?.doubts ?? []),
  ];
};

/** `primary_key=True` makes a serial of it here too, although no key is added. */
function addedColumn(column: Parameters<typeof asSerial>[0]) {
  return asSerial(column, column.primaryKey ? [column.definition.name] : []);
}

const dropColumn: Directive = (call, batch) => {
  const { given, table, schema } = bound(call, ['table_name', 'column_name'], batch);
  const column = nameOf(given.get('column_name'));
  if (table === undefined) return noTable('drop_column', schema);
  if (column === undefined) {
    const reason = `Which column of ${displayName(table)} is dropped is computed when the script runs.`;
    return [opaqueTable(reason, table)];
  }
  return [
    { kind: 'dropColumn', table, column, ...(flagOf(given.get('if_exists')) ? { ifExists: true } : {}) },
  ];
};

const alterColumnDirective: Directive = (call, batch, context) => {
  const { given, table, schema } = bound(call, ['table_name', 'column_name'], batch);
  const column = nameOf(given.get('column_name'));
  if (table === undefined) {
    const isRenamed = given.open || given.get('new_column_name') !== undefined;
    return isRenamed
      ? noTable('alter_column', undefined)
      : noTable('alter_column', schema, [{ kind: 'table', parts: ['column'] }]);
  }
  if (column !== undefined) return alterColumn(table, column, given, context);
  const reason = `Which column of ${displayName(table)} is altered is computed when the script runs.`;
  return [opaqueTable(reason, table, [{ kind: 'column' }])];
};

function addConstraint(
  { table, schema }: Pick<ReturnType<typeof bound>, 'table' | 'schema'>,
  read: (table: ObjectName) => ReadConstraint,
): Reading {
  if (table === undefined) return noTable('a new constraint', schema);
  const { constraint, doubts } = read(table);
  const added: Reading = constraint === undefined ? [] : [{ kind: 'addConstraint', table, constraint }];
  return [...added, ...doubts];
}

const createKey =
  (kind: 'primaryKey' | 'unique'): Directive =>
  (call, batch, context) => {
    const { given, ...place } = bound(call, ['constraint_name', 'table_name', 'columns'], batch);
    const body = call.open ? undefined : keyBody(kind, namesOf(given.get('columns')), given);
    return addConstraint(place, (known) => finish(body, given.get('constraint_name'), known, context));
  };

const createForeignKey: Directive = (call, batch, context) => {
  const parameters = ['constraint_name', 'source_table', 'referent_table', 'local_cols', 'remote_cols'];
  const { given, ...place } = bound(call, parameters, batch);
  const referent = objectName(given.get('referent_table'), given.get('referent_schema'));
  const remote = namesOf(given.get('remote_cols'));
  const reference =
    referent === undefined || remote === undefined ? undefined : { table: referent, columns: remote };
  const body = call.open ? undefined : foreignKeyBody(namesOf(given.get('local_cols')), reference, given);
  return addConstraint(place, (known) => finish(body, given.get('constraint_name'), known, context));
};

const createCheck: Directive = (call, batch, context) => {
  const { given, ...place } = bound(call, ['constraint_name', 'table_name', 'condition'], batch);
  const body = call.open ? undefined : checkBody(given.get('condition'), given, context);
  return addConstraint(place, (known) => finish(body, given.get('constraint_name'), known, context));
};

const createExclusion: Directive = (call, batch, context) => {
  const { given, ...place } = bound(call, ['constraint_name', 'table_name'], batch);
  const body = call.open ? undefined : exclusionBody(given.rest, given, context);
  return addConstraint(place, (known) => finish(body, given.get('constraint_name'), known, context));
};

const dropConstraint: Directive = (call, batch, context) => {
  const { given, table, schema } = bound(call, ['constraint_name', 'table_name', 'type_'], batch);
  if (table === undefined) return noTable('drop_constraint', schema);
  const value = given.get('constraint_name');
  const type = given.get('type_');
  const kind = type?.kind === 'string' && type.text === 'check' ? 'ck' : 'uq';
  const text = nameOf(value);
  const isPlain = text !== undefined && (kind !== 'ck' || isConventional(value));
  const naming = isPlain
    ? nameFor(value, { kind: 'uq', table, columns: [] }, context.naming)
    : nameFor(value, { kind, table, columns: [] }, context.naming);
  if (naming.kind !== 'named') {
    const reason = `Which constraint of ${displayName(table)} is dropped is computed when the script runs.`;
    return [opaqueTable(reason, table, [{ kind: 'constraint' }])];
  }
  const ifExists = flagOf(given.get('if_exists')) ? { ifExists: true as const } : {};
  return [{ kind: 'dropConstraint', table, name: naming.name, ...ifExists }];
};

const createIndexDirective: Directive = (call, batch, context) => {
  const { given, table, schema } = bound(call, ['index_name', 'table_name', 'columns'], batch);
  if (table === undefined) return noTable('create_index', schema);
  const columns = given.get('columns');
  const items = columns?.kind === 'list' || columns?.kind === 'tuple' ? columns.items : undefined;
  return createIndex(table, given.get('index_name'), items, given, context);
};

const dropIndex: Directive = (call, batch, context) => {
  const { given, table } = bound(call, ['index_name', 'table_name'], batch);
  const value = given.get('index_name');
  const naming = nameFor(value, { kind: 'ix', table: table ?? { name: '' }, columns: [] }, context.naming);
  const schema = batch === undefined ? given.get('schema') : batch.schema;
  const index =
    naming.kind === 'named' ? objectName({ kind: 'string', text: naming.name }, schema) : undefined;
  if (index === undefined) {
    const reason = 'Which index is dropped is computed when the script runs.';
    return [opaqueTable(reason, table, [{ kind: 'index' }])];
  }
  const concurrently = flagOf(given.get('postgresql_concurrently')) ? { concurrently: true as const } : {};
  return [
    {
      kind: 'dropIndex',
      index,
      ...(table === undefined ? {} : { table }),
      ...(flagOf(given.get('if_exists')) ? { ifExists: true } : {}),
      ...concurrently,
    },
  ];
};

const tableComment: Directive = (call, batch) => {
  const { given, table, schema } = bound(call, ['table_name', 'comment'], batch);
  const comment = given.get('comment');
  if (table === undefined) return noTable('a comment', schema);
  if (comment?.kind !== 'string' && comment?.kind !== 'none')
    return [opaqueTable(`The comment of ${displayName(table)} is computed when the script runs.`, table)];
  const text = comment.kind === 'string' ? comment.text : undefined;
  return [{ kind: 'setComment', target: { kind: 'table', name: table }, comment: text }];
};

const dropTableComment: Directive = (call, batch) => {
  const { table, schema } = bound(call, ['table_name'], batch);
  if (table === undefined) return noTable('a comment', schema);
  return [{ kind: 'setComment', target: { kind: 'table', name: table }, comment: undefined }];
};

const bulkInsertDirective: Directive = (call, _, context) => {
  const given = bindArguments(call, ['table', 'rows']);
  const table = given.get('table');
  const known = table?.kind === 'import' ? context.follow(table) : table;
  const many = given.get('multiinsert');
  return bulkInsert(known, given.get('rows'), many?.kind !== 'bool' || many.value, context);
};

const nothing: Directive = () => [];

const directives: ReadonlyMap<string, Directive> = new Map([
  ['create_table', createTableDirective],
  ['drop_table', dropTable],
  ['rename_table', renameTable],
  ['add_column', addColumn],
  ['drop_column', dropColumn],
  ['alter_column', alterColumnDirective],
  ['create_primary_key', createKey('primaryKey')],
  ['create_unique_constraint', createKey('unique')],
  ['create_foreign_key', createForeignKey],
  ['create_check_constraint', createCheck],
  ['create_exclude_constraint', createExclusion],
  ['drop_constraint', dropConstraint],
  ['create_index', createIndexDirective],
  ['drop_index', dropIndex],
  ['create_table_comment', tableComment],
  ['drop_table_comment', dropTableComment],
  ['bulk_insert', bulkInsertDirective],
  // Only meaningful to other directives, or to Python.
  ['f', nothing],
  ['inline_literal', nothing],
  ['get_bind', nothing],
  ['get_context', nothing],
  ['batch_alter_table', nothing],
]);
