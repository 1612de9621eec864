import { expect, test } from 'vitest';
import { markdownFormat } from '../../../../src/core/preview/formats/markdownFormat.ts';
import { sqlFormat } from '../../../../src/core/preview/formats/sqlFormat.ts';
import { textFormat } from '../../../../src/core/preview/formats/textFormat.ts';
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
