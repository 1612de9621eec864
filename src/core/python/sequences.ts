/** Builtins that make sequences of sequences, or measure one. */

import { itemsOf } from './evaluate.ts';
import type { PyCall } from './frame.ts';
import { openListOf } from './openList.ts';
import { type PyValue, unknown } from './value.ts';

/** `undefined` where it cannot be told, and for other builtins. */
export function ofSequences(name: string, { positional, named }: PyCall): PyValue | undefined {
  const lists = positional.flatMap((value) => {
    const items = itemsOf(value);
    return items === undefined ? [] : [items];
  });
  const [first = []] = lists;
  if (name === 'range') return range(positional);
  if (name === 'sorted' && positional[0] !== undefined && named.size === 0 && copied(positional[0]))
    return copied(positional[0]);
  if (lists.length !== positional.length || named.size > 0) return undefined;
  switch (name) {
    case 'len':
      return { kind: 'int', value: first.length };
    case 'sorted':
      return sortedTexts(first);
    case 'reversed':
      return { kind: 'list', items: [...first].reverse() };
    case 'enumerate':
      return { kind: 'list', items: first.map((item, value) => pair({ kind: 'int', value }, item)) };
    case 'zip': {
      const length = Math.min(...lists.map((items) => items.length));
      const rows = first.slice(0, length).map((_, index) => lists.map((items) => items[index] ?? unknown));
      return { kind: 'list', items: rows.map((items) => ({ kind: 'tuple', items })) };
    }
    default:
      return undefined;
  }
}

/** Another list of the same, as far as they are known. */
export function copied(value: PyValue): PyValue | undefined {
  return openListOf(value) === undefined ? undefined : value;
}

function sortedTexts(items: readonly PyValue[]): PyValue | undefined {
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item] : []));
  if (texts.length < items.length || !texts.every(({ text }) => /^[ -~]*$/.test(text))) return undefined;
  return { kind: 'list', items: texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)) };
}

export function pair(a: PyValue, b: PyValue): PyValue {
  return { kind: 'tuple', items: [a, b] };
}

function range(bounds: readonly PyValue[]): PyValue | undefined {
  const numbers = bounds.flatMap((bound) => (bound.kind === 'int' ? [bound.value] : []));
  const [a, b, step = 1] = numbers;
  if (numbers.length !== bounds.length || a === undefined || step !== 1) return undefined;
  const [start, end] = b === undefined ? [0, a] : [a, b];
  if (end - start > 1000) return undefined;
  const items = Array.from({ length: Math.max(end - start, 0) }, (_, index) => start + index);
  return { kind: 'list', items: items.map((value) => ({ kind: 'int', value })) };
}
