/** Every way to write a revision file, beside what Alembic makes of it (recorded by test/alembic/scripts.test.ts). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { readRevision } from '../../../../src/core/migration/alembic/readRevision.ts';
import { scanHeader } from '../../../../src/core/migration/alembic/scanHeader.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';
import { type AlembicScript, asAlembicScript } from '../../../support/recordedScripts.ts';
import { allForms, forms } from '../../../support/revisionForms.ts';

const recorded = new URL('../../../fixtures/forms/answers.json', import.meta.url);
const answers = JSON.parse(readFileSync(recorded, 'utf8')) as Record<string, AlembicScript>;
const every = Object.entries(allForms());
const file = '/v/r1.py';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

function read(text: string) {
  return readRevision({ file, text, readImport: () => undefined }, python);
}

describe.each(every)('%s', (name, text) => {
  test('is read as Alembic reads it, or said to be computed', () => {
    const { value, problems } = read(text);
    const isComputed = problems.some(({ code }) => code.endsWith('-computed'));
    if (!isComputed) expect(value && asAlembicScript(value)).toEqual(answers[name]);
    else expect(undecided).toContain(name.replace(/^(?:behind the header|at the end): /, ''));
  });

  test('is scanned as it is read, or not at all', () => {
    const scanned = scanHeader({ file, text });
    if (scanned !== undefined) expect({ value: scanned, problems: [] }).toEqual(read(text));
  });
});

/** What would have to be run, or is not worth following. */
const undecided = [
  'f-string of constants',
  'f-string with braces',
  "for revision in ('loop1', 'loop2'):\n    pass",
  "globals().update(revision='updated')",
  'exec("revision = \'by_exec\'")',
  "import sys\nsetattr(sys.modules[__name__], 'nothing', 1) if False else None",
  "match 1:\n    case 1:\n        revision = 'matched'",
  "while False:\n    revision = 'looped'",
  "depends_on = {'k1': 1, 'k2': 2}",
];

test.each([
  'ordinary',
  'double quotes',
  'comment before the docstring',
  'docstring on one line',
  'Windows line ends',
  'annotated with strings',
  'comment behind',
  'tuple over lines with comments',
  'list of several',
  'import in parentheses',
  'assignments before',
  'downgrade raises',
  'downgrade with annotations',
  'no downgrade',
])('the ordinary form “%s” needs no parser', (name) => {
  expect(scanHeader({ file, text: forms[name] ?? '' })).toBeDefined();
});

test.each([
  ['ordinary', true],
  ['downgrade raises', false],
  ['downgrade raises behind a docstring', false],
  ['downgrade on one line', true],
  ['downgrade raises on one line', false],
  ['no downgrade', false],
  ['downgrade is upgrade', true],
  ['two downgrades', false],
])('“%s” can be downgraded: %s', (name, expected) => {
  expect(read(forms[name] ?? '').value?.hasDowngrade).toBe(expected);
});

test.each([
  ['ordinary', ['revision r1', 'downRevision r0']],
  ['tuple over lines with comments', ['revision r1', 'downRevision r0', 'downRevision r00']],
  ['parenthesised over lines', ['revision r1', 'downRevision r0']],
  ['joined literals', ['revision r1', "downRevision 'r' '0'"]],
  ['class constant', ['revision C.REV', 'downRevision r0']],
])('the places of “%s” are %j', (name, expected) => {
  const text = forms[name] ?? '';
  const places = read(text).value?.references.map(
    ({ kind, range }) => `${kind} ${text.slice(range.start, range.end)}`,
  );
  expect(places).toEqual(expected);
});

test('the date of the docstring is in ISO 8601', () => {
  expect(read(forms.ordinary ?? '').value?.created).toBe('2024-02-03T04:05:06.789012');
});
