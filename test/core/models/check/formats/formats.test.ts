/** Findings as text, JSON, SARIF, GitHub's annotations and JUnit's XML: the same report, seen by each reader. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { projectKey } from '../../../../../src/core/models/check/fingerprints.ts';
import {
  baselineText,
  knownOf,
  readBaseline,
} from '../../../../../src/core/models/check/formats/baseline.ts';
import {
  checkDocument,
  checkDocumentOf,
} from '../../../../../src/core/models/check/formats/checkDocument.ts';
import { githubFormat } from '../../../../../src/core/models/check/formats/githubFormat.ts';
import { junitFormat } from '../../../../../src/core/models/check/formats/junitFormat.ts';
import { ruleHelp } from '../../../../../src/core/models/check/formats/ruleHelp.ts';
import { sarifFormat } from '../../../../../src/core/models/check/formats/sarifFormat.ts';
import { textFormat } from '../../../../../src/core/models/check/formats/textFormat.ts';
import type { CheckedProject } from '../../../../../src/core/models/check/formats/toldFindings.ts';
import type { ModelFinding, ModelReport } from '../../../../../src/core/models/check/modelFinding.ts';
import { findingKinds } from '../../../../../src/core/models/check/severity.ts';
import { noPaint } from '../../../../../src/core/status/statusText.ts';

const models = `class User(Base):
    id = Column(String(36))
    name = Column(Text)
`;
const migration = 'def upgrade():\n    op.alter_column("users", "id")\n';
const texts: Readonly<Record<string, string>> = {
  '/w/app/my models.py': models,
  '/w/migrations/b2.py': migration,
};
const tell = { folder: '/w', textOf: (file: string) => texts[file] };

function at(file: string, part: string): ModelFinding['location'] {
  const start = (texts[file] ?? '').indexOf(part);
  return { file, range: { start, end: start + part.length } };
}

const wrongType: ModelFinding = {
  kind: 'type-mismatch',
  severity: 'error',
  object: { object: 'column', of: { schema: 'public', name: 'users' }, part: 'id' },
  location: at('/w/app/my models.py', 'String(36)'),
  model: 'character varying(36)',
  places: [
    {
      environment: 'production',
      protected: true,
      database: 'uuid',
      reason: { kind: 'drifted', maker: { revision: 'b2' } },
    },
  ],
  lastSetBy: {
    revision: 'b2',
    location: at('/w/migrations/b2.py', 'op.alter_column("users", "id")') ?? { file: '' },
  },
  fingerprint: 'aaaa',
};

const nullable: ModelFinding = {
  kind: 'nullability',
  severity: 'warning',
  object: { object: 'column', of: { schema: 'public', name: 'users' }, part: 'name' },
  location: at('/w/app/my models.py', 'Text'),
  model: 'NOT NULL',
  places: [
    { environment: undefined, protected: false, database: 'NULL allowed', reason: { kind: 'unmigrated' } },
  ],
  fingerprint: 'bbbb',
};

const surplus: ModelFinding = {
  kind: 'surplus-table',
  severity: 'information',
  object: { object: 'table', of: { schema: 'public', name: 'old:"100%",\n<a>' } },
  location: undefined,
  model: undefined,
  places: [
    { environment: undefined, protected: false, database: '2 columns', reason: { kind: 'unmigrated' } },
  ],
  fingerprint: 'cccc',
};

function report(findings: readonly ModelFinding[]): ModelReport {
  return {
    tables: [],
    findings,
    notCompared: [
      {
        object: { object: 'column', of: { schema: 'public', name: 'users' }, part: 'place' },
        location: at('/w/app/my models.py', 'class'),
        reason: 'What Geo is in the database could not be followed.',
      },
    ],
    suppressed: [],
    counts: { tables: 1, columns: 3, unknown: 1 },
  };
}

const checked: readonly CheckedProject[] = [
  {
    project: 'shop',
    environments: [
      { name: 'production' },
      { name: 'staging', failure: 'No server listens. Check the port.' },
    ],
    report: report([nullable, surplus, wrongType]),
  },
];

const clean: readonly CheckedProject[] = [{ project: 'shop', environments: [], report: report([]) }];

describe('text', () => {
  test('by file and line, with the reason and the line that last set it', () => {
    expect(textFormat(checked, { ...tell, paint: noPaint, all: true })).toBe(`shop
app/my models.py:2:17 error type-mismatch users.id is uuid in production; the model says character varying(36).
    Drifted in production: b2 should have made it so.
    Last set by migrations/b2.py:2:5
app/my models.py:3:19 warning nullability users.name may be NULL after all migrations; the model says NOT NULL.
    No revision makes it so.

information surplus-table Table "old:""100%"",�<a>" is there after all migrations, but no model knows it.
    No revision drops it.

app/my models.py:1:1 not compared users.place: What Geo is in the database could not be followed.

✗ staging: No server listens. Check the port.
✗ 1 error, 1 warning and 1 note. 2 columns of 1 table compared with production, 1 not compared.
`);
  });

  test('nothing to tell', () => {
    expect(textFormat(clean, { ...tell, paint: noPaint, all: false })).toBe(
      'shop\n✓ The models agree. 2 columns of 1 table compared with the migrations, 1 not compared.\n',
    );
  });
});

describe('JSON', () => {
  test('is as its schema says, and holds every finding', () => {
    const document = checkDocumentOf(checked, { ...tell, clean: false });
    expect(checkDocument.parse(document)).toEqual(document);
    expect(document.projects[0]?.findings[2]).toEqual({
      kind: 'type-mismatch',
      severity: 'error',
      object: 'users.id',
      message:
        'users.id is uuid in production; the model says character varying(36). Drifted in production: b2 should have made it so.',
      model: 'character varying(36)',
      places: [
        { environment: 'production', protected: true, database: 'uuid', reason: 'drifted', revision: 'b2' },
      ],
      file: 'app/my models.py',
      line: 2,
      column: 17,
      endLine: 2,
      endColumn: 27,
      lastSetBy: { revision: 'b2', file: 'migrations/b2.py', line: 2, column: 5, endLine: 2, endColumn: 35 },
      fingerprint: 'aaaa',
    });
  });
});

describe('SARIF', () => {
  const require = createRequire(import.meta.url);
  // The package that brings the official schema brings the validator for it, too.
  const beside = createRequire(require.resolve('@microsoft/jest-sarif/package.json'));
  const Ajv = beside('ajv') as new (
    options: object,
  ) => {
    compile(schema: unknown): ((data: unknown) => boolean) & { readonly errors: unknown };
    addMetaSchema(schema: unknown): void;
  };
  const ajv = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore', logger: false });
  ajv.addMetaSchema(beside('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

  test.each([
    ['findings', checked],
    ['nothing', clean],
    ['what could not be checked', [{ project: 'x', environments: [], report: undefined, failure: 'No.' }]],
    [
      'what lies elsewhere',
      [
        { ...clean[0], report: report([{ ...wrongType, location: { file: '/elsewhere/ü.py' } }]) },
      ] as typeof checked,
    ],
  ])('%s: valid by the official schema', (_, projects) => {
    const log: unknown = JSON.parse(sarifFormat(projects, { ...tell, version: '1.0.0' }));
    validate(log);
    expect(validate.errors).toBeNull();
  });

  test('the schema refuses what is no log', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  test('a result has its place, its fingerprint and the migration line', () => {
    const log = JSON.parse(sarifFormat(checked, { ...tell, version: '1.0.0' }));
    expect(log.runs[0].results[0]).toEqual({
      ruleId: 'type-mismatch',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: 'users.id is uuid in production; the model says character varying(36). Drifted in production: b2 should have made it so.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'app/my%20models.py', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 17, endLine: 2, endColumn: 27 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: 'Revision b2 last set this.' },
          physicalLocation: {
            artifactLocation: { uri: 'migrations/b2.py', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 35 },
          },
        },
      ],
      partialFingerprints: { 'driftline/v2': 'aaaa' },
    });
    expect(log.runs[0].invocations[0].executionSuccessful).toBe(false);
  });

  test('every kind has a rule that helps', () => {
    for (const kind of findingKinds)
      expect(
        Object.values(ruleHelp[kind]).every((text) => /^[A-Z]/.test(text)),
        kind,
      ).toBe(true);
  });
});

test('GitHub: a command for each finding, in its own escaping', () => {
  expect(githubFormat(checked, tell)).toBe(
    [
      '::error file=app/my models.py,line=2,endLine=2,col=17,endColumn=27,title=Column of another type (type-mismatch)::users.id is uuid in production; the model says character varying(36). Drifted in production: b2 should have made it so.',
      '::warning file=app/my models.py,line=3,endLine=3,col=19,endColumn=23,title=NULL allowed on one side only (nullability)::users.name may be NULL after all migrations; the model says NOT NULL. No revision makes it so.',
      '::notice title=Table that no model knows (surplus-table)::Table "old:""100%25"",%0A<a>" is there after all migrations, but no model knows it. No revision drops it.',
      '::error title=shop · staging::No server listens. Check the port.',
      '',
    ].join('\n'),
  );
});

test('JUnit: what is grave fails, the rest passes, what was not read is an error', () => {
  const xml = junitFormat(checked, { ...tell, failOn: 'error' });
  expect(xml.split('\n').map((line) => line.slice(0, 84))).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="driftline check" tests="6" failures="1" errors="1" skipped="0">',
    '  <testsuite name="shop" tests="6" failures="1" errors="1" skipped="0">',
    '    <testcase classname="shop" name="2 columns compared"/>',
    '    <testcase classname="shop" name="schema of production read"/>',
    '    <testcase classname="shop" name="schema of staging read"><error message="No serv',
    '    <testcase classname="shop.type-mismatch" name="Column of another type: users.id ',
    '    <testcase classname="shop.nullability" name="NULL allowed on one side only: user',
    '    <testcase classname="shop.surplus-table" name="Table that no model knows: Table ',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
  expect(xml).toContain('&quot;old:&quot;&quot;100%&quot;&quot;,&#10;&lt;a&gt;&quot;');
  expect(xml).toContain('<failure message="users.id is uuid in production;');
});

describe('a baseline', () => {
  test('holds fingerprints, with words for people, sorted and without places', () => {
    const text = baselineText(checked);
    expect(JSON.parse(text)).toEqual({
      version: 2,
      findings: [
        expect.objectContaining({ project: 'shop', kind: 'surplus-table', fingerprint: 'cccc' }),
        {
          project: 'shop',
          object: 'users.id',
          kind: 'type-mismatch',
          statement: 'users.id is uuid in production; the model says character varying(36).',
          fingerprint: 'aaaa',
        },
        expect.objectContaining({ object: 'users.name' }),
      ],
    });
    expect(text).not.toContain('/w');
    expect(
      readBaseline(text)
        ?.findings.map(({ fingerprint }) => fingerprint)
        .sort(),
    ).toEqual(['aaaa', 'bbbb', 'cccc']);
    const [one] = checked;
    const turned = [{ ...one, report: report([wrongType, surplus, nullable]) }] as readonly CheckedProject[];
    expect(baselineText(turned)).toBe(text);
  });

  test('is of the project that it names, by where that is declared', () => {
    const findings = [
      { fingerprint: 'a/alembic.ini: type users.id: uuid' },
      { fingerprint: 'b/alembic.ini: x' },
    ];
    const baseline = { version: 2, findings } as const;
    const key = projectKey('/w/a/alembic.ini', ['/w']);
    expect(knownOf(baseline, { key, name: 'shop' })).toEqual(new Set(['type users.id: uuid']));
    expect(knownOf(baseline, { key: 'alembic.ini', name: 'shop' })).toEqual(new Set());
  });

  test('of an older version, by the name that stands beside it', () => {
    const findings = [
      { project: 'shop', fingerprint: 'x' },
      { project: 'blog', fingerprint: 'y' },
    ];
    const text = JSON.stringify({ version: 1, findings });
    const baseline = readBaseline(text) ?? { version: 2, findings: [] };
    expect(knownOf(baseline, { key: 'alembic.ini', name: 'shop' })).toEqual(new Set(['x']));
  });

  test.each([
    ['/w/alembic.ini', ['/w'], 'alembic.ini'],
    ['/w/a/alembic.ini#blog', ['/w'], 'a/alembic.ini#blog'],
    ['/v/alembic.ini', ['/w', '/v'], 'v/alembic.ini'],
    ['/elsewhere/alembic.ini', ['/w'], 'alembic.ini'],
  ])('project %s is named the same on every machine', (id, roots, key) => {
    expect(projectKey(id, roots)).toBe(key);
  });

  test.each(['', '[]', '{"version": 3, "findings": []}', '{"version": 1, "findings": [{}]}'])(
    'not %s',
    (text) => {
      expect(readBaseline(text)).toBeUndefined();
    },
  );
});
