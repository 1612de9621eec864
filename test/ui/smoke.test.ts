/** The extension shows itself in the window of a real VS Code. Leaves out what needs a database. */
import { expect, test } from 'vitest';
import { openWorkbench } from '../support/vscode/session.ts';
import { createWorkspace, smallAlembicProject } from '../support/vscode/workspace.ts';

const { workbench } = await openWorkbench({ open: await createWorkspace(smallAlembicProject) });

test('the activity bar opens the Environments and the Revisions view', async () => {
  await workbench.viewContainer('Driftline');
  for (const name of ['Environments', 'Revisions']) await workbench.tree(name).pane.waitFor();
  await workbench.screenshots('smoke');
});

test('a project that no environment serves yet has its revisions in the tree', async () => {
  await workbench.viewContainer('Driftline');
  await workbench.tree('Revisions').row('two').waitFor();
  await expect.poll(() => workbench.tree('Revisions').text()).toContain('one');
});
