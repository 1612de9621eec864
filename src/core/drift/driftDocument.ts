/**
 * What `driftline diff --json` and `driftline whereis --json` print. The shape is a promise: a change that could break
 * a reader raises `version`; adding a property does not.
 */
import { z } from 'zod';

const objectKind = z.enum([
  'schema',
  'extension',
  'type',
  'label',
  'sequence',
  'table',
  'column',
  'constraint',
  'index',
  'trigger',
  'policy',
  'view',
  'routine',
]);

const named = {
  object: z.string().meta({ description: 'For people: users.id, ix_users_email on users.' }),
  kind: objectKind,
};

const difference = z.object({
  ...named,
  of: z.string().optional().meta({
    description: 'Of a part: the table, view or type that it belongs to; schema public is left out.',
  }),
  difference: z.enum(['missing', 'extra', 'changed', 'renamed']).meta({
    description: 'missing: the revisions make it, the database lacks it. extra: the other way round.',
  }),
  property: z.string().optional().meta({ description: 'What is changed, such as type or nullable.' }),
  expected: z.string().optional().meta({ description: 'What the revisions say; absent: nothing.' }),
  actual: z.string().optional().meta({ description: 'What the database has; absent: nothing.' }),
  explanation: z.enum(['pending', 'drifted', 'unstamped', 'partial']).meta({
    description:
      'pending: gone once the pending revisions are applied. drifted: the database left its stamp. unstamped: made by a revision that is not recorded. partial: its revision is applied in part.',
  }),
  text: z.string(),
  revision: z.string().optional().meta({ description: 'The revision behind it.' }),
  file: z.string().optional(),
  line: z.number().int().optional().meta({ description: 'Of the operation, counted from 1.' }),
});

const verdict = z.object({
  kind: z.enum(['agrees', 'drifted', 'disagrees', 'unstamped', 'foreign']).meta({
    description:
      'agrees: the schema is exactly that of the stamp. drifted: the stamp matches best, with differences. disagrees: another revision matches better. unstamped: no known revision is recorded. foreign: nothing of the project is there, but of others.',
  }),
  text: z.string(),
  stamped: z.array(z.string()).nullable().meta({ description: 'Empty: base; null: not known.' }),
  matches: z
    .array(z.string())
    .meta({ description: 'The revision that the schema matches best, or one for each branch; empty: base.' }),
  equivalent: z.array(z.array(z.string())).meta({
    description: 'Others with the very same schema, each like matches: no schema can tell them apart.',
  }),
  tied: z.array(z.array(z.string())).meta({
    description:
      'Others with another schema, or one that is not fully known, that are as near; each like matches.',
  }),
  confidence: z.enum(['exact', 'near', 'unsure']).meta({
    description:
      'exact: nothing differs from matches. near: something does, but every other schema of the chain is further away. unsure: others are as near, or may be if what cannot be compared agrees, or even the nearest is far away; notes tell which.',
  }),
  agreeing: z.number().int().meta({ description: 'Facts of the schema that agree with that revision.' }),
  facts: z.number().int(),
  there: z.number().int().meta({
    description: 'How many effects of that revision and all below it are there just as they were made.',
  }),
  effects: z.number().int(),
  notes: z.array(z.string()).meta({
    description:
      'What else the schema could be, how sure that is, and which other projects use the database.',
  }),
  shared: z.boolean().meta({
    description: 'Whether another project has tables, views or sequences in this database.',
  }),
});

const finding = z.object({
  revision: z.string(),
  recorded: z.boolean().meta({ description: 'Whether the version table counts it as applied.' }),
  there: z.number().int().meta({ description: 'How many of its effects are in the schema.' }),
  effects: z.number().int(),
  text: z.string(),
});

const environment = z.object({
  project: z.string(),
  environment: z.string(),
  state: z.enum(['read', 'failed', 'notRead']),
  failure: z.string().optional(),
  verdict: verdict.optional().meta({ description: 'Absent: the schema was not read.' }),
  revisions: z
    .array(finding)
    .optional()
    .meta({ description: 'Whose recorded state is not what the schema shows. Not told by whereis.' }),
  differences: z.array(difference).optional().meta({ description: 'Not told by whereis.' }),
  foreign: z
    .array(z.object({ project: z.string(), objects: z.array(z.string()) }))
    .optional()
    .meta({ description: 'Objects in this database that other projects manage.' }),
  counts: z
    .object({ notCompared: z.number().int(), unmanaged: z.number().int(), ignored: z.number().int() })
    .optional(),
  rest: z
    .array(
      z.object({
        why: z.enum(['notCompared', 'unmanaged', 'ignored']),
        ...named,
        reason: z.string().optional(),
      }),
    )
    .optional()
    .meta({ description: 'What is counted, one by one; with --all.' }),
});

export const driftDocument = z.object({
  version: z.literal(1),
  clean: z.boolean().meta({
    description:
      'Whether every schema is as its stamp says and no database is shared with another project: the process ends with 0.',
  }),
  environments: z.array(environment),
});

export type DriftDocument = z.infer<typeof driftDocument>;
export type DriftEnvironment = DriftDocument['environments'][number];
