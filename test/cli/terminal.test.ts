import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { ask, progress } from '../../src/cli/terminal.ts';

describe('progress', () => {
  let written: string;
  const stream = (isTTY: boolean) => ({
    isTTY,
    write: (text: string | Uint8Array) => {
      written += text;
      return true;
    },
  });
  const clear = '\r\u001b[K';

  beforeEach(() => {
    written = '';
  });

  test('takes one line, which the end clears', () => {
    const shown = progress(stream(true));
    shown.report('Looking…');
    shown.report('Asking…');
    shown.end();
    expect(written).toBe(`${clear}Looking…${clear}Asking…${clear}`);
  });

  test('is silent where there is no terminal, except for notes', () => {
    const shown = progress(stream(false));
    shown.report('Looking…');
    shown.note('Only the first host is asked.');
    shown.end();
    expect(written).toBe('Only the first host is asked.\n');
  });

  test('a note is told once and cannot steer the terminal', () => {
    const shown = progress(stream(true));
    for (const message of ['local\u001b[2J: a note', 'local\u001b[2J: a note']) shown.note(message);
    expect(written).toBe(`${clear}local\ufffd[2J: a note\n`);
  });

  test('does not write over a question', async () => {
    const shown = progress(stream(true));
    await shown.aside(() => {
      shown.report('Asking…');
      return Promise.resolve();
    });
    expect(written).toBe(clear);
    shown.report('Asking…');
    expect(written).toBe(`${clear}${clear}Asking…`);
  });
});

describe('a question', () => {
  let input: PassThrough;
  let output: PassThrough;
  let abort: AbortController;
  const shown = () => String(output.read() ?? '');

  beforeEach(() => {
    input = new PassThrough();
    output = new PassThrough();
    abort = new AbortController();
  });

  test('gives the line that was typed', async () => {
    const answer = ask('Connect? ', { abort, input, output });
    input.write('y\r');
    expect(await answer).toBe('y');
    expect(shown()).toContain('Connect? ');
  });

  test('shows nothing of a hidden answer', async () => {
    const answer = ask('Password: ', { hidden: true, abort, input, output });
    input.write('gehe\u007fim ü\r');
    expect(await answer).toBe('gehim ü');
    expect(shown()).toBe('Password: \n');
  });

  test('Ctrl-C aborts, and later questions are not asked', async () => {
    const answer = ask('Password: ', { hidden: true, abort, input, output });
    input.write('half\u0003');
    expect(await answer).toBeUndefined();
    expect(abort.signal.aborted).toBe(true);
    shown();
    expect(await ask('Another: ', { abort, input, output })).toBeUndefined();
    expect(shown()).toBe('');
  });

  test('the end of the input is no answer, and aborts nothing', async () => {
    const answer = ask('Connect? ', { abort, input, output });
    input.end();
    expect(await answer).toBeUndefined();
    expect(abort.signal.aborted).toBe(false);
  });

  test('ends when the command is aborted from outside', async () => {
    const answer = ask('Connect? ', { abort, input, output });
    abort.abort();
    expect(await answer).toBeUndefined();
  });
});
