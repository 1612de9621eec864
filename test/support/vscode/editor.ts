/** The editor that has the focus, driven by the keyboard. Lines and columns count from 1. */
import type { Locator, Page } from 'playwright-core';
import { insist } from './insist.ts';

const position = '[id="status.editor.selection"]';

export class Editor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The name of the tab in front. */
  async fileName(): Promise<string | undefined> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active');
    return (await tab.getAttribute('data-resource-name')) ?? undefined;
  }

  /** Where the cursor is, as the status bar says it: `Ln 3, Col 20`. */
  position(): Promise<string> {
    return this.#page.locator(position).innerText();
  }

  async goTo(line: number, column: number): Promise<void> {
    const input = this.#page.locator('.quick-input-widget .quick-input-box input.input');
    await insist(async (timeout) => {
      await this.#page.keyboard.press('Control+g');
      await input.fill(`:${line}:${column}`, { timeout });
      await this.#page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden', timeout });
      await this.#page.locator(position, { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout });
    });
  }

  async goToDefinition(line: number, column: number): Promise<void> {
    await this.goTo(line, column);
    await this.#page.keyboard.press('F12');
  }

  /** The text of the hover at this place; `saying`: once it says that, because its parts come one after the other. */
  async hover(line: number, column: number, saying: string | RegExp = /\S/): Promise<string> {
    const hover = this.#page.locator('.monaco-hover:not(.workbench-hover)').filter({ visible: true });
    const content = hover.filter({ hasText: saying }).locator('.hover-contents, .markdown-hover').first();
    return await insist(async (timeout) => {
      await this.#page.keyboard.press('Escape');
      // A mouse that rests on a tab makes VS Code show what the tab has to say instead.
      await this.#page.mouse.move(0, 0);
      await this.goTo(line, column);
      await this.#page.keyboard.press('Control+k');
      await this.#page.keyboard.press('Control+i');
      await content.waitFor({ timeout });
      return (await hover.first().innerText({ timeout })).trim();
    });
  }

  /** Opens the menu of quick fixes at this place; returns their titles. */
  async quickFixes(line: number, column: number): Promise<readonly string[]> {
    await insist(async (timeout) => {
      // Closes a menu that opened late, and the message that there is none.
      await this.#page.keyboard.press('Escape');
      await this.goTo(line, column);
      await this.#page.keyboard.press('Control+.');
      await this.#fixes.first().waitFor({ timeout });
    });
    return await this.#fixes.allInnerTexts();
  }

  /** Chooses from the menu that is open. */
  async chooseFix(title: string | RegExp): Promise<void> {
    await this.#fixes.filter({ hasText: title }).first().click();
    await this.#fixes.first().waitFor({ state: 'hidden' });
  }

  get #fixes(): Locator {
    return this.#page.locator('.action-widget .monaco-list-row.action');
  }

  codeLenses(): Promise<readonly string[]> {
    return this.#page.locator('.codelens-decoration:visible').allInnerTexts();
  }

  /** Squiggles of this severity in view. */
  squiggles(severity: 'error' | 'warning' | 'info'): Locator {
    return this.#page.locator(`.squiggly-${severity}`);
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+s');
    await this.#page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }
}
