/** Constraints as SQLAlchemy writes them, by a class of its own each or by a directive. */

import { type Arguments, bindArguments } from '../../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import type { ReferentialAction } from '../../../schema/constraint.ts';
import { type ObjectName, quoteName } from '../../../schema/name.ts';
import type { ConstraintDefinition } from '../../operations/definitions.ts';
import type { Step } from '../../operations/operation.ts';
import { flagOf, namesOf, type OperationContext, opaqueTable, textOrNone } from './context.ts';
import { sqlOf, withoutParentheses } from './expressions.ts';
import { type NamedThing, nameFor } from './naming.ts';

/** A constraint, and what is not known of it. */
export interface ReadConstraint {
  readonly constraint?: ConstraintDefinition;
  readonly doubts: readonly Step[];
}

/** Without the name; `undefined` where it is not known. */
type Body = ConstraintBody | undefined;
type Without<T> = T extends unknown ? Omit<T, 'name'> : never;
export type ConstraintBody = Without<ConstraintDefinition>;

/** @param columnName The real name of a column that another key stands for. */
export function finish(
  body: Body,
  given: PyValue | undefined,
  table: ObjectName,
  context: OperationContext,
): ReadConstraint {
  const what = `A constraint of the table ${table.name}`;
  if (body === undefined) {
    const doubt = opaqueTable(`${what} is computed when the script runs.`, table, [{ kind: 'constraint' }]);
    return { doubts: [doubt] };
  }
  const naming = nameFor(given, namedThing(body, table), context.naming);
  if (naming.kind === 'named') return { constraint: { ...body, name: naming.name }, doubts: [] };
  if (naming.kind === 'none') return { constraint: body, doubts: [] };
  const reason = `${what} is named by a naming convention, or by code, that could not be followed.`;
  const affects = [{ kind: 'table', name: table, parts: [{ kind: 'constraint' }] }] as const;
  return { constraint: body, doubts: [{ kind: 'opaque', reason, affects, onlyName: true }] };
}

function namedThing(body: ConstraintBody, table: ObjectName): NamedThing {
  switch (body.kind) {
    case 'primaryKey':
      return { kind: 'pk', table, columns: body.columns };
    case 'unique':
      return { kind: 'uq', table, columns: body.columns };
    case 'foreignKey': {
      const references = { table: body.references, columns: body.referencedColumns };
      return { kind: 'fk', table, columns: body.columns, references };
    }
    case 'exclusion':
      return { kind: undefined, table, columns: body.columns };
    default:
      return { kind: 'ck', table, columns: [] };
  }
}

export function deferral(given: Arguments): { readonly deferrable?: 'immediate' | 'deferred' } | undefined {
  const deferrable = flagOf(given.get('deferrable'));
  const initially = given.get('initially');
  if (deferrable === undefined) return undefined;
  if (initially !== undefined && initially.kind !== 'none' && initially.kind !== 'string') return undefined;
  if (textOrNone(initially)?.toUpperCase() === 'DEFERRED') return { deferrable: 'deferred' };
  return deferrable ? { deferrable: 'immediate' } : {};
}

export function keyBody(
  kind: 'primaryKey' | 'unique',
  columns: readonly string[] | undefined,
  given: Arguments,
): Body {
  const deferrable = deferral(given);
  const include = given.get('postgresql_include');
  const included = include === undefined || include.kind === 'none' ? [] : namesOf(include);
  const distinct = flagOf(given.get('postgresql_nulls_not_distinct'));
  if (columns === undefined || deferrable === undefined || included === undefined || distinct === undefined)
    return undefined;
  return {
    kind,
    columns,
    ...deferrable,
    ...(included.length > 0 ? { include: included } : {}),
    ...(distinct ? { nullsNotDistinct: true } : {}),
  };
}

export interface Reference {
  readonly table: ObjectName;
  readonly columns: readonly string[];
}

export function foreignKeyBody(
  columns: readonly string[] | undefined,
  reference: Reference | undefined,
  given: Arguments,
): Body {
  const deferrable = deferral(given);
  const onUpdate = actionOf(given.get('onupdate'));
  const onDelete = actionOf(given.get('ondelete'));
  const match = given.get('match');
  const notValid = flagOf(given.get('postgresql_not_valid'));
  if (columns === undefined || reference === undefined || deferrable === undefined) return undefined;
  if (onUpdate === undefined || onDelete === undefined || notValid === undefined) return undefined;
  return {
    kind: 'foreignKey',
    columns,
    references: reference.table,
    referencedColumns: reference.columns,
    ...deferrable,
    ...(onUpdate.action === undefined ? {} : { onUpdate: onUpdate.action }),
    ...(onDelete.action === undefined ? {} : { onDelete: onDelete.action }),
    ...(onDelete.columns === undefined ? {} : { onDeleteColumns: onDelete.columns }),
    ...(textOrNone(match)?.toUpperCase() === 'FULL' ? { match: 'full' } : {}),
    ...(notValid ? { notValid: true } : {}),
  };
}

interface Action {
  readonly action?: ReferentialAction;
  readonly columns?: readonly string[];
}

/** `undefined` where it is not known. */
function actionOf(value: PyValue | undefined): Action | undefined {
  if (value === undefined || value.kind === 'none') return {};
  if (value.kind !== 'string') return undefined;
  const [, words = '', list] = /^\s*([a-z ]+?)\s*(?:\((.*)\))?\s*$/i.exec(value.text) ?? [];
  const action = words.toLowerCase().replaceAll(/\s+/g, ' ');
  const columns = list?.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  switch (action) {
    case 'no action':
      return {};
    case 'restrict':
    case 'cascade':
    case 'set null':
    case 'set default':
      return { action, ...(columns === undefined ? {} : { columns }) };
    default:
      return undefined;
  }
}

/** `'users.id'`, `'app.users.id'`, or a column of a table that is written out in the script. */
export function referenceOf(target: PyValue | undefined, fallback: string): Reference | undefined {
  if (target?.kind !== 'string') return undefined;
  const parts = target.text.split('.');
  const column = parts.length === 1 ? fallback : parts.pop();
  const name = parts.pop();
  if (column === undefined || name === undefined) return undefined;
  const table = parts.length === 0 ? { name } : { schema: parts.join('.'), name };
  return { table, columns: [column] };
}

export function checkBody(condition: PyValue | undefined, given: Arguments, context: OperationContext): Body {
  const expression = condition?.kind === 'string' ? condition.text : condition && sqlOf(condition, context);
  const notValid = flagOf(given.get('postgresql_not_valid'));
  if (expression === undefined || notValid === undefined) return undefined;
  return {
    kind: 'check',
    expression: withoutParentheses(expression),
    ...(notValid ? { notValid: true } : {}),
  };
}

/** `IN` of the labels of an enum that is stored as text. */
export function labelCheck(column: string, labels: readonly string[]): ConstraintBody {
  const items = labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ');
  return { kind: 'check', expression: `${quoteName(column)} IN (${items})` };
}

/** `(column, operator)` pairs. */
export function exclusionBody(
  elements: readonly PyValue[],
  given: Arguments,
  context: OperationContext,
): Body {
  const using = given.get('using');
  const where = given.get('where');
  const method = using === undefined ? 'gist' : textOrNone(using);
  const parts = elements.map((element) => exclusionPart(element, context));
  const known = parts.flatMap((part) => part ?? []);
  const predicate = where === undefined || where.kind === 'none' ? '' : conditionSql(where, context);
  const deferrable = deferral(given);
  if (
    method === undefined ||
    known.length < parts.length ||
    predicate === undefined ||
    deferrable === undefined
  )
    return undefined;
  const suffix = predicate === '' ? '' : ` WHERE (${predicate})`;
  const definition = `EXCLUDE USING ${method} (${known.map(({ sql }) => sql).join(', ')})${suffix}`;
  return { kind: 'exclusion', definition, columns: known.map(({ column }) => column), ...deferrable };
}

function exclusionPart(
  element: PyValue,
  context: OperationContext,
): { readonly sql: string; readonly column: string | undefined } | undefined {
  const [column, operator] = element.kind === 'tuple' || element.kind === 'list' ? element.items : [];
  if (column === undefined || operator?.kind !== 'string') return undefined;
  if (column.kind === 'string') {
    return { sql: `${quoteName(column.text)} WITH ${operator.text}`, column: column.text };
  }
  const sql = sqlOf(column, context);
  if (sql === undefined) return undefined;
  const name = /^[a-z_][a-z0-9_]*$/.test(sql) ? sql : undefined;
  return { sql: `${sql} WITH ${operator.text}`, column: name };
}

/** A condition may be given as a bare string. */
export function conditionSql(value: PyValue, context: OperationContext): string | undefined {
  return value.kind === 'string' ? value.text : sqlOf(value, context);
}

/** A constraint inside `create_table`, or `undefined` for something else. */
export function tableConstraint(
  call: PyCallResult,
  kind: string,
  table: ObjectName,
  columnName: (key: string) => string,
  context: OperationContext,
): ReadConstraint | undefined {
  const named = bindArguments(call, []);
  const name = named.get('name');
  switch (kind) {
    case 'PrimaryKeyConstraint':
    case 'UniqueConstraint': {
      const columns = columnNames(call.positional, columnName);
      const key = kind === 'UniqueConstraint' ? 'unique' : 'primaryKey';
      return finish(call.open ? undefined : keyBody(key, columns, named), name, table, context);
    }
    case 'ForeignKeyConstraint': {
      const given = bindArguments(call, ['columns', 'refcolumns', 'name', 'onupdate', 'ondelete']);
      const columns = namesOf(given.get('columns'))?.map(columnName);
      const reference = references(given.get('refcolumns'), columns);
      const body = call.open ? undefined : foreignKeyBody(columns, reference, given);
      return finish(body, given.get('name'), table, context);
    }
    case 'CheckConstraint': {
      const given = bindArguments(call, ['sqltext', 'name']);
      return finish(checkBody(given.get('sqltext'), given, context), given.get('name'), table, context);
    }
    case 'ExcludeConstraint':
      return finish(exclusionBody(call.positional, named, context), name, table, context);
    default:
      return undefined;
  }
}

/** Names, or columns as `sa.column('x')` gives them. */
function columnNames(
  values: readonly PyValue[],
  columnName: (key: string) => string,
): readonly string[] | undefined {
  const names = values.map((value) => (value.kind === 'string' ? columnName(value.text) : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** All of one table. */
function references(
  value: PyValue | undefined,
  columns: readonly string[] | undefined,
): Reference | undefined {
  if ((value?.kind !== 'list' && value?.kind !== 'tuple') || columns === undefined) return undefined;
  const all = value.items.map((item, index) => referenceOf(item, columns[index] ?? ''));
  const [first] = all;
  if (first === undefined || all.includes(undefined)) return undefined;
  return { table: first.table, columns: all.flatMap((one) => one?.columns ?? []) };
}
