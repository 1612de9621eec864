/**
 * Runs a test entry inside the extension host of a real VS Code, with the extension under development.
 *
 * VS Code in the browser takes both from its start configuration, an attribute of the page. It is changed when it is
 * read: a page whose answer was rewritten on the way would not be let near the server's WebSockets.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { startVsCode, type VsCode, type VsCodeOptions } from '../../../src/dev/vscode.ts';
import { openBrowser } from './browser.ts';
import type { InHostReport } from './report.ts';

export interface InHostOptions extends Omit<VsCodeOptions, 'extension'> {
  readonly extension: string;
  /** A CommonJS file that exports `run`. */
  readonly entry: string;
  readonly timeoutMs: number;
  /** One line that the tests print. */
  print(line: string): void;
}

/** A run that never came to its end is reported as a failure. */
export async function runInHost(options: InHostOptions): Promise<InHostReport> {
  const reportFile = path.join(tmpdir(), `driftline-report-${randomUUID()}.json`);
  const { extension, entry, ...rest } = options;
  const vsCode = await startVsCode({ ...rest, env: { ...options.env, DRIFTLINE_REPORT: reportFile } });
  const browser = await openBrowser(vsCode);
  try {
    const errors: string[] = [];
    const ending = await runPage(browser.page, vsCode, options, errors);
    const report = await readReport(reportFile);
    if (ending === 0 && report !== undefined && report.passed > 0) return report;
    if (ending === 1 && report !== undefined && report.failed > 0) return report;
    options.print(`The tests did not run to their end (${ending}). VS Code and its server printed:`);
    for (const line of [...errors, ...(await vsCode.log()).split('\n')].filter(isTelling))
      options.print(line);
    return { passed: report?.passed ?? 0, failed: (report?.failed ?? 0) + 1, skipped: report?.skipped ?? 0 };
  } finally {
    await browser.close();
    await vsCode.stop();
    await rm(reportFile, { force: true });
  }
}

type Ending = number | 'timed out' | 'the page crashed';

async function runPage(
  page: Page,
  vsCode: VsCode,
  options: InHostOptions,
  errors: string[],
): Promise<Ending> {
  const ending = endingOf(page, options.timeoutMs);
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = format(...args);
    if (line.startsWith(marker)) options.print(line.slice(marker.length));
    else if (type === 'error') errors.push(line);
  });
  const remote = (file: string) => ({
    $mid: 1,
    scheme: 'vscode-remote',
    authority: vsCode.authority,
    path: file,
  });
  const development = { extensions: [remote(options.extension)], extensionTestsPath: remote(options.entry) };
  await page.addInitScript(`(${overrideConfiguration})(${JSON.stringify(development)})`);
  await page.goto(vsCode.url);
  return await ending;
}

async function endingOf(page: Page, timeoutMs: number): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const ending = await new Promise<Ending>((resolve, reject) => {
    timer = setTimeout(resolve, timeoutMs, 'timed out');
    page.once('crash', () => resolve('the page crashed'));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  clearTimeout(timer);
  return ending;
}

const marker = '[mocha] ';

/** Leaves out the complaints about parts that are not installed here, and the lines of their stacks. */
function isTelling(line: string): boolean {
  return /^\S/.test(line) && !/bindings file|watchdog|Service ?Worker|vsda|Require stack|^-|^\}/.test(line);
}

async function readReport(file: string): Promise<InHostReport | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as InHostReport;
  } catch {
    return undefined;
  }
}

// Runs in the page, so it is text here: the tests' compiler knows no DOM.
const overrideConfiguration = `function (development) {
  if (window.top !== window) return;
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = original.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...development };
    return JSON.stringify(configuration);
  };
}`;
