/** A TCP proxy before a PostgreSQL server that writes down what the client says, and can interfere. */
import { createServer, type Server, Socket } from 'node:net';

export interface ProxyOptions {
  /** Called before a statement is passed on; `cut` ends both connections instead. */
  readonly before?: (sql: string, cut: () => void) => Promise<void> | void;
  /** Called for each piece that the client sends, counted from 0; also for what is encrypted. */
  readonly chunk?: (index: number) => void;
}

export class RecordingProxy {
  /** The parameters of each startup message. */
  readonly startups: Readonly<Record<string, string>>[] = [];
  /** The statements in the order of sending, those of one message together. */
  readonly statements: string[] = [];
  /** Kinds of messages after the startup, one letter each: `Q`, `P`, `B`, `X`. */
  readonly kinds: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port: number, options: ProxyOptions = {}): Promise<RecordingProxy> {
    const server = createServer();
    const proxy = new RecordingProxy(server);
    server.on('connection', (client) => proxy.#serve(client, port, options));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Answers when the last connection has ended; it ends none itself. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(client: Socket, port: number, options: ProxyOptions): void {
    const server = new Socket();
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    server.connect(port, '127.0.0.1');
    server.pipe(client);
    for (const socket of [client, server]) socket.on('error', cut).on('close', cut);
    const messages = new Messages();
    let queue = Promise.resolve();
    let chunks = 0;
    client.on('data', (chunk) => {
      options.chunk?.(chunks++);
      const sql = this.#record(messages.add(chunk));
      queue = queue.then(async () => {
        for (const text of sql) await options.before?.(text, cut);
        if (!server.destroyed) server.write(chunk);
      });
    });
  }

  #record(messages: readonly Message[]): readonly string[] {
    const sql: string[] = [];
    for (const { kind, body } of messages) {
      const texts = body.toString('utf8').split('\0');
      if (kind === '') this.startups.push(pairs(body.subarray(4).toString('utf8').split('\0')));
      else this.kinds.push(kind);
      if (kind === 'Q') sql.push(texts[0] ?? '');
      if (kind === 'P') sql.push(texts[1] ?? '');
    }
    this.statements.push(...sql);
    return sql;
  }
}

interface Message {
  /** Empty for the startup message. */
  readonly kind: string;
  readonly body: Buffer;
}

/** Cuts a stream of bytes into the frontend's messages. */
class Messages {
  #rest = Buffer.alloc(0);
  #isStarted = false;

  add(chunk: Buffer): readonly Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = this.#isStarted ? 1 : 0;
      if (this.#rest.length < head + 4) return messages;
      const end = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < end) return messages;
      const kind = this.#rest.subarray(0, head).toString('latin1');
      messages.push({ kind, body: this.#rest.subarray(head + 4, end) });
      this.#rest = this.#rest.subarray(end);
      this.#isStarted = true;
    }
  }
}

function pairs(texts: readonly string[]): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (let index = 0; index + 1 < texts.length && texts[index] !== ''; index += 2) {
    entries.push([texts[index] ?? '', texts[index + 1] ?? '']);
  }
  return Object.fromEntries(entries);
}
