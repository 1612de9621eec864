/** What a module is made of: for reading one of its classes again without the rest. */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import { codeChildren, rangeOf, undecorated, type World } from './frame.ts';

export interface ModuleLayout {
  /** Of its top level, in their order; `className` of those that define a class. */
  readonly statements: readonly (Range & { readonly className?: string })[];
  /** Names that statements other than classes cannot be read without. */
  readonly uses: ReadonlySet<string>;
  /** The same of classes, by their names. */
  readonly usesOf: ReadonlyMap<string, ClassUses>;
}

/** @see ClassDefinition */
export interface ClassUses {
  readonly uses: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
}

/** @param uses Of statements other than classes. */
export function layoutOf(root: SyntaxNode, uses: ReadonlySet<string>, { classes }: World): ModuleLayout {
  if (classes === undefined) return { statements: [], uses, usesOf: new Map() };
  const usesOf = new Map<string, ClassUses>();
  for (const { definition } of classes) {
    const { name, uses, mentions } = definition;
    const known = usesOf.get(name);
    usesOf.set(name, {
      uses: new Set([...(known?.uses ?? []), ...uses]),
      mentions: new Set([...(known?.mentions ?? []), ...mentions]),
    });
  }
  const statements = codeChildren(root).map((statement) => {
    const definition = undecorated(statement);
    const name = definition.type === 'class_definition' ? definition.childForFieldName('name') : null;
    return { ...rangeOf(statement), ...(name === null ? {} : { className: name.text }) };
  });
  return { statements, uses, usesOf };
}
