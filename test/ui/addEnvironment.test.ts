/** From no environment to the first answer, with nothing but the keyboard's questions. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDemo } from '../support/demo.ts';
import { openWorkbench } from '../support/vscode/session.ts';
import { createWorkspace, smallAlembicProject } from '../support/vscode/workspace.ts';

const demo = await openDemo();
const open = await createWorkspace(smallAlembicProject);
const { workbench } = await openWorkbench({ open });
const environments = workbench.tree('Environments');
const [password = ''] = Object.values(demo.environment);

test('without an environment, the view tells how to add one', async () => {
  await workbench.viewContainer('Driftline');
  await expect.poll(() => environments.welcome()).toContain('Add Environment');
  await workbench.screenshots('no-environment');
});

test('a few answers, consent and a password lead to the first answer', async () => {
  await workbench.command('Driftline: Add Environment');
  await workbench.answer('What is it called?', 'ci');
  await workbench.pick('Host, database and user');
  await workbench.answer('Host', '127.0.0.1');
  await workbench.answer('Port', String(demo.port));
  await workbench.answer('Database', 'artstore_ci');
  await workbench.answer('User', 'artstore');
  await workbench.dialog.waitFor();
  await workbench.screenshot('consent');
  await workbench.answerDialog('Connect');
  await workbench.answer('It is kept in VS Code', password);
  await expect.poll(() => environments.text()).toContain('ci at base, 2 behind');
});

test('the settings hold the target and no password, and a second reading does not ask again', async () => {
  const settings = await readFile(join(open, '.vscode/settings.json'), 'utf8');
  expect(settings).toContain('artstore_ci');
  expect(settings).not.toContain(password);
  await workbench.command('Driftline: Refresh');
  await expect.poll(() => environments.text()).toContain('ci at base, 2 behind');
  expect(await workbench.dialog.count()).toBe(0);
});

test('a password that is forgotten is asked for again', async () => {
  const told = workbench.notification('The password for ci is forgotten.');
  await environments.contextMenu(/^ci/, 'Forget Stored Password', told);
  await workbench.command('Driftline: Refresh');
  await workbench.answer('It is kept in VS Code', password);
  await expect.poll(() => environments.text()).toContain('ci at base, 2 behind');
});

test('a server that vanished leaves the last answer, marked as old', async () => {
  await demo.stop();
  await workbench.command('Driftline: Refresh');
  await expect.poll(() => environments.text()).toContain('could not be read · was at base, 2 behind');
  await workbench.screenshots('not-reachable');
});
