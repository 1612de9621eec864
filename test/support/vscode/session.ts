/** A VS Code and a browser for one file of UI tests, ended after its last test. */
import { afterAll, afterEach } from 'vitest';
import { root } from '../../../src/dev/root.ts';
import { startVsCode, type VsCode, type VsCodeOptions } from '../../../src/dev/vscode.ts';
import { openBrowser } from './browser.ts';
import { Workbench } from './workbench.ts';
import { removeWorkspaces } from './workspace.ts';

export interface Session {
  readonly workbench: Workbench;
  readonly vsCode: VsCode;
}

/** Opens the workbench with Driftline in it. A test that fails leaves `test/screenshots/failed-….png`. */
export async function openWorkbench(options: VsCodeOptions): Promise<Session> {
  afterAll(removeWorkspaces);
  const vsCode = await startVsCode({ extension: root, ...options });
  afterAll(() => vsCode.stop());
  const browser = await openBrowser(vsCode);
  afterAll(() => browser.close());
  const workbench = new Workbench(browser.page);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed-${task.name}`);
  });
  await browser.page.goto(vsCode.url);
  await workbench.ready();
  return { workbench, vsCode };
}
