/** Facts of Python's configparser, each checked against CPython when it was written. */
import { expect, test } from 'vitest';
import { type Ini, optionOf, readIni } from '../../../src/core/text/ini.ts';

function read(text: string): Ini {
  return readIni(text, '/w/alembic.ini').value;
}

function option(text: string, key: string, section = 'alembic') {
  return optionOf(read(text), section, key, { here: '/w' });
}

function codes(text: string): string[] {
  return readIni(text, '/w/alembic.ini').problems.map(({ code }) => code);
}

test.each([
  ['[alembic]\na = 1', '1'],
  ['[alembic]\na: 1', '1'],
  ['[alembic]\na=1=2:3', '1=2:3'],
  ['[alembic]\nA = 1', '1'],
  ['[alembic]\na =', ''],
  ['[alembic]\na = 1 # no comment', '1 # no comment'],
  ['[alembic]\n# a = 1\n; a = 2\na = 3', '3'],
  ['[alembic]\r\na = 1\r\n', '1'],
  ['\uFEFF[alembic]\na = 1', '1'],
  ['[DEFAULT]\na = 0\n[alembic]\nb = 1', '0'],
  ['[DEFAULT]\na = 0\n[alembic]\na = 1', '1'],
  ['[alembic]\na = %(here)s/x', '/w/x'],
  ['[alembic]\na = %(b)s!\nb = %(C)s?\nc = deep', 'deep?!'],
  ['[DEFAULT]\nhere = /other\n[alembic]\na = %(here)s', '/other'],
  ['[alembic]\na = p%%40ss', 'p%40ss'],
])('%j gives a = %j', (text, expected) => {
  expect(option(text, 'a')?.text).toBe(expected);
});

test('a value goes on in lines that are indented more than its key, blank lines included', () => {
  const text = '[alembic]\na = 1\n   2\n\n   # left out\n   3\nb = 4';
  expect(option(text, 'a')?.text).toBe('1\n2\n\n3');
  expect(option(text, 'b')?.text).toBe('4');
});

test('a value that begins on the next line has its range there', () => {
  const text = '[alembic]\na =\n    one\n    two\n';
  const value = option(text, 'a');
  expect(value?.text).toBe('\none\ntwo');
  expect(text.slice(value?.range.start, value?.range.end)).toBe('one\n    two');
});

test('a section may be indented, and the options in it', () => {
  expect(option('  [alembic]\n  a = 1\n  b = 2\n', 'b')?.text).toBe('2');
});

test('an option that neither the section nor [DEFAULT] has is absent', () => {
  expect(option('[alembic]\na = 1', 'b')).toBeUndefined();
  expect(option('[other]\na = 1', 'a')).toBeUndefined();
});

test.each([
  ['[alembic]\na = 50%', 'a % must be written %% or begin %(name)s'],
  ['[alembic]\na = %(gone)s', '%(gone)s is not set'],
  ['[alembic]\na = %(a)s', 'its %(…)s refer to each other too deeply'],
])('%j has no value, because %s', (text, fault) => {
  expect(option(text, 'a')).toMatchObject({ text: undefined, fault });
});

test.each([
  ['a = 1\n[alembic]\n', ['ini-no-section']],
  ['[alembic]\na = 1\nA = 2\n', ['ini-duplicate']],
  ['[alembic]\n[alembic]\n', ['ini-duplicate']],
  ['[alembic]\nno delimiter\n', ['ini-syntax']],
  ['[alembic]\n= 1\n', ['ini-syntax']],
  ['[alembic]\na = 1\n[x]\na = 1\n', []],
])('%j has the problems %j', (text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test('ranges are those of the value without the spaces around it', () => {
  const text = '[alembic]\nkey =   some value  \n';
  const range = option(text, 'key')?.range;
  expect(text.slice(range?.start, range?.end)).toBe('some value');
});
