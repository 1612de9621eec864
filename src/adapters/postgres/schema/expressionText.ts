/** Expressions as PostgreSQL prints them, without the parentheses that it puts around the whole. */

export function withoutParentheses(expression: string): string {
  let inner = expression;
  while (inner.startsWith('(') && closing(inner) === inner.length - 1) inner = inner.slice(1, -1);
  return inner;
}

/**
 * Where the parenthesis closes that the text opens with. PostgreSQL doubles quotes and backslashes in what it prints,
 * so a quote ends a string or a name wherever it is not doubled, and a doubled one may be taken for an end and a new
 * beginning.
 */
function closing(expression: string): number {
  let depth = 0;
  for (const { 0: sign, index } of expression.matchAll(/'[^']*'|"[^"]*"|[()]/g)) {
    if (sign === '(') depth++;
    else if (sign === ')' && --depth === 0) return index;
  }
  return -1;
}
