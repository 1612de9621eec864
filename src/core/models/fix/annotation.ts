/** `Mapped[X]`, `X | None`, `Optional[X]`: what an annotation says of NULL, and how it says otherwise. */
import type { SyntaxNode } from '../../text/syntax.ts';
import { boundName, importName, importsOf, type Replacement, type Spelled } from './pythonImports.ts';

/** What stands inside of `Mapped[…]`; the annotation itself without one. */
export function mappedInner(annotation: SyntaxNode): SyntaxNode {
  const [name, inner] = subscript(annotation) ?? [];
  if (name === undefined || inner === undefined) return annotation;
  return /(?:^|\.)(?:Mapped|DynamicMapped|WriteOnlyMapped)$/.test(name) ? inner : annotation;
}

/** Without `None`; `undefined` where NULL is not allowed, or another thing than NULL as well. */
export function withoutNone(inner: SyntaxNode): SyntaxNode | undefined {
  const [name, argument] = subscript(inner) ?? [];
  if (name !== undefined && argument !== undefined && /(?:^|\.)Optional$/.test(name)) return argument;
  const parts = unionParts(inner);
  const others = parts.filter((part) => part.text !== 'None');
  return others.length === 1 && others.length < parts.length ? others[0] : undefined;
}

/** The innermost thing that is annotated. */
export function annotatedType(annotation: SyntaxNode): SyntaxNode {
  const inner = mappedInner(annotation);
  return withoutNone(inner) ?? inner;
}

/** tree-sitter takes `A | B` for an operator, and within brackets for a `union_type` or a `type`. */
function unionParts(node: SyntaxNode): readonly SyntaxNode[] {
  const bare =
    node.type === 'type' && node.namedChildren.length === 1 ? (node.namedChildren[0] ?? node) : node;
  if (
    bare.type === 'union_type' ||
    (bare.type === 'binary_operator' && bare.children.some((one) => one?.text === '|'))
  )
    return bare.namedChildren.flatMap((child) => (child === null ? [] : unionParts(child)));
  return [bare];
}

/** `name[argument]` with one argument. */
function subscript(node: SyntaxNode): readonly [name: string, argument: SyntaxNode] | undefined {
  const bare =
    node.type === 'type' && node.namedChildren.length === 1 ? (node.namedChildren[0] ?? node) : node;
  if (bare.type === 'subscript') {
    const [argument, ...more] = bare.childrenForFieldName('subscript');
    const name = bare.childForFieldName('value')?.text;
    return argument && name !== undefined && more.length === 0 ? [name, argument] : undefined;
  }
  if (bare.type !== 'generic_type') return undefined;
  const [name, parameters] = bare.namedChildren;
  const [argument, ...more] = parameters?.namedChildren ?? [];
  return name && argument && more.length === 0 ? [name.text, argument] : undefined;
}

/** In the manner of the file: `Optional[X]` where it is imported, else `X | None`. */
export function allowNone(root: SyntaxNode, inner: SyntaxNode): readonly Replacement[] {
  const { text, edits } = optionalOf(root, inner.text);
  return [...edits, { start: inner.startIndex, end: inner.endIndex, text }];
}

/** @param type A Python type, as it is written. */
export function optionalOf(root: SyntaxNode, type: string): Spelled {
  const imports = importsOf(root);
  const optional = boundName(imports, ['typing', 'typing_extensions'], 'Optional');
  const usesUnion = root.text.includes('| None');
  if (optional !== undefined && !usesUnion) return { text: `${optional}[${type}]`, edits: [] };
  if (usesUnion || usesNewSyntax(root)) return { text: `${type} | None`, edits: [] };
  const { text, edits } = importName(root, 'typing', 'Optional', 'Optional');
  return { text: `${text}[${type}]`, edits };
}

/** Python 3.10 and later, or annotations that are never evaluated but by SQLAlchemy. */
function usesNewSyntax(root: SyntaxNode): boolean {
  return /\b(?:list|dict|set|tuple)\[/.test(root.text) || /^match /m.test(root.text);
}
