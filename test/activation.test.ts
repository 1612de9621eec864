/** Starting the extension costs nothing: no file, process or socket before a view or a script asks for it. */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { expect, test, vi } from 'vitest';
import { Schemas } from '../src/app/schemas.ts';
import { activate } from '../src/extension.ts';

const watched: readonly (readonly [object, readonly string[]])[] = [
  [fs, ['readFileSync', 'readdirSync', 'statSync', 'openSync', 'existsSync', 'readFile', 'readdir', 'watch']],
  [fsPromises, ['readFile', 'readdir', 'stat', 'access', 'open']],
  [childProcess, ['spawn', 'spawnSync', 'exec', 'execFile', 'execFileSync']],
  [net.Socket.prototype, ['connect']],
];

function spyOnEverything() {
  const spies = watched.flatMap(([owner, names]) =>
    names.map((name) => vi.spyOn(owner as Record<string, () => void>, name)),
  );
  // Named imports of Node's modules are copies; this brings them up to date with the spies.
  syncBuiltinESMExports();
  return spies;
}

test('activation reads no file, starts no process and opens no socket', async () => {
  const spies = spyOnEverything();
  const subscriptions: unknown[] = [];
  activate({ subscriptions } as never);
  await new Promise(setImmediate);
  expect(subscriptions.length).toBeGreaterThan(0);
  expect(spies.filter(({ mock }) => mock.calls.length > 0).map(({ mock }) => mock.calls)).toEqual([]);
});

test('the thread of the schema engine ends with the extension', async () => {
  const dispose = vi.spyOn(Schemas.prototype, 'dispose');
  const subscriptions: { dispose(): unknown }[] = [];
  activate({ subscriptions } as never);
  expect(dispose).not.toHaveBeenCalled();
  for (const one of subscriptions) await one.dispose();
  expect(dispose).toHaveBeenCalledOnce();
});

test('the spies notice a file that is read', () => {
  const spies = spyOnEverything();
  fs.readFileSync(import.meta.filename);
  expect(spies.some(({ mock }) => mock.calls.length > 0)).toBe(true);
});
