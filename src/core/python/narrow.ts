/** What a condition says of a name: inside `if name is not None:`, a value that is one of several is not None. */
import type { SyntaxNode } from '../text/syntax.ts';
import { codeChildren, type Frame } from './frame.ts';
import { isSequence, type PyValue, truthOf } from './value.ts';

/** Binds the names of a condition to what they can only be where it is true, or where it is not. */
export function narrow(condition: SyntaxNode, isTrue: boolean, frame: Frame): void {
  const [first, second] = codeChildren(condition);
  switch (condition.type) {
    case 'identifier':
      keepOnly(condition.text, (value) => isTruthy(value) !== !isTrue, frame);
      break;
    case 'parenthesized_expression':
      if (first !== undefined) narrow(first, isTrue, frame);
      break;
    case 'not_operator':
      if (first !== undefined) narrow(first, !isTrue, frame);
      break;
    case 'boolean_operator':
      // Both sides of an `and` that is true are, and neither of an `or` that is not.
      if ((condition.childForFieldName('operator')?.type === 'and') === isTrue)
        for (const side of [first, second]) if (side !== undefined) narrow(side, isTrue, frame);
      break;
    case 'comparison_operator': {
      const operators = condition.childrenForFieldName('operators').map((one) => one?.text ?? '');
      const isNot = /^(?:is\s+not|!=)$/.test(operators[0] ?? '');
      if (first?.type !== 'identifier' || second?.type !== 'none' || operators.length !== 1) break;
      keepOnly(first.text, (value) => isNone(value) !== (isTrue === isNot), frame);
      break;
    }
    default:
  }
}

/** Where only one of the values is possible that a name may have, it has that. */
function keepOnly(name: string, isPossible: (value: PyValue) => boolean, frame: Frame): void {
  const value = frame.scope.names.get(name);
  if (value === undefined || !isChoice(value)) return;
  const [only, more] = alternativesOf(value).filter(isPossible);
  if (only !== undefined && more === undefined) frame.scope.names.set(name, only);
}

function isChoice(value: PyValue): boolean {
  return value.kind === 'expression' && value.operator === 'if';
}

function alternativesOf(value: PyValue): readonly PyValue[] {
  if (value.kind !== 'expression' || value.operator !== 'if') return [value];
  return value.operands.slice(1).flatMap(alternativesOf);
}

function isNone(value: PyValue): boolean | undefined {
  if (value.kind === 'none') return true;
  return truthOf(value) !== undefined || isSequence(value) || isText(value) ? false : undefined;
}

function isTruthy(value: PyValue): boolean | undefined {
  const isFilled = (part: PyValue): boolean => part.kind === 'string' && part.text !== '';
  return isText(value) && value.operands.some(isFilled) ? true : truthOf(value);
}

function isText(value: PyValue): value is Extract<PyValue, { kind: 'expression' }> {
  return value.kind === 'expression' && value.operator === 'text';
}
