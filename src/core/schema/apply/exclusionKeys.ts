/** What an exclusion constraint is about, from its text `EXCLUDE USING …`. */
import type { IndexElem, Node } from '@pgsql/types';
import { nameParts } from '../../sql/nodes.ts';
import { visit } from '../../sql/visit.ts';
import type { Draft } from './draft.ts';
import { labelOfNode } from './expressions.ts';

export interface ExclusionKeys {
  /** What its keys are called in a generated name. */
  readonly labels: readonly string[];
  /** Columns that are keys themselves. */
  readonly columns: ReadonlySet<string>;
  /** Those, and columns of INCLUDE, of expressions and of the predicate. */
  readonly used: ReadonlySet<string>;
}

export function exclusionKeys(draft: Draft, definition: string): ExclusionKeys {
  const labels: string[] = [];
  const columns = new Set<string>();
  const used = new Set<string>();
  const parse = draft.sql.parse(`ALTER TABLE t ADD ${definition}`);
  const tree = parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
  visit(tree, ({ IndexElem, Constraint, ColumnRef }) => {
    if (IndexElem !== undefined) {
      const { name, expr } = IndexElem as IndexElem;
      labels.push(name ?? labelOfNode(expr));
      if (name !== undefined) columns.add(name);
    }
    for (const one of nameParts(
      (Constraint as { readonly including?: readonly Node[] } | undefined)?.including,
    )) {
      columns.add(one);
    }
    const last = nameParts((ColumnRef as { readonly fields?: readonly Node[] } | undefined)?.fields).at(-1);
    if (last !== undefined) used.add(last);
  });
  for (const column of columns) used.add(column);
  return { labels, columns, used };
}
