/**
 * VS Code's window, driven as a user drives it.
 *
 * What is asked once and may not be there yet is returned as it is now: wait for it with `expect.poll`.
 */
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { root } from '../../../src/dev/root.ts';
import { Editor } from './editor.ts';
import { insist } from './insist.ts';
import { TreeView } from './treeView.ts';

const themes = {
  dark: { label: 'Dark Modern', page: '.monaco-workbench.vs-dark' },
  light: { label: 'Light Modern', page: '.monaco-workbench.vs:not(.vs-dark)' },
} as const;

export class Workbench {
  readonly page: Page;
  readonly editor: Editor;

  constructor(page: Page) {
    this.page = page;
    this.editor = new Editor(page);
  }

  async ready(): Promise<void> {
    await this.page
      .locator('.monaco-workbench .part.activitybar .action-item')
      .first()
      .waitFor({ timeout: 60_000 });
  }

  tree(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  /** Opens a view container by the title of its icon in the activity bar. */
  async viewContainer(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`).first();
    await icon.waitFor();
    if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
  }

  /** Runs a command by its title, with its category: `Driftline: Refresh`. */
  async command(title: string): Promise<void> {
    const row = this.quickPickRow(title);
    await insist(async (timeout) => {
      // The palette lists the commands known when it opens; one contributed a moment later needs a second look.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${title}`, { timeout });
      await row.waitFor({ timeout });
    });
    await row.click();
    // Not the whole box: the command may ask for something in it.
    await row.waitFor({ state: 'hidden' });
  }

  async openFile(name: string): Promise<void> {
    await insist(async (timeout) => {
      // The list of files may be that of a moment ago.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+p');
      await this.quickInput.fill(name, { timeout });
      await this.quickPickRow(path.basename(name)).waitFor({ timeout });
    });
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  get quickInput(): Locator {
    // The first input of the box is a hidden checkbox.
    return this.page.locator('.quick-input-widget .quick-input-box input.input');
  }

  quickPickRow(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  quickPickRows(): Promise<readonly string[]> {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .evaluateAll((rows: readonly { getAttribute(name: string): string | null }[]) =>
        rows.map((row) => row.getAttribute('aria-label') ?? ''),
      );
  }

  async pick(text: string | RegExp): Promise<void> {
    const row = this.quickPickRow(text);
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  /** Answers an input box, recognised by its prompt or placeholder. */
  async answer(prompt: string, text: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget').filter({
      has: this.page.locator(`:text("${prompt}"), [placeholder*="${prompt}"]`),
    });
    await box.waitFor();
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  notification(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  notifications(): Promise<readonly string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Clicks a button of a notification; by then it has gone. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    const notification = this.notification(text);
    await notification.getByRole('button', { name: button, exact: true }).click();
    await notification.waitFor({ state: 'hidden' });
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async answerDialog(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'hidden' });
  }

  /** An item of the status bar, by the start of what a screen reader says. */
  statusBarItem(label: string): Locator {
    return this.page
      .locator(`.statusbar-item [aria-label^="${label}"], .statusbar-item[aria-label^="${label}"]`)
      .first();
  }

  /** The rows of the Problems view, as a screen reader says them. */
  async problems(): Promise<readonly string[]> {
    await this.command('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.first().waitFor();
    return await rows.evaluateAll((all: readonly { getAttribute(name: string): string | null }[]) =>
      all.map((row) => row.getAttribute('aria-label') ?? ''),
    );
  }

  /** The page inside a webview in which `selector` matches. */
  async webview(selector: string): Promise<Frame> {
    const body = this.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('#active-frame')
      .locator(selector)
      .first();
    await body.waitFor();
    const frame = await (await body.elementHandle())?.ownerFrame();
    if (frame === null || frame === undefined) throw new Error(`The webview with ${selector} has gone.`);
    return frame;
  }

  async setTheme(theme: keyof typeof themes): Promise<void> {
    const { label, page } = themes[theme];
    await this.command('Preferences: Color Theme');
    await this.quickInput.fill(label);
    await this.pick(label);
    await this.page.locator(page).first().waitFor();
  }

  /** Takes pictures in both themes: `test/screenshots/<name>-dark.png` and `-light.png`. */
  async screenshots(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await this.setTheme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
  }

  async screenshot(name: string): Promise<void> {
    const file = path.join(root, 'test/screenshots', `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
  }
}
