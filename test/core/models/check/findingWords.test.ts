/** Findings in words: what is where, why, and the line above a class. */
import { expect, test } from 'vitest';
import type { ObjectRef } from '../../../../src/core/drift/objectRef.ts';
import {
  adviceTexts,
  alikeFindings,
  findingText,
  reasonTexts,
  statementText,
} from '../../../../src/core/models/check/findingWords.ts';
import type {
  FindingPlace,
  FindingReason,
  ModelFinding,
  ModelReport,
} from '../../../../src/core/models/check/modelFinding.ts';
import { tableSummary } from '../../../../src/core/models/check/tableSummary.ts';

const column = (table: string, part: string): ObjectRef => ({
  object: 'column',
  of: { schema: 'public', name: table },
  part,
});
const drifted = (revision?: string): FindingReason => ({
  kind: 'drifted',
  ...(revision !== undefined && { maker: { revision } }),
});
const pending = (revision: string): FindingReason => ({ kind: 'pending', maker: { revision } });
const unmigrated: FindingReason = { kind: 'unmigrated' };

function place(environment: string | undefined, database: string | undefined, reason: FindingReason) {
  return { environment, protected: environment === 'production', database, reason };
}

function finding(
  object: ObjectRef,
  kind: ModelFinding['kind'],
  model: string | undefined,
  places: readonly FindingPlace[],
  more: Partial<ModelFinding> = {},
): ModelFinding {
  const fingerprint = `${kind} ${JSON.stringify(object)}`;
  const location = { file: '/app/models.py', range: { start: 10, end: 20 } };
  return { kind, severity: 'error', object, location, model, places, fingerprint, ...more };
}

const wide = 'character varying(36)';

test('a type: what is where, who agrees, and which revision should have made it so', () => {
  const one = finding(
    column('users', 'id'),
    'type-mismatch',
    wide,
    [place('production', 'uuid', drifted('a1c4'))],
    { agreeing: ['staging'] },
  );
  expect(findingText(one)).toBe(
    'users.id is uuid in production; the model says character varying(36), and so does staging. Drifted in production: a1c4 should have made it so.',
  );
});

test('places that have the same are told together, others apart', () => {
  const places = [
    place('production', 'uuid', drifted()),
    place('staging', 'uuid', pending('b2')),
    place('local', 'text', unmigrated),
    place(undefined, 'text', unmigrated),
  ];
  expect(findingText(finding(column('users', 'id'), 'type-mismatch', wide, places))).toBe(
    'users.id is uuid in production and staging, and text in local and after all migrations; the model says character varying(36). Drifted in production: the migrations say what the model says. Pending in staging: b2 makes it so. No revision makes it so.',
  );
});

test.each([
  [
    finding(column('projects', 'created_at'), 'nullability', 'NOT NULL', [
      place('production', 'NULL allowed', drifted('c3')),
    ]),
    'projects.created_at may be NULL in production; the model says NOT NULL.',
  ],
  [
    finding(column('projects', 'name'), 'nullability', 'NULL allowed', [
      place('production', 'NOT NULL', unmigrated),
    ]),
    'projects.name is NOT NULL in production; the model says that NULL is allowed.',
  ],
  [
    finding(column('projects', 'description'), 'missing-column', 'text', [
      place('production', undefined, drifted('d4')),
    ]),
    'projects.description is missing in production.',
  ],
  [
    finding(
      { object: 'table', of: { schema: 'public', name: 'vector-sync-status' } },
      'missing-table',
      '7 columns',
      [place('production', undefined, drifted('e5'))],
    ),
    'Table "vector-sync-status" is missing in production.',
  ],
  [
    finding({ object: 'table', of: { schema: 'crm', name: 'leads' } }, 'unmigrated-table', '2 columns', [
      place(undefined, undefined, unmigrated),
    ]),
    'No migration creates table crm.leads.',
  ],
  [
    finding(
      { object: 'label', of: { schema: 'public', name: 'mood' }, part: 'glad' },
      'enum-label-missing',
      "'glad'",
      [place('production', undefined, unmigrated)],
    ),
    "Label 'glad' of mood is missing in production.",
  ],
  [
    finding(column('users', 'legacy'), 'surplus-column', undefined, [
      place('production', 'integer NOT NULL without a default', unmigrated),
    ]),
    'users.legacy (integer NOT NULL without a default) is there in production, but no model knows it.',
  ],
  [
    finding(
      { object: 'constraint', of: { schema: 'public', name: 'users' }, part: 'users_org_fkey' },
      'foreign-key',
      '(org) → orgs(id)',
      [place('production', undefined, unmigrated)],
    ),
    'Foreign key users(org) → orgs(id) is missing in production.',
  ],
  [
    finding(column('users', 'active'), 'default', 'true', [place('production', undefined, unmigrated)]),
    'users.active is without a default in production; the model says true.',
  ],
])('what is where: %#', (one, text) => {
  expect(statementText([one])).toBe(text);
});

test('a pending revision adds what is missing, and drops what no model knows', () => {
  const missing = finding(column('a', 'b'), 'missing-column', 'text', [
    place('ci', undefined, pending('f6')),
  ]);
  const surplus = finding(column('a', 'c'), 'surplus-column', undefined, [
    place('ci', 'text', pending('f6')),
  ]);
  expect([reasonTexts([missing]), reasonTexts([surplus])]).toEqual([
    ['Pending in ci: f6 adds it.'],
    ['Pending in ci: f6 drops it.'],
  ]);
});

test('what a mixin gives to many tables is one statement, and its revisions are counted', () => {
  const tables = ['companies', 'contacts', 'file_uploads', 'webhooks'];
  const findings = tables.map((table, at) =>
    finding(column(table, 'organization_id'), 'type-mismatch', wide, [
      place('production', 'uuid', drifted(`r${at}`)),
    ]),
  );
  const other = finding(column('users', 'id'), 'type-mismatch', 'text', findings[0]?.places ?? []);
  const [all, rest] = alikeFindings([...findings, other]);
  expect(rest).toEqual([other]);
  expect(all && [statementText(all), ...reasonTexts(all)]).toEqual([
    'companies.organization_id and 3 other columns are uuid in production; the models say character varying(36).',
    'Drifted in production: 4 revisions should have made them so.',
  ]);
});

const users = {
  name: { schema: 'public', name: 'users' },
  location: { file: '/app/models.py', range: { start: 0, end: 4 } },
};
const teams = {
  name: { schema: 'public', name: 'teams' },
  location: { file: '/app/models.py', range: { start: 40, end: 44 } },
};

function summary(
  findings: readonly ModelFinding[],
  environments: readonly string[],
  more: Partial<ModelReport> = {},
) {
  const counts = { tables: 2, columns: 9, unknown: 0 };
  const report = { tables: [users, teams], findings, notCompared: [], suppressed: [], counts, ...more };
  return tableSummary({ table: users, report, environments, old: ['staging'] });
}

test('the line above a class counts by place and reason', () => {
  const findings = [
    finding(column('users', 'id'), 'type-mismatch', wide, [place('production', 'uuid', drifted())]),
    finding(column('users', 'name'), 'nullability', 'NOT NULL', [
      place('production', 'NULL allowed', drifted()),
      place('ci', 'NULL allowed', pending('g7')),
    ]),
    finding(column('teams', 'id'), 'type-mismatch', wide, [place('staging', 'uuid', drifted())]),
  ];
  expect(summary(findings, ['production', 'staging', 'ci'])).toBe(
    'production: 2 drifted · staging (last known): in step · ci: 1 pending',
  );
});

test('what no migration makes so is said of the migrations; a table that is not there has nothing else', () => {
  const object = { object: 'table', of: users.name } as const;
  const findings = [
    finding(object, 'missing-table', '9 columns', [place('ci', undefined, pending('h8'))]),
    finding(column('users', 'id'), 'type-mismatch', wide, [
      place('local', 'uuid', unmigrated),
      place(undefined, 'uuid', unmigrated),
    ]),
  ];
  expect(summary(findings, ['local', 'ci'])).toBe(
    'migrations: 1 unmigrated · local: 1 unmigrated · ci: missing, pending',
  );
});

test('without an environment, only the migrations are told of; a type counts for the class that declares it', () => {
  const object = { object: 'label', of: { schema: 'public', name: 'mood' }, part: 'glad' } as const;
  const findings = [
    finding(object, 'enum-label-missing', "'glad'", [place(undefined, undefined, unmigrated)]),
  ];
  const notCompared = [
    { object: column('users', 'x'), location: undefined, reason: 'Computed when it runs.' },
  ];
  expect(summary([], [])).toBe('migrations: in step · no environment was read');
  expect(summary(findings, [], { notCompared })).toBe(
    'migrations: 1 unmigrated · no environment was read · 1 not compared',
  );
});

test('where only databases left what models and migrations say, it is told who should change', () => {
  const places = [place('production', 'uuid', drifted('a1c4')), place('ci', 'uuid', drifted())];
  const one = finding(column('users', 'id'), 'type-mismatch', wide, places);
  expect(adviceTexts([one])).toEqual([
    'The model and the migrations agree on it: it is production and ci that should change.',
  ]);
  const surplus = finding(column('users', 'old'), 'surplus-column', undefined, places);
  expect(adviceTexts([surplus])).toEqual([
    'The model and the migrations agree that it should not be there: it is production and ci that should change.',
  ]);
  const mixed = [...places, place(undefined, 'uuid', unmigrated)];
  expect(adviceTexts([finding(column('users', 'id'), 'type-mismatch', wide, mixed)])).toEqual([]);
});
