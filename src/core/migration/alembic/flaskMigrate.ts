/**
 * Flask-Migrate hands the keyword arguments of `Migrate(app, db, …)` and `migrate.init_app(…)` on to
 * `context.configure`, so they are looked for in the application.
 *
 * @see https://flask-migrate.readthedocs.io/en/latest/#api-reference
 */
import type { PyCall } from '../../python/frame.ts';
import { followFunctions, readModule } from '../../python/module.ts';
import { pathOf, unknown } from '../../python/value.ts';
import { baseName } from '../../text/path.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { Files } from '../convention.ts';
import type { Argument, ConfigureCall } from './readEnv.ts';

interface Found {
  readonly calls: readonly ConfigureCall[];
  readonly readFiles: readonly string[];
}

/** The calls with Flask-Migrate's arguments added, where they use them and all of them could be found. */
export async function withFlaskArguments(
  calls: readonly ConfigureCall[],
  root: string,
  files: Files,
  python: SyntaxParser,
): Promise<Found> {
  if (!calls.some(isFlask)) return { calls, readFiles: [] };
  const migrate = await findMigrate(root, files, python);
  if (migrate === undefined) return { calls, readFiles: [] };
  return {
    calls: calls.map((call) => {
      if (!isFlask(call)) return call;
      const named = new Map([...migrate.named, ...call.named]);
      return { ...call, named, open: migrate.open ? call.open : undefined };
    }),
    readFiles: migrate.files,
  };
}

function isFlask(call: ConfigureCall): boolean {
  return /extensions\['migrate'\]\.configure_args$/.test(call.open?.path ?? '');
}

interface Migrate {
  readonly named: ReadonlyMap<string, Argument>;
  readonly open: boolean;
  readonly files: readonly string[];
}

/** Beyond this many files the search is given up, and the arguments stay unknown. */
const maxFiles = 2000;
const batchSize = 64;
const mayCall = /\bMigrate\(|\w*migrate\w*\.init_app\(/i;

/** `undefined` if nothing in the application makes a `Migrate`. */
async function findMigrate(root: string, files: Files, python: SyntaxParser): Promise<Migrate | undefined> {
  const paths = (await files.list(root, { recursive: true })).filter(isApplicationCode).sort(likelyFirst);
  const named = new Map<string, Argument>();
  const found: string[] = [];
  let made = false;
  let open = false;
  for (let at = 0; at < Math.min(paths.length, maxFiles); at += batchSize) {
    const batch = paths.slice(at, at + batchSize);
    const texts = await Promise.all(batch.map((path) => files.read(path)));
    for (const [index, text] of texts.entries()) {
      const file = batch[index];
      if (text === undefined || file === undefined || !mayCall.test(text)) continue;
      const reading = readCalls(file, text, python);
      if (reading.calls === 0) continue;
      found.push(file);
      made ||= reading.made;
      open ||= reading.open;
      for (const [name, argument] of reading.named) named.set(name, argument);
    }
  }
  return made ? { named, open, files: found } : undefined;
}

interface CallsInFile {
  readonly named: Map<string, Argument>;
  calls: number;
  made: boolean;
  open: boolean;
}

function readCalls(file: string, text: string, python: SyntaxParser): CallsInFile {
  const found: CallsInFile = { named: new Map(), calls: 0, made: false, open: false };
  const onCall = (call: PyCall): undefined => {
    const makes = /(?:^|\.)flask_migrate\.Migrate$/.test(pathOf(call.callee) ?? '');
    const initialises =
      call.method === 'init_app' &&
      /migrate\w*\.init_app$/i.test(call.node.childForFieldName('function')?.text ?? '');
    if (!makes && !initialises) return undefined;
    found.calls++;
    found.made ||= makes;
    found.open ||= call.openAt !== undefined;
    for (const [name, value] of call.named) {
      const range = call.namedAt.get(name);
      if (range !== undefined)
        found.named.set(name, { value: value.kind === 'import' ? unknown : value, file, range });
    }
    return undefined;
  };
  python.read(text, (root) => {
    const module = readModule(root, { file, readImport: () => undefined, python, onCall });
    followFunctions(module);
  });
  return found;
}

function isApplicationCode(path: string): boolean {
  return (
    path.endsWith('.py') && !/\/(?:tests?|versions|node_modules|site-packages|\.?venv|docs)\//.test(path)
  );
}

const likely =
  /^(?:__init__|app|application|main|manage|extensions?|factory|db|database|models|create_app|core|wsgi|run|server)\.py$/;

function likelyFirst(a: string, b: string): number {
  const likelihood = Number(likely.test(baseName(b))) - Number(likely.test(baseName(a)));
  return likelihood || a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}
