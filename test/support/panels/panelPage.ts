/**
 * A panel in Chromium as VS Code would show it: its own page, its Content Security Policy, the colours of a theme; what
 * it says to its host is written down. Leaves out VS Code itself.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { webviewOptions } from '../../../src/dev/buildWebviews.ts';
import { ensureChromium } from '../../../src/dev/chromium.ts';
import { root } from '../../../src/dev/root.ts';
import { panelHtml } from '../../../src/ui/panels/panelHtml.ts';
import { type ThemeName, themes } from './themes.ts';

const origin = 'https://panel.invalid';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

export interface PanelPage {
  readonly page: Page;
  /** What the page said to its host so far. */
  sent(): Promise<readonly unknown[]>;
  /** What the host says to the page. */
  post(message: unknown): Promise<void>;
  /** What the browser complained about: broken policies, errors. */
  readonly complaints: readonly string[];
  theme(name: ThemeName): Promise<void>;
  /** Writes `test/screenshots/<name>-<theme>.png` in both themes. */
  screenshots(name: string): Promise<void>;
}

/** A browser, and what a build of the pages makes; `dist` stays as it is. */
export interface Panels {
  readonly browser: Browser;
  readonly files: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export async function openPanels(): Promise<Panels> {
  const { outputFiles } = await build({ ...webviewOptions({ production: false }), write: false });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  return {
    browser,
    files: new Map(outputFiles.map(({ path: file, text }) => [`/${path.basename(file)}`, text])),
    close: () => browser.close(),
  };
}

/** @param kept What the page kept when it was last shown. */
export async function openPanel(
  { browser, files }: Panels,
  panel: 'preview' | 'graph',
  width = 1100,
  kept?: unknown,
): Promise<PanelPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const html = panelHtml({
    title: panel,
    script: `${origin}/${panel}.js`,
    style: `${origin}/${panel}.css`,
    cspSource: origin,
    nonce: 'b1946ac92492d2347c6235b4d2611184',
  });
  await page.route(`${origin}/**`, (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name === '/') return route.fulfill({ contentType: 'text/html', body: html });
    const body = files.get(name);
    if (body === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: types[path.extname(name)] ?? '', body });
  });
  await page.addInitScript(standIn, kept);
  const theme = (name: ThemeName) => page.evaluate(applyTheme, { name, colours: themes[name] });
  await page.goto(`${origin}/`);
  await theme('dark');
  const screenshot = async (name: string, dark: ThemeName) => {
    await theme(dark);
    const file = path.join(root, 'test/screenshots', `${name}-${dark}.png`);
    await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  };
  return {
    page,
    complaints,
    theme,
    sent: () => page.evaluate(() => (globalThis as unknown as { readonly sent: readonly unknown[] }).sent),
    post: (message) => page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`),
    screenshots: async (name) => {
      await screenshot(name, 'dark');
      await screenshot(name, 'light');
    },
  };
}

/** Runs in the page, before its script: what VS Code puts there. */
function standIn(kept: unknown): void {
  const sent: unknown[] = [];
  const state = { kept };
  Object.assign(globalThis, {
    sent,
    state,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => sent.push(message),
      getState: () => state.kept,
      setState: (next: unknown) => {
        state.kept = next;
      },
    }),
  });
}

interface Theme {
  readonly name: string;
  readonly colours: Readonly<Record<string, string>>;
}

/** As VS Code does: on the root element, by script, which a policy for styles allows. */
function applyTheme({ name, colours }: Theme): void {
  const { document } = globalThis as unknown as { readonly document: PageDocument };
  for (const [key, value] of Object.entries(colours)) document.documentElement.style.setProperty(key, value);
  document.body.className = `vscode-${name}`;
}

/** As much of it as is used here: tests are compiled without the browser's types. */
interface PageDocument {
  readonly documentElement: { readonly style: { setProperty(name: string, value: string): void } };
  readonly body: { className: string };
}
