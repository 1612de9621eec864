/**
 * Three incidents as a developer meets them: in the models. Squiggles on the expression that is wrong, the line above
 * the class, the hover with every place and its revisions, and what the quick fixes make.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { openDemo } from '../support/demo.ts';
import { openWorkbench } from '../support/vscode/session.ts';

const demo = await openDemo();
const { workbench } = await openWorkbench({ open: demo.folder, env: demo.environment });
const environments = workbench.tree('Environments');
const { editor, page } = workbench;

const lenses = async () => (await editor.codeLenses()).join('\n');

const hover = (line: number, column: number) => editor.hover(line, column, 'migrations, at head');

/** In both themes: changing the theme closes a hover. */
async function hoverScreenshots(line: number, column: number, name: string): Promise<void> {
  await page.keyboard.press('Escape');
  for (const theme of ['light', 'dark'] as const) {
    await workbench.setTheme(theme);
    await hover(line, column);
    await workbench.screenshot(`${name}-${theme}`);
    await page.keyboard.press('Escape');
  }
}

beforeAll(async () => {
  await workbench.viewContainer('Driftline');
  await environments.row('credentialing').waitFor();
});

test('before any environment is read, models are compared with the migrations', async () => {
  await workbench.openFile('admin-module/app/models/audit_log.py');
  await expect.poll(lenses).toBe('migrations: 1 unmigrated · no environment was read');
  await expect.poll(() => editor.squiggles('error').count()).toBe(1);
  await workbench.screenshots('models-not-connected');
});

describe('an integer where the database has uuid', () => {
  test('the line above the class tells how its table stands in every environment', async () => {
    await workbench.command('Driftline: Connect to All Environments');
    await workbench.answerDialog('Connect');
    await expect
      .poll(lenses, { timeout: 100_000 })
      .toBe('migrations: 1 unmigrated · local: 1 unmigrated · ci: missing, pending · staging: in step');
    await expect.poll(() => environments.text(), { timeout: 100_000 }).not.toContain('connecting');
  });

  test('the hover tells what is where, since when, and how large the table is', async () => {
    const text = await hover(15, 54);
    for (const part of [
      'audit_log.user_id is uuid in local and after all migrations; the model says integer, and so does staging.',
      'type-mismatch',
      'audit_log.user_id was last set here, in revision 4c7e84fcc6b9',
      'Size of the table: local about 2 rows',
      '7be2940c1fd8 Audit log: creates audit_log.user_id (integer)',
      '4c7e84fcc6b9 audit_log.user_id is a uuid',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/model\s+integer\s+allowed\s+migrations, at head\s+uuid\s+allowed\s+local\s+uuid/);
    await hoverScreenshots(15, 54, 'models-integer');
  });

  test('a click on it lists what is wrong, and leads there', async () => {
    await page.getByText('migrations: 1 unmigrated').first().click();
    await workbench.quickPickRow('Table audit_log is missing in ci.').waitFor();
    await workbench.screenshot('models-findings');
    await workbench.pick('audit_log.user_id is uuid in local and after all migrations');
    await expect.poll(() => editor.position()).toContain('Ln 15, Col 56 (7 selected)');
  });

  test('the model is changed to what the database says, and nothing is wrong there any more', async () => {
    expect(await editor.quickFixes(15, 54)).toEqual(
      expect.arrayContaining([
        'Change the model to uuid',
        'Write a migration: change audit_log.user_id to integer',
        'Ignore type-mismatch here',
      ]),
    );
    await workbench.screenshot('models-quick-fixes');
    await editor.chooseFix('Change the model to uuid');
    await page.locator('.view-line', { hasText: 'uuid.UUID' }).waitFor();
    await expect.poll(lenses).toBe('local: in step · ci: missing, pending · staging: 1 pending');
    expect(await editor.squiggles('error').count()).toBe(0);
    await workbench.screenshots('models-changed');
  });

  test('what is typed counts at once, before it is saved', async () => {
    await page.keyboard.press('Control+z');
    await expect.poll(() => editor.squiggles('error').count()).toBe(1);
    await editor.save();
  });

  test('a migration is written and opened, and then the model agrees with what is pending', async () => {
    await editor.quickFixes(15, 54);
    await editor.chooseFix('Write a migration');
    await expect.poll(() => editor.fileName()).toContain('change_audit_log_user_id_to_integer');
    await page.locator('.view-line', { hasText: "= '4c7e84fcc6b9'" }).waitFor();
    await page.locator('.view-line', { hasText: 'postgresql_using=' }).first().waitFor();
    await workbench.screenshots('models-migration');
    await page.keyboard.press('Control+w');
    await expect.poll(lenses).toBe('local: 1 pending · ci: missing, pending · staging: in step');
    expect(await editor.squiggles('error').count()).toBe(0);
  });
});

describe('the half-applied database', () => {
  test('nine columns and two NOT NULLs, each where the model says it', async () => {
    await workbench.openFile('tracker/models/project.py');
    await expect.poll(lenses).toContain('production: 11 drifted · staging: in step');
    await expect.poll(() => editor.squiggles('error').count()).toBe(9);
    expect(await editor.squiggles('warning').count()).toBe(2);
    expect(await hover(20, 24)).toContain(
      'projects.created_at may be NULL in production; the model says NOT NULL',
    );
    await hoverScreenshots(20, 24, 'models-half-applied');
  });

  test('the table whose name has a hyphen', async () => {
    await workbench.openFile('vector.py');
    await expect.poll(lenses).toBe('production: missing, drifted · staging: in step');
    expect(await hover(6, 10)).toContain('Table "vector-sync-status" is missing in production.');
    await hoverScreenshots(6, 10, 'models-hyphen');
  });
});

describe('the false stamp', () => {
  test('the ids and every column that refers to them, with both types and the environment', async () => {
    await workbench.openFile('deal-platform/app/models/accounts.py');
    await expect.poll(lenses).toContain('production: 3 drifted · staging: in step');
    const text = await hover(27, 42);
    expect(text).toContain('users.id is uuid in production; the model says character varying(36)');
    expect(text).toContain('a1c4e07d93b2 should have made it so');
    await hoverScreenshots(27, 42, 'models-false-stamp');
  });

  test('what a mixin gives to four tables is told once', async () => {
    await workbench.openFile('deal-platform/app/models/base.py');
    const text = await hover(30, 31);
    expect(text).toContain('contacts.organization_id and 3 other columns are uuid in production');
    await hoverScreenshots(30, 31, 'models-mixin');
  });

  test('all of it is in the Problems view', async () => {
    const problems = (await workbench.problems()).join('\n');
    expect(problems).toContain('generated by Driftline');
    await workbench.screenshots('models-problems');
  });
});
