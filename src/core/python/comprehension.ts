/** Comprehensions and generator expressions, over what is known and over what is not. */
import type { SyntaxNode } from '../text/syntax.ts';
import { assign, assignedNames } from './assign.ts';
import { evaluate, evaluateField, forced, itemsOf, iterated } from './evaluate.ts';
import { bind, codeChildren, type Frame, newScope } from './frame.ts';
import { openList, openListOf } from './openList.ts';
import { expression, type PyValue, truthOf, unknown } from './value.ts';

const kinds: Readonly<Record<string, 'list' | 'set' | 'dict'>> = {
  list_comprehension: 'list',
  set_comprehension: 'set',
  dictionary_comprehension: 'dict',
  generator_expression: 'list',
};

export function comprehension(node: SyntaxNode, frame: Frame): PyValue {
  const [body, ...clauses] = codeChildren(node);
  const kind = kinds[node.type];
  if (body === undefined || kind === undefined) return unknown;
  const inside = { ...frame, scope: newScope(frame.scope), globals: new Set<string>() };
  const items: PyValue[] = [];
  const others: PyValue[] = [];
  const rest = turn(body, clauses, inside, { items, others });
  if (rest !== undefined) return rest;
  if (others.length > 0) return kind === 'dict' ? unknown : openList({ known: items, others });
  return kind === 'dict' ? dictOf(items) : { kind, items };
}

interface Results {
  readonly items: PyValue[];
  /** What others are like that there may be. */
  readonly others: PyValue[];
  /** Whether the turn is over one of these. */
  readonly isOther?: true;
}

/** Adds what the clauses give; the answer is what stands for the whole where that cannot be listed. */
function turn(
  body: SyntaxNode,
  clauses: readonly SyntaxNode[],
  frame: Frame,
  results: Results,
): PyValue | undefined {
  const [clause, ...others] = clauses;
  if (clause === undefined) {
    results[results.isOther ? 'others' : 'items'].push(evaluateBody(body, frame));
    return undefined;
  }
  if (clause.type === 'if_clause') {
    const [condition] = codeChildren(clause);
    const truth = condition === undefined ? undefined : truthOf(evaluate(condition, frame));
    if (truth === undefined && !results.isOther) {
      turn(body, others, frame, { items: [], others: [] });
      return unknown;
    }
    return truth !== false ? turn(body, others, frame, results) : undefined;
  }
  return overItems(body, clause, others, frame, results);
}

function overItems(
  body: SyntaxNode,
  clause: SyntaxNode,
  others: readonly SyntaxNode[],
  frame: Frame,
  results: Results,
): PyValue | undefined {
  const target = clause.childForFieldName('left');
  const iterable = iterated(forced(evaluateField(clause, 'right', frame), frame), frame);
  const open = openListOf(iterable);
  const known = target === null ? undefined : (open?.known ?? itemsOf(iterable));
  if (target === null || known === undefined || known.length > longest) {
    return overUnknown(body, clause, others, iterable, frame);
  }
  for (const item of known) {
    assign(target, item, frame);
    const rest = turn(body, others, frame, results);
    if (rest !== undefined) return rest;
  }
  for (const item of open?.others ?? []) {
    assign(target, item, frame);
    const rest = turn(body, others, frame, { ...results, isOther: true });
    if (rest !== undefined) return rest;
  }
  return undefined;
}

const longest = 1000;

function overUnknown(
  body: SyntaxNode,
  clause: SyntaxNode,
  others: readonly SyntaxNode[],
  iterable: PyValue,
  frame: Frame,
): PyValue {
  for (const name of assignedNames(clause.childForFieldName('left') ?? clause, undefined, true))
    bind(name, unknown, frame);
  const target = clause.childForFieldName('left');
  if (target?.type === 'identifier' && frame.world.keepsExpressions)
    assign(target, expression('item', [iterable]), frame);
  const onlyConditions = others.every(({ type }) => type === 'if_clause');
  if (!onlyConditions || target?.type !== 'identifier') {
    turn(body, others, frame, { items: [], others: [] });
    return unknown;
  }
  const conditions = others.map((other) => {
    const [condition] = codeChildren(other);
    return condition === undefined ? unknown : evaluate(condition, frame);
  });
  const element = evaluateBody(body, frame);
  return frame.world.keepsExpressions ? expression('each', [element, iterable, ...conditions]) : unknown;
}

function evaluateBody(body: SyntaxNode, frame: Frame): PyValue {
  if (body.type !== 'pair') return evaluate(body, frame);
  const key = forced(evaluateField(body, 'key', frame), frame);
  return { kind: 'tuple', items: [key, evaluateField(body, 'value', frame)] };
}

function dictOf(pairs: readonly PyValue[]): PyValue {
  const entries = new Map<string, PyValue>();
  for (const pair of pairs) {
    const [key, value] = pair.kind === 'tuple' ? pair.items : [];
    if (key?.kind !== 'string' || value === undefined) return unknown;
    entries.set(key.text, value);
  }
  return { kind: 'dict', entries, open: false };
}
