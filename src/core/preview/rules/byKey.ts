/** Whether a statement picks its rows by a unique key: then an index finds them, however large the table is. */
import type { A_Expr, Node } from '@pgsql/types';
import type { ObjectName } from '../../schema/name.ts';
import { relationName, stringOf } from '../../sql/nodes.ts';
import { conjuncts } from '../locks/proof.ts';
import type { RuleInput } from './rule.ts';
import { tableOf } from './ruleSchema.ts';

/** `UPDATE … WHERE id = 1`, `DELETE … WHERE code IN ('a', 'b')`. */
export function picksByKey(input: RuleInput): boolean {
  const { text } = input.statement;
  if (text.kind === 'source') return false;
  const parse = input.context.sql.parse(text.sql);
  const node = parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
  const change = node && changeOf(node);
  if (change === undefined) return false;
  const given = new Set(conjuncts(change.condition).flatMap(givenColumn));
  return uniqueKeys(input, change.table).some((key) => key.every((column) => given.has(column)));
}

function changeOf(node: Node): { readonly table: ObjectName; readonly condition: Node } | undefined {
  const change = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  if (change?.whereClause === undefined) return undefined;
  return { table: relationName(change.relation), condition: change.whereClause };
}

/** The column that must equal a constant, or one of some. */
function givenColumn(condition: Node): readonly string[] {
  if (!('A_Expr' in condition)) return [];
  const { kind, name, lexpr, rexpr }: A_Expr = condition.A_Expr;
  if ((kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN') || stringOf(name?.[0]) !== '=') return [];
  if (lexpr === undefined || !('ColumnRef' in lexpr) || !isConstant(rexpr)) return [];
  const column = stringOf(lexpr.ColumnRef.fields?.at(-1));
  return column === undefined ? [] : [column];
}

function isConstant(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('List' in node) return (node.List.items ?? []).every(isConstant);
  return 'TypeCast' in node ? isConstant(node.TypeCast.arg) : 'A_Const' in node || 'ParamRef' in node;
}

function uniqueKeys(input: RuleInput, name: ObjectName): readonly (readonly string[])[] {
  const table = tableOf(input, name);
  const constraints = (table?.constraints ?? []).flatMap((one) =>
    one.kind === 'primaryKey' || one.kind === 'unique' ? [one.columns] : [],
  );
  const indexes = (table?.indexes ?? []).flatMap(({ unique, predicate, keys }) => {
    const columns = keys.flatMap(({ column }) => column ?? []);
    return unique && predicate === undefined && columns.length === keys.length ? [columns] : [];
  });
  return [...constraints, ...indexes];
}
