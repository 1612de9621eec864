/** Stamps of the demo's databases, previewed: what they would claim, from the real scripts and the live schemas. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { StampClaim, StampedRevision, StampPreview } from '../../src/core/preview/stamp/stampPreview.ts';
import { openDemo } from '../support/demo.ts';
import {
  demoConnection,
  type PreparedProjects,
  prepareProjects,
  readSchema,
} from '../support/demoSchemas.ts';
import { stampOn } from '../support/stampText.ts';

const demo = await openDemo();
let prepared: PreparedProjects;
beforeAll(async () => {
  prepared = await prepareProjects(demo.folder);
});

/** @param rows Of the version table; `undefined`: there is none. */
async function preview(
  database: string,
  project: string,
  rows: readonly string[] | undefined,
  target: string,
): Promise<StampPreview> {
  const live = await readSchema(demoConnection(demo, database));
  return stampOn(prepared, project, rows, live, target);
}

function claimsOf(
  { revisions }: StampPreview,
  as: StampedRevision['as'],
  truth: StampClaim['truth'],
): readonly string[] {
  return revisions.flatMap((one) =>
    one.as === as ? one.claims.flatMap((claim) => (claim.truth === truth ? [claim.text] : [])) : [],
  );
}

describe('the false stamp', () => {
  const stamp = (target: string) => preview('deals_production', 'deal-platform', ['dc2c0f69c1b1'], target);

  test('to head: the stamp of today is a lie, effect by effect', async () => {
    const found = await stamp('head');
    expect(found.counts).toEqual({ true: 7, false: 10, unknown: 0 });
    expect(found.revisions.map(({ revision, recorded }) => [revision, recorded])).toEqual(
      ['4f0b8c2e6d19', 'b37d91e05ac8', 'e815f2c7906b', '6ad2074f8be3', 'dc2c0f69c1b1'].map((id) => [
        id,
        true,
      ]),
    );
    const missing = claimsOf(found, 'claimed', 'false');
    for (const table of ['folders', 'pipeline_templates', 'rbac_audit_logs', 'valuation_snapshots'])
      expect(missing).toContainEqual(expect.stringMatching(`^creates ${table} `));
    expect(found.messages.slice(0, 3)).toEqual([
      {
        severity: 'error',
        text: 'Stamping dc2c0f69c1b1 (head) on production would claim 17 effects, of which 10 are not there.',
      },
      {
        severity: 'error',
        text: '10 effects of 4f0b8c2e6d19, b37d91e05ac8, e815f2c7906b, 6ad2074f8be3 and dc2c0f69c1b1 are not in the database: the next upgrade will not create them, because the stamp says that they are there.',
      },
      { severity: 'error', text: 'The stamp of today claims all of that already, and it is not so.' },
    ]);
    expect([found.recommended, found.sql]).toEqual([['9c1e5d0a7b34'], []]);
  });

  test('to the true revision: all that it claims is there, and what stays behind of later ones is named', async () => {
    const found = await stamp('9c1e5d0a7b34');
    expect(claimsOf(found, 'claimed', 'false')).toEqual([]);
    expect(claimsOf(found, 'disclaimed', 'true')).toHaveLength(10);
    expect(claimsOf(found, 'disclaimed', 'false')).toEqual([
      'creates data_room_documents.folder_id (character varying(36))',
      'creates roles.is_system (boolean not null default false)',
      'creates deals.expected_close_on (date)',
      'creates deals.probability (numeric(5,2))',
      'creates organizations.default_currency (character varying(3))',
      'creates users.last_seen_at (timestamp with time zone)',
      'creates users.locale (character varying(10))',
    ]);
    expect(found.messages.some(({ severity }) => severity === 'error')).toBe(false);
    expect([found.sql, found.command]).toEqual([
      [
        "UPDATE alembic_version SET version_num='9c1e5d0a7b34' WHERE alembic_version.version_num = 'dc2c0f69c1b1'",
      ],
      'alembic stamp 9c1e5d0a7b34',
    ]);
  });

  test('as if nothing were recorded: tables that are there count, with what is otherwise in them', async () => {
    const found = await preview('deals_production', 'deal-platform', undefined, '9c1e5d0a7b34');
    expect(claimsOf(found, 'claimed', 'false')).toEqual([]);
    const users = found.revisions
      .flatMap(({ claims }) => claims)
      .find(({ text }) => text.startsWith('creates users '));
    expect(users).toMatchObject({
      truth: 'true',
      why: expect.stringContaining('users.id is uuid instead of'),
    });
    expect(found.sql[0]).toMatch(/^CREATE TABLE alembic_version/);
  });
});

test('the half-applied database: head is claimed already, and is not there', async () => {
  const heads = prepared.get('project-tracker')?.heads;
  const found = await preview('tracker_production', 'project-tracker', heads, 'head');
  expect(found.revisions.every(({ recorded }) => recorded)).toBe(true);
  expect(claimsOf(found, 'claimed', 'false')).toContainEqual(expect.stringContaining('"vector-sync-status"'));
});

test('an honest database: its own stamp claims nothing that is not so', async () => {
  const project = prepared.get('deal-platform');
  const found = await preview('deals_staging', 'deal-platform', project?.heads, 'head');
  expect([found.revisions, found.messages[0]?.severity]).toEqual([[], 'good']);
});

test('four revisions behind: all that is pending would be passed over, and stays away for good', async () => {
  const found = await preview('credentialing_production', 'credentialing', ['20260115_0200'], 'head');
  expect(found.revisions.map(({ revision }) => revision)).toEqual([
    '20260115_0300',
    '20260127_0100',
    '7702d353e5b8',
    '20260131_0000',
  ]);
  expect([claimsOf(found, 'claimed', 'true'), found.recommended]).toEqual([[], ['20260115_0200']]);
});

test('the schema of every project as its scripts make it: a true stamp is all true, at its head and at base', () => {
  for (const [name, { timeline, heads }] of prepared) {
    const [full, empty] = [timeline.snapshotAt(heads), timeline.snapshotAt([])];
    expect(stampOn(prepared, name, undefined, full, 'heads').counts.false, name).toBe(0);
    expect(stampOn(prepared, name, heads, empty, 'base').counts.false, name).toBe(0);
    expect(stampOn(prepared, name, undefined, empty, 'heads').counts.false, name).toBeGreaterThan(0);
  }
});
