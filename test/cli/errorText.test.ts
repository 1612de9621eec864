import { expect, test } from 'vitest';
import { UserError } from '../../src/app/userError.ts';
import { errorText } from '../../src/cli/errorText.ts';
import { noPaint } from '../../src/core/status/statusText.ts';

test('what the user can do stands beside what went wrong, and neither steers the terminal', () => {
  const error = new UserError('There is no project \u001b[2Jx.\nmore', 'Name one of: a\u009b.');
  expect(errorText(error, noPaint)).toBe('There is no project \ufffd[2Jx. Name one of: a\ufffd.\n');
});

test('a defect shows where it happened', () => {
  const error = new Error('Odd \u001b[31m');
  error.stack = `Error: ${error.message}\n    at main`;
  expect(errorText(error, noPaint)).toBe('Error: Odd \ufffd[31m\n    at main\n');
});
