/** Incident A: a stamp that claims what is not there. */
import type { StampClaim, StampPreview } from '../../../src/core/preview/stamp/stampPreview.ts';

const folder = '/repo/deal-platform/alembic/versions';

function claim(text: string, truth: StampClaim['truth'], why?: string): StampClaim {
  const location = { file: `${folder}/script.py`, range: { start: 10, end: 20 } };
  return { text, truth, location, ...(why === undefined ? {} : { why }) };
}

const uuid = 'It is uuid in production, not character varying(36).';

export const falseStamp: StampPreview = {
  kind: 'stamp',
  project: 'deal-platform',
  environment: 'production',
  protected: true,
  writable: false,
  from: ['9c1e5d0a7b34'],
  to: ['dc2c0f69c1b1'],
  revisions: [
    {
      revision: '4f0b8c2e6d19',
      message: 'Folders in data rooms',
      file: `${folder}/2025_04_28-4f0b8c2e6d19_folders_in_data_rooms.py`,
      as: 'claimed',
      claims: [
        claim(
          'creates folders (7 columns, primary key, 2 foreign keys, 2 indexes)',
          'false',
          'There is no table folders.',
        ),
        claim('adds documents.folder_id (character varying(36))', 'false', uuid),
        claim('creates ix_documents_folder_id on documents', 'true'),
      ],
    },
    {
      revision: 'b37d91e05ac8',
      message: 'Pipeline templates',
      file: `${folder}/2025_05_19-b37d91e05ac8_pipeline_templates.py`,
      as: 'claimed',
      claims: [
        claim(
          'creates pipeline_templates (9 columns, primary key, foreign key)',
          'false',
          'There is no table pipeline_templates.',
        ),
        claim('adds pipelines.template_id (character varying(36))', 'false', 'There is no such column.'),
        claim(
          'fills pipelines.template_id from the name of each pipeline',
          'unknown',
          'What happens to rows leaves no trace in the schema.',
        ),
      ],
    },
    {
      revision: 'e815f2c7906b',
      message: 'Audit log of roles and permissions',
      file: `${folder}/2025_06_05-e815f2c7906b_audit_log_of_roles_and_permissions.py`,
      as: 'claimed',
      claims: [
        claim(
          'creates rbac_audit_logs (8 columns, primary key, index)',
          'false',
          'There is no table rbac_audit_logs.',
        ),
      ],
    },
    {
      revision: 'dc2c0f69c1b1',
      message: 'Last seen and locale',
      file: `${folder}/2025_07_14-dc2c0f69c1b1_last_seen_and_locale.py`,
      as: 'claimed',
      claims: [
        claim('adds users.last_seen_at (timestamp with time zone)', 'true'),
        claim('adds users.locale (character varying(10))', 'true'),
      ],
    },
  ],
  differences: [],
  counts: { true: 3, false: 5, unknown: 1 },
  recommended: ['9c1e5d0a7b34'],
  messages: [
    {
      severity: 'error',
      text: 'Stamping dc2c0f69c1b1 would claim 9 effects of 4 revisions: 5 of them are not there in production.',
    },
    { severity: 'warning', text: '1 effect leaves no trace in the schema, so nobody can tell.' },
  ],
  sql: ['DELETE FROM alembic_version', "INSERT INTO alembic_version (version_num) VALUES ('dc2c0f69c1b1')"],
  command: 'alembic stamp dc2c0f69c1b1',
};

export const trueStamp: StampPreview = {
  ...falseStamp,
  environment: 'local',
  protected: false,
  writable: true,
  to: ['9c1e5d0a7b34'],
  from: undefined,
  revisions: [
    {
      revision: '9c1e5d0a7b34',
      message: 'Integration plans and earn-outs',
      file: `${folder}/2025_03_31-9c1e5d0a7b34_integration_plans_and_earn_outs.py`,
      as: 'claimed',
      claims: [claim('creates integration_plans (11 columns, primary key, 2 foreign keys)', 'true')],
    },
  ],
  counts: { true: 1, false: 0, unknown: 0 },
  messages: [{ severity: 'good', text: 'All that 9c1e5d0a7b34 claims is there.' }],
  command: 'alembic stamp 9c1e5d0a7b34',
};
