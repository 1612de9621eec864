/** The pages of the preview panel in a browser, without VS Code around them: what they show, say and ask for. */
import { afterAll, afterEach, expect, test } from 'vitest';
import type { PreviewState } from '../../src/core/panels/previewMessages.ts';
import type { PreviewDocument } from '../../src/core/preview/previewDocument.ts';
import { openPanel, openPanels, type PanelPage } from '../support/panels/panelPage.ts';
import { credentialingUpgrade, failingUpgrade, nothingToDo } from '../support/panels/runSamples.ts';
import { falseStamp, trueStamp } from '../support/panels/stampSamples.ts';

const panels = await openPanels();
afterAll(() => panels.close());
const opened: PanelPage[] = [];
afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.close();
});

async function open(state: PreviewState, width?: number, kept?: unknown): Promise<PanelPage> {
  const panel = await openPanel(panels, 'preview', width, kept);
  opened.push(panel);
  await panel.post({ kind: 'state', state });
  await panel.page.getByRole('heading', { level: 1 }).waitFor();
  return panel;
}

function stateOf(preview: PreviewDocument, change: Partial<PreviewState> = {}): PreviewState {
  return {
    question: { projectId: 'p', environment: preview.environment, kind: preview.kind, target: 'head' },
    status: { kind: 'ready' },
    preview,
    readAt: '14:32',
    offers: { rehearse: true, compareWith: 'Alembic', runInTerminal: false },
    ...change,
  };
}

test('an upgrade as a release manager would print it', async () => {
  const panel = await open(stateOf(credentialingUpgrade));
  const { page } = panel;
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Upgrade of production');
  expect(await page.locator('.facts').innerText()).toContain('20260115_0200 → 20260131_0000');
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'Summary',
    'Tables locked',
    'In the way now',
    'Rehearsal',
    'Revisions, in the order in which they run',
  ]);
  expect(await page.getByRole('row', { name: /licenses/ }).innerText()).toMatch(
    /ACCESS EXCLUSIVE\s+reads and writes wait\s+about 41 thousand\s+8.9 MB\s+catalog only/,
  );
  expect(await page.locator('#revision-1 .statement').innerText()).toContain(
    "ALTER TYPE coordinator_action_type ADD VALUE IF NOT EXISTS 'stage_changed';",
  );
  expect(await page.locator('#revision-1 .statement').innerText()).toContain('irreversible');
  expect(await page.locator('#revision-3-0').innerText()).toContain('Would wait now for session 48213.');
  await panel.screenshots('preview-upgrade');
  expect(panel.complaints).toEqual([]);
});

test('what goes wrong is red, what is not known is said', async () => {
  const panel = await open(stateOf(failingUpgrade));
  const { page } = panel;
  const statement = (index: number) => page.locator(`#revision-0-${index}`).innerText();
  expect(await page.locator('#verdict').innerText()).toContain('Would fail');
  expect(await statement(0)).toContain('somebody added it by hand');
  expect(await statement(1)).toContain('rewrites audit_events');
  expect(await statement(2)).toContain('Not known as SQL. The statements depend on the day');
  expect(await statement(2)).toContain('for month in months_between');
  expect(await statement(3)).toContain('cannot run inside a transaction block');
  expect(await statement(4)).toContain('Runs only if audit_events_old is there');
  expect(await statement(4)).toContain('Accepted: nobody has read it since the move (PLAT-411)');
  expect(await page.locator('#rehearsal').innerText()).toContain('42701');
  expect(await page.locator('#obstacles').innerText()).toContain('nobody knows who is connected');
  await panel.screenshots('preview-failing');
});

test('it stays whole in a narrow column', async () => {
  const panel = await open(stateOf(failingUpgrade), 420);
  const overflow = await panel.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBe(0);
  await panel.screenshots('preview-narrow');
});

test('lines of code that name what a revision changes are a click away', async () => {
  const { page, sent } = await open(stateOf(credentialingUpgrade));
  expect(await page.locator('details.uses').count()).toBe(1);
  await page.locator('#revision-3-uses-summary').click();
  expect(await page.locator('.uses-files li').allInnerTexts()).toEqual([
    'model models/billing.py:10 payment_methods',
    'code api/providers.py:31, 32 providers.dea_number, providers.caqh_id',
    'test tests/test_billing.py:12 payment_methods',
    'and 3 more lines',
  ]);
  await page.locator('#revision-3-uses').getByRole('button', { name: '32' }).click();
  expect((await sent()).at(-1)).toEqual({
    kind: 'open',
    file: '/repo/credentialing/api/providers.py',
    range: { start: 1280, end: 1290 },
  });
});

test('every statement leads to its line', async () => {
  const { page, sent } = await open(stateOf(credentialingUpgrade));
  await page.locator('#revision-3-0').getByRole('button', { name: 'line 18' }).click();
  expect((await sent()).at(-1)).toEqual({
    kind: 'open',
    file: '/repo/credentialing/migrations/versions/20260131_0000_provider_details_and_payment_methods.py',
    range: { start: 720, end: 740 },
  });
});

test('the buttons ask for what they say', async () => {
  const { page, sent } = await open(stateOf(credentialingUpgrade));
  for (const name of [
    'Rehearse',
    'Refresh',
    'Copy as SQL',
    'Save as .sql…',
    'Copy as Markdown',
    'Compare with Alembic’s SQL',
  ]) {
    await page.getByRole('button', { name }).click();
  }
  expect((await sent()).map((message) => (message as { readonly kind: string }).kind)).toEqual([
    'ready',
    'rehearse',
    'refresh',
    'copySql',
    'saveSql',
    'copyMarkdown',
    'compareWithTool',
  ]);
});

test('the keyboard reaches everything in the order in which it is read', async () => {
  const { page, sent } = await open(stateOf(credentialingUpgrade));
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate('document.activeElement.id');
  expect(await focused()).toBe('rehearse');
  await page.keyboard.press('Enter');
  expect((await sent()).at(-1)).toEqual({ kind: 'rehearse' });
  const seen: unknown[] = [];
  for (let at = 0; at < 12; at++) {
    await page.keyboard.press('Tab');
    seen.push(await focused());
  }
  expect(seen.slice(0, 5)).toEqual(['refresh', 'copySql', 'saveSql', 'copyMarkdown', 'compareWithTool']);
  expect(seen).toContain('revision-0-summary');
  await page.locator('#revision-0-summary').press('Enter');
  expect(await page.locator('#revision-0').getAttribute('open')).toBeNull();
});

test('a rehearsal shows how far it is and can be cancelled', async () => {
  const { rehearsal: _, ...untried } = credentialingUpgrade;
  const panel = await open(stateOf(untried, { rehearsal: { phase: 'starting', done: 0, all: 0 } }));
  const { page, sent } = panel;
  await panel.post({
    kind: 'progress',
    progress: { phase: 'running', revision: '7702d353e5b8', done: 3, all: 4 },
  });
  await expect
    .poll(() => page.locator('#progress-text').innerText())
    .toBe('Rehearsal: running 7702d353e5b8 (3 of 4)…');
  expect(await page.getByRole('progressbar', { name: 'Rehearsal' }).getAttribute('aria-valuenow')).toBe('75');
  expect(await page.getByRole('button', { name: 'Rehearse' }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await panel.post({ kind: 'progress', progress: { phase: 'comparing', done: 4, all: 4 } });
  await expect
    .poll(() => page.locator('#progress-text').innerText())
    .toBe('Rehearsal: comparing the result…');
  await page.keyboard.press('Enter');
  expect((await sent()).at(-1)).toEqual({ kind: 'cancel' });
  await panel.screenshots('preview-rehearsing');
});

test('nothing to do', async () => {
  const panel = await open(stateOf(nothingToDo));
  expect(await panel.page.locator('main').innerText()).toContain('local already stands at 20260131_0000');
  expect(await panel.page.getByRole('button', { name: 'Copy as SQL' }).count()).toBe(0);
  await panel.screenshots('preview-nothing');
});

test('the first answer takes its time', async () => {
  const question = { projectId: 'p', environment: 'production', kind: 'upgrade', target: 'head' } as const;
  const offers = { rehearse: true, runInTerminal: false };
  const panel = await open({ question, offers, status: { kind: 'loading' } });
  expect(await panel.page.getByRole('status').innerText()).toContain('Reading the schema');
  await panel.screenshots('preview-loading');
});

test('a failure says what to do, and the last good answer stays, marked as old', async () => {
  const failure = { message: 'No server listens at this address.', advice: 'Check the host and the port.' };
  const panel = await open(stateOf(credentialingUpgrade, { status: { kind: 'failed', failure } }));
  const { page, sent } = panel;
  expect(await page.getByRole('alert').innerText()).toContain('Check the host and the port.');
  expect(await page.getByRole('alert').innerText()).toContain('old: it is of 14:32');
  expect(await page.locator('main').getAttribute('class')).toBe('old');
  await page.getByRole('button', { name: 'Retry' }).click();
  expect((await sent()).at(-1)).toEqual({ kind: 'refresh' });
  await panel.screenshots('preview-old');
});

test('a false stamp is shown claim by claim, and not how to write it before somebody insists', async () => {
  const panel = await open(stateOf(falseStamp));
  const { page, sent } = panel;
  expect(await page.locator('#verdict').innerText()).toContain('This stamp would be false');
  expect(await page.getByText('alembic stamp').count()).toBe(0);
  await panel.screenshots('preview-stamp-false');
  await page.getByRole('button', { name: '1 unknown' }).click();
  expect(await page.getByRole('button', { name: '1 unknown' }).getAttribute('aria-pressed')).toBe('true');
  expect(await page.locator('.claim').allInnerTexts()).toEqual([
    expect.stringContaining('fills pipelines.template_id'),
  ]);
  await page.getByRole('checkbox').press('Space');
  await page.getByText('alembic stamp dc2c0f69c1b1').waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('confirm');
  await page.getByRole('button', { name: 'Open as Document' }).click();
  await page.getByRole('button', { name: 'Preview This Stamp Instead' }).click();
  expect((await sent()).slice(-2)).toEqual([{ kind: 'openSql' }, { kind: 'previewRecommended' }]);
  expect(await page.getByRole('button', { name: 'Run in Terminal' }).count()).toBe(0);
  await panel.screenshots('preview-stamp-confirmed');
});

test('a stamp downwards says that revisions run again', async () => {
  const revisions = falseStamp.revisions.map((one) => ({ ...one, as: 'disclaimed' as const }));
  const { page } = await open(stateOf({ ...falseStamp, revisions }));
  const words = await page.locator('.confirmation').innerText();
  expect(words).toContain('The next upgrade runs revisions again');
  expect(words).not.toContain('No later upgrade');
});

test('a true stamp for an environment that may be written to', async () => {
  const offers = { rehearse: true, runInTerminal: true };
  const panel = await open(stateOf(trueStamp, { offers }));
  await panel.page.getByRole('button', { name: 'Run in Terminal' }).click();
  expect((await panel.sent()).at(-1)).toEqual({ kind: 'runInTerminal' });
  expect(await panel.page.getByRole('checkbox').count()).toBe(0);
  await panel.screenshots('preview-stamp-true');
});

test('what was folded stays folded while the page is hidden', async () => {
  const first = await open(stateOf(credentialingUpgrade));
  await first.page.locator('#revision-2-summary').click();
  await expect.poll(() => first.page.evaluate('state.kept.view.folded')).toEqual({ 'revision-2': false });
  const kept = await first.page.evaluate('state.kept');
  const again = await openPanel(panels, 'preview', 1100, kept);
  opened.push(again);
  expect(await again.page.getByRole('heading', { level: 1 }).textContent()).toBe('Upgrade of production');
  expect(await again.page.locator('#revision-2').getAttribute('open')).toBeNull();
  expect(await again.page.locator('#revision-1').getAttribute('open')).toBe('');
});

test('on paper nothing is folded and no button is left', async () => {
  const panel = await open(stateOf(credentialingUpgrade), 794);
  const { page } = panel;
  await page.locator('#revision-0-summary').click();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect(await page.locator('#revision-0 .statement').count()).toBe(5);
  expect(await page.locator('#revision-0 .statement').first().isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Copy as SQL' }).isVisible()).toBe(false);
  await panel.theme('dark');
  const colours = await page.evaluate(
    "[document.body, document.querySelector('.code')].map((one) => getComputedStyle(one).backgroundColor)",
  );
  expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(244, 244, 244)']);
  await panel.screenshots('preview-print');
});

test('text from outside stays text', async () => {
  const revisions = credentialingUpgrade.revisions.map((one) => ({
    ...one,
    message: '<img src=x onerror=alert(1)>',
  }));
  const panel = await open(stateOf({ ...credentialingUpgrade, revisions }));
  expect(await panel.page.locator('#revision-0 strong').innerText()).toBe('<img src=x onerror=alert(1)>');
  expect(await panel.page.locator('img').count()).toBe(0);
  expect(panel.complaints).toEqual([]);
});
