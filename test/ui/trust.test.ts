/** A workspace that is not trusted: its scripts are read, and nothing else happens. */
import { expect, test } from 'vitest';
import { openWorkbench } from '../support/vscode/session.ts';
import { createWorkspace, smallAlembicProject } from '../support/vscode/workspace.ts';

const settings = JSON.stringify({
  'driftline.environments': [
    { name: 'trap', connection: { host: 'attacker.invalid', database: 'x', user: 'x' } },
  ],
});
const open = await createWorkspace({ ...smallAlembicProject, '.vscode/settings.json': settings });
const { workbench } = await openWorkbench({ open, askForTrust: true });

test('revisions are shown, environments of its settings are not, and the view says why', async () => {
  await workbench.statusBarItem('Restricted Mode').waitFor();
  await workbench.viewContainer('Driftline');
  await workbench
    .tree('Revisions')
    .row('migrations')
    .or(workbench.tree('Revisions').row('Alembic'))
    .first()
    .waitFor();
  await expect.poll(() => workbench.tree('Environments').welcome()).toContain('until you trust it');
  await workbench.screenshots('not-trusted');
});

test('once trusted, its environments appear, and still nothing is connected', async () => {
  await workbench.command('Workspaces: Manage Workspace Trust');
  await workbench.page
    .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust/ })
    .first()
    .click();
  await workbench.viewContainer('Driftline');
  await expect.poll(() => workbench.tree('Environments').text()).toContain('trap not connected');
});
