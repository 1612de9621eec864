/**
 * Previews in the window of a real VS Code, with the demo's databases: what an upgrade of a production that is behind would
 * do, tried out; what a stamp that lies claims; and the chain as a picture.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { openDemo } from '../support/demo.ts';
import { openWorkbench } from '../support/vscode/session.ts';

const demo = await openDemo();
const { workbench } = await openWorkbench({ open: demo.folder, env: demo.environment });
const environments = workbench.tree('Environments');

beforeAll(async () => {
  await workbench.viewContainer('Driftline');
  await environments.row('credentialing').waitFor();
});

test('every environment is read', async () => {
  await workbench.command('Driftline: Connect to All Environments');
  await workbench.answerDialog('Connect');
  await expect.poll(() => environments.text(), { timeout: 100_000 }).toContain('20260115_0200');
  await expect.poll(() => environments.text(), { timeout: 100_000 }).not.toContain('connecting');
});

async function choose(item: string, target: string): Promise<void> {
  await environments.contextMenu(/^production/, item, workbench.quickPickRow(target));
  await workbench.pick(target);
}

/** Of the preview in front, in the words that it shows. */
async function page(): Promise<string> {
  const frame = await workbench.webview('main');
  return (await frame.locator('body').innerText()).replaceAll(/[^\S\n]+/g, ' ');
}

describe('an upgrade', () => {
  test('is previewed from the tree, up to all that is pending', async () => {
    await environments.unfoldOnly('credentialing');
    await choose('Preview Upgrade…', 'everything that is pending');
    await expect.poll(page).toContain('20260115_0200 → 20260131_0000');
    const shown = await page();
    expect(shown).toContain('Take care: 1 statement cannot be taken back.');
    expect(shown).toContain('ACCESS EXCLUSIVE');
    expect(shown).toContain('providers');
    await workbench.screenshots('window-upgrade');
  });

  test('is tried out, and leaves nothing to be desired', async () => {
    const frame = await workbench.webview('main');
    await frame.getByRole('button', { name: 'Rehearse' }).click();
    await expect.poll(page, { timeout: 60_000 }).toMatch(/Rehearsal[\s\S]*passed/i);
    await workbench.screenshots('window-rehearsed');
  });

  test('leads to the line of the revision', async () => {
    const frame = await workbench.webview('main');
    await frame
      .getByRole('button', { name: /line 18|:18/ })
      .first()
      .click();
    await expect.poll(() => workbench.editor.fileName()).toContain('20260115_0300');
    await expect.poll(() => workbench.editor.position()).toContain('selected');
    await workbench.screenshots('window-to-revision');
    // What is shown next is alone in the window.
    await workbench.command('View: Close All Editors');
  });
});

test('a stamp says what it would claim, and which of it is not so', async () => {
  await environments.unfoldOnly('deal-platform');
  await choose('Preview Stamp…', 'everything counts as applied');
  await expect.poll(page).toContain('10 are not there');
  await workbench.screenshots('window-stamp');
  await workbench.command('View: Close All Editors');
});

test('the chain is a picture, with every environment where it stands', async () => {
  await workbench.command('Driftline: Show Revision Graph');
  await workbench.pick('deal-platform');
  const frame = await workbench.webview('svg');
  await expect.poll(() => frame.locator('body').innerText()).toContain('production');
  await workbench.screenshots('window-graph');
});
