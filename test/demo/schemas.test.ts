/**
 * The schemas of the incidents, one fixture for each database in `fixtures/incidents`: the verdict on its stamp, which
 * revisions are there in part, how many differences have which reason, and what differs from a revision, name by name.
 * The expected names were read from the catalogs.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DriftReport } from '../../src/core/drift/report.ts';
import { revisionsText } from '../../src/core/drift/verdictWords.ts';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import { openDemo } from '../support/demo.ts';
import {
  compareWith,
  comparisonText,
  demoConnection,
  type PreparedProjects,
  prepareProjects,
  readSchema,
  reportOn,
} from '../support/demoSchemas.ts';

/** Fixture → project. A database that two projects point at has a fixture for the second. */
const projects: Readonly<Record<string, string>> = {
  artstore: 'admin-module',
  'artstore.storage-element': 'storage-element',
  artstore_staging: 'admin-module',
  artstore_ci: 'admin-module',
  artstore_storage_01: 'storage-element',
  artstore_query: 'query-module',
  artstore_query_staging: 'query-module',
  credentialing: 'credentialing',
  credentialing_production: 'credentialing',
  deals_staging: 'deal-platform',
  deals_production: 'deal-platform',
  tracker_staging: 'project-tracker',
  tracker_production: 'project-tracker',
  billing: 'billing',
};

const demo = await openDemo();
let prepared: PreparedProjects;
beforeAll(async () => {
  prepared = await prepareProjects(demo.folder);
});

test('every database has its expected answer', () => {
  expect(demoDatabases.map(({ name }) => name).filter((name) => projects[name] === undefined)).toEqual([]);
});

describe.each(Object.entries(projects))('%s', (fixture, project) => {
  const text = readFileSync(new URL(`../fixtures/incidents/${fixture}.txt`, import.meta.url), 'utf8');
  const [database = fixture] = fixture.split('.');
  const live = () => readSchema(demoConnection(demo, database));

  test('the verdict', async () => {
    const stamp = word(text, 'stamped');
    const stamped = stamp === 'unknown' ? undefined : stamp === 'base' ? [] : [stamp];
    const report = reportOn(prepared, project, stamped, await live());
    expect(verdictText(report)).toEqual({
      verdict: word(text, 'verdict'),
      matches: word(text, 'matches'),
      found: linesOf(text, 'found'),
      because: linesOf(text, 'because'),
    });
  });

  const revisions = [...text.matchAll(/^at (.+)$/gm)].map(([, revision = '']) => revision);
  test.each(revisions)('beside %s', async (revision) => {
    const actual = comparisonText(compareWith(prepared, project, revision, await live()));
    expect(actual).toEqual(linesOf(text, `at ${revision}`));
  });
});

function word(text: string, label: string): string {
  return new RegExp(`^${label} (.+)$`, 'm').exec(text)?.[1] ?? '';
}

function linesOf(text: string, heading: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(heading) + 1;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('  '));
  return start === 0 ? [] : lines.slice(start, end).map((line) => line.trim());
}

function verdictText({ verdict, revisions, differences }: DriftReport) {
  const { match } = verdict;
  const same =
    match.equivalent.length === 0 ? '' : `, the same as ${match.equivalent.map(revisionsText).join(', ')}`;
  const reasons = differences.map(
    ({ explanation }) => `${explanation.kind} ${explanation.maker?.revision ?? '–'}`,
  );
  return {
    verdict: verdict.kind,
    matches: `${match.revisions.length === 0 ? 'base' : match.revisions.join(', ')}${same}`,
    found: revisions.map(
      ({ revision, there, missing }) => `${revision} ${there.length} of ${there.length + missing.length}`,
    ),
    because: [...new Set(reasons)]
      .map((reason) => `${reason}: ${reasons.filter((other) => other === reason).length}`)
      .sort(),
  };
}
