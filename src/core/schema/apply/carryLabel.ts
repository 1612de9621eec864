/** A renamed label of an enum, in expressions that have it as a constant: PostgreSQL keeps the label's number. */
import type { TypeName } from '@pgsql/types';
import { nameParts, objectName } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { visit } from '../../sql/visit.ts';
import type { Constraint } from '../constraint.ts';
import { displayName, type QualifiedName } from '../name.ts';
import type { Column, Table, TablePart } from '../snapshot.ts';
import { means } from './dependents.ts';
import type { Draft } from './draft.ts';
import { columnsIn } from './expressions.ts';
import { editTrigger } from './triggerText.ts';

export function carryLabel(draft: Draft, type: QualifiedName, label: string, newLabel: string): void {
  const [from, to] = [quoted(label), quoted(newLabel)];
  for (const table of draft.tables.values()) {
    const doubtful: TablePart[] = [];
    const rename = (expression: string, part: TablePart, isOfType: boolean): string => {
      if (!expression.includes(from)) return expression;
      const answer = isOfType ? true : isLabel(draft, table, expression, from, type);
      if (answer === undefined) doubtful.push(part);
      return answer ? expression.replaceAll(from, () => to) : expression;
    };
    const renamed = withLabel(table, type, rename);
    if (renamed !== table) draft.setTable(renamed);
    if (doubtful.length === 0) continue;
    const reason = `Whether ${from} in an expression of ${displayName(table.name)} is a label of ${displayName(type)} is not known.`;
    draft.addUncertainty(reason, [{ kind: 'table', name: table.name, parts: doubtful }]);
  }
}

const quoted = (label: string) => `'${label.replaceAll("'", "''")}'`;

type Rename = (expression: string, part: TablePart, isOfType: boolean) => string;

/** The table itself where nothing in it changes. */
function withLabel(table: Table, type: QualifiedName, rename: Rename): Table {
  let changed = false;
  const text = (expression: string, part: TablePart, isOfType = false): string => {
    const renamed = rename(expression, part, isOfType);
    if (renamed !== expression) changed = true;
    return renamed;
  };
  const renamed: Table = {
    ...table,
    columns: table.columns.map((column) => {
      const part = { kind: 'column', name: column.name } as const;
      if (column.default === undefined) return column;
      return { ...column, default: text(column.default, part, isOf(column, type)) };
    }),
    constraints: table.constraints.map((one): Constraint => {
      if (one.kind !== 'check') return one;
      return { ...one, expression: text(one.expression, { kind: 'constraint', name: one.name }) };
    }),
    indexes: table.indexes.map((index) => {
      const part = { kind: 'index', name: index.name } as const;
      return index.predicate === undefined ? index : { ...index, predicate: text(index.predicate, part) };
    }),
    triggers: table.triggers.map((one) => {
      const condition = (expression: string) => text(expression, { kind: 'trigger', name: one.name });
      return { ...one, definition: editTrigger(one.definition, { condition }) };
    }),
  };
  return changed ? renamed : table;
}

function isOf({ type: own }: Column, type: QualifiedName): boolean {
  return own.kind === 'named' && !own.array && own.schema === type.schema && own.name === type.name;
}

/** Surely where it is cast to the type, or compared with columns of that type alone. */
function isLabel(
  draft: Draft,
  table: Table,
  expression: string,
  literal: string,
  type: QualifiedName,
): boolean | undefined {
  const names = columnsIn(draft, expression);
  const columns = table.columns.filter(({ name }) => names?.includes(name));
  if (isCast(draft, expression, literal, type)) return true;
  if (names === undefined) return undefined;
  if (!columns.some((column) => isOf(column, type))) return false;
  return columns.every((column) => isOf(column, type)) ? true : undefined;
}

function isCast(draft: Draft, expression: string, literal: string, type: QualifiedName): boolean {
  let casts = 0;
  visit(parseExpression(expression, draft.sql)?.node, ({ TypeCast }) => {
    const { typeName, arg } = (TypeCast ?? {}) as { readonly typeName?: TypeName; readonly arg?: unknown };
    const names = nameParts(typeName?.names);
    const value = (arg as { readonly A_Const?: { readonly sval?: { readonly sval?: string } } } | undefined)
      ?.A_Const;
    if (value?.sval?.sval === undefined || quoted(value.sval.sval) !== literal) return;
    if (means(draft, objectName(names), type)) casts++;
  });
  return casts > 0 && casts === expression.split(literal).length - 1;
}
