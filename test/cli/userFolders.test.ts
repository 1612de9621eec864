import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, configFolder } from '../../src/cli/userFolders.ts';

const named = join(homedir(), 'elsewhere');

test.each([
  [configFolder, 'XDG_CONFIG_HOME', 'APPDATA', '.config'],
  [cacheFolder, 'XDG_CACHE_HOME', 'LOCALAPPDATA', '.cache'],
])('%o is that of the user, as the platform has it', (folder, variable, onWindows, usual) => {
  expect(folder({ [variable]: named }, 'linux')).toBe(join(named, 'driftline'));
  expect(folder({ [variable]: 'not/absolute' }, 'linux')).toBe(join(homedir(), usual, 'driftline'));
  expect(folder({ [onWindows]: named }, 'darwin')).toBe(join(homedir(), usual, 'driftline'));
  expect(folder({ [onWindows]: named, [variable]: '/other' }, 'win32')).toBe(join(named, 'driftline'));
});
