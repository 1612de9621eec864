/** A node where one is asked for and none is at hand. */
import type { SyntaxNode } from '../text/syntax.ts';

export const noNode: SyntaxNode = {
  type: 'module',
  text: '',
  startIndex: 0,
  endIndex: 0,
  hasError: false,
  isError: false,
  isMissing: false,
  namedChildren: [],
  children: [],
  parent: null,
  childForFieldName: () => null,
  childrenForFieldName: () => [],
};
