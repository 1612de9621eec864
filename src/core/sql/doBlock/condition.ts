/** Conditions of IF in PL/pgSQL, as questions about the schema. */
import type { A_Expr, Node, SubLink } from '@pgsql/types';
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import { nameFrom, nameParts } from '../nodes.ts';
import { hasRow } from './catalogQuery.ts';
import { knownText } from './textValue.ts';
import type { Variables } from './variables.ts';

const notKnown: SchemaCondition = {
  kind: 'unknown',
  reason: 'The condition depends on more than the schema.',
};

export function conditionOf(node: Node, variables: Variables): SchemaCondition {
  return read(node, variables) ?? notKnown;
}

const not = (condition: SchemaCondition | undefined): SchemaCondition | undefined =>
  condition && { kind: 'not', condition };

function read(node: Node, variables: Variables): SchemaCondition | undefined {
  if ('BoolExpr' in node) {
    const args = (node.BoolExpr.args ?? []).map((arg) => conditionOf(arg, variables));
    const [first] = args;
    if (node.BoolExpr.boolop === 'NOT_EXPR') return first === notKnown ? notKnown : not(first);
    return { kind: node.BoolExpr.boolop === 'AND_EXPR' ? 'and' : 'or', conditions: args };
  }
  if ('SubLink' in node) return exists(node.SubLink, variables);
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest;
    const isThere = arg && readPresence(arg, variables);
    return nulltesttype === 'IS_NULL' ? not(isThere) : isThere;
  }
  if ('ColumnRef' in node) return variables.condition(nameParts(node.ColumnRef.fields).join('.'));
  if ('A_Const' in node && node.A_Const.boolval !== undefined) {
    return { kind: node.A_Const.boolval.boolval === true ? 'and' : 'or', conditions: [] };
  }
  if ('BooleanTest' in node && node.BooleanTest.arg !== undefined) {
    const arg = read(node.BooleanTest.arg, variables);
    return node.BooleanTest.booltesttype === 'IS_TRUE'
      ? arg
      : node.BooleanTest.booltesttype === 'IS_FALSE'
        ? not(arg)
        : undefined;
  }
  return 'A_Expr' in node ? comparison(node.A_Expr, variables) : undefined;
}

function exists({ subLinkType, subselect }: SubLink, variables: Variables): SchemaCondition | undefined {
  if (subselect === undefined || !('SelectStmt' in subselect)) return undefined;
  if (subLinkType === 'EXISTS_SUBLINK') return hasRow(subselect.SelectStmt, variables.text);
  if (subLinkType !== 'EXPR_SUBLINK') return undefined;
  // `(SELECT EXISTS (…))` says what EXISTS says.
  const { targetList = [], fromClause } = subselect.SelectStmt;
  const [target] = targetList;
  if (fromClause !== undefined || target === undefined || !('ResTarget' in target)) return undefined;
  return target.ResTarget.val && read(target.ResTarget.val, variables);
}

/** Whether a value is there: `to_regclass('users')`, a row of a catalog. */
function readPresence(node: Node, variables: Variables): SchemaCondition | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg && readPresence(node.TypeCast.arg, variables);
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXPR_SUBLINK') {
    const { subselect } = node.SubLink;
    return subselect !== undefined && 'SelectStmt' in subselect && !isCount(subselect)
      ? hasRow(subselect.SelectStmt, variables.text)
      : undefined;
  }
  if (!('FuncCall' in node)) return undefined;
  const text = knownText(node.FuncCall.args?.[0], variables.text);
  if (text === undefined) return undefined;
  const name = nameFrom(text);
  switch (nameParts(node.FuncCall.funcname).at(-1)) {
    case 'to_regclass':
      return {
        kind: 'or',
        conditions: [
          { kind: 'tableExists', name },
          { kind: 'viewExists', name },
          { kind: 'sequenceExists', name },
          { kind: 'indexExists', name: name.name, owned: true },
        ],
      };
    case 'to_regtype':
      return { kind: 'typeExists', name };
    case 'to_regnamespace':
      return { kind: 'schemaExists', name: name.name };
    case 'to_regproc':
      return { kind: 'routineExists', name };
    default:
      return undefined;
  }
}

/** Whether a query counts: `SELECT count(*) FROM …`. */
export function isCount(node: Node): boolean {
  const [target] = 'SelectStmt' in node ? (node.SelectStmt.targetList ?? []) : [];
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value !== undefined && 'FuncCall' in value && nameParts(value.FuncCall.funcname).at(-1) === 'count';
}

function comparison({ name, lexpr, rexpr }: A_Expr, variables: Variables): SchemaCondition | undefined {
  if (lexpr === undefined || rexpr === undefined) return undefined;
  const operator = nameParts(name).at(-1) ?? '';
  const text = knownText(rexpr, variables.text);
  if (text === undefined) return undefined;
  const counted = counts(lexpr, variables);
  if (counted !== undefined) return compareCount(counted, operator, text);
  const truth = read(lexpr, variables);
  if (truth === undefined || !/^(?:t|f|true|false)$/.test(text)) return undefined;
  if (operator !== '=' && operator !== '<>') return undefined;
  return text.startsWith('t') === (operator === '=') ? truth : not(truth);
}

function counts(node: Node, variables: Variables): SchemaCondition | undefined {
  if ('ColumnRef' in node) return variables.count(nameParts(node.ColumnRef.fields).join('.'));
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined;
  const { subselect } = node.SubLink;
  return subselect !== undefined && 'SelectStmt' in subselect && isCount(subselect)
    ? hasRow(subselect.SelectStmt, variables.text)
    : undefined;
}

/** A name is there once or not at all. */
function compareCount(
  isThere: SchemaCondition,
  operator: string,
  number: string,
): SchemaCondition | undefined {
  const comparisonText = `${operator} ${number}`;
  if (['> 0', '>= 1', '<> 0', '= 1'].includes(comparisonText)) return isThere;
  return ['= 0', '< 1', '<= 0', '<> 1'].includes(comparisonText) ? not(isThere) : undefined;
}
