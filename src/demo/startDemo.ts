/**
 * The demo: a workspace with migration projects that have a story, and the databases of their environments, served
 * from this process on loopback. Nothing needs to be installed for it.
 */
import { randomBytes } from 'node:crypto';
import { DatabaseServer } from './databaseServer.ts';
import { passwordVariable } from './environments.ts';
import { writeWorkspace } from './writeWorkspace.ts';

export interface DemoOptions {
  /** Where the workspace is written; an earlier demo there is replaced. */
  readonly folder: string;
  /** Where the empty PostgreSQL is kept between starts. */
  readonly cacheFolder: string;
  readonly log: (line: string) => void;
}

export interface Demo {
  readonly folder: string;
  readonly port: number;
  /** What the workspace's settings expect in the environment of whoever reads them; holds the password. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startDemo({ folder, cacheFolder, log }: DemoOptions): Promise<Demo> {
  const password = randomBytes(18).toString('base64url');
  const server = await DatabaseServer.start({ cacheFolder, password });
  const { port, cached } = server;
  try {
    await writeWorkspace({ folder, port, password });
  } catch (error) {
    await server.stop();
    throw error;
  }
  log(`Demo databases listen on 127.0.0.1:${port}${cached ? '' : ' (the next start will be faster)'}.`);
  log(`Demo workspace: ${folder}`);
  return { folder, port, environment: { [passwordVariable]: password }, stop: () => server.stop() };
}
