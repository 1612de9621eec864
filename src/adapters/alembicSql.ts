/** What Alembic itself would run, in its offline mode: the one place that runs the workspace's Python, when asked to. */
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../app/userError.ts';

const run = promisify(exec);

const patienceMs = 120_000;
const mostBytes = 50_000_000;

export interface AlembicRun {
  /** How Alembic is called: `uv run alembic`. */
  readonly command: string;
  /** The folder of the project. */
  readonly folder: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Rejects with a `UserError` where it fails, and with the signal's reason when aborted. */
export async function alembicSql(asked: AlembicRun, signal: AbortSignal): Promise<string> {
  const line = `${asked.command} ${asked.direction} ${rangeOf(asked)} --sql`;
  try {
    const options = { cwd: asked.folder, signal, timeout: patienceMs, maxBuffer: mostBytes };
    return (await run(line, options)).stdout;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const said = lastWords(error as { readonly stderr?: string; readonly stdout?: string });
    throw new UserError(
      `“${line}” failed${said === '' ? '.' : `: ${withoutSecrets(said)}`}`,
      'Try it in a terminal, in the folder of the project; how Alembic is called is in the setting “driftline.projects”.',
      error,
    );
  }
}

/** Python's errors go to stderr, Alembic's own (`FAILED: …`) to stdout. */
function lastWords({
  stderr = '',
  stdout = '',
}: {
  readonly stderr?: string;
  readonly stdout?: string;
}): string {
  const lines = [stderr, stdout].map((text) => text.trim().split('\n').at(-1) ?? '');
  return lines.find((line) => line !== '') ?? '';
}

/** Alembic's offline mode knows of one revision to start from. */
function rangeOf({ from, to, direction }: AlembicRun): string {
  const [start = 'base', otherStart] = from;
  const [end = 'base', otherEnd] = to;
  if (otherStart !== undefined || otherEnd !== undefined)
    throw new UserError(
      'Alembic writes SQL only from one revision to another, and here are several branches.',
      'Preview a branch of its own.',
    );
  const range = `${start}:${end}`;
  if (!/^[\w.+@-]+:[\w.+@-]+$/.test(range))
    throw new UserError(`${range} cannot be handed to a command.`, `Run the ${direction} by hand.`);
  return range;
}

/** An error may show the URL that it could not connect to. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/:\/\/[^@\s/]*@/g, '://…@').replaceAll(/(password\s*=\s*)\S+/gi, '$1…');
}
