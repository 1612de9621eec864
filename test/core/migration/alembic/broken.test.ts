/** What the readers make of each small tree of test/fixtures/broken, beside what Alembic made of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeText } from '../../../../src/adapters/decodeText.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { checkSyntax } from '../../../../src/core/migration/alembic/checkSyntax.ts';
import { isRevisionFile } from '../../../../src/core/migration/alembic/header.ts';
import { readRevision } from '../../../../src/core/migration/alembic/readRevision.ts';
import { scanHeader } from '../../../../src/core/migration/alembic/scanHeader.ts';
import type { ScriptHeader } from '../../../../src/core/migration/convention.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';
import { type BrokenTree, brokenTrees, treeBytes } from '../../../support/brokenTrees.ts';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

function read(file: string, text: string) {
  return readRevision({ file: `/versions/${file}`, text, readImport: () => undefined }, python);
}

function scripts(tree: BrokenTree): [string, string][] {
  return treeBytes(tree)
    .filter(([file]) => !file.includes('/') && isRevisionFile(file))
    .map(([file, bytes]) => [file, decodeText(bytes, file)]);
}

function asHistory({ id, downRevisions, message }: ScriptHeader) {
  return [id, downRevisions, message];
}

describe.each(brokenTrees)('$name', (tree) => {
  test('every revision has the id, the parents and the message that Alembic gives it', () => {
    const history = 'error' in tree.history ? [] : tree.history;
    const expected = history.map(([id, down, , , , , , message]) => [id, down, message]);
    const headers = scripts(tree).flatMap(([file, text]) => read(file, text).value ?? []);
    expect(headers.map(asHistory)).toEqual(expect.arrayContaining(expected));
  });

  test('the scanner agrees with the reader or abstains', () => {
    for (const [file, text] of scripts(tree)) {
      const scanned = scanHeader({ file: `/versions/${file}`, text });
      if (scanned !== undefined) expect({ value: scanned, problems: [] }).toEqual(read(file, text));
    }
  });
});

test('the trees that Alembic refuses because of one file have a problem in that file, and no others have', () => {
  const codes = brokenTrees.flatMap((tree) => {
    const found = scripts(tree).flatMap(([file, text]) => {
      const syntax = checkSyntax({ file, text }, python);
      return [...read(file, text).problems, ...syntax].map(({ code }) => `${file} ${code}`);
    });
    return found.length === 0 ? [] : [`${tree.name}: ${found.join(', ')}`];
  });
  expect(codes).toMatchInlineSnapshot(`
    [
      "bytes_not_utf8: a.py not-utf8",
      "colon_id: a.py illegal-revision-id",
      "down_revision_missing: a.py down-revision-missing",
      "file_named_by_id_without_variable: abc123_foo.py revision-missing",
      "imported_id: _const.py revision-missing",
      "int_down_only: b.py revision-not-text",
      "int_ids: a.py revision-not-text, b.py revision-not-text, b.py revision-not-text",
      "label_with_at: a.py label-reserved",
      "legacy_filename_id: 0001_init.py revision-missing",
      "no_revision_variable: README.py revision-missing, helper.py revision-missing",
      "reserved_at: a.py illegal-revision-id",
      "reserved_base: a.py reserved-revision-id",
      "reserved_head: a.py reserved-revision-id",
      "reserved_heads: a.py reserved-revision-id",
      "reserved_minus: a.py illegal-revision-id",
      "reserved_plus: a.py illegal-revision-id",
      "syntax_error: b.py syntax-error",
    ]
  `);
});
