/** What a module imports at its top, and how another name is added to that. */
import type { SyntaxNode } from '../../text/syntax.ts';

/** A change of one text. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ImportStatement {
  readonly node: SyntaxNode;
  /** `undefined` for a plain `import`, whose names are modules. */
  readonly module: string | undefined;
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  readonly name: string;
  /** What it is bound to. */
  readonly bound: string;
  readonly node: SyntaxNode;
}

/** A spelling, with what has to be imported for it. */
export interface Spelled {
  readonly text: string;
  readonly edits: readonly Replacement[];
}

export function importsOf(root: SyntaxNode): readonly ImportStatement[] {
  return root.namedChildren.flatMap((node): readonly ImportStatement[] => {
    if (node?.type === 'import_from_statement') {
      const module = node.childForFieldName('module_name')?.text;
      return [{ node, module, names: namesOf(node) }];
    }
    return node?.type === 'import_statement' ? [{ node, module: undefined, names: namesOf(node) }] : [];
  });
}

function namesOf(statement: SyntaxNode): readonly ImportedName[] {
  return statement.childrenForFieldName('name').flatMap((node): readonly ImportedName[] => {
    if (node === null) return [];
    const name = node.childForFieldName('name')?.text ?? node.text;
    return [{ name, bound: node.childForFieldName('alias')?.text ?? name, node }];
  });
}

/** What a name of a module is called here, where it is imported by itself. */
export function boundName(
  imports: readonly ImportStatement[],
  modules: readonly string[],
  name: string,
): string | undefined {
  return imports
    .filter(({ module }) => module !== undefined && modules.includes(module))
    .flatMap(({ names }) => names)
    .find((one) => one.name === name)?.bound;
}

/** What a whole module is called here: `sa` for `import sqlalchemy as sa`. */
export function boundModule(imports: readonly ImportStatement[], module: string): string | undefined {
  const dot = module.lastIndexOf('.');
  const [parent, last] = [module.slice(0, Math.max(dot, 0)), module.slice(dot + 1)];
  for (const { module: from, names } of imports)
    for (const { name, bound } of names)
      if (from === undefined ? name === module : from === parent && name === last) return bound;
  return undefined;
}

/** Whether something of the module's top is called so. */
export function isBound(root: SyntaxNode, imports: readonly ImportStatement[], name: string): boolean {
  if (imports.some(({ names }) => names.some(({ bound }) => bound.split('.')[0] === name))) return true;
  return root.namedChildren.some((node) => {
    const inner = node?.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
    if (inner?.type === 'class_definition' || inner?.type === 'function_definition')
      return inner.childForFieldName('name')?.text === name;
    const assignment = inner?.type === 'expression_statement' ? inner.namedChildren[0] : undefined;
    return assignment?.type === 'assignment' && assignment.childForFieldName('left')?.text === name;
  });
}

/** A name imported by itself: as it is already, or by an import that is added. */
export function importName(root: SyntaxNode, module: string, name: string, alias: string): Spelled {
  const imports = importsOf(root);
  const bound = boundName(imports, [module], name);
  if (bound !== undefined) return { text: bound, edits: [] };
  const isTaken = isBound(root, imports, name);
  const written = isTaken ? `${name} as ${alias}` : name;
  const text = isTaken ? alias : name;
  const statement = imports.findLast((one) => one.module === module && one.names.length > 0);
  const edit =
    statement === undefined
      ? newStatement(root, module, `from ${module} import ${written}`)
      : joining(statement, written);
  return { text, edits: [edit] };
}

/** A whole module: as it is imported already, or by an import that is added. */
export function importModule(root: SyntaxNode, module: string): Spelled {
  const bound = boundModule(importsOf(root), module);
  if (bound !== undefined) return { text: bound, edits: [] };
  return { text: module, edits: [newStatement(root, module, `import ${module}`)] };
}

/** Where it belongs if the list is sorted, else at the end; in the manner of its neighbours. */
function joining({ names }: ImportStatement, written: string): Replacement {
  const texts = names.map(({ node }) => node.text);
  const isSorted = texts.every((text, at) => at === 0 || compare(texts[at - 1] ?? '', text) <= 0);
  const next = isSorted ? names.find(({ node }) => compare(node.text, written) > 0) : undefined;
  const last = names.at(-1);
  if (next !== undefined) {
    const { startIndex } = next.node;
    return { start: startIndex, end: startIndex, text: `${written},${gapBefore(next.node)}` };
  }
  const end = last?.node.endIndex ?? 0;
  return { start: end, end, text: `,${last === undefined ? ' ' : gapBefore(last.node)}${written}` };
}

const compare = (a: string, b: string): number => {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** A line of its own where the name has one. */
function gapBefore(node: SyntaxNode): string {
  const statement = node.parent;
  if (statement === null) return ' ';
  const before = statement.text.slice(0, node.startIndex - statement.startIndex);
  return /\n[ \t]*$/.exec(before)?.[0] ?? ' ';
}

/** Beside the imports of the same package; of the standard library, before all others. */
function newStatement(root: SyntaxNode, module: string, statement: string): Replacement {
  const imports = importsOf(root);
  const [family = module] = module.split('.');
  const alike = imports.findLast(
    ({ module: from, names }) => (from ?? names[0]?.name ?? '').split('.')[0] === family,
  );
  const first = imports[0];
  if (alike === undefined && first !== undefined && standardModules.has(family))
    return { start: first.node.startIndex, end: first.node.startIndex, text: `${statement}\n` };
  const after = alike ?? imports.at(-1);
  if (after !== undefined) {
    const end = after.node.endIndex;
    return { start: end, end, text: `\n${statement}` };
  }
  const future = root.namedChildren.findLast((node) => node?.type === 'future_import_statement');
  const docstring = root.namedChildren[0];
  const isDocstring =
    docstring?.type === 'expression_statement' && docstring.namedChildren[0]?.type === 'string';
  const before = future ?? (isDocstring ? docstring : undefined);
  if (before === undefined || before === null) return { start: 0, end: 0, text: `${statement}\n` };
  return { start: before.endIndex, end: before.endIndex, text: `\n${statement}` };
}

const standardModules: ReadonlySet<string> = new Set(['uuid', 'datetime', 'decimal', 'typing']);
