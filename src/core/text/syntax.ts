/**
 * The part of a tree-sitter syntax tree that readers use.
 *
 * A node is valid only inside the callback of {@link SyntaxParser.read}: the tree lives in WebAssembly memory and is
 * freed when the callback returns.
 */
export interface SyntaxNode {
  /** The grammar's name of the node, such as `assignment`. */
  readonly type: string;
  readonly text: string;
  /** In UTF-16 code units. */
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly children: readonly (SyntaxNode | null)[];
  readonly parent: SyntaxNode | null;
  childForFieldName(name: string): SyntaxNode | null;
  childrenForFieldName(name: string): readonly (SyntaxNode | null)[];
}

export interface SyntaxParser {
  /**
   * Parses `text`, hands the root to `visit`, frees the tree. Nothing of the tree may leave `visit`.
   *
   * @param start Where the text begins, for positions; absent: 0.
   */
  read<T>(text: string, visit: (root: SyntaxNode) => T, start?: number): T;
}
