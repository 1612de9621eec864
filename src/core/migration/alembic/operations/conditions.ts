/**
 * Conditions of Python code as questions to the schema: `'email' not in [c['name'] for c in inspector.get_columns(…)]`,
 * `inspector.has_table('users')`, a query of the catalog that finds a row.
 */
import {
  isSequence,
  type PyCallResult,
  type PyExpression,
  type PyValue,
  truthOf,
} from '../../../python/value.ts';
import type { SchemaCondition } from '../../operations/condition.ts';
import { calleeName, type OperationContext } from './context.ts';
import { environmentVariableIn } from './environmentVariable.ts';
import { asksForTable, isName, type NamedSet, namedSet } from './inspector.ts';
import { queryCondition } from './queryCondition.ts';

export function conditionOf(value: PyValue, context: OperationContext): SchemaCondition {
  const asked = read(value, { ...context, known: new Map() }, 0);
  const variable = asked === undefined ? environmentVariableIn(value) : undefined;
  if (variable === undefined) return asked ?? notKnown;
  return { kind: 'unknown', reason: `This condition depends on the environment variable ${variable}.` };
}

/** Values refer to each other: each is read once. */
type Asking = OperationContext & { readonly known: Map<PyValue, Answer> };

const notKnown: SchemaCondition = {
  kind: 'unknown',
  reason: 'This condition depends on more than the schema: it is decided when the script runs.',
};

/** Values refer to each other; what is nested deeper than anybody writes is not worth following. */
const deepest = 20;

type Answer = SchemaCondition | undefined;

function read(value: PyValue, context: Asking, depth: number): Answer {
  if (!context.known.has(value)) context.known.set(value, readAfresh(value, context, depth));
  return context.known.get(value);
}

function readAfresh(value: PyValue, context: Asking, depth: number): Answer {
  const truth = truthOf(value);
  if (truth !== undefined) return constant(truth);
  if (depth > deepest) return undefined;
  if (value.kind === 'import') {
    const known = context.follow(value);
    return known.kind === 'import' ? undefined : read(known, context, depth + 1);
  }
  if (value.kind === 'call') return ofCall(value, context, depth);
  return value.kind === 'expression' ? ofExpression(value, context, depth) : undefined;
}

function constant(truth: boolean): SchemaCondition {
  return { kind: truth ? 'and' : 'or', conditions: [] };
}

function not(condition: Answer): Answer {
  return condition && { kind: 'not', condition };
}

function ofExpression(value: PyExpression, context: Asking, depth: number): Answer {
  const [a, b, c] = value.operands;
  if (a === undefined) return undefined;
  const inner = (one: PyValue | undefined): Answer => one && read(one, context, depth + 1);
  switch (value.operator) {
    case 'not':
      return not(inner(a));
    case 'and':
    case 'or':
      return both(value.operator, inner(a), inner(b));
    case 'any':
      return anyOf(a, context, depth);
    case 'if':
      return choice(inner(a), inner(b), inner(c));
    case 'each':
      return anyIn(value, context);
    case 'in':
      return b && isIn(a, b, context, depth);
    case 'not in':
      return not(b && isIn(a, b, context, depth));
    case 'subscript':
      return firstOf(a, b, context, depth);
    default:
      return b && compared(value.operator, a, b, context, depth);
  }
}

/** Where one of them is unknown, the other still counts: whatever it is, it is asked together. */
function both(kind: 'and' | 'or', a: Answer, b: Answer): Answer {
  if (a === undefined && b === undefined) return undefined;
  return { kind, conditions: [a ?? notKnown, b ?? notKnown] };
}

function choice(condition: Answer, a: Answer, b: Answer): Answer {
  if (condition === undefined || a === undefined || b === undefined) return undefined;
  return {
    kind: 'or',
    conditions: [
      { kind: 'and', conditions: [condition, a] },
      { kind: 'and', conditions: [{ kind: 'not', condition }, b] },
    ],
  };
}

const transparent = new Set(['bool', 'list', 'set', 'tuple', 'sorted', 'frozenset', 'len', 'int', 'str']);

function ofCall(call: PyCallResult, context: Asking, depth: number): Answer {
  const name = calleeName(call) ?? '';
  const [first] = call.positional;
  if (call.receiver === undefined && first !== undefined) {
    if (name === 'any') return anyOf(first, context, depth);
    if (name === 'next') return anyOf(first, context, depth);
    if (transparent.has(name)) return read(first, context, depth + 1);
  }
  return asksForTable(call) ?? queryCondition(call, context);
}

/** `any(…)` of a list, or of what a generator gives. */
function anyOf(value: PyValue, context: Asking, depth: number): Answer {
  if (isSequence(value)) {
    const conditions = value.items.map((item) => read(item, context, depth + 1));
    const known = conditions.flatMap((one) => one ?? []);
    return known.length === conditions.length ? { kind: 'or', conditions: known } : undefined;
  }
  return value.kind === 'expression' && value.operator === 'each' ? anyIn(value, context) : undefined;
}

/**
 * `c['name'] == 'email' for c in columns`; also with the comparison behind `if`. As a condition by itself a list says
 * whether it is empty.
 */
function anyIn({ operands }: PyExpression, context: Asking): Answer {
  const [element, iterable, ...conditions] = operands;
  if (element === undefined || iterable === undefined) return undefined;
  const asked = conditions.length === 0 ? element : conditions.length === 1 ? conditions[0] : undefined;
  const set = namedSet({ kind: 'expression', operator: 'each', operands: [itemName, iterable] }, context);
  if (asked === undefined || set === undefined) return undefined;
  return nameAsked(asked, set);
}

const itemName: PyExpression = {
  kind: 'expression',
  operator: 'subscript',
  operands: [
    { kind: 'expression', operator: 'item', operands: [] },
    { kind: 'string', text: 'name' },
  ],
};

/** `c['name'] == 'email'`, `c['name'] in ('a', 'b')` */
function nameAsked(asked: PyValue, set: NamedSet): Answer {
  if (asked.kind !== 'expression') return undefined;
  const [a, b] = asked.operands;
  if (asked.operator === '==' && a !== undefined && b !== undefined) {
    const [element, name] = a.kind === 'string' ? [b, a] : [a, b];
    return name.kind === 'string' && isName(element) ? set.contains(name.text) : undefined;
  }
  if (asked.operator !== 'in' || a === undefined || b === undefined || !isName(a) || !isSequence(b))
    return undefined;
  const conditions = b.items.map((item) => (item.kind === 'string' ? set.contains(item.text) : undefined));
  const known = conditions.flatMap((one) => one ?? []);
  return known.length === conditions.length ? { kind: 'or', conditions: known } : undefined;
}

function isIn(item: PyValue, container: PyValue, context: Asking, depth: number): Answer {
  if (item.kind !== 'string') return undefined;
  if (isSequence(container)) return undefined;
  if (container.kind === 'expression' && container.operator === 'if') {
    const [condition, a, b] = container.operands;
    if (condition === undefined || a === undefined || b === undefined) return undefined;
    return choice(
      read(condition, context, depth + 1),
      isInOrConstant(item, a, context, depth),
      isInOrConstant(item, b, context, depth),
    );
  }
  return namedSet(container, context)?.contains(item.text);
}

/** One of two lists may be written out: `[]`. */
function isInOrConstant(item: PyValue, container: PyValue, context: Asking, depth: number): Answer {
  if (!isSequence(container) || item.kind !== 'string') return isIn(item, container, context, depth + 1);
  const isKnown = container.items.every(({ kind }) => kind === 'string');
  const found = container.items.some((one) => one.kind === 'string' && one.text === item.text);
  return isKnown ? constant(found) : undefined;
}

/** `x is None`, `count > 0`, `count == 0`, `flag == True`. */
function compared(operator: string, a: PyValue, b: PyValue, context: Asking, depth: number): Answer {
  const there = (): Answer => read(a, context, depth + 1);
  if (b.kind === 'none') {
    if (operator === 'is' || operator === '==') return not(there());
    return operator === 'is not' || operator === '!=' ? there() : undefined;
  }
  if (b.kind === 'bool' && /^(?:==|is)$/.test(operator)) return b.value ? there() : not(there());
  if (b.kind === 'int') {
    const says = `${operator} ${b.value}`;
    if (/^(?:> 0|>= 1|!= 0|== 1)$/.test(says)) return there();
    if (/^(?:== 0|< 1|<= 0)$/.test(says)) return not(there());
  }
  return undefined;
}

/** The only column of a row that is there: `result.fetchone()[0]`. */
function firstOf(object: PyValue, key: PyValue | undefined, context: Asking, depth: number): Answer {
  return key?.kind === 'int' && key.value === 0 && object.kind === 'call'
    ? read(object, context, depth + 1)
    : undefined;
}
