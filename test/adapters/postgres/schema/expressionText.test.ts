import { expect, test } from 'vitest';
import { withoutParentheses } from '../../../../src/adapters/postgres/schema/expressionText.ts';

test.each([
  ['(a > 0)', 'a > 0'],
  ['((a > 0))', 'a > 0'],
  ['(a > 0) AND (b > 0)', '(a > 0) AND (b > 0)'],
  ['((a > 0) AND (b > 0))', '(a > 0) AND (b > 0)'],
  ["(a = ')')", "a = ')'"],
  ["(a = '''(')", "a = '''('"],
  ['("odd)""name" > 0)', '"odd)""name" > 0'],
  ["(a = E'\\\\')", "a = E'\\\\'"],
  ['lower(a)', 'lower(a)'],
  ['a', 'a'],
])('%s', (expression, inner) => {
  expect(withoutParentheses(expression)).toBe(inner);
});
