/** One client of the wire server, from its first packet to its last. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { refuseCopyFromStdin } from './copyFromStdin.ts';
import * as wire from './messages.ts';
import { becomeUser } from './parking.ts';
import { type Seat, type SharedDatabase, WaitedTooLong } from './sharedDatabase.ts';
import { startupSettings } from './startupSettings.ts';

export interface SessionOptions {
  readonly password: string;
  readonly databases: ReadonlyMap<string, SharedDatabase>;
}

interface Place {
  readonly seat: Seat;
  readonly database: SharedDatabase;
}

/** Settings that a server reports at the start; clients decide by them how to read and write values. */
const reported = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'application_name',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'integer_datetimes',
  'standard_conforming_strings',
  'is_superuser',
  'session_authorization',
  'in_hot_standby',
  'default_transaction_read_only',
  'search_path',
];

export class Session {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #reader = new wire.MessageReader();
  #parameters: ReadonlyMap<string, string> | undefined;
  #place: Place | undefined;
  #batch: Buffer[] = [];
  /** After an error, everything up to the next Sync is skipped, as the protocol demands. */
  #skipping = false;
  #reading = false;

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk);
      void this.#read();
    });
    // A client may vanish at any time; `close` follows and does what is needed.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => void this.#leave());
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (!this.#socket.destroyed && (await this.#step()));
    } catch {
      this.#end({
        severity: 'FATAL',
        code: '08P01',
        message: 'The demo server could not follow this session.',
      });
    } finally {
      this.#reading = false;
    }
  }

  /** Handles one message; false if none is complete yet. */
  async #step(): Promise<boolean> {
    if (this.#parameters === undefined) {
      const packet = this.#reader.firstPacket();
      if (packet !== undefined) this.#greet(packet);
      return packet !== undefined;
    }
    const message = this.#reader.message();
    if (message === undefined) return false;
    if (message.type === 'X') this.#socket.end();
    else if (this.#place !== undefined) await this.#request(this.#place, message);
    else await this.#authenticate(message, this.#parameters);
    return true;
  }

  #greet(packet: wire.FirstPacket): void {
    switch (packet.kind) {
      case 'encryption':
        this.#socket.write('N');
        return;
      case 'cancel':
        this.#socket.destroy();
        return;
      case 'unknownVersion':
        this.#end({
          severity: 'FATAL',
          code: '0A000',
          message: 'Only version 3 of the protocol is spoken here.',
        });
        return;
      case 'startup':
        this.#parameters = packet.parameters;
        this.#socket.write(wire.askForPassword);
        return;
    }
  }

  async #authenticate(message: wire.Message, parameters: ReadonlyMap<string, string>): Promise<void> {
    const user = parameters.get('user') ?? '';
    const name = parameters.get('database') ?? user;
    if (message.type !== 'p' || !samePassword(wire.leadingText(message.body), this.#options.password)) {
      this.#end({
        severity: 'FATAL',
        code: '28P01',
        message: `password authentication failed for user "${user}"`,
      });
      return;
    }
    const database = this.#options.databases.get(name);
    if (database === undefined) {
      this.#end({ severity: 'FATAL', code: '3D000', message: `database "${name}" does not exist` });
      return;
    }
    const seat: Seat = { user, status: undefined, parked: undefined };
    this.#place = { seat, database };
    try {
      this.#socket.write(await database.run(seat, (pglite) => welcome(pglite, user, parameters)));
      seat.status = 'idle';
    } catch (error) {
      this.#end({ ...faultOf(error), severity: 'FATAL' });
    }
  }

  async #request({ seat, database }: Place, message: wire.Message): Promise<void> {
    if (this.#skipping && message.type !== 'S') return;
    this.#batch.push(refuseCopyFromStdin(message));
    if (!['Q', 'S', 'H'].includes(message.type)) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#skipping = false;
    try {
      const answer = await database.run(seat, async (pglite) => {
        const bytes = await pglite.runExclusive(() => pglite.execProtocolRaw(Buffer.concat(batch)));
        seat.status = leavesUnnamedStatement(batch) ? undefined : wire.lastStatus(bytes);
        return bytes;
      });
      this.#socket.write(answer);
    } catch (error) {
      if (!(error instanceof WaitedTooLong)) throw error;
      this.#skipping = message.type === 'H';
      const ready = this.#skipping ? [] : [wire.readyForQuery('idle')];
      this.#socket.write(Buffer.concat([wire.errorResponse(error.fault), ...ready]));
    }
  }

  #end(fault: wire.Fault): void {
    if (!this.#socket.destroyed) this.#socket.end(wire.errorResponse(fault));
  }

  async #leave(): Promise<void> {
    await this.#place?.database.leave(this.#place.seat);
  }
}

/** Whether a statement without a name waits for a later request: it could not be put away meanwhile. */
function leavesUnnamedStatement(batch: readonly Buffer[]): boolean {
  const types = batch.map((bytes) => String.fromCharCode(bytes[0] ?? 0));
  return !types.includes('E') && batch.some((bytes, i) => types[i] === 'P' && bytes[5] === 0);
}

/** Makes the session what the startup packet asks for, and says what a PostgreSQL server says then. */
async function welcome(
  database: PGlite,
  user: string,
  parameters: ReadonlyMap<string, string>,
): Promise<Buffer> {
  const role = await database.query('SELECT FROM pg_roles WHERE rolname = $1 AND rolcanlogin', [user]);
  if (role.rows.length === 0) throw new RefusedUser(user);
  await becomeUser(database, user);
  for (const [name, value] of startupSettings(parameters)) {
    await database.query('SELECT set_config($1, $2, false)', [name, value]);
  }
  const settings = await database.query<{ readonly name: string; readonly value: string | null }>(
    'SELECT name, current_setting(name, true) AS value FROM unnest($1::text[]) AS name',
    [reported],
  );
  return Buffer.concat([
    wire.authenticated,
    ...settings.rows.map(({ name, value }) => wire.parameterStatus(name, value ?? '')),
    wire.backendKey(randomInt(1, 2 ** 31), randomInt(1, 2 ** 31)),
    wire.readyForQuery('idle'),
  ]);
}

class RefusedUser extends Error {
  readonly code = '28000';

  constructor(user: string) {
    super(`role "${user}" does not exist or is not permitted to log in`);
  }
}

function faultOf(error: unknown): wire.Fault {
  if (error instanceof WaitedTooLong) return error.fault;
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return { severity: 'ERROR', code: code ?? 'XX000', message: message ?? 'The demo database failed.' };
}

function samePassword(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
