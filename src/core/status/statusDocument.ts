/**
 * What `driftline status --json` prints. The shape is a promise: a change that could break a reader raises
 * `version`; adding a property does not.
 */
import { z } from 'zod';

const problem = z.object({
  code: z.string().meta({ description: 'A word that stays the same, such as missing-parent.' }),
  severity: z.enum(['error', 'warning', 'information']),
  message: z.string(),
  file: z.string(),
  line: z.number().int().optional().meta({ description: 'Counted from 1; absent: the whole file.' }),
});

const pendingRevision = z.object({
  id: z.string(),
  message: z.string(),
  created: z.string().optional(),
  file: z.string(),
});

const environment = z.object({
  name: z.string(),
  protected: z.boolean(),
  target: z.string().optional().meta({ description: 'user@host:port/database, once connected.' }),
  server: z.string().optional().meta({ description: 'server_version, such as 17.2.' }),
  state: z
    .enum(['standing', 'absent', 'elsewhere', 'foreign', 'forbidden', 'busy', 'failed', 'notRead'])
    .meta({
      description:
        'standing: the version table was read. absent, elsewhere (another schema), foreign (another tool’s), forbidden, busy: why it was not. failed: the database could not be asked. notRead: it was not asked.',
    }),
  at: z.array(z.string()).meta({ description: 'Recorded revisions that no other recorded one includes.' }),
  behind: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'Revisions missing on the way to the heads; null: not known.' }),
  pending: z
    .array(pendingRevision)
    .meta({ description: 'What an upgrade to the heads would run, in order.' }),
  unknown: z.array(z.string()).meta({ description: 'Recorded ids that no script here has.' }),
  summary: z.string(),
  explanations: z.array(z.string()),
});

const project = z.object({
  name: z.string(),
  convention: z.string(),
  path: z.string(),
  versionTable: z.string().nullable().meta({ description: 'null: named by code that is not run.' }),
  revisions: z.number().int(),
  heads: z.array(z.string()),
  bases: z.array(z.string()),
  problems: z.array(problem),
  environments: z.array(environment),
});

export const statusDocument = z.object({
  version: z.literal(1),
  /** Whether nothing needs doing: the process ends with 0. */
  clean: z.boolean(),
  projects: z.array(project),
  settingsProblems: z.array(z.string()),
});

export type StatusDocument = z.infer<typeof statusDocument>;
export type StatusProject = StatusDocument['projects'][number];
export type StatusEnvironment = StatusProject['environments'][number];
