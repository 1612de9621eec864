/** Scripts in, statements out: what an upgrade and a downgrade of them would run. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import { planScripts } from '../../../support/planScripts.ts';
import { planText } from '../../../support/planText.ts';

const folder = fileURLToPath(new URL('../../../fixtures/plan', import.meta.url));
const textOf = (file: string): string => readFileSync(file, 'utf8');

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = { python: await loadPython(), sql: await loadSql() };
});

describe('a run of all directives', () => {
  test('upgrade, and back again', { timeout: 30_000 }, async () => {
    const up = planScripts(folder, { direction: 'upgrade', serverVersion: 18 }, parsers);
    await expect(planText(up, textOf)).toMatchFileSnapshot(`${folder}/upgrade.sql`);
    const down = planScripts(folder, { direction: 'downgrade', serverVersion: 18, start: up.after }, parsers);
    await expect(planText(down, textOf)).toMatchFileSnapshot(`${folder}/downgrade.sql`);
    expect([...down.after.tables.keys()]).toEqual([]);
  });
});
