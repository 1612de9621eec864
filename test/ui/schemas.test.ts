/**
 * Two incidents in the window of a real VS Code: a production database whose stamp was written by hand, and one that
 * lost a table and columns again after it was stamped.
 */
import { beforeAll, expect, test } from 'vitest';
import { openDemo } from '../support/demo.ts';
import { openWorkbench } from '../support/vscode/session.ts';

const demo = await openDemo();
const { workbench } = await openWorkbench({ open: demo.folder, env: demo.environment });
const environments = workbench.tree('Environments');
const revisions = workbench.tree('Revisions');

beforeAll(async () => {
  await workbench.viewContainer('Driftline');
  await environments.row('credentialing').waitFor();
  await revisions.toggle();
  await workbench.command('Driftline: Connect to All Environments');
  await workbench.answerDialog('Connect');
  await workbench.statusBarItem('Driftline: 12 of 14 need attention').waitFor({ timeout: 110_000 });
});

test('a stamp that lies is told first, with the revision that the schema is like', async () => {
  await environments.unfoldOnly('deal-platform');
  await expect
    .poll(() => environments.text())
    .toContain('production schema like 9c1e5d0a7b34, stamped dc2c0f69c1b1');
  await environments.unfold('production');
  await expect.poll(() => environments.text()).toContain('valuation_snapshots');
  const shown = await environments.text();
  expect(shown).toContain('Schema like 9c1e5d0a7b34 stamped dc2c0f69c1b1 (head) · 1926 of 2061 facts');
  expect(shown).toContain('b37d91e05ac8 0 of 3 effects there');
  expect(shown).toContain('128 columns uuid instead of character varying(36)');
  expect(shown).toContain('folders missing · part of 4f0b8c2e6d19, which is applied in part');
  await workbench.screenshots('schema-false-stamp');
});

test('a finding shows what is not there, a pattern its columns, and each leads to its operation', async () => {
  await environments.unfold('b37d91e05ac8');
  await expect.poll(() => environments.text()).toContain('creates pipeline_templates');
  await environments.fold('b37d91e05ac8');
  await environments.unfold('128 columns');
  await environments.row('access_group_members.user_id').click();
  await expect.poll(() => workbench.editor.fileName()).toContain('b9204fc3e76d');
  await workbench.screenshots('schema-pattern');
  await environments.fold('128 columns');
});

test('the tooltip of the verdict says it in whole sentences', async () => {
  expect(await environments.tooltip(/Schema like/)).toContain(
    'Stamped dc2c0f69c1b1 (head), but the schema is most like that of 9c1e5d0a7b34: 1926 of 2061 facts and 85 of 188 effects agree.',
  );
  await workbench.screenshot('schema-verdict-tooltip');
});

test('the live schema opens beside that of the revision it is like', async () => {
  const title = 'deal-platform at 9c1e5d0a7b34 ↔ deal-platform in production';
  const tab = workbench.page.locator('.tab.active', { hasText: title });
  await environments.rowAction(/Schema like/, 'Compare With the Revision It Matches', tab);
  await workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'uuid' }).first().waitFor();
  await workbench.screenshots('schema-compare');
});

test('a table with a hyphen, nine columns and two lost NOT NULLs are missing', async () => {
  await environments.unfoldOnly('project-tracker');
  await environments.unfold('stamped e46a90c7b5d2');
  await environments.unfold(/^projects/);
  await expect.poll(() => environments.text()).toContain('weekly_meeting_day');
  const shown = await environments.text();
  expect(shown).toContain('"vector-sync-status" missing');
  expect(shown.match(/^ +\S+ missing · part of/gm)).toHaveLength(9);
  expect(shown.match(/_at nullable instead of not null/g)).toHaveLength(2);
  await workbench.screenshots('schema-half-applied');
});

test('a hover on a column tells its history', async () => {
  await workbench.openFile('91d6f2a80c35_project_dates_and_milestones.py');
  const hover = await workbench.editor.hover(19, 46);
  expect(hover).toContain('projects.description');
  expect(hover).toContain('creates projects.description (text)');
  await workbench.screenshot('schema-hover');
});

test('the schema after a revision opens as a document', async () => {
  const line = workbench.page.locator('.view-line', { hasText: 'launch_date date' }).first();
  await environments.contextMenu('91d6f2a80c35', 'Show Schema', line);
  expect(await workbench.editor.fileName()).toBe('project-tracker at 91d6f2a80c35.sql');
  await workbench.screenshot('schema-document');
});

test('what a downgrade left behind, and what another service put into the same database', async () => {
  await environments.unfoldOnly('admin-module');
  await environments.unfold('local');
  await environments.unfold(/^ci/);
  await expect.poll(() => environments.text()).toContain('user_role_enum');
  const shown = await environments.text();
  expect(shown).toContain('local up to date · 4c7e84fcc6b9 · also of storage-element\n');
  expect(shown).toContain('Also carries 4 tables and 1 type of storage-element');
  expect(shown).toContain('a3f5c19e7d02 4 of 6 effects, not recorded');
  expect(shown).toContain('user_role_enum not in the migrations · part of a3f5c19e7d02');
  await workbench.screenshots('schema-left-behind');
});
