/** Expressions over catalog rows, in SQL's logic of three values: what cannot be told is `undefined`, or unknown. */
import type { A_Expr, Node } from '@pgsql/types';
import { expression, none, type PyValue, unknown } from '../../../../python/value.ts';
import type { Draft } from '../../../../schema/apply/draft.ts';
import { find } from '../../../../schema/apply/resolve.ts';
import { nameKey, quoteName } from '../../../../schema/name.ts';
import { nameFrom, nameParts } from '../../../../sql/nodes.ts';
import { bool, type CatalogRow, type Cell, int, isEqual, isLike, relationId, text } from './cells.ts';

/** By the names that FROM gives them. */
export type Joined = ReadonlyMap<string, CatalogRow>;

export function isTrue(node: Node, row: Joined, draft: Draft): boolean | undefined {
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr;
    const answers = args.map((arg) => isTrue(arg, row, draft));
    if (boolop === 'NOT_EXPR') return answers[0] === undefined ? undefined : !answers[0];
    const decisive = boolop === 'OR_EXPR';
    if (answers.includes(decisive)) return decisive;
    return answers.includes(undefined) ? undefined : !decisive;
  }
  const cell = evaluate(node, row, draft);
  if (cell.kind === 'none') return false;
  return cell.kind === 'bool' ? cell.value : undefined;
}

export function evaluate(node: Node, row: Joined, draft: Draft): Cell {
  if ('ColumnRef' in node) return columnOf(nameParts(node.ColumnRef.fields), row);
  if ('A_Const' in node) {
    const { sval, ival, boolval, isnull } = node.A_Const;
    if (isnull) return none;
    if (sval !== undefined) return text(sval.sval ?? '');
    if (ival !== undefined) return int(ival.ival ?? 0);
    return boolval === undefined ? unknown : bool(boolval.boolval === true);
  }
  if ('BoolExpr' in node) return answerCell(isTrue(node, row, draft));
  if ('A_Expr' in node) return answerCell(comparison(node.A_Expr, row, draft));
  if ('NullTest' in node && node.NullTest.arg !== undefined) {
    const { kind } = evaluate(node.NullTest.arg, row, draft);
    if (kind === 'unknown' || kind === 'expression') return unknown;
    return bool((kind === 'none') === (node.NullTest.nulltesttype === 'IS_NULL'));
  }
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const type = nameParts(node.TypeCast.typeName?.names).at(-1) ?? '';
    return cast(evaluate(node.TypeCast.arg, row, draft), type, node.TypeCast.arg, draft);
  }
  return evaluateOther(node, row, draft);
}

function evaluateOther(node: Node, row: Joined, draft: Draft): Cell {
  if ('CaseExpr' in node) {
    const { arg, args = [], defresult } = node.CaseExpr;
    for (const when of args) {
      const { expr, result } = 'CaseWhen' in when ? when.CaseWhen : {};
      if (expr === undefined || result === undefined) return unknown;
      const answer =
        arg === undefined
          ? isTrue(expr, row, draft)
          : isEqual(evaluate(arg, row, draft), evaluate(expr, row, draft));
      if (answer === undefined) return unknown;
      if (answer) return evaluate(result, row, draft);
    }
    return defresult === undefined ? none : evaluate(defresult, row, draft);
  }
  if ('A_Indirection' in node && node.A_Indirection.arg !== undefined) {
    const [index] = node.A_Indirection.indirection ?? [];
    const list = evaluate(node.A_Indirection.arg, row, draft);
    const at = index !== undefined && 'A_Indices' in index ? index.A_Indices.uidx : undefined;
    const position = at === undefined ? unknown : evaluate(at, row, draft);
    if (list.kind !== 'list' || position.kind !== 'int') return unknown;
    return list.items[position.value - 1] ?? none;
  }
  return 'FuncCall' in node ? callOf(node, row, draft) : unknown;
}

function callOf(node: Extract<Node, { FuncCall: unknown }>, row: Joined, draft: Draft): Cell {
  const args = (node.FuncCall.args ?? []).map((arg) => evaluate(arg, row, draft));
  const [first] = args;
  switch (nameParts(node.FuncCall.funcname).at(-1)) {
    case 'array_length':
    case 'cardinality':
      return first?.kind === 'list' && first.items.length > 0 ? int(first.items.length) : unknown;
    case 'current_schema':
      return text(draft.searchPath.find((one) => draft.schemas.has(one)) ?? 'public');
    default:
      return unknown;
  }
}

function columnOf(parts: readonly string[], row: Joined): Cell {
  const [table, column] = parts.length === 1 ? [undefined, parts[0]] : parts.slice(-2);
  if (column === undefined) return unknown;
  if (table !== undefined) return row.get(table)?.[column] ?? unknown;
  const found = [...row.values()].filter((one) => column in one);
  return found.length === 1 ? (found[0]?.[column] ?? unknown) : unknown;
}

function answerCell(answer: boolean | undefined): Cell {
  return answer === undefined ? unknown : bool(answer);
}

function comparison({ kind, name, lexpr, rexpr }: A_Expr, row: Joined, draft: Draft): boolean | undefined {
  if (lexpr === undefined || rexpr === undefined) return undefined;
  const operator = nameParts(name).at(-1) ?? '';
  const left = evaluate(lexpr, row, draft);
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') {
    const items = itemsOf(rexpr, row, draft);
    const answers = items?.map((item) => isEqual(left, item));
    const isIn = answers?.includes(true) ? true : answers?.includes(undefined) ? undefined : answers && false;
    return isIn === undefined || operator === '=' ? isIn : operator === '<>' ? !isIn : undefined;
  }
  const right = evaluate(rexpr, row, draft);
  if (left.kind === 'none' || right.kind === 'none') return false;
  if (kind === 'AEXPR_LIKE') {
    const like = isLike(left, right);
    return like === undefined || operator === '~~' ? like : !like;
  }
  if (kind !== 'AEXPR_OP') return undefined;
  if (operator === '=' || operator === '<>') {
    const equal = isEqual(left, right);
    return equal === undefined || operator === '=' ? equal : !equal;
  }
  return left.kind === 'int' && right.kind === 'int'
    ? ordered(left.value - right.value, operator)
    : undefined;
}

function ordered(difference: number, operator: string): boolean | undefined {
  switch (operator) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      return undefined;
  }
}

function itemsOf(node: Node, row: Joined, draft: Draft): readonly Cell[] | undefined {
  const items =
    'List' in node ? node.List.items : 'A_ArrayExpr' in node ? node.A_ArrayExpr.elements : undefined;
  return items?.map((item) => evaluate(item, row, draft));
}

/** `'users'::regclass` finds a relation; as a text it is its name again, as short as it is found. */
function cast(value: Cell, type: string, from: Node, draft: Draft): Cell {
  switch (type) {
    case 'regclass':
      return value.kind === 'string' && !value.text.includes('\0') ? relationNamed(value.text, draft) : value;
    case 'regnamespace':
      return value;
    case 'text':
    case 'varchar':
    case 'name': {
      const isRelation = 'TypeCast' in from && nameParts(from.TypeCast.typeName?.names).at(-1) === 'regclass';
      return isRelation ? shown(value, draft) : value;
    }
    default:
      return unknown;
  }
}

function relationNamed(written: string, draft: Draft): Cell {
  const name = nameFrom(written);
  const found = find(draft, draft.tables, name) ?? find(draft, draft.views, name);
  const isSure = found !== undefined && draft.unsure({ kind: 'table', name: found.name }) === undefined;
  return isSure ? relationId(text(found.name.schema), text(found.name.name)) : unknown;
}

function shown(id: Cell, draft: Draft): Cell {
  if (id.kind === 'string') {
    const [schema = '', name = ''] = id.text.split('\0');
    const found = find(draft, draft.tables, { name });
    const isVisible = found !== undefined && nameKey(found.name) === id.text;
    return text(isVisible ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`);
  }
  if (id.kind !== 'expression') return unknown;
  const dotted = id.operands.map(
    (part): PyValue => (part.kind === 'string' ? text(part.text.replace('\0', '.')) : part),
  );
  return expression('text', dotted);
}
