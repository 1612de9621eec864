/**
 * Whether a script is valid Python: Alembic imports every file of the folder, so one that is not stops them all.
 *
 * A full parse, apart from reading the header, so that the chain can be shown first. What only Python's compiler
 * finds (indentation that does not fit, `return` outside of a function) is not found here.
 */
import type { Range } from '../../text/range.ts';
import type { Problem } from '../../text/read.ts';
import type { SyntaxNode, SyntaxParser } from '../../text/syntax.ts';
import type { ScriptText } from '../convention.ts';

/** One mistake makes the parser stumble over much that follows. */
const maxProblems = 5;

export function checkSyntax(
  script: Pick<ScriptText, 'file' | 'text'>,
  python: SyntaxParser,
): readonly Problem[] {
  const { file, text } = script;
  return python.read(text.replace(/^\uFEFF/, '\n'), (root) => {
    const problems: Problem[] = [];
    const mayBeOld = /^[ \t]*(?:print|exec)[ \t]+[\w'"]/m.test(text);
    const visit = (node: SyntaxNode): void => {
      if (problems.length >= maxProblems) return;
      const message = mistake(node);
      if (message !== undefined) {
        problems.push({
          code: 'syntax-error',
          severity: 'error',
          message,
          file,
          range: firstLine(node, text),
        });
      } else if (node.hasError || mayBeOld) {
        for (const child of node.children) if (child !== null) visit(child);
      }
    };
    visit(root);
    return problems;
  });
}

function mistake(node: SyntaxNode): string | undefined {
  if (node.isMissing)
    return `Python expects “${node.type}” here. Alembic can run no migration until it is added.`;
  if (node.isError) return 'This is not valid Python. Alembic can run no migration until it is corrected.';
  if (!isOld(node.type)) return undefined;
  return 'This is Python 2. Alembic can run no migration until it is rewritten as a call: print(…), exec(…).';
}

function isOld(type: string): boolean {
  return type === 'print_statement' || type === 'exec_statement';
}

/** Errors may reach to the end of the file; their first line is where to look. */
function firstLine(node: SyntaxNode, text: string): Range {
  const from = node.startIndex === node.endIndex ? Math.max(0, node.startIndex - 1) : node.startIndex;
  const line = text.slice(from, node.endIndex).search(/[\r\n]/);
  return { start: from, end: line > 0 ? from + line : Math.max(node.endIndex, from + 1) };
}
