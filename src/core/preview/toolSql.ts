/** A migration tool's own SQL and ours side by side: what means the same is spelt the same, so that only the rest differs. */
import { splitSql } from '../sql/splitSql.ts';
import type { SqlParser } from '../sql/sqlParser.ts';

export interface SideBySide {
  readonly ours: string;
  readonly theirs: string;
}

/** One statement to a paragraph, without comments; theirs as ours spells it wherever both parse to the same. */
export function sideBySide(ours: string, theirs: string, parser: SqlParser): SideBySide {
  const own = statementsOf(ours);
  const spellings = new Map(own.map((sql) => [meaningOf(sql, parser), sql]));
  const other = statementsOf(theirs).map((sql) => spellings.get(meaningOf(sql, parser)) ?? sql);
  return { ours: textOf(own), theirs: textOf(other) };
}

function statementsOf(sql: string): readonly string[] {
  return splitSql(sql).flatMap(({ kind, range }) =>
    kind === 'statement' ? [sql.slice(range.start, range.end)] : [],
  );
}

/** The syntax tree without places; a statement that does not parse means what it says. */
function meaningOf(sql: string, parser: SqlParser): string {
  const parsed = parser.parse(sql);
  return parsed.kind === 'failed' ? sql : treeText(parsed.statements.map(({ node }) => node));
}

/** Constraints of a table or a column are as good in any order, and after the columns as between them. */
function treeText(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (/location$|^stmt_len$/.test(key)) return undefined;
    if (!Array.isArray(value) || !/^(?:tableElts|constraints)$/.test(key)) return value;
    const isConstraint = (one: object) => 'Constraint' in one;
    const constraints = value.filter(isConstraint).map(treeText);
    return [...value.filter((one) => !isConstraint(one)), ...constraints.sort()];
  });
}

const textOf = (statements: readonly string[]): string => statements.map((sql) => `${sql};\n`).join('\n');
