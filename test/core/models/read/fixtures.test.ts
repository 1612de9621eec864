/** Files of models beside the schema they are read as. Each says in its first line what is special about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import { newModelCache, readModels } from '../../../../src/core/models/read/readModels.ts';
import { filesIn, inputOf, loadParsers, schemaText } from './reading.ts';

const folder = new URL('../../../fixtures/models/read/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.py'));

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = await loadParsers();
});

describe.each(fixtures)('%s', (name) => {
  test('is read as this schema', async () => {
    const files = filesIn(readFileSync(new URL(name, folder), 'utf8'));
    const schema = readModels(inputOf(files, parsers), newModelCache());
    const expected = new URL(name.replace('.py', '.sql'), folder);
    await expect(schemaText(schema)).toMatchFileSnapshot(expected.pathname);
  });
});
