/** `op.alter_column`: one operation for each thing that it changes, in the order in which Alembic changes them. */
import { readType } from '../../../models/sqlAlchemyType.ts';
import type { Arguments } from '../../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import { displayName, type ObjectName } from '../../../schema/name.ts';
import type { Step } from '../../operations/operation.ts';
import type { ColumnChange } from '../../operations/tableSteps.ts';
import { identityOf } from './columns.ts';
import { finish, labelCheck } from './constraints.ts';
import { nameOf, type OperationContext, opaqueTable, pathTail } from './context.ts';
import { defaultSql, sqlOf } from './expressions.ts';
import { nameFor } from './naming.ts';

export function alterColumn(
  table: ObjectName,
  column: string,
  given: Arguments,
  context: OperationContext,
): readonly Step[] {
  const place = { table, column, given, context };
  if (given.open) return [doubt(place, 'What is altered')];
  return [
    ...dropTypeCheck(place),
    ...alterType(place),
    ...alterNullable(place),
    ...alterDefault(place),
    ...alterComment(place),
    ...rename(place),
    ...addTypeCheck(place),
  ];
}

interface Place {
  readonly table: ObjectName;
  readonly column: string;
  readonly given: Arguments;
  readonly context: OperationContext;
}

function doubt({ table, column }: Place, what: string): Step {
  const reason = `${what} of the column ${displayName(table)}.${column} is computed when the script runs.`;
  return opaqueTable(reason, table, [{ kind: 'column', name: column }]);
}

function change({ table, column }: Place, change: ColumnChange): readonly Step[] {
  return [{ kind: 'alterColumn', table, column, change }];
}

function newType({ given }: Place): PyValue | undefined {
  const type = given.get('type_');
  return type?.kind === 'none' ? undefined : type;
}

function alterType(place: Place): readonly Step[] {
  const value = newType(place);
  if (value === undefined) return [];
  const { type, collation } = readType(value, place.context);
  const using = place.given.get('postgresql_using');
  const expression = using?.kind === 'string' ? using.text : using && sqlOf(using, place.context);
  return change(place, {
    kind: 'type',
    type,
    ...(using === undefined || using.kind === 'none' || expression === undefined
      ? {}
      : { using: expression }),
    ...(collation === undefined ? {} : { collation }),
  });
}

function alterNullable(place: Place): readonly Step[] {
  const nullable = place.given.get('nullable');
  if (nullable === undefined || nullable.kind === 'none') return [];
  if (nullable.kind === 'bool') return change(place, { kind: 'nullable', nullable: nullable.value });
  return [doubt(place, 'Whether NULL is allowed')];
}

function alterDefault(place: Place): readonly Step[] {
  const value = place.given.get('server_default');
  const existing = place.given.get('existing_server_default');
  if (value === undefined || (value.kind === 'bool' && !value.value)) return [];
  if (isIdentity(value)) {
    const { identity, options } = identityOf(value);
    if (identity === undefined) return [doubt(place, 'The identity')];
    const sequence = options === undefined ? {} : { sequenceOptions: options };
    return change(place, { kind: 'identity', identity, ...sequence });
  }
  if (value.kind === 'none') {
    return existing !== undefined && isIdentity(existing)
      ? change(place, { kind: 'identity', identity: undefined })
      : change(place, { kind: 'default', default: undefined });
  }
  const sql = defaultSql(value, place.context);
  return sql === undefined ? [doubt(place, 'The default')] : change(place, { kind: 'default', default: sql });
}

function isIdentity(value: PyValue): value is PyCallResult {
  return value.kind === 'call' && pathTail(value.callee) === 'Identity';
}

function alterComment(place: Place): readonly Step[] {
  const { table, column, given } = place;
  const value = given.get('comment');
  if (value === undefined || value.kind === 'bool') return [];
  if (value.kind !== 'string' && value.kind !== 'none') return [doubt(place, 'The comment')];
  const comment = value.kind === 'string' ? value.text : undefined;
  return [{ kind: 'setComment', target: { kind: 'column', table, column }, comment }];
}

function rename(place: Place): readonly Step[] {
  const { table, column, given } = place;
  const value = given.get('new_column_name') ?? given.get('name');
  if (value === undefined || value.kind === 'none') return [];
  const newName = nameOf(value);
  if (newName !== undefined) return [{ kind: 'renameColumn', table, column, newName }];
  const reason = `The new name of the column ${displayName(table)}.${column} is computed when the script runs.`;
  return [opaqueTable(reason, table, [{ kind: 'column' }])];
}

/** The CHECK of an enum stored as text goes with the type. */
function dropTypeCheck({ table, given, context, ...place }: Place): readonly Step[] {
  const existing = given.get('existing_type');
  if (existing === undefined || newType({ table, given, context, ...place }) === undefined) return [];
  const { check } = readType(existing, context);
  if (check === undefined) return [];
  const naming = nameFor(check.name, { kind: 'ck', table, columns: [place.column] }, context.naming);
  return naming.kind === 'named' ? [{ kind: 'dropConstraint', table, name: naming.name }] : [];
}

function addTypeCheck(place: Place): readonly Step[] {
  const value = newType(place);
  const check = value === undefined ? undefined : readType(value, place.context).check;
  if (check === undefined) return [];
  const name = nameOf(place.given.get('new_column_name')) ?? place.column;
  const { constraint, doubts } = finish(
    labelCheck(name, check.labels),
    check.name,
    place.table,
    place.context,
  );
  const added: readonly Step[] =
    constraint === undefined ? [] : [{ kind: 'addConstraint', table: place.table, constraint }];
  return [...added, ...doubts];
}
