/** CREATE INDEX. */
import type { IndexElem, IndexStmt, Node } from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import type { IndexKey } from '../../schema/indexes.ts';
import { nameParts, relationName } from '../nodes.ts';
import { closing, expressionIn, findWord, itemsIn, parenthesised, type Statement } from '../statement.ts';
import { qualified } from './column.ts';
import { flag, given } from './step.ts';

export function createIndex(create: IndexStmt, statement: Statement): Step {
  const include = elements(create.indexIncludingParams).flatMap(({ name }) => name ?? []);
  const options = (create.options ?? []).flatMap((node) => optionText(node) ?? []).sort();
  return {
    kind: 'createIndex',
    table: relationName(create.relation),
    name: create.idxname,
    method: create.accessMethod ?? 'btree',
    unique: create.unique === true,
    keys: keysOf(create, statement),
    ...(include.length > 0 && { include }),
    ...given('predicate', predicateOf(create, statement)),
    ...flag('nullsNotDistinct', create.nulls_not_distinct),
    ...(options.length > 0 && { options }),
    ...flag('ifNotExists', create.if_not_exists),
    ...flag('concurrently', create.concurrent),
  };
}

const elements = (nodes: readonly Node[] | undefined): readonly IndexElem[] =>
  (nodes ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));

function keysOf(create: IndexStmt, statement: Statement): readonly IndexKey[] {
  const list = parenthesised(statement, findWord(statement, ['on']));
  const items = list === undefined ? [] : itemsIn(statement, ...list);
  return elements(create.indexParams).map((element, index) => {
    const [from, to] = items[index] ?? [0, 0];
    const descending = element.ordering === 'SORTBY_DESC';
    const nulls = nullsOf(element, descending);
    return {
      ...(element.name === undefined
        ? { expression: keyExpression(statement, from, to) }
        : { column: element.name }),
      ...given('operatorClass', qualified(element.opclass)),
      ...given('collation', qualified(element.collation)),
      ...flag('descending', descending),
      ...given('nulls', nulls),
    };
  });
}

/** An expression in parentheses, or a call, which needs none. */
function keyExpression(statement: Statement, from: number, to: number): string {
  const open = statement.tokens.findIndex(({ text }, index) => index >= from && text === '(');
  const end = open < 0 ? to : Math.min(closing(statement, open) + 1, to);
  return expressionIn(statement, from, end);
}

function nullsOf({ nulls_ordering }: IndexElem, descending: boolean): 'first' | 'last' | undefined {
  if (nulls_ordering === 'SORTBY_NULLS_FIRST') return descending ? undefined : 'first';
  if (nulls_ordering === 'SORTBY_NULLS_LAST') return descending ? 'last' : undefined;
  return undefined;
}

function predicateOf({ whereClause }: IndexStmt, statement: Statement): string | undefined {
  if (whereClause === undefined) return undefined;
  return expressionIn(statement, findWord(statement, ['where']) + 1, statement.tokens.length);
}

/** `fillfactor=70`, as pg_class.reloptions has it. */
function optionText(node: Node): string | undefined {
  if (!('DefElem' in node)) return undefined;
  const { defname = '', arg } = node.DefElem;
  return `${defname}=${arg === undefined ? 'true' : valueText(arg)}`;
}

function valueText(node: Node): string {
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  if ('Float' in node) return node.Float.fval ?? '';
  if ('String' in node) return node.String.sval ?? '';
  if ('Boolean' in node) return String(node.Boolean.boolval === true);
  if ('TypeName' in node) return nameParts(node.TypeName.names).at(-1) ?? '';
  return '';
}
