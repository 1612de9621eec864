/** `re` on known texts; what might mean something else in Python is not answered. */
import { expect, test } from 'vitest';
import { loadPython } from '../../../src/adapters/treeSitter.ts';
import { readModule } from '../../../src/core/python/module.ts';
import { matchOf } from '../../../src/core/python/regularExpressions.ts';
import type { PyValue } from '../../../src/core/python/value.ts';

const python = await loadPython();

function evaluated(expression: string): PyValue | undefined {
  return python.read(`import re\nvalue = ${expression}\n`, (root) => {
    const options = { file: '/a.py', readImport: () => undefined, python, keepsExpressions: true };
    return readModule(root, { ...options, onCall: (call) => matchOf(call) }).names.get('value');
  });
}

const textOf = (expression: string): string | undefined => {
  const value = evaluated(expression);
  return value?.kind === 'string' ? value.text : value?.kind;
};

test.each([
  [`re.search("nextval\\\\('(.*)'::", "nextval('pen_id_seq'::regclass)").group(1)`, 'pen_id_seq'],
  [`re.match(r"(?P<first>[a-z]+)_\\d+", "pen_12").group("first")`, 'pen'],
  [`re.search(r"b(x)?", "abc").group(1)`, 'none'],
  [`re.match("b", "ab")`, 'none'],
  [`re.fullmatch("a|ab", "ab").group(0)`, 'ab'],
])('%s is %s', (expression, text) => {
  expect(textOf(expression)).toBe(text);
});

test.each([
  [`re.search(r"(?i)PEN", "pen")`],
  [`re.search("pen", "pen", re.I)`],
  [`re.search(r"\\w+", "Füller")`],
  [`re.search("a$", "a\\n")`],
  [`re.search(r"\\Apen", "pen")`],
])('%s is not answered', (expression) => {
  expect(evaluated(expression)?.kind).toBe('call');
});
