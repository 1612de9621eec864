/** How a setting names the database of an environment: four forms, told apart by their keys. */
import { z } from 'zod';
import { type SslMode, sslModes } from './target.ts';
import { readDatabaseUrl } from './url.ts';
import { hasMalformedVariable, oneVariable, withoutVariables } from './variables.ts';

export type ConnectionSetting =
  | ConnectionByParts
  | ConnectionByUrl
  | ConnectionByEnvFile
  | ConnectionByProject;

/** Every text may hold `${env:NAME}`. */
export interface ConnectionByParts {
  readonly host: string;
  readonly port: number | string;
  readonly database: string;
  readonly user: string;
  readonly ssl: SslMode;
}

export interface ConnectionByUrl {
  readonly url: string;
}

export interface ConnectionByEnvFile {
  /** Relative to the project's folder, or a folder above it. */
  readonly envFile: string;
  readonly key: string;
}

/** Each project's own configuration says it. */
export interface ConnectionByProject {
  readonly from: 'alembic.ini';
}

const text = z
  .string()
  .min(1)
  .refine((value) => !hasMalformedVariable(value), {
    error: 'has something in ${env:…} that is no name of a variable',
  });

const portWords = 'must be a number from 1 to 65535, or ${env:NAME}';

const byParts = z.strictObject({
  host: text.meta({
    markdownDescription:
      'Host name, address, or folder of a Unix socket. May hold `${env:NAME}`, as may the other texts.',
  }),
  port: z
    .union([z.int().min(1).max(65_535), z.string().regex(oneVariable, portWords)], { error: portWords })
    .default(5432),
  database: text,
  user: text.meta({
    markdownDescription: 'The role to connect as. `CONNECT`, and `SELECT` on the version table, suffice.',
  }),
  ssl: z.enum(sslModes).default('prefer').meta({
    markdownDescription:
      "As libpq's `sslmode`. `prefer` goes on without TLS where the server has none; only `verify-ca` and `verify-full` check the server's certificate.",
  }),
}) satisfies z.ZodType<ConnectionByParts>;

const byUrl = z.strictObject({
  url: text
    .refine((url) => !hasLiteralPassword(url), {
      error:
        'holds a password. Take it out: Driftline asks for it and keeps it in secret storage; or write ${env:NAME} in its place',
    })
    .meta({
      markdownDescription:
        'A database URL such as `${env:DATABASE_URL}` or `postgresql+psycopg://app@db.example/shop`, without a password.',
    }),
}) satisfies z.ZodType<ConnectionByUrl>;

const byEnvFile = z.strictObject({
  envFile: text.meta({
    markdownDescription:
      "A file such as `.env`, looked for in the project's folder and then in each folder above it.",
  }),
  key: text.meta({ markdownDescription: 'The key whose value is the database URL, such as `DATABASE_URL`.' }),
}) satisfies z.ZodType<ConnectionByEnvFile>;

const byProject = z.strictObject({
  from: z.literal('alembic.ini').meta({
    markdownDescription: "Each project's own configuration: `sqlalchemy.url` of its `alembic.ini`.",
  }),
}) satisfies z.ZodType<ConnectionByProject>;

export const connectionSetting = z.union([byParts, byUrl, byEnvFile, byProject]).meta({
  markdownDescription:
    'Where the database is: `{ host, port, database, user, ssl }`, `{ url }`, `{ envFile, key }` or `{ from: "alembic.ini" }`.',
});

/** The form that somebody who wrote these keys had in mind; its problems are the ones worth showing. */
export function connectionFormOf(value: object): z.ZodType<ConnectionSetting> {
  if ('url' in value) return byUrl;
  if ('envFile' in value || 'key' in value) return byEnvFile;
  if ('from' in value) return byProject;
  return byParts;
}

/** Whether the URL holds a password in plain text. `${env:NAME}` is none. */
function hasLiteralPassword(url: string): boolean {
  const placeholder = 'variable';
  const reading = readDatabaseUrl(withoutVariables(url, placeholder), { user: placeholder });
  if (reading.kind === 'read') {
    return reading.password !== undefined && reading.password.replaceAll(placeholder, '') !== '';
  }
  return /:\/\/[^/?#]*:[^/?#]*@|[?&]password=/i.test(withoutVariables(url, '').replaceAll(':@', '@'));
}
