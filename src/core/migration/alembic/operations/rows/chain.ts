/** A statement of SQLAlchemy's as a script builds it: what it starts with, and the methods called on it in turn. */
import { type PyCallResult, type PyValue, pathOf } from '../../../../python/value.ts';
import { calleeName, type OperationContext } from '../context.ts';
import { type RowTable, rowTable } from './rowTable.ts';

export interface Chain {
  readonly verb: Verb;
  readonly start: PyCallResult;
  /** That is written; of a SELECT only where it is made by the table's method. */
  readonly table: RowTable | undefined;
  readonly methods: readonly PyCallResult[];
}

type Verb = 'insert' | 'update' | 'delete' | 'select' | 'exists';

/** `undefined` for what is no such statement, or has something that is not known. */
export function chainOf(value: PyValue | undefined, context: OperationContext): Chain | undefined {
  const methods: PyCallResult[] = [];
  let at = value;
  for (;;) {
    if (at?.kind === 'import') at = context.follow(at);
    if (at?.kind !== 'call' || at.open) return undefined;
    const start = startOf(at, context);
    if (start !== undefined) return { ...start, start: at, methods: methods.reverse() };
    methods.push(at);
    at = at.receiver;
  }
}

/** With nothing but a table, except for queries. */
function startOf(call: PyCallResult, context: OperationContext): Pick<Chain, 'verb' | 'table'> | undefined {
  const verb = verbs.find((one) => one === calleeName(call));
  const isFunction = /^(?:sqlalchemy|sqlmodel)\./.test(pathOf(call.callee) ?? '');
  if (verb === undefined) return undefined;
  if (verb === 'exists' || (verb === 'select' && isFunction))
    return isFunction ? { verb, table: undefined } : undefined;
  const [first, more] = call.positional;
  const isPlain = call.named.size === 0 && more === undefined && (isFunction || first === undefined);
  const table = isPlain ? rowTable(isFunction ? first : call.receiver, context) : undefined;
  return table && { verb, table };
}

const verbs: readonly Verb[] = ['insert', 'update', 'delete', 'select', 'exists'];
