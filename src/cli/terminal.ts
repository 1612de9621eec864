/** Colours, progress and questions in a terminal. Answers go to stdout, all else to stderr. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { noPaint, type Paint } from '../core/status/statusText.ts';

/** Colours where stdout is a terminal, or `FORCE_COLOR` asks for them; never with `NO_COLOR`. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' ? true : stream.isTTY === true;
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
  report(message: string): void;
  end(): void;
}

/** One line that is overwritten; nothing where stderr is not a terminal. */
export function progress(): Progress {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { report: () => undefined, end: () => undefined };
  const clear = '\r\u001b[K';
  return {
    report: (message) => void stderr.write(`${clear}${message}`),
    end: () => void stderr.write(clear),
  };
}

/** Asks on stderr without echo; `undefined` where nobody can answer. */
export function askPassword(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return Promise.resolve(undefined);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve) => {
    reader.on('close', () => resolve(undefined));
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
      process.stderr.write('\n');
    });
  });
}
