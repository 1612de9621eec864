/** Findings that somebody accepted: where the comment may stand, and where it is put. */
import { describe, expect, test } from 'vitest';
import { acceptHere } from '../../../../src/core/preview/rules/acceptHere.ts';
import { scriptOf } from '../../../../src/core/preview/rules/rule.ts';
import { applyFix, checkScript, revisionText } from '../../../support/ruleChecks.ts';

const before = 'CREATE TABLE orders (id int PRIMARY KEY, user_id int)';
const rule = 'create-index-concurrently';

function check(file: string, text: string) {
  const convention = file.endsWith('.py') ? 'alembic' : 'goose';
  return checkScript({ file, text, convention, before, serverVersion: 18 }).findings;
}

/** `undefined`: it is not accepted. */
const reasonIn = (file: string, text: string): string | undefined =>
  check(file, text).find((one) => one.rule === rule)?.suppressed;

const call = "op.create_index('ix', 'orders', ['user_id'])";
const lines = `op.create_index(
    'ix',  # driftline: ignore[${rule}] it is small
    'orders',
    ['user_id'],
)`;
const string = 'op.execute(\n    """\n    CREATE INDEX ix ON orders (user_id)\n    """\n)';

describe('a comment accepts', () => {
  test.each([
    ['at the end of the line', `${call}  # driftline: ignore[${rule}] it is small`],
    ['on the line above', `# driftline: ignore[${rule}] it is small\n${call}`],
    ['among comments above', `# driftline: ignore[${rule}] it is small\n# and more\n${call}`],
    ['on a line within', lines],
    ['of several rules', `${call}  # driftline: ignore[drop-table, ${rule}] it is small`],
    ['of all rules', `${call}  # driftline: ignore it is small`],
    ['above the call of SQL', `# driftline: ignore[${rule}] it is small\n${string}`],
    ['within SQL', string.replace('(user_id)', `(user_id) -- driftline: ignore[${rule}] it is small`)],
  ])('%s', (_, body) => {
    expect(reasonIn('/w/a.py', revisionText(body))).toBe('it is small');
  });

  test('in a script of SQL', () => {
    const sql = '-- +goose Up\n-- driftline: ignore it is small\nCREATE INDEX ix ON orders (user_id);\n';
    expect(reasonIn('/w/1_a.sql', sql)).toBe('it is small');
  });

  test('without a reason', () => {
    expect(reasonIn('/w/a.py', revisionText(`${call}  # driftline: ignore`))).toBe('');
  });

  test.each([
    ['of another rule', `${call}  # driftline: ignore[drop-table] it is small`],
    ['two lines above', `# driftline: ignore[${rule}] it is small\nop.execute('SELECT 1')\n${call}`],
    ['another word', `${call}  # driftline: ignored`],
  ])('nothing: %s', (_, body) => {
    expect(reasonIn('/w/a.py', revisionText(body))).toBeUndefined();
  });
});

test.each([
  ['a call', '/w/a.py', revisionText(call)],
  ['a call of several lines', '/w/a.py', revisionText(lines.replace(/ {2}#.*/, ''))],
  ['SQL in a string', '/w/a.py', revisionText(string)],
  [
    'SQL among others in a string',
    '/w/a.py',
    revisionText(string.replace('CREATE', 'SELECT 1;\n    CREATE')),
  ],
  [
    'SQL in parts',
    '/w/a.py',
    revisionText("op.execute(\n    'CREATE INDEX ix '\n    'ON orders (user_id)'\n)"),
  ],
  [
    'SQL on the line of its call',
    '/w/a.py',
    revisionText("connection.execute('CREATE INDEX ix ON orders (user_id)')"),
  ],
  ['a script of SQL', '/w/1_a.sql', '-- +goose Up\nCREATE INDEX ix ON orders (user_id);\n'],
])('the comment that is offered accepts: %s', (_, file, text) => {
  const [finding] = check(file, text).filter((one) => one.rule === rule);
  const fix = finding && acceptHere(finding, scriptOf(file, text));
  if (fix === undefined) throw new Error('Nothing is offered.');
  expect(reasonIn(file, applyFix(text, fix))).toBe('why this is fine');
});
