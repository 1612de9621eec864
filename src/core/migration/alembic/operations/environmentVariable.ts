/** Environment variables: what a script reads of them is known only where it runs. */
import { isSequence, type PyValue, pathOf } from '../../../python/value.ts';

/** The first that a value depends on; `undefined` where it depends on none, or on one whose name is computed. */
export function environmentVariableIn(value: PyValue, depth = 0): string | undefined {
  const within = (values: Iterable<PyValue>): string | undefined => {
    for (const one of values) {
      const found = environmentVariableIn(one, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  if (depth > deepest) return undefined;
  if (isSequence(value)) return within(value.items);
  switch (value.kind) {
    case 'call': {
      const [first] = value.positional;
      const reads = /^os\.(?:getenv|environ\.get)$/.test(pathOf(value.callee) ?? '');
      if (reads) return first?.kind === 'string' ? first.text : undefined;
      const { receiver, positional, named } = value;
      return within([...(receiver === undefined ? [] : [receiver]), ...positional, ...named.values()]);
    }
    case 'expression':
      return within(value.operands);
    case 'unknown':
      return /^os\.environ\['(.+)'\]$/.exec(value.path ?? '')?.[1];
    default:
      return undefined;
  }
}

const deepest = 12;
