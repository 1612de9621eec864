/** What the readers make of each small tree of test/fixtures/broken, beside what Alembic made of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeText } from '../../../../src/adapters/decodeText.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { isRevisionFile } from '../../../../src/core/migration/alembic/header.ts';
import { readRevision } from '../../../../src/core/migration/alembic/readRevision.ts';
import { scanHeader } from '../../../../src/core/migration/alembic/scanHeader.ts';
import type { ScriptHeader } from '../../../../src/core/migration/convention.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';

const folder = new URL('../../../fixtures/broken/', import.meta.url);

interface Fixture {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whose text stands for bytes: one code unit for each. */
  readonly binary_files: readonly string[];
  readonly history: readonly unknown[] | { readonly error: string };
}

const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Fixture);

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

function read(file: string, text: string) {
  return readRevision({ file: `/versions/${file}`, text, readImport: () => undefined }, python);
}

function scripts(fixture: Fixture): [string, string][] {
  return Object.entries(fixture.files)
    .filter(([file]) => !file.includes('/') && isRevisionFile(file))
    .map(([file, text]) => {
      const isBytes = fixture.binary_files.includes(file);
      return [file, isBytes ? decodeText(Buffer.from(text, 'latin1'), file) : text];
    });
}

function asHistory({ id, downRevisions, message }: ScriptHeader) {
  return [id, downRevisions, message];
}

test('there are fixtures', () => {
  expect(fixtures.length).toBe(80);
});

describe.each(fixtures.filter(({ history }) => Array.isArray(history)))('$name', (fixture) => {
  test('every revision has the id, the parents and the message that Alembic gives it', () => {
    const history = fixture.history as readonly [
      string,
      string[],
      boolean,
      boolean,
      boolean,
      boolean,
      string[],
      string,
    ][];
    const expected = history.map(([id, down, , , , , , doc]) => [id, down, doc]);
    const headers = scripts(fixture).flatMap(([file, text]) => read(file, text).value ?? []);
    expect(headers.map(asHistory)).toEqual(expect.arrayContaining(expected));
  });
});

describe.each(fixtures)('$name', (fixture) => {
  test('the scanner agrees with the reader or abstains', () => {
    for (const [file, text] of scripts(fixture)) {
      const scanned = scanHeader({ file: `/versions/${file}`, text });
      if (scanned !== undefined) expect({ value: scanned, problems: [] }).toEqual(read(file, text));
    }
  });
});
