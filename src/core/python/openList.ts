/**
 * Lists of which some items are known, and of the others, of which there may be any number, only what they are like:
 * an expression `open` of the list of the known ones, and of what the others are like.
 */
import {
  expression,
  isSequence,
  joinValues,
  type PyExpression,
  type PySequence,
  type PyValue,
  sameValue,
  unknown,
} from './value.ts';

export interface OpenList {
  readonly known: readonly PyValue[];
  readonly others: readonly PyValue[];
}

export function openListOf(value: PyValue): OpenList | undefined {
  if (value.kind !== 'expression' || value.operator !== 'open') return undefined;
  const [known, ...others] = value.operands;
  return known !== undefined && isSequence(known) ? { known: known.items, others } : undefined;
}

export function openList({ known, others }: OpenList): PyExpression {
  return expression('open', [{ kind: 'list', items: known }, ...others]);
}

/** What one of its methods makes of it, which changes it in place. */
export function changedOpenList(list: OpenList, method: string, given: readonly PyValue[]): PyValue {
  const [first, more] = given;
  const adds = (method === 'append' || method === 'add') && first !== undefined && more === undefined;
  return adds ? openList({ ...list, others: [...list.others, first] }) : unknown;
}

/** What is known of a value that a loop may have added to: none, one or many times. */
export function grown(before: PyValue | undefined, after: PyValue | undefined): PyValue {
  const [a, b] = [before && partsOf(before), after && partsOf(after)];
  const startsAlike =
    a !== undefined &&
    b !== undefined &&
    a.known.every((item, index) => isSame(item, b.known[index] ?? unknown));
  if (before === after || !startsAlike) return joinValues(before, after);
  const added = [...b.known.slice(a.known.length), ...b.others];
  const others = added.filter((item) => !a.others.some((other) => isSame(other, item)));
  return openList({ known: a.known, others: [...a.others, ...others] });
}

/** The same value, wherever it is said. */
function isSame(a: PyValue, b: PyValue): boolean {
  if (a === b || sameValue(a, b)) return true;
  if (isSequence(a) && isSequence(b))
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => isSame(item, b.items[index] ?? unknown))
    );
  if (a.kind === 'call') return b.kind === 'call' && a.named === b.named;
  return a.kind === 'expression' && b.kind === 'expression' && a.operands === b.operands;
}

function partsOf(value: PyValue): OpenList | undefined {
  return isList(value) ? { known: value.items, others: [] } : openListOf(value);
}

function isList(value: PyValue): value is PySequence {
  return value.kind === 'list' || value.kind === 'set';
}
