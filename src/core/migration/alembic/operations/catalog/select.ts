/**
 * `SELECT` from catalogs of a schema that is known: joins, WHERE, the target list, ORDER BY. Nothing else, and no
 * answer where it is not sure.
 */
import type { JoinExpr, Node, SelectStmt } from '@pgsql/types';
import { type PyValue, unknown } from '../../../../python/value.ts';
import type { Draft } from '../../../../schema/apply/draft.ts';
import { nameParts } from '../../../../sql/nodes.ts';
import type { CatalogRelation, CatalogRow, Cell } from './cells.ts';
import { evaluate, isTrue, type Joined } from './expression.ts';
import { relationNamed } from './relations.ts';

export interface Selected {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that there may be more of, as far as they are known. */
  readonly others: readonly (readonly Cell[])[];
  /** The rows come in whatever order the server has them. */
  readonly unordered: boolean;
}

/** @param draft The schema that is asked. `undefined`: not known. */
export function select(statement: SelectStmt, draft: Draft): Selected | undefined {
  const { targetList = [], fromClause = [], whereClause, sortClause = [], limitCount } = statement;
  const { op, groupClause, havingClause, withClause, limitOffset } = statement;
  if (fromClause.length === 0 || groupClause || havingClause || withClause || limitOffset) return undefined;
  if (op !== undefined && op !== 'SETOP_NONE') return undefined;
  const targets = targetList.map(targetOf);
  const asked = { draft, where: whereClause };
  const from = fromClause.reduce<Combinations | undefined>(
    (all, node) => all && joined(all, node, asked),
    nothingYet,
  );
  if (from === undefined || targets.includes(undefined)) return undefined;
  const found = filtered(from, whereClause, draft);
  const cells = (row: Joined) =>
    targets.map((target) => (target ? evaluate(target.value, row, draft) : unknown));
  const others = distinct(found.others.map(cells));
  const order = sorted(found.rows, sortClause, draft);
  const rows = limited(order.rows.map(cells), limitCount, others.length === 0);
  if (rows === undefined || others.length > mostOthers) return undefined;
  const columns = targets.map((target) => target?.name ?? '');
  return { columns, rows, others, unordered: !order.isSure && rows.length > 1 };
}

/** More than a script could do something sensible for. */
const mostOthers = 20;
const mostRows = 20_000;

interface Combinations {
  readonly rows: readonly Joined[];
  readonly others: readonly Joined[];
}

const nothingYet: Combinations = { rows: [new Map()], others: [] };

/** What every row has to fulfil is looked at as soon as can be. */
interface Asked {
  readonly draft: Draft;
  readonly where: Node | undefined;
}

function joined(before: Combinations, node: Node, asked: Asked): Combinations | undefined {
  if ('JoinExpr' in node) return joinedBy(before, node.JoinExpr, asked);
  if (!('RangeVar' in node)) return undefined;
  const { schemaname, relname = '', alias } = node.RangeVar;
  const relation = relationNamed(schemaname, relname, asked.draft);
  return relation && combined(before, alias?.aliasname ?? relname, relation, asked);
}

function joinedBy(before: Combinations, join: JoinExpr, asked: Asked): Combinations | undefined {
  if (join.jointype !== 'JOIN_INNER' || join.larg === undefined || join.rarg === undefined) return undefined;
  if (join.usingClause !== undefined || join.isNatural) return undefined;
  const left = joined(before, join.larg, asked);
  if (left === undefined || !('RangeVar' in join.rarg)) return undefined;
  const { schemaname, relname = '', alias } = join.rarg.RangeVar;
  const relation = relationNamed(schemaname, relname, asked.draft);
  return relation && combined(left, alias?.aliasname ?? relname, relation, asked, join.quals);
}

/** What may be there or not stands for all that it may be joined with. */
function combined(
  { rows, others }: Combinations,
  name: string,
  relation: CatalogRelation,
  { draft, where }: Asked,
  condition?: Node,
): Combinations | undefined {
  const anything = Object.fromEntries([...relation.columns].map((column) => [column, unknown]));
  const sure: Joined[] = [];
  const unsure = others.map((row) => withRow(row, name, anything));
  const holds = (row: Joined): boolean | undefined => {
    const answer = condition === undefined ? true : isTrue(condition, row, draft);
    return answer !== false && where !== undefined && isTrue(where, row, draft) === false ? false : answer;
  };
  if (rows.length * relation.rows.length > mostRows * 100) return undefined;
  for (const row of rows) {
    for (const own of relation.rows) {
      const both = withRow(row, name, own);
      const answer = holds(both);
      if (answer === undefined) unsure.push(both);
      else if (answer) sure.push(both);
    }
    for (const own of relation.others) {
      const both = withRow(row, name, own);
      if (holds(both) !== false) unsure.push(both);
    }
  }
  const left = unsure.filter((row) => holds(row) !== false);
  return sure.length > mostRows || left.length > mostRows ? undefined : { rows: sure, others: left };
}

function withRow(row: Joined, name: string, own: CatalogRow): Joined {
  return new Map(row).set(name, own);
}

function filtered({ rows, others }: Combinations, condition: Node | undefined, draft: Draft): Combinations {
  if (condition === undefined) return { rows, others };
  const answers = rows.map((row) => isTrue(condition, row, draft));
  return {
    rows: rows.filter((_, index) => answers[index] === true),
    others: [
      ...rows.filter((_, index) => answers[index] === undefined),
      ...others.filter((row) => isTrue(condition, row, draft) !== false),
    ],
  };
}

function targetOf(node: Node): { readonly name: string; readonly value: Node } | undefined {
  if (!('ResTarget' in node)) return undefined;
  const { name, val } = node.ResTarget;
  if (val === undefined) return undefined;
  if (!('ColumnRef' in val)) return { name: name ?? '', value: val };
  const own = nameParts(val.ColumnRef.fields).at(-1);
  const isStar = (val.ColumnRef.fields ?? []).some((field) => 'A_Star' in field);
  return isStar ? undefined : { name: name ?? own ?? '', value: val };
}

function sorted(rows: readonly Joined[], clause: readonly Node[], draft: Draft) {
  const keys = clause.map((node) => {
    const { node: value, sortby_dir: direction } = 'SortBy' in node ? node.SortBy : {};
    return value !== undefined && !('A_Const' in value) && direction !== 'SORTBY_DESC' ? value : undefined;
  });
  const known = keys.flatMap((key) => key ?? []);
  const all = rows.map((row) => ({ row, by: known.map((key) => evaluate(key, row, draft)) }));
  const isSure =
    known.length > 0 &&
    known.length === clause.length &&
    all.every(({ by }) => by.every((cell) => cell.kind === 'string' || cell.kind === 'int')) &&
    new Set(all.map(({ by }) => JSON.stringify(by))).size === all.length;
  if (!isSure) return { rows, isSure };
  const ordered = all.sort((a, b) => {
    const index = a.by.findIndex((cell, at) => compare(cell, b.by[at]) !== 0);
    return index < 0 ? 0 : compare(a.by[index], b.by[index]);
  });
  return { rows: ordered.map(({ row }) => row), isSure };
}

function compare(a: PyValue | undefined, b: PyValue | undefined): number {
  if (a?.kind === 'int' && b?.kind === 'int') return a.value - b.value;
  const [one, other] = [a?.kind === 'string' ? a.text : '', b?.kind === 'string' ? b.text : ''];
  return one < other ? -1 : one > other ? 1 : 0;
}

function limited<T>(rows: readonly T[], limit: Node | undefined, isWhole: boolean): readonly T[] | undefined {
  if (limit === undefined) return rows;
  const count = 'A_Const' in limit ? limit.A_Const.ival?.ival : undefined;
  return count === undefined || (!isWhole && rows.length < count) ? undefined : rows.slice(0, count);
}

function distinct(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
