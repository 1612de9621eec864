/** Expressions where PostgreSQL's grammar wants a simple one. */

/** Behind DEFAULT: some operators need parentheses there. */
export function defaultSql(expression: string): string {
  return needsParentheses(expression) ? `(${expression})` : expression;
}

function needsParentheses(expression: string): boolean {
  let text = expression.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$.*?\$\1\$/gs, ' ');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/\([^()]*\)/g, ' ');
  }
  return /\b(?:and|or|not|at|like|ilike|similar|is|isnull|notnull|between|in|collate|overlaps)\b/i.test(text);
}
