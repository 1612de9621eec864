/** The parser as the rest of the program uses it: shared, nested, and never running out of memory. */
import { expect, test } from 'vitest';
import { loadPython } from '../../src/adapters/treeSitter.ts';

test('is loaded once', async () => {
  expect(await loadPython()).toBe(await loadPython());
});

test('a text can be parsed while another tree is being read', async () => {
  const python = await loadPython();
  const types = python.read('a = 1\n', (outer) => {
    const inner = python.read('def f(): pass\n', (root) => root.namedChildren[0]?.type);
    return [inner, outer.namedChildren[0]?.type];
  });
  expect(types).toEqual(['function_definition', 'expression_statement']);
});

test('trees are freed: thousands of large files can be parsed, also when reading them fails', async () => {
  const python = await loadPython();
  const text = 'value = [1, 2, 3]\n'.repeat(4_000);
  let failed = 0;
  for (let round = 0; round < 1_500; round++) {
    try {
      python.read(round % 10 === 0 ? text : 'x', () => {
        throw new Error('reader');
      });
    } catch {
      failed++;
    }
  }
  expect(failed).toBe(1_500);
  expect(python.read(text, (root) => root.namedChildren.length)).toBe(4_000);
});

test('offsets are UTF-16 code units', async () => {
  const python = await loadPython();
  const text = "x = '😀é'\ny = 2\n";
  const start = python.read(text, (root) => root.namedChildren[1]?.startIndex);
  expect(start).toBe(text.indexOf('y'));
});
