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

test('a project without environments has its revisions in the tree, the head first', async () => {
  await workbench.viewContainer('Driftline');
  const revisions = workbench.tree('Revisions');
  await expect.poll(() => revisions.text()).toContain('shop Alembic');
  await revisions.expandAll();
  await expect.poll(() => revisions.text()).toMatch(/^shop .*\n {2}orders two.*\n {2}users one/);
});
