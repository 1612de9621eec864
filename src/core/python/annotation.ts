/**
 * Annotations: `Mapped[str | None]` as the expression it is, also where it is written as a string.
 *
 * Subscripts and unions stay expressions, `Literal`'s strings stay strings, and what stands behind the first argument
 * of `Annotated` is evaluated as any other expression.
 */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluate } from './evaluate.ts';
import { codeChildren, type Frame, rangeOf } from './frame.ts';
import { noNode } from './noNode.ts';
import { expression, isSequence, lastName, type PyValue, pathOf, unknown } from './value.ts';

export function evaluateAnnotation(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression': {
      const [only] = codeChildren(node);
      return only === undefined ? unknown : evaluateAnnotation(only, frame);
    }
    case 'string':
      return evaluateQuoted(node, frame);
    case 'subscript': {
      const object = node.childForFieldName('value');
      const keys = node.childrenForFieldName('subscript').flatMap((key) => key ?? []);
      return object === null ? unknown : subscripted(object, keys, node, frame);
    }
    case 'generic_type': {
      const [object, parameters] = codeChildren(node);
      if (object === undefined || parameters === undefined) return unknown;
      return subscripted(object, codeChildren(parameters), node, frame);
    }
    case 'union_type':
    case 'binary_operator': {
      const operands = codeChildren(node).map((operand) => evaluateAnnotation(operand, frame));
      return { ...expression('|', operands), range: rangeOf(node) };
    }
    default:
      return evaluate(node, frame);
  }
}

function subscripted(
  object: SyntaxNode,
  keys: readonly SyntaxNode[],
  node: SyntaxNode,
  frame: Frame,
): PyValue {
  const generic = evaluate(object, frame);
  const name = lastName(pathOf(generic) ?? '');
  const values = keys
    .flatMap((key) => argumentsIn(key))
    .map((key, index) => {
      const isPlain = name === 'Literal' || (name === 'Annotated' && index > 0);
      return isPlain ? evaluate(key, frame) : evaluateAnnotation(key, frame);
    });
  const [only = unknown, more] = values;
  const key: PyValue = more === undefined ? only : { kind: 'tuple', items: values };
  return { ...expression('subscript', [generic, key]), range: rangeOf(node) };
}

function argumentsIn(key: SyntaxNode): readonly SyntaxNode[] {
  if (key.type === 'type') return codeChildren(key);
  return key.type === 'tuple' || key.type === 'expression_list' ? codeChildren(key) : [key];
}

/** A reference to what is defined later, or the whole annotation. */
function evaluateQuoted(node: SyntaxNode, frame: Frame): PyValue {
  const [, content, , more] = node.namedChildren;
  const text = content?.type === 'string_content' ? content.text : undefined;
  if (text === undefined || more !== undefined || content == null) return evaluate(node, frame);
  const { startIndex, endIndex } = content;
  if (nameOfClass.test(text))
    return evaluate({ ...noNode, type: 'identifier', text, startIndex, endIndex }, frame);
  return frame.world.python.read(text, (root) => {
    const [statement] = codeChildren(root);
    const [inner] = statement === undefined ? [] : codeChildren(statement);
    if (inner === undefined || root.hasError) return evaluate(node, frame);
    return shifted(evaluateAnnotation(inner, frame), content.startIndex);
  });
}

/** Nothing else begins like this: it need not be parsed. */
const nameOfClass = /^(?!(?:None|True|False)$)[A-Z]\w*$/;

/** Its ranges as if it had not been a string. What it only refers to keeps its own. */
function shifted(value: PyValue, by: number): PyValue {
  const range = (at: Range): Range => ({ start: at.start + by, end: at.end + by });
  const place = value.range === undefined ? {} : { range: range(value.range) };
  if (isSequence(value)) return { ...value, ...place, items: value.items.map((item) => shifted(item, by)) };
  if (value.kind !== 'expression') return { ...value, ...place };
  return { ...value, ...place, operands: value.operands.map((operand) => shifted(operand, by)) };
}
