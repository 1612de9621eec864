/** The statement that makes a column, in its pieces: `id: Mapped[str] = mapped_column(String(36), primary_key=True)`. */
import type { Range } from '../../text/range.ts';
import type { SyntaxNode } from '../../text/syntax.ts';

export interface ColumnStatement {
  /** `Column(…)`, `mapped_column(…)`, `Field(…)`; absent where the annotation says all. */
  readonly maker: SyntaxNode | undefined;
  readonly makerName: string | undefined;
  readonly arguments: readonly SyntaxNode[];
  /** What stands behind the colon, without the `type` node around it. */
  readonly annotation: SyntaxNode | undefined;
  /** Where a call can be added: behind the annotation. */
  readonly end: number;
}

/** @param inside A place within the statement: of its type, or of its name. */
export function columnStatement(root: SyntaxNode, inside: Range): ColumnStatement | undefined {
  const at = nodeAt(root, inside);
  for (let node: SyntaxNode | null = at ?? null; node !== null; node = node.parent) {
    if (node.type === 'call' && isMaker(node)) return ofCall(node, annotationOf(assignmentAround(node)));
    if (node.type === 'assignment') return ofAssignment(node);
    if (node.type === 'function_definition' || node.type === 'class_definition') return undefined;
  }
  return undefined;
}

/** The smallest node that covers a range. */
export function nodeAt(root: SyntaxNode, { start, end }: Range): SyntaxNode | undefined {
  if (root.startIndex > start || root.endIndex < end) return undefined;
  let node = root;
  for (;;) {
    const inner = node.namedChildren.find(
      (child) => child !== null && child.startIndex <= start && child.endIndex >= end,
    );
    if (!inner) return node;
    // Of nodes that cover the same text, the outermost says what it is.
    if (inner.startIndex === start && inner.endIndex === end) return inner;
    node = inner;
  }
}

const makers = /^(?:Column|mapped_column|Field|deferred)$/;

function isMaker(call: SyntaxNode): boolean {
  return makers.test(nameOf(call));
}

function nameOf(call: SyntaxNode): string {
  return (call.childForFieldName('function')?.text ?? '').split('.').at(-1) ?? '';
}

function ofCall(call: SyntaxNode, annotation: SyntaxNode | undefined): ColumnStatement {
  const given = call.childForFieldName('arguments')?.namedChildren ?? [];
  return {
    maker: call,
    makerName: call.childForFieldName('function')?.text,
    arguments: given.filter((node): node is SyntaxNode => node !== null && node.type !== 'comment'),
    annotation,
    end: call.endIndex,
  };
}

function ofAssignment(assignment: SyntaxNode): ColumnStatement | undefined {
  const right = assignment.childForFieldName('right');
  const annotation = annotationOf(assignment);
  const maker = right?.type === 'call' ? innermostMaker(right) : undefined;
  if (maker !== undefined) return ofCall(maker, annotation);
  if (annotation === undefined || right !== null) return undefined;
  return { maker: undefined, makerName: undefined, arguments: [], annotation, end: annotation.endIndex };
}

/** In `deferred(Column(…))` and `Field(sa_column=Column(…))`, what makes the column. */
function innermostMaker(call: SyntaxNode): SyntaxNode | undefined {
  const inner = (call.childForFieldName('arguments')?.namedChildren ?? []).flatMap((argument) => {
    const value = argument?.type === 'keyword_argument' ? argument.childForFieldName('value') : argument;
    return value?.type === 'call' ? (innermostMaker(value) ?? []) : [];
  })[0];
  return inner ?? (isMaker(call) ? call : undefined);
}

function assignmentAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'assignment') return at;
    if (at.type === 'block' || at.type === 'module') return undefined;
  }
  return undefined;
}

function annotationOf(assignment: SyntaxNode | undefined): SyntaxNode | undefined {
  const type = assignment?.childForFieldName('type');
  return type?.namedChildren[0] ?? undefined;
}

export function keyword(statement: ColumnStatement, name: string): SyntaxNode | undefined {
  return statement.arguments.find(
    (node) => node.type === 'keyword_argument' && node.childForFieldName('name')?.text === name,
  );
}
