/** Compares expressions and triggers by their syntax trees. Remembers those that it has seen last. */
import type { ColumnsOfSides, ExpressionComparer } from '../schema/expression.ts';
import type { SqlType } from '../schema/type.ts';
import { compareTerms, withoutCastsTo } from './expression/compareTerms.ts';
import { type Term, termOf } from './expression/term.ts';
import { triggerTerm } from './expression/triggerTerm.ts';
import { parseExpression } from './parseExpression.ts';
import type { SqlParser } from './sqlParser.ts';

const maxRemembered = 10_000;

export function createExpressionComparer(parser: SqlParser): ExpressionComparer {
  const expressionIn = remembering((sql) => {
    const parsed = parseExpression(sql, parser);
    return parsed && termOf(parsed.node);
  });
  const triggerIn = remembering((sql) => {
    const parsed = parser.parse(sql);
    const [statement, other] = parsed.kind === 'parsed' ? parsed.statements : [];
    if (statement === undefined || other !== undefined || !('CreateTrigStmt' in statement.node))
      return undefined;
    return triggerTerm(statement.node.CreateTrigStmt);
  });
  return {
    same: (a, b, type, columns) => sameTerm(a, b, (sql) => asDefault(expressionIn(sql), type), columns),
    sameTrigger: (a, b, columns) => sameTerm(a, b, triggerIn, columns),
  };
}

type TermIn = (sql: string) => Term | undefined;

function remembering(read: TermIn): TermIn {
  const terms = new Map<string, Term | undefined>();
  return (sql) => {
    if (terms.has(sql)) return terms.get(sql);
    if (terms.size >= maxRemembered) terms.clear();
    const term = read(sql);
    terms.set(sql, term);
    return term;
  };
}

function sameTerm(
  a: string,
  b: string,
  termIn: TermIn,
  columns: ColumnsOfSides = unknownColumns,
): boolean | undefined {
  if (a === b) return true;
  const [left, right] = [termIn(a), termIn(b)];
  if (left === undefined || right === undefined) return undefined;
  const verdict = compareTerms(left, right, columns);
  return verdict === 'unclear' ? undefined : verdict === 'same';
}

const unknownColumns: ColumnsOfSides = { before: () => [], after: () => [] };

/** A default is wanted as the type of its column, whether a cast says so or not. */
function asDefault(term: Term | undefined, type: SqlType | undefined): Term | undefined {
  if (term === undefined || type === undefined || type.kind === 'unresolved') return term;
  const plain = withoutCastsTo(term, type);
  return plain.literal === 'string' && plain.casts.length === 0 ? { ...plain, casts: [type] } : plain;
}
