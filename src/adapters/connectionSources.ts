/**
 * From what the settings say of an environment to a target and a password: environment variables, `.env` files, the
 * projects' own configuration, secret storage.
 *
 * Nothing that was read here leaves as text but the parts of the target: not a URL, not a value, not in a problem.
 * Asking the user, for his consent or a password, is not here; `fingerprint` and `secretKey` say what to ask about.
 */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Connection } from '../app/ports.ts';
import { fingerprintOf, secretKeyOf } from '../core/connection/identity.ts';
import type { ConnectionByParts, ConnectionSetting } from '../core/connection/setting.ts';
import type { ConnectionTarget } from '../core/connection/target.ts';
import { portOf, readDatabaseUrl, type UrlDefaults } from '../core/connection/url.ts';
import {
  expandSetting,
  expandUrlSetting,
  isOneVariable,
  type Variables,
} from '../core/connection/variables.ts';
import type { EnvironmentSetting } from '../core/settings.ts';
import {
  type ConnectingProject,
  problem,
  type ReadFile,
  type SourceProblem,
  type UrlText,
  urlInEnvFile,
  urlOfProject,
} from './urlSources.ts';

export type ResolvedConnection =
  | {
      readonly kind: 'resolved';
      /** `password` undefined: none is known. The server may not want one, or `~/.pgpass` has it. */
      readonly connection: Connection;
      /** Under which name to keep the password of this connection, should the user type one. */
      readonly secretKey: string;
      /** What the user must have agreed to before anything is sent. */
      readonly fingerprint: string;
      /** Whole sentences: what was passed over. */
      readonly notes: readonly string[];
    }
  | SourceProblem;

export interface SourcePorts {
  readonly variables: Variables;
  readonly readFile: ReadFile;
  /** The password kept under this name, if any. */
  readonly storedPassword: (secretKey: string) => Promise<string | undefined>;
  readonly defaults: UrlDefaults;
}

/** What libpq would take from this machine where a URL is silent. */
export function machineDefaults(): UrlDefaults {
  return { user: userInfo().username, host: defaultHost };
}

export async function resolveConnection(
  environment: EnvironmentSetting,
  project: ConnectingProject,
  ports: SourcePorts,
): Promise<ResolvedConnection> {
  const source = await sourceOf(environment.connection, project, ports);
  if (source.kind === 'problem') return source;
  const ownPassword = passwordOf(environment, ports.variables);
  if (ownPassword.kind === 'problem') return ownPassword;
  const { target, notes } = source;
  const secretKey = secretKeyOf(environment.name, target);
  const password = ownPassword.text ?? (await ports.storedPassword(secretKey)) ?? source.password;
  const fingerprint = fingerprintOf(target, passwordVariable(environment));
  return { kind: 'resolved', connection: { target, password }, secretKey, fingerprint, notes };
}

interface Source {
  readonly kind: 'source';
  readonly target: ConnectionTarget;
  readonly password: string | undefined;
  readonly notes: readonly string[];
}

async function sourceOf(
  setting: ConnectionSetting,
  project: ConnectingProject,
  ports: SourcePorts,
): Promise<Source | SourceProblem> {
  if ('host' in setting) return fromParts(setting, ports.variables);
  const url = await urlOf(setting, project, ports);
  if (url.kind === 'problem') return url;
  const reading = readDatabaseUrl(url.text, ports.defaults);
  if (reading.kind === 'problem')
    return { ...reading, message: `${reading.message} It stands in ${url.place}.` };
  return { ...reading, kind: 'source' };
}

async function urlOf(
  setting: Exclude<ConnectionSetting, { readonly host: string }>,
  project: ConnectingProject,
  ports: SourcePorts,
): Promise<UrlText | SourceProblem> {
  if ('envFile' in setting) return urlInEnvFile(setting, project, ports.readFile);
  if ('from' in setting) return urlOfProject(project, ports.readFile);
  const { text, missing } = expandUrlSetting(setting.url, ports.variables);
  const place = isOneVariable(setting.url)
    ? `the environment variable ${setting.url.slice(6, -1)}`
    : 'driftline.environments';
  return missing.length > 0 ? notSet(missing) : { kind: 'url', text, place };
}

function fromParts(setting: ConnectionByParts, variables: Variables): Source | SourceProblem {
  const { host, database, user, ssl } = setting;
  const parts = [host, database, user, String(setting.port)].map((text) => expandSetting(text, variables));
  const missing = parts.flatMap((part) => part.missing);
  if (missing.length > 0) return notSet(missing);
  const [hostText = '', databaseText = '', userText = '', portText = ''] = parts.map(({ text }) => text);
  const port = portOf(portText);
  if (port === undefined) return problem('The port is not a number from 1 to 65535.', 'Correct the port.');
  const target = { host: hostText, port, database: databaseText, user: userText, ssl };
  return { kind: 'source', target, password: undefined, notes: [] };
}

/** The password that the setting names; `undefined` where it names none. */
function passwordOf(
  { name, password }: EnvironmentSetting,
  variables: Variables,
): { readonly kind: 'password'; readonly text: string | undefined } | SourceProblem {
  if (password === undefined) return { kind: 'password', text: undefined };
  const { text, missing } = expandSetting(password, variables);
  if (missing.length === 0) return { kind: 'password', text };
  return problem(
    `The environment variable ${missing.join(', ')}, which should hold the password of ${name}, is not set.`,
    'Set it where the editor or the terminal is started from, or take password out of driftline.environments to be asked for it.',
  );
}

/** The part of the setting that decides which variable's value is sent as the password. */
function passwordVariable({ password, connection }: EnvironmentSetting): string | undefined {
  return password ?? ('url' in connection ? connection.url : undefined);
}

function notSet(names: readonly string[]): SourceProblem {
  const [subject, verb] =
    names.length === 1 ? ['The environment variable', 'is'] : ['The environment variables', 'are'];
  return problem(
    `${subject} ${[...new Set(names)].join(', ')} ${verb} not set.`,
    'Set it where the editor or the terminal is started from.',
  );
}

/** Like libpq, the Unix socket of a server on this machine where there is one. */
function defaultHost(port: number): string {
  const folders = process.platform === 'win32' ? [] : ['/var/run/postgresql', '/tmp'];
  return folders.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost';
}
