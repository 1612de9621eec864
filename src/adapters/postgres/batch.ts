/**
 * Several statements sent at once, and what each of them answers. `pg` itself keeps no rows of `COPY … TO STDOUT`, which
 * come as lines of text and cost a fraction of what it makes of others.
 */
import type { Connection, Submittable } from 'pg';
import type { Row } from './connect.ts';

export interface Answer {
  readonly rows: readonly Row[];
  /** Of `COPY … TO STDOUT`: a row each. */
  readonly lines: readonly string[];
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html, by the names that `pg` has for them. */
type Message =
  | { readonly name: 'rowDescription'; readonly fields: readonly { readonly name: string }[] }
  | { readonly name: 'dataRow'; readonly fields: readonly (string | null)[] }
  | { readonly name: 'copyData'; readonly chunk: Uint8Array }
  | { readonly name: 'commandComplete'; readonly text: string };
type Of<K extends Message['name']> = Extract<Message, { readonly name: K }>;

type Done = (error: Error | undefined, answers?: readonly Answer[]) => void;

/** What `pg` calls while the server answers. Statements that return nothing are left out of the answers. */
export class Batch implements Submittable {
  readonly #sql: string;
  readonly #answers: Answer[] = [];
  #names: readonly string[] = [];
  #rows: Row[] = [];
  #lines: string[] = [];
  /** `pg` puts another one around it that stops its clock. */
  callback: Done;
  readonly query_timeout: number;

  constructor(sql: string, timeoutMs: number, done: Done) {
    this.#sql = sql;
    this.query_timeout = timeoutMs;
    this.callback = done;
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleRowDescription({ fields }: Of<'rowDescription'>): void {
    this.#names = fields.map(({ name }) => name);
  }

  handleDataRow({ fields }: Of<'dataRow'>): void {
    this.#rows.push(Object.fromEntries(this.#names.map((name, index) => [name, fields[index] ?? null])));
  }

  handleCopyData({ chunk }: Of<'copyData'>): void {
    const line = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    this.#lines.push(line.toString('utf8', 0, line.length - 1));
  }

  handleCommandComplete({ text }: Of<'commandComplete'>): void {
    if (this.#names.length === 0 && !text.startsWith('COPY')) return;
    this.#answers.push({ rows: this.#rows, lines: this.#lines });
    this.#names = [];
    this.#rows = [];
    this.#lines = [];
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(undefined, this.#answers);
  }
}

/** What a server in this process answers, whose messages are there all at once. */
export function answersOf(messages: readonly { readonly name: string }[]): readonly Answer[] {
  let answers: readonly Answer[] = [];
  const batch = new Batch('', 0, (_, complete = []) => {
    answers = complete;
  });
  for (const message of messages as readonly Message[]) {
    if (message.name === 'rowDescription') batch.handleRowDescription(message);
    else if (message.name === 'dataRow') batch.handleDataRow(message);
    else if (message.name === 'copyData') batch.handleCopyData(message);
    else if (message.name === 'commandComplete') batch.handleCommandComplete(message);
  }
  batch.handleReadyForQuery();
  return answers;
}
