/**
 * Imports that a change of a module leaves without use, such as `Integer` where the last one became `BigInteger`: they go
 * with the same change.
 *
 * Only names of packages that do nothing but give names, and only where the word stands nowhere else in the module, be it
 * in a string. What a package's `__init__.py` imports may be for others.
 */
import type { SyntaxNode } from '../../text/syntax.ts';
import { type ImportedName, type ImportStatement, importsOf, type Replacement } from './pythonImports.ts';

const families: ReadonlySet<string> = new Set([
  'sqlalchemy',
  'sqlmodel',
  'typing',
  'typing_extensions',
  'uuid',
  'datetime',
  'decimal',
]);

/** @returns The same edits, and those that take out the imports that they leave unused. */
export function withoutUnusedImports(
  edits: readonly Replacement[],
  root: SyntaxNode,
  text: string,
): readonly Replacement[] {
  const imports = importsOf(root);
  const gone = new Set(
    edits.flatMap(({ start, end }) => text.slice(start, end).match(/[A-Za-z_]\w*/g) ?? []),
  );
  const rest = textBehind(edits, imports, text);
  const isUnused = ({ bound }: ImportedName) => gone.has(bound) && !new RegExp(`\\b${bound}\\b`).test(rest);
  let all = edits;
  for (const statement of imports) {
    const unused = isOfPackage(statement) ? statement.names.filter(isUnused) : [];
    if (unused.length > 0 && !bearsComment(statement, text)) all = taken(all, statement, unused, text);
  }
  return all;
}

function isOfPackage({ module, names }: ImportStatement): boolean {
  return (module === undefined ? names.map(({ name }) => name) : [module]).every((one) =>
    families.has(one.split('.')[0] ?? ''),
  );
}

/** It may say that the import is wanted, or why. */
function bearsComment({ node }: ImportStatement, text: string): boolean {
  const newline = text.indexOf('\n', node.endIndex);
  return text.slice(node.startIndex, newline < 0 ? text.length : newline).includes('#');
}

/** The module after the edits, without what it imported before. */
function textBehind(
  edits: readonly Replacement[],
  imports: readonly ImportStatement[],
  text: string,
): string {
  const removed = imports.map(({ node }) => ({ start: node.startIndex, end: node.endIndex, text: '' }));
  const isImport = ({ start, end }: Replacement) =>
    removed.some((one) => one.start <= start && end <= one.end && start < one.end && end > one.start);
  const changes = [...removed, ...edits.filter((one) => !isImport(one))];
  return [...changes]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((all, { start, end, text: own }) => `${all.slice(0, start)}${own}${all.slice(end)}`, text);
}

function taken(
  edits: readonly Replacement[],
  { node, names }: ImportStatement,
  unused: readonly ImportedName[],
  text: string,
): readonly Replacement[] {
  let all = edits;
  const keeps = (name: ImportedName) => !unused.includes(name);
  for (const [at, { node: name }] of names.entries()) {
    const { startIndex: start, endIndex: end } = name;
    if (!unused.some((one) => one.node === name)) continue;
    // A name that comes in next to it takes its place.
    const next = all.find((one) => one.start === one.end && (one.start === start || one.start === end));
    if (next !== undefined) {
      const own = { start, end, text: next.text.replace(/^,\s*|,\s*$/g, '') };
      all = [...all.filter((one) => one !== next), own];
      continue;
    }
    const isChanged = all.some((one) => node.startIndex < one.start && one.end <= node.endIndex);
    if (!names.some(keeps) && !isChanged) return [...all, wholeLine(node, text)];
    const after = names.slice(at + 1).some(keeps) ? names[at + 1] : undefined;
    const before = names[at - 1];
    if (after !== undefined) all = [...all, { start, end: after.node.startIndex, text: '' }];
    else if (before !== undefined) all = [...all, { start: before.node.endIndex, end, text: '' }];
  }
  return all;
}

/** Nothing is left of it where it stands alone. */
function wholeLine({ startIndex, endIndex }: SyntaxNode, text: string): Replacement {
  const newline = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(endIndex))?.[0] ?? '';
  return { start: startIndex, end: endIndex + newline.length, text: '' };
}
