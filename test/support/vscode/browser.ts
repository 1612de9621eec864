/** Chromium with a profile of its own inside the folder that VS Code throws away. */
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../../src/dev/chromium.ts';
import type { VsCode } from '../../../src/dev/vscode.ts';

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(vsCode: VsCode): Promise<Browser> {
  const context: BrowserContext = await chromium.launchPersistentContext(
    path.join(vsCode.folder, 'browser'),
    {
      executablePath: ensureChromium(),
      args: quiet,
      viewport: { width: 1280, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    },
  );
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  return { page, close: () => context.close() };
}
