/**
 * COPY FROM STDIN ends a PGlite instance that is spoken to over the wire protocol. A request for it is replaced by
 * a statement that fails with an explanation, so that the server itself reports the error and ends the transaction.
 */
import { leadingText, type Message, parse, query } from './messages.ts';

const refusal = `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '0A000',
  MESSAGE = 'COPY FROM STDIN is not supported by the demo databases',
  HINT = 'Write the rows with INSERT.'; END $$`;

const comment = /--[^\n]*|\/\*[\s\S]*?\*\//g;
const copyFromStdin = /(?:^|;)\s*copy\s[^;]*?\sfrom\s+stdin\b/i;

/** The bytes to send on in place of `message`. */
export function refuseCopyFromStdin({ type, body, bytes }: Message): Buffer {
  if (type === 'Q') return asksForCopy(leadingText(body)) ? query(refusal) : bytes;
  if (type !== 'P') return bytes;
  const statement = leadingText(body);
  const sql = leadingText(body.subarray(Buffer.byteLength(statement) + 1));
  return asksForCopy(sql) ? parse(statement, refusal) : bytes;
}

function asksForCopy(sql: string): boolean {
  return copyFromStdin.test(sql.replaceAll(comment, ' '));
}
