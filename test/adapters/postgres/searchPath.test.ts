import { expect, test } from 'vitest';
import { readSearchPath } from '../../../src/adapters/postgres/searchPath.ts';

test.each([
  ['"$user", public', ['ada', 'public']],
  ['$user,public', ['ada', 'public']],
  ['Meta, "Odd, ""name""", x', ['meta', 'Odd, "name"', 'x']],
  ['""', []],
  ['', []],
])('%s', (text, schemas) => {
  expect(readSearchPath(text, 'ada')).toEqual(schemas);
});
