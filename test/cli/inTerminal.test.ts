/** The command line in a real terminal: its questions, and Ctrl-C. A little server notes what reaches it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caches, commandLine } from '../support/commandLine.ts';

interface Run {
  readonly output: string;
  readonly code: number;
  readonly unanswered: readonly unknown[];
}

type Answers = readonly (readonly [waitFor: string, type: string])[];

let folder: string;
let server: Server;
let port: number;
let connections: number;
let passwords: string[];
let respond: (socket: Socket) => void;
let children: ChildProcess[];

beforeEach(async () => {
  connections = 0;
  passwords = [];
  children = [];
  respond = wantPassword;
  server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    respond(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
  folder = await mkdtemp(join(tmpdir(), 'driftline-terminal-'));
  await mkdir(join(folder, 'shop/.vscode'), { recursive: true });
  await mkdir(join(folder, 'shop/migrations'));
  await writeFile(join(folder, 'shop/migrations/000001_start.up.sql'), 'SELECT 1;\n');
  const connection = { host: '127.0.0.1', port, database: 'shop', user: 'app', ssl: 'disable' };
  const environments = [{ name: 'local', connection }];
  await writeFile(
    join(folder, 'shop/.vscode/settings.json'),
    JSON.stringify({ 'driftline.environments': environments }),
  );
});

afterEach(async () => {
  // Closes the terminal of a command that waits for an answer it does not get.
  for (const child of children) child.kill();
  server.close();
  await rm(folder, { recursive: true });
});

/** Asks for a password in clear text, notes it, and rejects it. */
function wantPassword(socket: Socket): void {
  socket.once('data', () => {
    socket.write(Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 3]));
    socket.once('data', (message) => {
      passwords.push(message.subarray(5, -1).toString());
      const fields = Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed\0\0');
      const head = Buffer.from([69, 0, 0, 0, fields.length + 4]);
      socket.end(Buffer.concat([head, fields]));
    });
  });
}

async function inTerminal(args: readonly string[], answers: Answers): Promise<Run> {
  const child = spawn('python3', [`${import.meta.dirname}/in_terminal.py`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const { PATH } = process.env;
  const environment = {
    PATH,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    ...caches,
    NO_COLOR: '1',
    TERM: 'xterm',
  };
  const command = [process.execPath, commandLine, ...args];
  child.stdin.end(JSON.stringify({ command, environment, answers }));
  return (await json(child.stdout)) as Run;
}

const status = (answers: Answers) => inTerminal(['status', join(folder, 'shop')], answers);

const hasTerminals = spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode']).status === 0;

/** More than a start of Node needs on a busy machine. */
const timeout = 20_000;

describe.skipIf(!hasTerminals)('in a terminal', { timeout }, () => {
  test('a no sends nothing, leaves the question open, and is asked again', async () => {
    for (const answer of ['\r', 'n\r', '\u0004']) {
      const { output, code, unanswered } = await status([['Connect? [y/N] ', answer]]);
      expect([code, connections, unanswered]).toEqual([2, 0, []]);
      expect(output).toContain(`local of shop: app@127.0.0.1:${port}/shop, TLS disable\r\n`);
      expect(output).toContain('· local  —  not asked');
    }
  });

  test('a yes connects, and is not asked for again; what is typed as the password is not shown', async () => {
    const first = await status([
      ['Connect? [y/N] ', 'y\r'],
      [`Password for local (app@127.0.0.1:${port}/shop): `, 'geheim\r'],
    ]);
    expect([first.code, first.unanswered, passwords]).toEqual([2, [], ['geheim']]);
    expect(first.output).toContain('The server rejected the password');
    expect(first.output).not.toContain('geheim');
    const second = await status([['Password for local ', 'anders\r']]);
    expect(second.output).not.toContain('Connect?');
    expect(passwords).toEqual(['geheim', 'anders']);
  });

  test('--yes asks nothing and remembers nothing', async () => {
    const shop = join(folder, 'shop');
    const { output } = await inTerminal(['status', shop, '--yes'], [['Password for local ', 'geheim\r']]);
    expect(output).not.toContain('Connect?');
    expect(passwords).toEqual(['geheim']);
    await status([['Connect? [y/N] ', 'n\r']]);
    expect(passwords).toEqual(['geheim']);
  });

  test.each<[string, Answers]>([
    ['the first question', [['Connect? [y/N] ', '\u0003']]],
    [
      'the question for a password',
      [
        ['Connect? [y/N] ', 'y\r'],
        ['Password for local ', 'half\u0003'],
      ],
    ],
  ])('Ctrl-C at %s ends the command with 130 and says nothing of the environment', async (_, answers) => {
    const { output, code, unanswered } = await status(answers);
    expect([code, unanswered, passwords]).toEqual([130, [], []]);
    expect(output).not.toMatch(/not asked|migrations were found|half|Error/);
  });

  test('Ctrl-C while a server does not answer ends the command with 130, and the progress is cleared', async () => {
    respond = () => undefined;
    const { output, code, unanswered } = await status([
      ['Connect? [y/N] ', 'y\r'],
      ['Asking 1 environment…', '\u0003'],
    ]);
    expect([code, unanswered]).toEqual([130, []]);
    expect(output.endsWith('\r\u001b[K')).toBe(true);
    expect(output).not.toMatch(/not asked|\d+ revision|Error/);
  });
});
