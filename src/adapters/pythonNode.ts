/**
 * Nodes of a tree that lies in WebAssembly memory, asked for each thing once: every question to the library copies the
 * node there and its answer back.
 */
import type { Node } from 'web-tree-sitter';
import type { SyntaxNode } from '../core/text/syntax.ts';

/** What all nodes of a tree share. */
interface Source {
  readonly text: string;
  /** Where the text begins, for positions. */
  readonly start: number;
}

export class PythonNode implements SyntaxNode {
  readonly startIndex: number;
  readonly parent: PythonNode | null;
  readonly #node: Node;
  readonly #source: Source;
  #type: string | undefined;
  #endIndex: number | undefined;
  #children: readonly (PythonNode | null)[] | undefined;
  #namedChildren: readonly (PythonNode | null)[] | undefined;
  #fields: Map<string, PythonNode | null> | undefined;

  constructor(node: Node, source: Source, parent: PythonNode | null = null) {
    this.#node = node;
    this.#source = source;
    this.parent = parent;
    this.startIndex = node.startIndex + source.start;
  }

  get type(): string {
    this.#type ??= this.#node.type;
    return this.#type;
  }

  get endIndex(): number {
    this.#endIndex ??= this.#node.endIndex + this.#source.start;
    return this.#endIndex;
  }

  get text(): string {
    const { text, start } = this.#source;
    return text.slice(this.startIndex - start, this.endIndex - start);
  }

  get hasError(): boolean {
    return this.#node.hasError;
  }

  get isError(): boolean {
    return this.#node.isError;
  }

  get isMissing(): boolean {
    return this.#node.isMissing;
  }

  get children(): readonly (PythonNode | null)[] {
    this.#children ??= this.#node.children.map((one) => this.#inner(one));
    return this.#children;
  }

  get namedChildren(): readonly (PythonNode | null)[] {
    this.#namedChildren ??= this.#node.namedChildren.map((one) => this.#inner(one));
    return this.#namedChildren;
  }

  childForFieldName(name: string): PythonNode | null {
    this.#fields ??= new Map();
    let child = this.#fields.get(name);
    if (child === undefined) {
      child = this.#inner(this.#node.childForFieldName(name));
      this.#fields.set(name, child);
    }
    return child;
  }

  childrenForFieldName(name: string): readonly (PythonNode | null)[] {
    return this.#node.childrenForFieldName(name).map((one) => this.#inner(one));
  }

  #inner(node: Node | null): PythonNode | null {
    return node === null ? null : new PythonNode(node, this.#source, this);
  }
}
