/** `for` and `while`: over what is known turn by turn, over what is not as one turn that may be taken any number of times. */
import type { SyntaxNode } from '../text/syntax.ts';
import { assign, assignedNames } from './assign.ts';
import { evaluate, forced, itemsOf, iterated } from './evaluate.ts';
import { executeBlock } from './execute.ts';
import { bind, codeChildren, type Frame } from './frame.ts';
import { grown, type OpenList, openListOf } from './openList.ts';
import { type Effect, record } from './trace.ts';
import { expression, joinValues, type PyValue, unknown } from './value.ts';
import { isReached, leaveLoop, repeat, takeWays } from './ways.ts';

export function executeLoop(node: SyntaxNode, frame: Frame): void {
  const target = node.childForFieldName('left');
  const over = node.childForFieldName('right') ?? node.childForFieldName('condition');
  const iterable = over === null ? unknown : iterated(forced(evaluate(over, frame), frame), frame);
  const body = codeChildren(node.childForFieldName('body') ?? node);
  const items = node.type === 'for_statement' ? itemsOf(iterable) : undefined;
  const open = node.type === 'for_statement' ? openListOf(iterable) : undefined;
  const turns = items !== undefined && target !== null && items.length <= longest;
  if (turns) {
    const turn = (item: PyValue) => (inside: Frame) => {
      assign(target, item, inside);
      executeBlock(body, inside);
    };
    repeat(items.map(turn), assignedNames(node), frame);
  } else if (open !== undefined && target !== null) loopOpen(node, target, iterable, open, frame);
  else loopUnknown(node, iterable, frame);
  const otherwise = node.childForFieldName('alternative')?.childForFieldName('body');
  if (otherwise != null) executeBlock(codeChildren(otherwise), frame);
}

/** Longer ones are data. */
const longest = 500;

/** First over what is known, then over each that there may be more of. */
function loopOpen(
  node: SyntaxNode,
  target: SyntaxNode,
  iterable: PyValue,
  { known, others }: OpenList,
  frame: Frame,
): void {
  const body = codeChildren(node.childForFieldName('body') ?? node);
  const turn = (item: PyValue) => (inside: Frame) => {
    assign(target, item, inside);
    executeBlock(body, inside);
  };
  repeat(known.map(turn), assignedNames(node), frame);
  for (const other of others) if (isReached(frame)) loopUnknown(node, iterable, frame, other);
}

/** @param item What its items are like. */
function loopUnknown(node: SyntaxNode, iterable: PyValue, frame: Frame, item?: PyValue): void {
  const { trace } = frame.world;
  const target = node.childForFieldName('left');
  const effect: Extract<Effect, { kind: 'loop' }> = { kind: 'loop', body: [] };
  const turn = (): void => {
    for (const name of assignedNames(node)) bind(name, unknown, frame);
    if (target !== null && item !== undefined) assign(target, item, frame);
    else if (target?.type === 'identifier' && frame.world.keepsExpressions)
      bind(target.text, expression('item', [iterable]), frame);
    const inside = { ...frame, loop: { breaks: [], continues: [] } };
    executeBlock(codeChildren(node.childForFieldName('body') ?? node), inside);
  };
  record(effect, trace);
  const before = trace.at;
  const exits = trace.exits;
  const notAtAll = (): void => undefined;
  const join = frame.world.keepsExpressions ? grown : joinValues;
  takeWays([notAtAll, turn], [[], effect.body], frame, join);
  trace.at = before;
  if (trace.exits > exits) leaveLoop(effect, iterable, trace);
}
