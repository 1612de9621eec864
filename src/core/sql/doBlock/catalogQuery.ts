/**
 * Queries that ask a catalog whether something is there: `SELECT 1 FROM pg_type WHERE typname = 'mood'`.
 *
 * Every condition of the query must be understood; otherwise nothing is known of its answer.
 */
import type { Node, SelectStmt } from '@pgsql/types';
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import { nameParts } from '../nodes.ts';
import { catalogs } from './catalogs.ts';
import { knownText, type TextVariables } from './textValue.ts';

/** Whether the query has a row; `undefined`: not known. */
export function hasRow(select: SelectStmt, variables: TextVariables): SchemaCondition | undefined {
  if (select.groupClause || select.havingClause || select.larg || select.withClause) return undefined;
  const query: Query = { tables: [], asked: new Map(), variables };
  const isRead =
    (select.fromClause ?? []).every((node) => readFrom(node, query)) &&
    (select.whereClause === undefined || readWhere(select.whereClause, query));
  if (!isRead) return undefined;
  const { tables, asked } = query;
  for (const catalog of catalogs) {
    if (
      tables.includes(catalog.name) &&
      tables.every((one) => catalog.name === one || catalog.joins.includes(one))
    ) {
      return [...asked.keys()].every((column) => catalog.columns.includes(column))
        ? catalog.condition(asked)
        : undefined;
    }
  }
  return undefined;
}

interface Query {
  readonly tables: string[];
  readonly asked: Map<string, readonly string[]>;
  readonly variables: TextVariables;
}

function readFrom(node: Node, query: Query): boolean {
  if ('RangeVar' in node) {
    const { relname = '', schemaname } = node.RangeVar;
    query.tables.push(schemaname === 'information_schema' ? `information_schema.${relname}` : relname);
    return true;
  }
  if (!('JoinExpr' in node)) return false;
  const { larg, rarg, quals, jointype } = node.JoinExpr;
  if (jointype !== undefined && jointype !== 'JOIN_INNER') return false;
  return (
    larg !== undefined &&
    rarg !== undefined &&
    readFrom(larg, query) &&
    readFrom(rarg, query) &&
    (quals === undefined || readWhere(quals, query))
  );
}

function readWhere(node: Node, query: Query): boolean {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') {
    return (node.BoolExpr.args ?? []).every((arg) => readWhere(arg, query));
  }
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const [arg] = node.BoolExpr.args ?? [];
    return arg !== undefined && columnOf(arg) === 'attisdropped';
  }
  if ('ColumnRef' in node) return ask(columnOf(node), ['true'], query);
  if (!('A_Expr' in node)) return false;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const operator = nameParts(name).at(-1);
  if (lexpr === undefined || rexpr === undefined) return false;
  const column = columnOf(lexpr);
  // Columns of the system have numbers below.
  if (column === 'attnum' && operator === '>') return true;
  if (operator !== '=') return false;
  if (kind === 'AEXPR_IN' && 'List' in rexpr) {
    const values = (rexpr.List.items ?? []).map((item) => literalOf(item, query.variables));
    return values.every((value) => value !== undefined) && ask(column, values, query);
  }
  if (kind === 'AEXPR_OP_ANY') return isSchemaColumn(column) && isSearchPath(rexpr);
  if (kind !== 'AEXPR_OP') return false;
  return readEquality(lexpr, rexpr, query) || readEquality(rexpr, lexpr, query);
}

function readEquality(left: Node, right: Node, query: Query): boolean {
  const column = columnOf(left);
  if (column === undefined) return false;
  // How two catalogs are joined.
  if (columnOf(right) !== undefined && isKey(column) && isKey(columnOf(right))) return true;
  if (isSchemaColumn(column) && isSearchPath(right)) return true;
  if (/(?:^|_)catalog$/.test(column)) return true;
  const value = literalOf(right, query.variables);
  return value !== undefined && ask(column, [value], query);
}

function ask(column: string | undefined, values: readonly string[], query: Query): boolean {
  if (column === undefined || query.asked.has(column)) return false;
  query.asked.set(column, values);
  return true;
}

const isKey = (column: string | undefined): boolean =>
  column !== undefined &&
  /oid$|^conrelid$|^attrelid$|^tgrelid$|relid$|relnamespace$|typnamespace$|connamespace$|pronamespace$|^(?:table|constraint)_(?:name|schema)$|typid$/.test(
    column,
  );

const isSchemaColumn = (column: string | undefined): boolean =>
  column !== undefined &&
  /^(?:table_schema|constraint_schema|schemaname|nspname|trigger_schema)$/.test(column);

/** `current_schema()`, `current_schemas(false)`: where names without a schema are looked for. */
function isSearchPath(node: Node): boolean {
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isSearchPath(node.TypeCast.arg);
  if ('SQLValueFunction' in node) return node.SQLValueFunction.op === 'SVFOP_CURRENT_SCHEMA';
  return 'FuncCall' in node && /^current_schemas?$/.test(nameParts(node.FuncCall.funcname).at(-1) ?? '');
}

function columnOf(node: Node): string | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg && columnOf(node.TypeCast.arg);
  return 'ColumnRef' in node ? nameParts(node.ColumnRef.fields).at(-1) : undefined;
}

/** A literal, `'users'::regclass`, or the oid of what another catalog has under a name. */
function literalOf(node: Node, variables: TextVariables): string | undefined {
  if (!('SubLink' in node)) return knownText(node, variables);
  const { subselect, subLinkType } = node.SubLink;
  if (subLinkType !== 'EXPR_SUBLINK' || subselect === undefined || !('SelectStmt' in subselect))
    return undefined;
  const query: Query = { tables: [], asked: new Map(), variables };
  const { fromClause = [], whereClause } = subselect.SelectStmt;
  if (!fromClause.every((one) => readFrom(one, query)) || whereClause === undefined) return undefined;
  if (!readWhere(whereClause, query)) return undefined;
  const nameColumn = { pg_type: 'typname', pg_class: 'relname', pg_namespace: 'nspname' }[
    query.tables[0] ?? ''
  ];
  const name = query.asked.get(nameColumn ?? '')?.[0];
  const schema = query.asked.get('nspname')?.[0];
  if (
    name === undefined ||
    [...query.asked.keys()].some((column) => column !== nameColumn && column !== 'nspname')
  ) {
    return undefined;
  }
  return schema === undefined || nameColumn === 'nspname' ? name : `${schema}.${name}`;
}
