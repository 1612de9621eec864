/** Compares expressions by their syntax trees. Remembers the trees of those it has seen last. */
import type { ColumnsOfSides, ExpressionComparer } from '../schema/expression.ts';
import type { SqlType } from '../schema/type.ts';
import { compareTerms, withoutCastsTo } from './expression/compareTerms.ts';
import { type Term, termOf } from './expression/term.ts';
import { parseExpression } from './parseExpression.ts';
import type { SqlParser } from './sqlParser.ts';

const maxRemembered = 10_000;

export function createExpressionComparer(parser: SqlParser): ExpressionComparer {
  const terms = new Map<string, Term | undefined>();

  function termIn(sql: string): Term | undefined {
    if (terms.has(sql)) return terms.get(sql);
    const parsed = parseExpression(sql, parser);
    const term = parsed && termOf(parsed.node);
    if (terms.size >= maxRemembered) terms.clear();
    terms.set(sql, term);
    return term;
  }

  return {
    same(a, b, type, columns = unknownColumns) {
      if (a === b) return true;
      const [left, right] = [termIn(a), termIn(b)];
      if (left === undefined || right === undefined) return undefined;
      const verdict = compareTerms(asDefault(left, type), asDefault(right, type), columns);
      return verdict === 'unclear' ? undefined : verdict === 'same';
    },
  };
}

const unknownColumns: ColumnsOfSides = { before: () => [], after: () => [] };

/** A default is wanted as the type of its column, whether a cast says so or not. */
function asDefault(term: Term, type: SqlType | undefined): Term {
  if (type === undefined || type.kind === 'unresolved') return term;
  const plain = withoutCastsTo(term, type);
  return plain.literal === 'string' && plain.casts.length === 0 ? { ...plain, casts: [type] } : plain;
}
