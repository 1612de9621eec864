/** The page of the graph panel in a browser, without VS Code around it. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { RevisionGraphPicture } from '../../src/core/graph/picture.ts';
import { dealPlatform, longHistory } from '../support/panels/graphSamples.ts';
import { openPanel, openPanels, type PanelPage } from '../support/panels/panelPage.ts';

const panels = await openPanels();
afterAll(() => panels.close());
const opened: PanelPage[] = [];
afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.close();
});

/** The options of a list to choose from are no revisions. */
function row(page: Page, name: string | RegExp = ''): Locator {
  return page.getByRole('listbox').getByRole('option', { name });
}

async function open(picture: RevisionGraphPicture, width?: number): Promise<PanelPage> {
  const panel = await openPanel(panels, 'graph', width);
  opened.push(panel);
  await panel.post({ kind: 'picture', picture });
  await row(panel.page).first().waitFor();
  return panel;
}

test('the chain with its branches, and where every environment stands', async () => {
  const panel = await open(dealPlatform);
  const { page } = panel;
  expect(await row(page).count()).toBe(16);
  expect(await row(page, /Last seen/).innerText()).toMatch(/production\s+local\s+Last seen/);
  expect(await row(page, /earn-outs/).getAttribute('aria-label')).toBe(
    'Integration plans and earn-outs, 9c1e5d0a7b34; the schema of production is most like this; staging (last known) is stamped here',
  );
  expect(await page.getByRole('combobox', { name: 'Pending in' }).inputValue()).toBe('staging');
  expect(await page.locator('.row.pending').count()).toBe(7);
  await panel.screenshots('graph');
  expect(panel.complaints).toEqual([]);
});

test('another environment has another pending part', async () => {
  const { page } = await open(dealPlatform);
  await page.getByRole('combobox', { name: 'Pending in' }).selectOption('local');
  expect(await page.locator('.row.pending').count()).toBe(0);
});

test('the arrows follow the lines, Enter opens the script', async () => {
  const panel = await open(dealPlatform);
  const { page, sent } = panel;
  await page.getByRole('listbox').focus();
  const current = () => page.locator('.row.current').getAttribute('data-id');
  for (let at = 0; at < 4; at++) await page.keyboard.press('ArrowDown');
  expect(await current()).toBe('4f0b8c2e6d19');
  await page.keyboard.press('ArrowRight');
  expect(await current()).toBe('c7a1f2e9b340');
  await page.keyboard.press('ArrowDown');
  expect(await current()).toBe('2e9b41d7c0f8');
  const list = page.getByRole('listbox');
  const active = await list.getAttribute('aria-activedescendant');
  expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  expect((await sent()).at(-1)).toEqual({ kind: 'open', revision: '2e9b41d7c0f8' });
  await panel.screenshots('graph-keyboard');
  await page.keyboard.press('End');
  expect(await current()).toBe('0b5d7e8f2a11');
  await page.keyboard.press('Home');
  expect(await current()).toBe('dc2c0f69c1b1');
});

test('a search goes from one to the next, and the rest fades', async () => {
  const panel = await open(dealPlatform);
  const { page } = panel;
  await page.getByRole('listbox').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('mandates');
  await expect.poll(() => page.locator('#count').innerText()).toBe('4 of 16 revisions');
  const current = () => page.locator('.row.current').getAttribute('data-id');
  expect(await current()).toBe('c7a1f2e9b340');
  await page.keyboard.press('Enter');
  expect(await current()).toBe('2e9b41d7c0f8');
  await page.keyboard.press('Shift+Enter');
  expect(await current()).toBe('c7a1f2e9b340');
  expect(await page.locator('.row.faded').count()).toBe(12);
  await panel.screenshots('graph-search');
});

test('it stays whole in a narrow column', async () => {
  const panel = await open(dealPlatform, 420);
  expect(await panel.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await panel.screenshots('graph-narrow');
});

test('two thousand revisions: only those in sight are there, and the last is one key away', async () => {
  const panel = await open(longHistory());
  const { page } = panel;
  expect(await row(page).count()).toBeLessThan(80);
  await page.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await row(page, 'Step 1 of the history, r1').waitFor();
  expect(await row(page, 'Step 1 of the history, r1').getAttribute('aria-posinset')).toBe('2000');
  expect(await row(page).count()).toBeLessThan(80);
  await page.keyboard.press('Home');
  await page.getByRole('listbox').hover();
  await page.mouse.wheel(0, 20_000);
  await row(page, /Step 1230 /).waitFor();
  await panel.screenshots('graph-long');
  await row(page, /Step 1225 /).click();
  expect(await page.locator('.row.current').getAttribute('data-id')).toBe('r1225');
});

test('the drawing is asked for with the environment in sight', async () => {
  const { page, sent } = await open(dealPlatform);
  await page.getByRole('button', { name: 'Save as SVG…' }).click();
  expect((await sent()).at(-1)).toEqual({ kind: 'saveSvg', environment: 'staging' });
});

test('a project without revisions says so', async () => {
  const panel = await openPanel(panels, 'graph');
  opened.push(panel);
  await panel.post({ kind: 'picture', picture: { ...dealPlatform, nodes: [] } });
  await panel.page.getByText('This project has no revisions yet.').waitFor();
});
