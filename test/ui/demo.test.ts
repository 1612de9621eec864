/**
 * Two incidents in the window of a real VS Code, with the demo's databases: three services on one server, one of them
 * pointed at another's database; and a platform whose production is four revisions behind.
 */
import { beforeAll, expect, test } from 'vitest';
import { openDemo } from '../support/demo.ts';
import { openWorkbench } from '../support/vscode/session.ts';

const demo = await openDemo();
const { workbench } = await openWorkbench({ open: demo.folder, env: demo.environment });
const environments = workbench.tree('Environments');
const revisions = workbench.tree('Revisions');

beforeAll(async () => {
  await workbench.viewContainer('Driftline');
  await environments.row('credentialing').waitFor();
  // A tree draws only the rows that fit: this one needs the room.
  await revisions.toggle();
});

test('nothing is connected before the user agrees', async () => {
  await expect.poll(() => environments.text()).toContain('production not connected');
  expect(await environments.text()).not.toContain('behind');
  await workbench.screenshots('demo-not-connected');
});

test('the question names every target, and a no leaves all as it was', async () => {
  await workbench.command('Driftline: Connect to All Environments');
  await workbench.dialog.waitFor();
  const asked = await workbench.dialog.innerText();
  expect(asked).toContain('credentialing_production');
  expect(asked).not.toContain(Object.values(demo.environment)[0]);
  await workbench.answerDialog('Cancel');
  expect(await environments.text()).not.toContain('behind');
});

test('once agreed, every environment shows its stamp and what is pending, in order', async () => {
  await workbench.command('Driftline: Connect to All Environments');
  await workbench.answerDialog('Connect');
  await expect.poll(() => environments.text()).toContain('production 4 behind · 20260115_0200');
  await expect.poll(() => environments.text()).not.toContain('connecting');
  await environments.unfoldOnly('credentialing');
  await environments.unfold('production');
  await environments.unfold('local');
  const inOrder = /production.*20260115_0300.*20260127_0100.*7702d353e5b8.*20260131_0000/s;
  await expect.poll(() => environments.text()).toMatch(inOrder);
  const shown = await environments.text();
  expect(shown).toContain('local 1 behind · 7702d353e5b8');
  expect(shown).toContain('golang-migrate');
  await workbench.screenshots('demo-connected');
});

test('a revision that only the database knows is said to be unknown', async () => {
  await environments.unfoldOnly('query-module');
  await environments.unfold('local');
  await expect.poll(() => environments.text()).toContain('f3b8812ac97e not in this checkout');
});

test('such a revision is found in another branch of the repository, and its script opens', async () => {
  const branch = workbench.quickPickRow('saved-searches');
  await environments.rowAction('not in this checkout', 'Find in Other Branches', branch);
  await workbench.pick('saved-searches');
  await expect.poll(() => workbench.editor.fileName()).toContain('f3b8812ac97e');
});

test('the chain shows which environments stand where', async () => {
  await environments.toggle();
  await revisions.toggle();
  await revisions.row('credentialing').first().click();
  await expect.poll(() => revisions.text()).toContain('Baseline of the schema ◀ production');
});

test('a pending revision opens its file, and a lens there says where it is applied', async () => {
  await workbench.openFile('20251112_1640-4c7e84fcc6b9_audit_log_user_id_is_a_uuid.py');
  await expect
    .poll(async () => (await workbench.editor.codeLenses()).join('\n'))
    .toContain('applied in local · pending in ci, staging');
  await workbench.screenshots('demo-revision');
});

test('the lens leads to the revision in the view', async () => {
  await workbench.page.getByText('applied in local · pending in ci, staging').first().click();
  await expect.poll(() => revisions.text()).toContain('audit_log.user_id is a uuid');
});

test('a project that nothing declares is shown in the Explorer', async () => {
  const folder = workbench.page.locator('.explorer-folders-view').getByText('000001').first();
  await revisions.contextMenu('billing', 'Open Project Configuration', folder);
  expect(await workbench.notifications()).toEqual([]);
});

test('the status bar sums up', async () => {
  await workbench.statusBarItem('Driftline: 12 of 14 need attention').waitFor();
});
