/** Colours, progress and questions in a terminal. Answers go to stdout, all else to stderr. */
import { fstatSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { noPaint, type Paint } from '../core/status/statusText.ts';
import { printable } from '../core/text/printable.ts';

/** Colours where stdout is a terminal, or `FORCE_COLOR` asks for them; never with `NO_COLOR`. */
export function paintFor(stream: Pick<Output, 'isTTY'>): Paint {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' ? true : stream.isTTY;
  if (!wanted || (NO_COLOR !== undefined && NO_COLOR !== '')) return noPaint;
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false });
  return {
    good: style('green'),
    warning: style('yellow'),
    bad: style('red'),
    quiet: style('dim'),
    strong: style('bold'),
  };
}

export interface Progress {
  /** Takes the place of what was reported before. */
  report(message: string): void;
  /** A line that stays, told once. */
  note(message: string): void;
  /** Nothing is reported while the user is being asked. */
  aside<T>(question: () => Promise<T>): Promise<T>;
  end(): void;
}

/** Node loads streams and sockets at the first look at its own; a plain run needs neither. */
interface Output {
  readonly isTTY: boolean;
  write(text: string): void;
}

export const stdout: Output = {
  get isTTY() {
    return mayBeTerminal(1) && process.stdout.isTTY === true;
  },
  write: writeOut,
};

const stderr: Output = {
  get isTTY() {
    return mayBeTerminal(2) && process.stderr.isTTY === true;
  },
  write: (text) => void process.stderr.write(text),
};

/** What cannot be written at once, because a pipe is full or closed, is left to Node. */
function writeOut(text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    // A console of Windows takes no UTF-8.
    while (process.platform !== 'win32' && written < bytes.length) written += writeSync(1, bytes, written);
  } catch (error) {
    // Nobody reads on: `| head`. Any other rest is below.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
  }
  if (written < bytes.length) process.stdout.write(bytes.subarray(written));
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

/** Where the stream is a terminal, one line that is overwritten; otherwise only notes. */
export function progress(stream: Output = stderr): Progress {
  const clear = stream.isTTY ? '\r\u001b[K' : '';
  const told = new Set<string>();
  let asking = 0;
  const write = (text: string) => {
    if (asking === 0 && clear !== '') stream.write(`${clear}${text}`);
  };
  return {
    report: write,
    note: (message) => {
      if (!told.has(message)) stream.write(`${clear}${printable(message)}\n`);
      told.add(message);
    },
    aside: async (question) => {
      write('');
      asking++;
      return question().finally(() => asking--);
    },
    end: () => write(''),
  };
}

/** Whether somebody sees a question and can answer it. */
export function isAnyoneThere(): boolean {
  return [0, 2].every(mayBeTerminal) && process.stdin.isTTY === true && process.stderr.isTTY === true;
}

export interface QuestionOptions {
  /** What is typed is not shown. */
  readonly hidden?: boolean;
  /** Aborted by Ctrl-C, which a terminal that is asking hands over as a key. */
  readonly abort: AbortController;
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/** One line; `undefined` if the user ended the input, or pressed Ctrl-C. */
export async function ask(
  question: string,
  { hidden = false, abort, input = process.stdin, output = process.stderr }: QuestionOptions,
): Promise<string | undefined> {
  const [{ createInterface }, { Writable }] = await Promise.all([
    import('node:readline'),
    import('node:stream'),
  ]);
  if (abort.signal.aborted) return undefined;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = printable(question);
  const reader = createInterface({ input, output: hidden ? silent : output, terminal: true, historySize: 0 });
  if (hidden) output.write(prompt);
  const close = () => reader.close();
  abort.signal.addEventListener('abort', close, { once: true });
  return new Promise((resolve) => {
    let answer: string | undefined;
    reader.on('SIGINT', () => abort.abort());
    reader.on('close', () => {
      abort.signal.removeEventListener('abort', close);
      if (hidden || answer === undefined) output.write('\n');
      resolve(answer);
    });
    reader.question(prompt, (line) => {
      answer = line;
      close();
    });
  });
}
