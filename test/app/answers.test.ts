import { beforeEach, expect, test } from 'vitest';
import { type AnswerStore, Answers } from '../../src/app/answers.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';
import { memoryStore } from '../support/memoryStore.ts';

let store: AnswerStore;
let files: MemoryFiles;
let made: number;

beforeEach(() => {
  store = memoryStore();
  files = new MemoryFiles({ '/w/env.py': 'configure()', '/w/versions/1.py': 'one' });
  made = 0;
});

/** One run of the command line. */
function run({ told = 'scripts', question = 'drift?' } = {}): Promise<number> {
  const answers = new Answers(store, files);
  answers.tell('project', told);
  return answers.of('drift', ['project'], question, async () => {
    answers.files.readSync('/w/env.py');
    await answers.files.read('/w/models.py');
    await answers.files.list('/w/versions', { recursive: false });
    return ++made;
  });
}

test('what was answered once is answered again', async () => {
  expect([await run(), await run(), await run()]).toEqual([1, 1, 1]);
});

test.each<[what: string, change: () => Parameters<typeof run>[0]]>([
  ['another question', () => ({ question: 'whereis?' })],
  ['something else was told before', () => ({ told: 'other scripts' })],
  ['a file says something else', () => void files.texts.set('/w/env.py', 'configure(x)')],
  ['a file is gone', () => void files.texts.delete('/w/env.py')],
  ['a file is there that was looked for', () => void files.texts.set('/w/models.py', '')],
  ['a folder that was listed has another file', () => void files.texts.set('/w/versions/2.py', 'two')],
])('it is made anew: %s', async (_, change) => {
  await run();
  const options = change();
  expect([await run(options), await run(options)]).toEqual([2, 2]);
});

test('a file that nobody looked for makes no difference', async () => {
  await run();
  files.texts.set('/w/versions/below/3.py', 'three');
  files.texts.set('/w/versions/1.py', 'another');
  expect(await run()).toBe(1);
});

test('what is told of a subject counts from the first word to the last', async () => {
  const after = async (...words: readonly string[]) => {
    const answers = new Answers(store, files);
    for (const word of words) answers.tellMore('models', word);
    return answers.of('check', ['models'], 'why?', () => Promise.resolve(++made));
  };
  expect(await after('a', 'b')).toBe(1);
  expect(await after('a', 'b')).toBe(1);
  expect(await after('b')).toBe(2);
  expect(await after('b', 'a')).toBe(3);
});

test('what is told of other subjects makes no difference', async () => {
  const about = async (subject: string, word: string) => {
    const answers = new Answers(store, files);
    answers.tell('staging', 'as ever');
    answers.tell(subject, word);
    return answers.of('drift', ['staging'], 'why?', () => Promise.resolve(++made));
  };
  expect([await about('production', 'a'), await about('production', 'b')]).toEqual([1, 1]);
  expect(await about('staging', 'changed')).toBe(2);
});

test('what was sealed is told again where its seal holds', async () => {
  const about = async (tell: (answers: Answers) => Promise<void> | undefined) => {
    const answers = new Answers(store, files);
    await tell(answers);
    return answers.of('drift', ['staging'], 'why?', () => Promise.resolve(++made));
  };
  const seal = (word: string, mark: string | undefined) => (answers: Answers) => {
    answers.tell('staging', word);
    answers.seal('staging', () => mark, `all of ${word}`);
    return undefined;
  };
  const sealed = (expected: string, content: string | undefined) => async (answers: Answers) => {
    const told = await answers.tellSealed('staging', async (mark) => mark === expected);
    expect(told?.()).toBe(content);
  };
  expect(await about(sealed('first', undefined))).toBe(1);
  expect(await about(seal('a', 'first'))).toBe(2);
  expect(await about(sealed('first', 'all of a'))).toBe(2);
  expect(await about(sealed('another', undefined))).toBe(3);
  expect(await about(seal('b', undefined))).toBe(4);
  expect(await about(sealed('first', 'all of a'))).toBe(5);
});

test('an answer that something new was told during is not kept', async () => {
  const run = async () => {
    const answers = new Answers(store, files);
    answers.tell('staging', 'a');
    return answers.of('drift', ['staging'], 'why?', async () => {
      answers.tell('staging', 'b');
      return ++made;
    });
  };
  expect([await run(), await run()]).toEqual([1, 2]);
});

test('without a store everything is made anew', async () => {
  const answers = new Answers(undefined, files);
  const ask = () => answers.of('drift', [], 'why?', () => Promise.resolve(++made));
  expect([await ask(), await ask()]).toEqual([1, 2]);
});
