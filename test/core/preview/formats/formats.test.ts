import { describe, expect, test } from 'vitest';
import { jsonDocument, jsonDocumentOf } from '../../../../src/core/preview/formats/jsonDocument.ts';
import { markdownFormat } from '../../../../src/core/preview/formats/markdownFormat.ts';
import { sqlFormat } from '../../../../src/core/preview/formats/sqlFormat.ts';
import { textFormat } from '../../../../src/core/preview/formats/textFormat.ts';
import type { LockMode, RelationLock, StatementImpact } from '../../../../src/core/preview/locks/impact.ts';
import type { RehearsalResult } from '../../../../src/core/preview/rehearsal/rehearsal.ts';
import type { StampPreview } from '../../../../src/core/preview/stamp/stampPreview.ts';
import { runPreview, statementPreview } from '../../../support/runPreviews.ts';

const same = (text: string): string => text;
const paint = { strong: same, quiet: same, good: same, warning: same, bad: same };
const plainText = { paint, placeOf: () => 'one.py' };

const condition = 'Whether this runs cannot be told.';
const unsure = runPreview([
  statementPreview('ALTER TABLE shop ADD COLUMN b integer'),
  statementPreview('DROP TABLE old', { condition, failures: ['Table old does not exist.'] }),
]);

test('what may not run stands in the SQL as a comment, and the script says that it is not whole', () => {
  expect(sqlFormat(unsure)).toBe(`-- Upgrade of shop in production: base to aaa.
-- 1 statement of 2 cannot be told without running the scripts.
-- Not all of it is in here: 1 statement of 2 stand as comments. Settle each before you run this.

BEGIN;

-- aaa First
ALTER TABLE shop ADD COLUMN b integer;
-- Whether this runs cannot be told.
-- DROP TABLE old;
INSERT INTO alembic_version VALUES ('aaa');

COMMIT;
`);
});

test('a failure of what may not run is told as one that it may have', () => {
  expect(textFormat(unsure, plainText)).toContain('    ! If it runs, it fails: Table old does not exist.');
  expect(markdownFormat(unsure)).toContain('**Would fail if it runs.** Table old does not exist.');
});

test('a message ends no comment of the SQL', () => {
  const lines = sqlFormat(runPreview([], {}, 'First\rDROP TABLE shop;\r\nDROP TABLE two;')).split(/\r\n?|\n/);
  expect(lines).toContain('-- DROP TABLE shop;');
  expect(lines).toContain('-- DROP TABLE two;');
});

test('a fence of Markdown is longer than any in the SQL', () => {
  const markdown = markdownFormat(runPreview([statementPreview("SELECT '````~~~~'")]));
  expect(markdown).toMatch(/\n`{5}sql\n[\s\S]*'````~~~~'[\s\S]*\n`{5}\n$/);
});

test('a stamp of a database without version table shows the whole statement that makes it', () => {
  const preview: StampPreview = {
    kind: 'stamp',
    project: 'shop',
    environment: 'production',
    protected: true,
    writable: false,
    from: [],
    to: ['aaa'],
    recommended: undefined,
    revisions: [],
    differences: [],
    counts: { true: 0, false: 0, unknown: 0 },
    messages: [],
    sql: ['CREATE TABLE alembic_version (\n  version_num VARCHAR(32) NOT NULL\n)'],
  };
  expect(textFormat(preview, plainText)).toContain(
    'CREATE TABLE alembic_version (\n  version_num VARCHAR(32) NOT NULL\n);',
  );
});

describe('what a summary holds', () => {
  const { impact } = statementPreview('');
  const cost = (reversibility: StatementImpact['reversibility'], locks: readonly RelationLock[] = []) => ({
    impact: { ...impact, reversibility, locks },
  });
  const lock = (name: string, mode: LockMode): RelationLock => ({
    relation: { schema: 'public', name },
    kind: 'table',
    mode,
  });

  test('what is gone for good, with its place', () => {
    const why = 'The rows of shop are gone afterwards.';
    const preview = runPreview([statementPreview('DROP TABLE shop', cost({ kind: 'losesData', why }))]);
    expect(textFormat(preview, plainText)).toContain(`For good     aaa, line 1: ${why}`);
    expect(markdownFormat(preview)).toContain(`- For good: aaa, line 1: ${why}`);
  });

  test('so many locks as can be read, and how many more there are', () => {
    const locks = Array.from({ length: 15 }, (_, n) => lock(`t${n}`, n < 13 ? 'SHARE' : 'ROW EXCLUSIVE'));
    const tables = locks.map(({ relation }) => ({ table: relation }));
    const preview = runPreview([statementPreview('x', { ...cost({ kind: 'reversible' }, locks), tables })]);
    expect(textFormat(preview, plainText)).toContain(
      'SHARE or less on 3 more tables, which the statements name',
    );
  });

  test('the lock_timeout once, not with every statement', () => {
    const rule = 'lock-timeout-missing';
    const told = { rule, severity: 'information', message: 'It waits.', location: { file: 'a.py' } } as const;
    const one = statementPreview('x', { findings: [told] });
    const lockTimeout = { ms: 3000, reason: 'Others wait.' };
    const preview = { ...runPreview([one]), lockTimeout };
    expect(textFormat(preview, plainText)).toContain("Set          lock_timeout = '3s': Others wait.");
    expect([textFormat(preview, plainText), markdownFormat(preview)].join()).not.toContain('It waits.');
    expect(textFormat(runPreview([one]), plainText)).toContain('! lock-timeout-missing It waits.');
  });

  test('other locks than were told, where a rehearsal saw some', () => {
    const [a, b] = [lock('a', 'ACCESS EXCLUSIVE'), lock('b', 'SHARE')];
    const alter = statementPreview('ALTER TABLE a', cost({ kind: 'reversible' }, [a]));
    const seen = (locks: readonly RelationLock[]) => ({ revision: 'aaa', locks, rewrites: [] });
    const preview = {
      ...runPreview([alter, alter, alter]),
      // The second one takes nothing new.
      rehearsal: rehearsed([
        { ...seen([a]), index: 0 },
        { ...seen([]), index: 1 },
        { ...seen([b]), index: 2 },
      ]),
    };
    const told = 'In the rehearsal it took other locks: SHARE on b.';
    const text = textFormat(preview, plainText);
    expect(text.split(told)).toHaveLength(2);
    expect(markdownFormat(preview)).toContain(`- 3: ${told}`);
    const document = jsonDocumentOf(preview, same);
    expect(document.kind === 'upgrade' && document.rehearsal?.statements.map(({ asTold }) => asTold)).toEqual(
      [true, true, false],
    );
  });
});

test('JSON holds all that the text tells', () => {
  const why = 'The rows are gone.';
  const drop = statementPreview('DROP TABLE shop', { failures: ['It would fail.'] });
  const failure = { revision: 'aaa', index: 0, sql: 'DROP TABLE shop', message: 'refused', code: '2BP01' };
  const more = { detail: 'A view needs it.', hint: 'Use CASCADE.', position: 5 };
  const preview = {
    ...runPreview([
      { ...drop, impact: { ...drop.impact, reversibility: { kind: 'losesData' as const, why } } },
    ]),
    first: ['CREATE TABLE versions ()'],
    firstFailure: 'No schema.',
    versionTableNote: 'A row is added.',
    lockTimeout: { ms: 3000, reason: 'Others wait.' },
    rehearsal: { ...rehearsed([]), outcome: 'failed' as const, failure: { ...failure, ...more } },
  };
  const { index: _, ...place } = failure;
  const document = jsonDocument.parse(JSON.parse(JSON.stringify(jsonDocumentOf(preview, same))));
  expect(document).toMatchObject({
    first: ['CREATE TABLE versions ()'],
    firstFailure: 'No schema.',
    versionTableNote: 'A row is added.',
    lockTimeoutReason: 'Others wait.',
    revisions: [{ statements: [{ reversibility: 'losesData', reversibilityReason: why }] }],
    rehearsal: { failure: { ...place, ...more, statement: 0, file: '/project/one.py', line: 1 } },
  });
  expect(textFormat(preview, plainText)).toContain('aaa, line 1: refused');
});

function rehearsed(statements: RehearsalResult['statements']): RehearsalResult {
  return {
    outcome: 'passed',
    serverVersion: '18.1',
    server: 'embedded',
    statements,
    remaining: [],
    limits: [],
  };
}
