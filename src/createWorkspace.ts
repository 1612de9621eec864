/** Chooses the adapters: the only place that knows both what the application asks for and who answers. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { DiskFiles } from './adapters/diskFiles.ts';
import type { KeptSessions } from './adapters/postgres/keptSessions.ts';
import { callWorker } from './adapters/worker/callWorker.ts';
import { type AnswerStore, Answers } from './app/answers.ts';
import type { Approach, DatabasePorts } from './app/askDatabase.ts';
import { Models } from './app/models.ts';
import type { Log } from './app/ports.ts';
import type { SchemaEngine } from './app/schemaEngine.ts';
import { Schemas } from './app/schemas.ts';
import { UserError } from './app/userError.ts';
import { Workspace } from './app/workspace.ts';
import type { MigrationProject } from './core/migration/project.ts';
import { type EnvironmentSetting, projectSettingOf } from './core/settings.ts';
import { isInside } from './core/text/path.ts';

/** What differs between the editor and a terminal. */
export interface Surroundings extends Pick<DatabasePorts, 'permit' | 'askPassword' | 'keepPassword'> {
  /** Nothing else waits for this process, so that files may be read at once. */
  readonly blocking: boolean;
  /** No environment will be asked. */
  readonly chainsOnly: boolean;
  /** Keeps answers for the next run; absent: nobody does. */
  readonly store?: AnswerStore;
  /** Absent: each reading of a database signs in. */
  readonly kept?: KeptSessions;
  /** Absent: live schemas are not read, only version tables. */
  readonly schemas?: Schemas;
  /** The folders of the workspace. */
  readonly folders: () => readonly string[];
  /** Throws a `UserError` where the connections of this workspace must not be looked at. */
  readonly requireTrust?: () => void;
  readonly storedPassword: (secretKey: string) => Promise<string | undefined>;
  readonly log: Log;
}

/** Parsers, the database driver and what leads to it are loaded when they are first needed. */
export function createWorkspace(surroundings: Surroundings): Workspace {
  const { blocking, chainsOnly, schemas, log, permit, askPassword, keepPassword } = surroundings;
  const files = new DiskFiles({ blocking });
  const database: DatabasePorts = {
    permit,
    askPassword,
    keepPassword,
    approach: (environment, project) => {
      surroundings.requireTrust?.();
      const { urlSection } = projectSettingOf(workspace.settings, project.name);
      return approach(surroundings, files, environment, project, urlSection);
    },
    versionTables: {
      async readVersionTables(connection, tables, signal) {
        const { createVersionTableReader } = await import('./adapters/postgres/readVersionTables.ts');
        const reader = createVersionTableReader(() => workspace.settings.connection, surroundings.kept);
        return reader.readVersionTables(connection, tables, signal);
      },
    },
  };
  const python = async () => (await import('./adapters/treeSitter.ts')).loadPython();
  const workspace = new Workspace({
    files,
    answers: new Answers(surroundings.store, files),
    python,
    chainsOnly,
    database,
    ...(schemas && { schemas }),
    pause: setImmediate,
    now: Date.now,
    log,
  });
  return workspace;
}

/** What the models of a workspace say, of one whose schemas are read. */
export function createModels(
  workspace: Workspace,
  { blocking, log }: Pick<Surroundings, 'blocking' | 'log'>,
): Models {
  return new Models({ workspace, files: new DiskFiles({ blocking }), now: Date.now, log });
}

/** Answered by an engine in a thread of its own, which is started at the first question. */
export function schemasInThread(): Schemas {
  const { methods, end } = callWorker<SchemaEngine>(
    () => new Worker(schemaWorkerFile(), { resourceLimits: { maxYoungGenerationSizeMb: 16 } }),
    () => schemas.forget(),
  );
  const schemas = new Schemas(methods, end);
  return schemas;
}

/** Beside the bundle, or among the sources. */
function schemaWorkerFile(): string {
  const isBundle = typeof __dirname === 'string';
  return join(isBundle ? __dirname : import.meta.dirname, isBundle ? 'schemaWorker.cjs' : 'schemaWorker.ts');
}

async function approach(
  { folders, storedPassword, log }: Surroundings,
  files: DiskFiles,
  environment: EnvironmentSetting,
  project: MigrationProject,
  urlSection: string | undefined,
): Promise<Approach> {
  const { machineDefaults, resolveConnection } = await import('./adapters/connectionSources.ts');
  const workspaceFolder = folders().find((folder) => isInside(project.root, folder)) ?? project.root;
  const { name, root, url } = project;
  const resolved = await resolveConnection(
    environment,
    { name, root, workspaceFolder, ...(url && { url }), ...(urlSection !== undefined && { urlSection }) },
    {
      variables: process.env,
      readFile: (path) => files.read(path),
      storedPassword,
      defaults: machineDefaults(),
    },
  );
  if (resolved.kind === 'problem') throw new UserError(resolved.message, resolved.advice);
  for (const note of resolved.notes) log.info(`${environment.name}, ${name}: ${note}`);
  const { connection, secretKey, fingerprint } = resolved;
  return { environment, project, connection, secretKey, fingerprint };
}
