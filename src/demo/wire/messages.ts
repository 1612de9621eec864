/**
 * The PostgreSQL wire protocol, version 3, as far as a server in front of PGlite must know it: cutting the byte
 * stream into messages and building the few answers that PGlite does not give itself. The meaning of a session
 * is in session.ts.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** The first packet of a connection; it has no type byte. */
export type FirstPacket =
  /** A wish for TLS or GSSAPI encryption. */
  | { readonly kind: 'encryption' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'startup'; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'unknownVersion' };

export interface Message {
  /** One letter: `Q`, `P`, `S`. */
  readonly type: string;
  readonly body: Buffer;
  /** The whole message, as it came. */
  readonly bytes: Buffer;
}

export interface Fault {
  readonly severity: 'ERROR' | 'FATAL';
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type TransactionStatus = 'idle' | 'inTransaction' | 'failed';

const largestFirstPacket = 10_000;
const largestMessage = 64 * 1024 * 1024;

/** Collects what arrives and hands it out message by message. */
export class MessageReader {
  #buffer: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
  }

  /** `undefined` until the packet is complete. Throws for what no PostgreSQL client sends. */
  firstPacket(): FirstPacket | undefined {
    const packet = this.#take(0, 8, largestFirstPacket);
    return packet && readFirstPacket(packet);
  }

  /** `undefined` until a message is complete. Throws for a length that cannot be. */
  message(): Message | undefined {
    const bytes = this.#take(1, 4, largestMessage);
    return bytes && { type: String.fromCharCode(bytes[0] ?? 0), body: bytes.subarray(5), bytes };
  }

  #take(lengthAt: number, leastLength: number, mostLength: number): Buffer | undefined {
    if (this.#buffer.length < lengthAt + 4) return undefined;
    const length = this.#buffer.readInt32BE(lengthAt);
    if (length < leastLength || length > mostLength)
      throw new RangeError('No PostgreSQL message has this length.');
    if (this.#buffer.length < lengthAt + length) return undefined;
    const bytes = this.#buffer.subarray(0, lengthAt + length);
    this.#buffer = this.#buffer.subarray(lengthAt + length);
    return bytes;
  }
}

function readFirstPacket(packet: Buffer): FirstPacket {
  const code = packet.readInt32BE(4);
  if (code === 80877103 || code === 80877104) return { kind: 'encryption' };
  if (code === 80877102) return { kind: 'cancel' };
  if (code >> 16 !== 3) return { kind: 'unknownVersion' };
  const words = packet.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let i = 0; words[i]; i += 2) parameters.set(words[i] ?? '', words[i + 1] ?? '');
  return { kind: 'startup', parameters };
}

/** A C string at the start of `body`. */
export function leadingText(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('utf8', 0, end < 0 ? body.length : end);
}

export const askForPassword: Buffer = message('R', int32(3));
export const authenticated: Buffer = message('R', int32(0));

export function parameterStatus(name: string, value: string): Buffer {
  return message('S', text(name), text(value));
}

export function backendKey(processId: number, secret: number): Buffer {
  return message('K', int32(processId), int32(secret));
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return message('Z', Buffer.from(status === 'idle' ? 'I' : status === 'failed' ? 'E' : 'T'));
}

export function errorResponse({ severity, code, message: what, hint }: Fault): Buffer {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['S', severity],
    ['V', severity],
    ['C', code],
    ['M', what],
    ['H', hint],
  ];
  const written = fields.flatMap(([field, value]) => (value === undefined ? [] : [text(field + value)]));
  return message('E', ...written, Buffer.from([0]));
}

export function query(sql: string): Buffer {
  return message('Q', text(sql));
}

export function parse(statement: string, sql: string, parameterTypes: readonly number[] = []): Buffer {
  return message('P', text(statement), text(sql), int16(parameterTypes.length), ...parameterTypes.map(int32));
}

export const sync: Buffer = message('S');

/** The status in the last ReadyForQuery of what a server said; `undefined` if it holds none. */
export function lastStatus(answer: Uint8Array): TransactionStatus | undefined {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  let status: TransactionStatus | undefined;
  for (let at = 0; at + 5 <= answer.length; at += 1 + view.getInt32(at + 1)) {
    if (answer[at] === 0x5a) status = statusOf(answer[at + 5]);
  }
  return status;
}

function statusOf(letter: number | undefined): TransactionStatus {
  return letter === 0x49 ? 'idle' : letter === 0x45 ? 'failed' : 'inTransaction';
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
