/** What the host of a preview panel does with questions and with what its page says, without VS Code. */
import { beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../src/app/userError.ts';
import type { PreviewState, ToPreview } from '../src/core/panels/previewMessages.ts';
import type { PreviewDocument } from '../src/core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../src/core/preview/question.ts';
import type { RehearsalProgress } from '../src/core/preview/rehearsal/rehearsal.ts';
import type { RunPreview } from '../src/core/preview/runPreview.ts';
import type { PreviewHost } from '../src/ui/preview/previewHost.ts';
import { PreviewSession } from '../src/ui/preview/previewSession.ts';
import { credentialingUpgrade } from './support/panels/runSamples.ts';
import { falseStamp } from './support/panels/stampSamples.ts';

const clipboard = vi.hoisted(() => [] as string[]);
const answers = vi.hoisted(() => [] as (string | undefined)[]);

vi.mock('vscode', () => ({
  env: { clipboard: { writeText: async (text: string) => void clipboard.push(text) } },
  window: { setStatusBarMessage: () => undefined, showWarningMessage: async () => answers.shift() },
}));

const upgrade: PreviewQuestion = {
  projectId: 'p',
  environment: 'production',
  kind: 'upgrade',
  target: 'head',
};
const stamp: PreviewQuestion = { ...upgrade, kind: 'stamp', target: 'dc2c0f69c1b1' };

let posted: ToPreview[];
let done: string[];
let failures: unknown[];
let shown: PreviewQuestion[];
let preview: PreviewHost['preview'];
let rehearse: PreviewHost['rehearse'];
let session: PreviewSession;
let tasks: Promise<void>[];

beforeEach(() => {
  [posted, done, failures, shown, tasks] = [[], [], [], [], []];
  clipboard.length = 0;
  answers.length = 0;
  preview = async ({ kind }) => (kind === 'stamp' ? falseStamp : credentialingUpgrade);
  rehearse = async () => credentialingUpgrade;
  const host: PreviewHost = {
    preview: (question, signal) => preview(question, signal),
    rehearse: (question, onProgress, signal) => rehearse(question, onProgress, signal),
    offers: () => ({ rehearse: true, runInTerminal: true }),
    sqlOf: () => 'SELECT 1;',
    markdownOf: () => '# Upgrade',
    open: async ({ file }) => void done.push(`open ${file}`),
    compareWithTool: async () => void done.push('compare'),
    runInTerminal: async () => void done.push('terminal'),
    run: (task) => {
      const running = task().then(
        () => undefined,
        (error) => void failures.push(error),
      );
      tasks.push(running);
      return running;
    },
  };
  const page = {
    post: (message: ToPreview) => void posted.push(message),
    show: (one: PreviewQuestion) => void shown.push(one),
  };
  session = new PreviewSession(host, page);
});

async function settle(): Promise<void> {
  for (let at = 0; at < tasks.length; at++) await tasks[at];
}

async function ask(question: PreviewQuestion): Promise<void> {
  session.ask(question);
  await settle();
}

async function say(message: unknown): Promise<void> {
  session.receive(message);
  await settle();
}

function last(): PreviewState {
  const states = posted.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
  const state = states.at(-1);
  if (state === undefined) throw new Error('No state was posted.');
  return state;
}

test('a question is loading, then answered', async () => {
  await ask(upgrade);
  expect(posted.map((one) => (one.kind === 'state' ? one.state.status.kind : one.kind))).toEqual([
    'loading',
    'ready',
  ]);
  expect(last().preview).toBe(credentialingUpgrade);
});

test('a refusal of the world is told, and the last good answer stays', async () => {
  await ask(upgrade);
  preview = () => Promise.reject(new UserError('No server listens.', 'Check the host.'));
  await say({ kind: 'refresh' });
  expect(last().status).toEqual({
    kind: 'failed',
    failure: { message: 'No server listens.', advice: 'Check the host.' },
  });
  expect(last().preview).toBe(credentialingUpgrade);
  expect(failures).toEqual([]);
});

test('a defect is told to the page and goes on to the log', async () => {
  preview = () => Promise.reject(new TypeError('x is undefined'));
  await ask(upgrade);
  expect(last().status.kind).toBe('failed');
  expect(JSON.stringify(last())).not.toContain('x is undefined');
  expect(failures).toEqual([new TypeError('x is undefined')]);
});

test('another question forgets the answer to the one before', async () => {
  await ask(upgrade);
  preview = () => new Promise(() => undefined);
  session.ask({ ...upgrade, target: '7702d353e5b8' });
  expect(last().preview).toBeUndefined();
});

test('an answer that comes too late is thrown away', async () => {
  let answer: (document: PreviewDocument) => void = () => undefined;
  preview = () => new Promise((resolve) => (answer = resolve));
  session.ask(upgrade);
  preview = async () => falseStamp;
  session.ask(stamp);
  answer(credentialingUpgrade);
  await settle();
  expect(last().preview).toBe(falseStamp);
});

test('only files that the preview names are opened', async () => {
  await ask(upgrade);
  await say({ kind: 'open', file: '/etc/passwd' });
  const file = credentialingUpgrade.revisions[0]?.file ?? '';
  await say({ kind: 'open', file });
  const use = credentialingUpgrade.revisions.flatMap(({ uses }) => uses)[0]?.location.file ?? '';
  await say({ kind: 'open', file: use });
  expect(done).toEqual([`open ${file}`, `open ${use}`]);
});

test('what is no message, or is not offered, does nothing', async () => {
  await ask(upgrade);
  const before = posted.length;
  for (const message of [
    undefined,
    { kind: 'eval', code: '1' },
    { kind: 'compareWithTool' },
    { kind: 'runInTerminal' },
  ]) {
    await say(message);
  }
  expect([posted.length, done, clipboard, failures]).toEqual([before, [], [], []]);
});

test('SQL and Markdown go to the clipboard', async () => {
  await ask(upgrade);
  await say({ kind: 'copySql' });
  await say({ kind: 'copyMarkdown' });
  expect(clipboard).toEqual(['SELECT 1;', '# Upgrade']);
});

test('a rehearsal tells how far it is, and its result takes the place of the preview', async () => {
  const rehearsed: RunPreview = { ...credentialingUpgrade, environment: 'clone' };
  const progress: RehearsalProgress = { phase: 'running', done: 1, all: 4 };
  rehearse = async (_, onProgress) => {
    onProgress(progress);
    return rehearsed;
  };
  await ask(upgrade);
  await say({ kind: 'rehearse' });
  expect(posted.slice(-3).map(({ kind }) => kind)).toEqual(['state', 'progress', 'state']);
  expect(last().preview).toBe(rehearsed);
  expect(last().rehearsal).toBeUndefined();
});

test('a page that comes back in the middle of a rehearsal hears how far it is', async () => {
  rehearse = (_, onProgress) => {
    onProgress({ phase: 'cloning', done: 3, all: 9 });
    return new Promise(() => undefined);
  };
  await ask(upgrade);
  session.receive({ kind: 'rehearse' });
  await vi.waitFor(() => expect(posted.at(-1)?.kind).toBe('progress'));
  session.receive({ kind: 'ready' });
  await vi.waitFor(() => expect(last().rehearsal).toEqual({ phase: 'cloning', done: 3, all: 9 }));
});

test('a rehearsal that is cancelled ends, and leaves the preview as it was', async () => {
  let signal: AbortSignal | undefined;
  rehearse = (_question, _onProgress, given) => {
    signal = given;
    return new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)));
  };
  await ask(upgrade);
  session.receive({ kind: 'rehearse' });
  await vi.waitFor(() => expect(last().rehearsal?.phase).toBe('starting'));
  await say({ kind: 'cancel' });
  expect(signal?.aborted).toBe(true);
  expect(last().rehearsal).toBeUndefined();
  expect(last().preview).toBe(credentialingUpgrade);
  expect(failures).toEqual([]);
});

test('a rehearsal that cannot be made says why', async () => {
  rehearse = () => Promise.reject(new UserError('The server did not start.', 'See the log.'));
  await ask(upgrade);
  await say({ kind: 'rehearse' });
  expect(last().rehearsalFailure).toEqual({ message: 'The server did not start.', advice: 'See the log.' });
  expect(last().status.kind).toBe('ready');
});

test('the recommended stamp is previewed instead', async () => {
  await ask(stamp);
  await say({ kind: 'previewRecommended' });
  expect(shown).toEqual([{ ...stamp, target: '9c1e5d0a7b34' }]);
});

test('a false stamp is placed in a terminal only after a question', async () => {
  await ask(stamp);
  answers.push(undefined, 'Place in Terminal');
  await say({ kind: 'runInTerminal' });
  expect(done).toEqual([]);
  await say({ kind: 'runInTerminal' });
  expect(done).toEqual(['terminal']);
});
