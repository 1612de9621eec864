/** A syntax tree as if its text began at another place. */
import type { SyntaxNode } from '../text/syntax.ts';

export function shiftedNode(node: SyntaxNode, by: number): SyntaxNode {
  const shift = (one: SyntaxNode | null): SyntaxNode | null => (one === null ? null : shiftedNode(one, by));
  const { type, hasError, isError, isMissing } = node;
  return {
    type,
    hasError,
    isError,
    isMissing,
    startIndex: node.startIndex + by,
    endIndex: node.endIndex + by,
    get text() {
      return node.text;
    },
    get namedChildren() {
      return node.namedChildren.map(shift);
    },
    get children() {
      return node.children.map(shift);
    },
    get parent() {
      return shift(node.parent);
    },
    childForFieldName: (name) => shift(node.childForFieldName(name)),
    childrenForFieldName: (name) => node.childrenForFieldName(name).map(shift),
  };
}
