/** Serves databases over PostgreSQL's wire protocol, on loopback only. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { Session } from './session.ts';
import { SharedDatabase } from './sharedDatabase.ts';

export interface WireServerOptions {
  readonly password: string;
  /** By name; each is opened when its first client comes. */
  readonly databases: Readonly<Record<string, () => Promise<PGlite>>>;
  /** How long a client waits for another one's transaction before it is refused. */
  readonly waitLimitMs?: number;
}

export class WireServer {
  readonly #databases: ReadonlyMap<string, SharedDatabase>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor({ password, databases, waitLimitMs = 4_000 }: WireServerOptions) {
    this.#databases = new Map(
      Object.entries(databases).map(([name, open]) => [name, new SharedDatabase(open, waitLimitMs)]),
    );
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      new Session(socket, { password, databases: this.#databases });
    });
  }

  /** The port, chosen by the operating system. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
    return address.port;
  }

  /** Opens the databases that no client has asked for yet. */
  async openAll(): Promise<void> {
    for (const database of this.#databases.values()) await database.open();
  }

  /** Ends every session and closes the databases. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...[...this.#databases.values()].map((database) => database.close())]);
  }
}
