/** The messages of a server inside this process → what each statement answers, as `Batch` makes it of a server's. */
import type { PGlite } from '@electric-sql/pglite';
import type { Answer } from '../../postgres/batch.ts';
import type { Row } from '../../postgres/connect.ts';

export type Messages = Awaited<ReturnType<PGlite['execProtocol']>>['messages'];

/** By the names that PGlite gives them, which its types keep to themselves. */
type Known =
  | { readonly name: 'rowDescription'; readonly fields: readonly { readonly name: string }[] }
  | { readonly name: 'dataRow'; readonly fields: readonly (string | null)[] }
  | { readonly name: 'copyData'; readonly chunk: Uint8Array<ArrayBuffer> }
  | { readonly name: 'commandComplete'; readonly text: string };

export function answersOf(messages: Messages): readonly Answer[] {
  const answers: Answer[] = [];
  let names: readonly string[] = [];
  let rows: Row[] = [];
  let lines: string[] = [];
  for (const message of messages as unknown as readonly Known[]) {
    if (message.name === 'rowDescription') names = message.fields.map(({ name }) => name);
    else if (message.name === 'dataRow') rows.push(rowOf(names, message.fields));
    else if (message.name === 'copyData') lines.push(lineOf(message.chunk));
    else if (message.name === 'commandComplete') {
      if (names.length > 0 || message.text.startsWith('COPY')) answers.push({ rows, lines });
      [names, rows, lines] = [[], [], []];
    }
  }
  return answers;
}

function rowOf(names: readonly string[], fields: readonly (string | null)[]): Row {
  return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? null]));
}

/** Without its end. */
function lineOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8', 0, length - 1);
}
