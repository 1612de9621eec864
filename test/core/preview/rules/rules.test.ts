/** Scripts in, findings and fixed scripts out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diffSnapshots } from '../../../../src/core/drift/diffSnapshots.ts';
import { allRules } from '../../../../src/core/preview/rules/allRules.ts';
import { createExpressionComparer } from '../../../../src/core/sql/expressionComparer.ts';
import { root } from '../../../../src/dev/root.ts';
import { comparisonText } from '../../../support/demoSchemas.ts';
import { sql } from '../../../support/replaySql.ts';
import { type RuleCase, ruleCases } from '../../../support/ruleCases.ts';
import {
  applyFix,
  type CheckedScript,
  checkScript,
  findingText,
  revisionText,
} from '../../../support/ruleChecks.ts';

const fixtures = new URL('../../../fixtures/rules/', import.meta.url).pathname;
const expressions = createExpressionComparer(sql);

const files = { goose: '1_a.sql', dbmate: '1_a.sql', 'golang-migrate': '1_a.up.sql', flyway: 'V1__a.sql' };

function scriptFor({ before, python, sql: text, tool, version = 18 }: RuleCase): CheckedScript {
  return tool === undefined
    ? {
        file: '/w/a.py',
        text: revisionText(python ?? 'pass'),
        convention: 'alembic',
        before,
        serverVersion: version,
      }
    : { file: `/w/${files[tool]}`, text: text ?? '', convention: tool, before, serverVersion: version };
}

const told = new Set<string>();

describe.each(Object.entries(ruleCases))('%s', (name, one) => {
  const script = scriptFor(one);
  const { findings, after, problems } = checkScript(script);
  for (const { rule } of findings) told.add(rule);

  test('what is found, and the fixed script', async () => {
    expect(problems).toEqual([]);
    const parts = [script.text, ...findings.map((each) => `${findingText(each, script.text)}\n`)];
    for (const { fix } of findings)
      if (fix !== undefined) parts.push(`== ${fix.title}\n${applyFix(script.text, fix)}`);
    const file = `${fixtures}${name.replaceAll(/[^\w]+/g, '-')}.txt`;
    await expect(parts.join('\n')).toMatchFileSnapshot(file);
  });

  const fixed = findings.flatMap(({ rule, fix }) => (fix === undefined ? [] : [{ rule, fix }]));
  test('fixes are offered of exactly these rules', () => {
    const offered = new Set(fixed.map(({ rule }) => rule));
    const expected = new Set(one.fixes);
    // Everywhere but where a case is about it, it goes without saying.
    if (!expected.has('lock-timeout-missing')) offered.delete('lock-timeout-missing');
    expect([...offered].sort()).toEqual([...expected].sort());
  });

  test.each(fixed)(
    '$rule: fixed, the script makes the same schema and the finding is gone',
    ({ rule, fix }) => {
      const again = checkScript({ ...script, text: applyFix(script.text, fix) });
      const count = (all: typeof findings) => all.filter((each) => each.rule === rule).length;
      expect(count(again.findings)).toBeLessThan(count(findings));
      expect(again.problems).toEqual([]);
      expect(comparisonText(diffSnapshots(after, again.after, { expressions }))).toEqual(['nothing']);
    },
  );
});

test('each rule has a case that it speaks of', () => {
  expect(allRules.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
});

test('the list of all rules names each, and no other', () => {
  const text = readFileSync(join(root, 'docs/rules.md'), 'utf8');
  const named = [...text.matchAll(/^\| ([a-z-]+) \|(?! what)/gm)].map(([, id]) => id);
  expect(named.filter((id) => !/^-+$/.test(id ?? ''))).toEqual(allRules.map(({ id }) => id).sort());
});
