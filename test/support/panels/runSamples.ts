/** What the preview panel is shown in its tests: the upgrade of the credentialing platform, and one that goes wrong. */
import type { LockMode, StatementImpact } from '../../../src/core/preview/locks/impact.ts';
import type { RuleFinding } from '../../../src/core/preview/rules/rule.ts';
import type {
  RevisionPreview,
  RunPreview,
  StatementPreview,
  TimeClass,
} from '../../../src/core/preview/runPreview.ts';
import { type CodeUse, noUses } from '../../../src/core/preview/uses/codeUse.ts';

const folder = '/repo/credentialing/migrations/versions';
const sizes: Readonly<Record<string, { readonly rows: number; readonly bytes: number }>> = {
  providers: { rows: 18_432, bytes: 6_815_744 },
  licenses: { rows: 41_207, bytes: 9_281_536 },
  users: { rows: 2_310, bytes: 704_512 },
  organizations: { rows: 86, bytes: 49_152 },
  audit_events: { rows: 48_300_000, bytes: 12_884_901_888 },
};

const instant: TimeClass = { kind: 'instant', basis: 'Only the catalogs change: no row is read or written.' };
const named = (name: string) => ({ schema: 'public', name });

interface Cost {
  readonly locks?: Readonly<Record<string, LockMode>>;
  readonly impact?: Partial<StatementImpact>;
  readonly rest?: Partial<StatementPreview>;
}

function statement(
  file: string,
  line: number,
  sql: string,
  { locks = {}, impact, rest }: Cost = {},
): StatementPreview {
  return {
    text: { kind: 'sql', sql },
    location: { file: `${folder}/${file}`, range: { start: line * 40, end: line * 40 + 20 } },
    line,
    impact: {
      basis: 'measured',
      forms: [],
      locks: Object.entries(locks).map(([name, mode]) => ({ relation: named(name), kind: 'table', mode })),
      rewrites: [],
      rebuilds: [],
      scans: [],
      refusesTransaction: false,
      reversibility: { kind: 'reversible' },
      notes: [],
      ...impact,
    },
    tables: Object.keys(locks).map((name) => ({ table: named(name), ...sizes[name] })),
    time: instant,
    autocommit: false,
    failures: [],
    findings: [],
    ...rest,
  };
}

const credentialsFile = '20260115_0300_provider_credentials.py';
const detailsFile = '20260131_0000_provider_details_and_payment_methods.py';

const use = (kind: CodeUse['kind'], file: string, line: number, text: string, object: string): CodeUse => ({
  kind,
  location: { file: `/repo/credentialing/${file}`, range: { start: line * 40, end: line * 40 + 10 } },
  line,
  text,
  objects: [object],
});

const credentials: RevisionPreview = {
  revision: '20260115_0300',
  message: 'Add provider_credentials',
  file: `${folder}/${credentialsFile}`,
  statements: [
    statement(
      credentialsFile,
      18,
      `CREATE TABLE provider_credentials (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    provider_id UUID NOT NULL,
    license_id UUID,
    credential_type VARCHAR(50) NOT NULL,
    credential_number VARCHAR(100) NOT NULL,
    issued_by VARCHAR(200),
    issued_on DATE,
    expires_on DATE,
    verified_at TIMESTAMP WITH TIME ZONE,
    verified_by UUID,
    notes TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(license_id) REFERENCES licenses (id) ON DELETE SET NULL,
    FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE,
    FOREIGN KEY(verified_by) REFERENCES users (id) ON DELETE SET NULL
)`,
      {
        locks: {
          licenses: 'SHARE ROW EXCLUSIVE',
          providers: 'SHARE ROW EXCLUSIVE',
          users: 'SHARE ROW EXCLUSIVE',
        },
        impact: {
          notes: ['The table is new: its own locks stop nobody, and its foreign keys have no rows to check.'],
        },
      },
    ),
    statement(
      credentialsFile,
      38,
      'CREATE INDEX ix_provider_credentials_provider_id ON provider_credentials (provider_id)',
    ),
    statement(
      credentialsFile,
      39,
      'CREATE INDEX ix_provider_credentials_license_id ON provider_credentials (license_id)',
    ),
    statement(
      credentialsFile,
      40,
      'CREATE INDEX ix_provider_credentials_lower_number ON provider_credentials (lower(credential_number))',
    ),
    statement(
      credentialsFile,
      43,
      'CREATE INDEX ix_provider_credentials_unverified ON provider_credentials (expires_on) WHERE verified_at IS NULL',
    ),
  ],
  versionTable: [
    "UPDATE alembic_version SET version_num='20260115_0300' WHERE alembic_version.version_num = '20260115_0200'",
  ],
  ...noUses,
};

const stageChanged: RevisionPreview = {
  revision: '20260127_0100',
  message: 'Coordinators can change the stage',
  file: `${folder}/20260127_0100_stage_changed.py`,
  statements: [
    statement(
      '20260127_0100_stage_changed.py',
      17,
      "ALTER TYPE coordinator_action_type ADD VALUE IF NOT EXISTS 'stage_changed'",
      {
        impact: {
          reversibility: {
            kind: 'irreversible',
            why: 'PostgreSQL cannot remove a label from an enum, and the downgrade does nothing.',
          },
          notes: ['The new label cannot be used before the transaction that adds it is committed.'],
        },
      },
    ),
  ],
  versionTable: [
    "UPDATE alembic_version SET version_num='20260127_0100' WHERE alembic_version.version_num = '20260115_0300'",
  ],
  ...noUses,
};

const preferences: RevisionPreview = {
  revision: '7702d353e5b8',
  message: 'Add coordinator notification preferences',
  file: `${folder}/7702d353e5b8_coordinator_notification_preferences.py`,
  statements: [
    statement(
      '7702d353e5b8_coordinator_notification_preferences.py',
      18,
      `CREATE TABLE coordinator_notification_preferences (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    coordinator_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    channels JSON DEFAULT '{"email": true, "sms": false}' NOT NULL,
    quiet_hours JSON DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_notification_coordinator_organization UNIQUE (coordinator_id, organization_id),
    FOREIGN KEY(coordinator_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
)`,
      { locks: { organizations: 'SHARE ROW EXCLUSIVE', users: 'SHARE ROW EXCLUSIVE' } },
    ),
    statement(
      '7702d353e5b8_coordinator_notification_preferences.py',
      32,
      'CREATE INDEX ix_coordinator_notification_preferences_organization_id ON coordinator_notification_preferences (organization_id)',
    ),
  ],
  versionTable: [
    "UPDATE alembic_version SET version_num='7702d353e5b8' WHERE alembic_version.version_num = '20260127_0100'",
  ],
  ...noUses,
};

const columns: readonly (readonly [table: string, definition: string])[] = [
  ['providers', 'dea_number VARCHAR(20)'],
  ['providers', 'dea_expires_on DATE'],
  ['providers', 'caqh_id VARCHAR(20)'],
  ['providers', 'caqh_attested_at TIMESTAMP WITH TIME ZONE'],
  ['providers', 'board_certified BOOLEAN'],
  ['providers', 'malpractice_coverage_cents INTEGER'],
  ['licenses', 'compact_member BOOLEAN'],
  ['licenses', 'verification_url TEXT'],
];

const details: RevisionPreview = {
  revision: '20260131_0000',
  message: 'Provider details and payment methods',
  file: `${folder}/${detailsFile}`,
  statements: [
    ...columns.map(([table, definition], index) =>
      statement(detailsFile, 18 + index, `ALTER TABLE ${table} ADD COLUMN ${definition}`, {
        locks: { [table]: 'ACCESS EXCLUSIVE' },
        rest: index === 0 ? { findings: [lockTimeout(19)] } : {},
      }),
    ),
    statement(
      detailsFile,
      42,
      `CREATE TABLE payment_methods (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    organization_id UUID NOT NULL,
    processor_id VARCHAR(100) NOT NULL,
    brand VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
)`,
      { locks: { organizations: 'SHARE ROW EXCLUSIVE' } },
    ),
    statement(
      detailsFile,
      59,
      'CREATE INDEX ix_payment_methods_organization_id ON payment_methods (organization_id)',
    ),
  ],
  versionTable: [
    "UPDATE alembic_version SET version_num='20260131_0000' WHERE alembic_version.version_num = '7702d353e5b8'",
  ],
  uses: [
    use('model', 'models/billing.py', 10, 'class PaymentMethod(CreatedMixin, Base):', 'payment_methods'),
    use('code', 'api/providers.py', 31, 'provider.dea_number = body.dea_number', 'providers.dea_number'),
    use('code', 'api/providers.py', 32, 'provider.caqh_id = body.caqh_id', 'providers.caqh_id'),
    use('test', 'tests/test_billing.py', 12, 'method = PaymentMethod(brand="visa")', 'payment_methods'),
  ],
  moreUses: 3,
};

function lockTimeout(line: number): RuleFinding {
  return {
    rule: 'require-lock-timeout',
    severity: 'warning',
    message:
      'It waits without end for whoever uses providers, and everybody who comes later waits behind it. Set lock_timeout before it.',
    location: { file: `${folder}/${detailsFile}`, range: { start: line * 40, end: line * 40 + 20 } },
    fix: { title: 'Set lock_timeout at the start of upgrade()', edits: [], newFiles: [] },
  };
}

/** Incident E: production is four revisions behind. */
export const credentialingUpgrade: RunPreview = {
  kind: 'upgrade',
  project: 'credentialing',
  environment: 'production',
  protected: true,
  serverVersion: '17.2',
  from: ['20260115_0200'],
  to: ['20260131_0000'],
  transactions: 'run',
  first: [],
  hidden: [],
  verdict: {
    kind: 'risky',
    text: 'Take care: 1 session would make it wait right now; 1 statement cannot be taken back; 1 statement could be written in a safer way.',
  },
  summary: {
    statements: 18,
    worstLock: 'ACCESS EXCLUSIVE',
    locked: [
      { table: named('licenses'), ...sizes.licenses, mode: 'ACCESS EXCLUSIVE', rewrite: false, scan: false },
      {
        table: named('providers'),
        ...sizes.providers,
        mode: 'ACCESS EXCLUSIVE',
        rewrite: false,
        scan: false,
      },
      { table: named('users'), ...sizes.users, mode: 'SHARE ROW EXCLUSIVE', rewrite: false, scan: false },
      {
        table: named('organizations'),
        ...sizes.organizations,
        mode: 'SHARE ROW EXCLUSIVE',
        rewrite: false,
        scan: false,
      },
    ],
    irreversible: 1,
    unknown: 0,
    time: instant,
  },
  revisions: [credentials, stageChanged, preferences, details],
  obstacles: [
    {
      kind: 'lock',
      severity: 'blocks',
      message:
        'Session 48213 (reporting, COPY) has held ACCESS SHARE on providers for 12 minutes. ALTER TABLE providers would wait for it, and every query of providers would wait behind that.',
      pid: 48_213,
      statements: [{ revision: '20260131_0000', index: 0 }],
    },
    {
      kind: 'longTransaction',
      severity: 'risk',
      message:
        'Session 47102 (backoffice) has been idle in a transaction for 41 minutes and holds no lock on these tables yet.',
      statements: [],
    },
  ],
  lockTimeout: {
    ms: 3000,
    reason: 'What cannot get its lock within three seconds gives up, and nobody else waits longer than that.',
  },
  rehearsal: {
    outcome: 'passed',
    serverVersion: '18.1',
    server: 'embedded',
    statements: [credentials, stageChanged, preferences, details].flatMap(({ revision, statements }) =>
      statements.map(({ impact }, index) => ({ revision, index, locks: impact.locks, rewrites: [] })),
    ),
    remaining: [],
    limits: [
      'The clone has no rows: constraints that existing rows would break were not noticed, and nothing here tells how long it takes.',
      'It ran on PostgreSQL 18, the environment has 17.2.',
    ],
  },
};

const riskyFile = '9f21c07be4aa_partition_audit_events.py';

/** Everything that can be said against a run at once. */
export const failingUpgrade: RunPreview = {
  ...credentialingUpgrade,
  environment: 'staging-eu-central',
  protected: false,
  from: ['20260131_0000'],
  to: ['9f21c07be4aa'],
  transactions: 'revision',
  verdict: {
    kind: 'fails',
    text: 'This upgrade would fail at 9f21c07be4aa: Column tenant_id of audit_events exists already.',
  },
  summary: {
    statements: 5,
    worstLock: 'ACCESS EXCLUSIVE',
    locked: [
      {
        table: named('audit_events'),
        ...sizes.audit_events,
        mode: 'ACCESS EXCLUSIVE',
        rewrite: true,
        scan: true,
      },
      {
        table: { schema: 'archive', name: 'events_2019' },
        mode: 'SHARE UPDATE EXCLUSIVE',
        rewrite: false,
        scan: true,
      },
    ],
    irreversible: 1,
    unknown: 1,
    time: { kind: 'minutes', basis: 'audit_events is written anew: 12 GB.' },
  },
  revisions: [
    {
      revision: '9f21c07be4aa',
      message: 'Partition audit events',
      file: `${folder}/${riskyFile}`,
      statements: [
        statement(riskyFile, 21, 'ALTER TABLE audit_events ADD COLUMN tenant_id UUID', {
          locks: { audit_events: 'ACCESS EXCLUSIVE' },
          rest: { failures: ['Column tenant_id of audit_events exists already: somebody added it by hand.'] },
        }),
        statement(
          riskyFile,
          24,
          'ALTER TABLE audit_events ALTER COLUMN payload TYPE JSONB USING payload::jsonb',
          {
            locks: { audit_events: 'ACCESS EXCLUSIVE' },
            impact: {
              rewrites: [named('audit_events')],
              rebuilds: [named('ix_audit_events_created_at')],
              reversibility: { kind: 'losesData', why: 'json keeps the order of keys, jsonb does not.' },
            },
            rest: {
              time: {
                kind: 'minutes',
                basis: 'All of audit_events is written anew: about 48 million rows, 12 GB.',
              },
              findings: [
                {
                  rule: 'changing-column-type',
                  severity: 'error',
                  message:
                    'audit_events is locked against reads and writes while it is written anew. Add a column of the new type, fill it in batches, and swap the two.',
                  location: { file: `${folder}/${riskyFile}` },
                },
              ],
            },
          },
        ),
        statement(riskyFile, 31, '', {
          impact: { basis: 'unknown' },
          rest: {
            text: {
              kind: 'source',
              source:
                'for month in months_between(START, date.today()):\n    op.execute(create_partition(month))',
              reason: 'The statements depend on the day on which it runs.',
            },
            time: { kind: 'unknown', basis: 'What it runs is not known.' },
          },
        }),
        statement(
          riskyFile,
          36,
          'CREATE INDEX CONCURRENTLY ix_audit_events_tenant ON audit_events (tenant_id)',
          {
            locks: { audit_events: 'SHARE UPDATE EXCLUSIVE' },
            impact: {
              scans: [named('audit_events')],
              refusesTransaction: true,
              refusal: 'CREATE INDEX CONCURRENTLY cannot run inside a transaction block.',
            },
            rest: {
              time: {
                kind: 'minutes',
                basis: 'All of audit_events is read twice: about 48 million rows, 12 GB.',
              },
            },
          },
        ),
        statement(riskyFile, 44, 'DROP TABLE audit_events_old', {
          impact: {
            basis: 'notMeasured',
            reversibility: { kind: 'irreversible', why: 'The rows are gone.' },
          },
          rest: {
            condition: 'Runs only if audit_events_old is there, which the script asks the database.',
            autocommit: true,
            findings: [
              {
                rule: 'drop-table',
                severity: 'warning',
                message: 'Dropping a table breaks whoever still reads it.',
                location: { file: `${folder}/${riskyFile}` },
                suppressed: 'nobody has read it since the move (PLAT-411)',
              },
            ],
          },
        }),
      ],
      versionTable: [
        "UPDATE alembic_version SET version_num='9f21c07be4aa' WHERE alembic_version.version_num = '20260131_0000'",
      ],
      ...noUses,
    },
  ],
  obstacles: [],
  activityUnknown: 'The role may not read pg_stat_activity of other users, so nobody knows who is connected.',
  rehearsal: {
    outcome: 'failed',
    serverVersion: '18.1',
    server: 'embedded',
    failure: {
      revision: '9f21c07be4aa',
      index: 0,
      sql: 'ALTER TABLE audit_events ADD COLUMN tenant_id UUID',
      message: 'column "tenant_id" of relation "audit_events" already exists',
      code: '42701',
      detail: undefined,
      hint: undefined,
    },
    statements: [],
    remaining: undefined,
    limits: ['The clone has no rows.'],
  },
};

export const nothingToDo: RunPreview = {
  kind: 'upgrade',
  project: 'credentialing',
  environment: 'local',
  protected: false,
  serverVersion: '17.2',
  from: ['20260131_0000'],
  to: ['20260131_0000'],
  transactions: 'run',
  first: [],
  hidden: [],
  verdict: { kind: 'nothingToDo', text: 'There is nothing to upgrade.' },
  summary: { statements: 0, worstLock: undefined, locked: [], irreversible: 0, unknown: 0, time: instant },
  revisions: [],
  obstacles: [],
};
