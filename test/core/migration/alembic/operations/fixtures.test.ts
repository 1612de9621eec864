/** Revisions beside the operations they are read as. Each says in its first line what is special about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../../src/adapters/treeSitter.ts';
import { operationsText } from '../../../../support/operationText.ts';
import { readScript, type ScriptReading } from './reading.ts';

const folder = new URL('../../../../fixtures/operations/alembic/', import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith('.py') && !name.startsWith('_'));

let reading: ScriptReading;
beforeAll(async () => {
  reading = { python: await loadPython(), sql: await loadSql() };
});

describe.each(scripts)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  test('is read as these operations', async () => {
    const readFile = (path: string): string | undefined => {
      const file = path.replace('/project/versions/', '');
      return readdirSync(folder).includes(file) ? readFileSync(new URL(file, folder), 'utf8') : undefined;
    };
    const { upgrade, downgrade } = readScript(text, reading, { readFile });
    const down = downgrade.length === 0 ? '' : `downgrade\n${operationsText(downgrade, text)}`;
    const expected = new URL(name.replace('.py', '.txt'), folder);
    await expect(`${operationsText(upgrade, text)}${down}`).toMatchFileSnapshot(expected.pathname);
  });
});
