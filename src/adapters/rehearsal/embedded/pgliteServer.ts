/** PGlite as a server for one job: in memory, in the thread that starts it, and gone with it. */
import { pathToFileURL } from 'node:url';
import { type Extensions, PGlite, protocol } from '@electric-sql/pglite';
import type { Answer } from '../../postgres/batch.ts';
import type { Session } from '../../postgres/connect.ts';
import type { Notice, RehearsalServer } from '../rehearsalServer.ts';
import { answersOf } from './answers.ts';
import { compileWasm } from './emptyDatabase.ts';
import type { PostgresFiles } from './postgresFiles.ts';

/** @param extensions Those that may be asked for; what PGlite does not bring is left out. */
export async function startPGlite(
  files: PostgresFiles,
  extensions: readonly string[],
): Promise<RehearsalServer> {
  const wasm = await compileWasm(files.wasm);
  const database = await PGlite.create({
    pgliteWasmModule: wasm,
    fsBundle: new Blob([files.data]),
    // With a data folder, what would make one is not looked for.
    ...(files.start && { loadDataDir: new Blob([files.start]), initdbWasmModule: wasm }),
    extensions: bundlesOf(files, extensions),
  });
  const notices: Notice[] = [];
  return { kind: 'embedded', session: sessionOf(database, notices), takeNotices: () => notices.splice(0) };
}

function bundlesOf({ extensions }: PostgresFiles, names: readonly string[]): Extensions {
  return Object.fromEntries(
    names.flatMap((name) => {
      const file = extensions.get(name);
      const setup = async () => ({ bundlePath: pathToFileURL(file ?? '') });
      return file === undefined ? [] : [[name, { name, setup }]];
    }),
  );
}

/** Speaks PostgreSQL's protocol with it, as with a server: rows come as text, and lines of `COPY … TO STDOUT` too. */
function sessionOf(database: PGlite, notices: Notice[]): Session {
  const onNotice = ({ code, message }: Notice) => notices.push({ code, message });
  const batch = async (sql: string): Promise<readonly Answer[]> => {
    const query = protocol.serialize.query(sql);
    const { messages } = await database.runExclusive(() => database.execProtocol(query, { onNotice }));
    return answersOf(messages);
  };
  return {
    query: async (sql, values) => {
      if (values !== undefined) throw new Error('A rehearsal sends statements without parameters.');
      return (await batch(sql)).at(-1)?.rows ?? [];
    },
    batch,
  };
}
