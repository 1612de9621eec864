/** The comment that leaves a finding out: `# driftline: ignore[type-mismatch]`. */
import type { Fix } from '../../text/edit.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import type { FixContext } from './fixContext.ts';
import type { Replacement } from './pythonImports.ts';

export function ignoreHere({ kind, location }: ModelFinding, { textOf, python }: FixContext): readonly Fix[] {
  const text = location && textOf(location.file);
  if (text === undefined || location?.range === undefined) return [];
  const { file, range } = location;
  const edit = editAt(text, range.start, kind);
  const changed = `${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}`;
  const isComment = python.read(changed, (root) => endsInComment(root, edit.start + edit.text.length));
  if (!isComment) return [];
  const change = { file, range: { start: edit.start, end: edit.end }, newText: edit.text };
  return [{ title: `Ignore ${kind} here`, edits: [change], newFiles: [] }];
}

/** One more kind in the comment that is there, or a comment behind all that the line holds. */
function editAt(text: string, offset: number, kind: string): Replacement {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(start, newline < 0 ? text.length : newline).replace(/\r$/, '');
  const known = /#\s*driftline:\s*ignore\[([^\]]*)\]/.exec(line);
  if (known !== null) {
    const at = start + known.index + known[0].length - 1;
    return { start: at, end: at, text: known[1]?.trim() === '' ? kind : `, ${kind}` };
  }
  const at = start + line.trimEnd().length;
  return { start: at, end: at, text: `  # driftline: ignore[${kind}]` };
}

/** Not within a string, and not behind a line that goes on. */
function endsInComment(root: SyntaxNode, end: number): boolean {
  if (root.hasError) return false;
  let node = root;
  for (;;) {
    const inner = node.children.find(
      (child) => child !== null && child.startIndex < end && child.endIndex >= end,
    );
    if (!inner) return node.type === 'comment';
    node = inner;
  }
}
