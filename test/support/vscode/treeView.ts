/** One tree in the sidebar, found by the name in its header. Rows that do not fit the window are not there. */
import type { Locator, Page } from 'playwright-core';
import { insist } from './insist.ts';

export interface TreeRow {
  /** The label, then the description. */
  readonly text: string;
  /** What a screen reader says. */
  readonly aria: string;
  /** Counted from 1. */
  readonly level: number;
  /** `undefined` for a row without children. */
  readonly expanded: boolean | undefined;
}

/** As much of the browser's element as is read here. */
interface Element {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
}

// How long children may take before the view is scrolled for them, and by how many pixels: two rows.
const childLookMs = 1_000;
const scrollBy = 44;

export class TreeView {
  readonly pane: Locator;
  readonly #page: Page;

  constructor(page: Page, name: string) {
    this.#page = page;
    // The header's label ends in "Section"; of a container with a single view, in nothing.
    const header = page.locator(
      `.pane-header[aria-label="${name} Section"], .pane-header[aria-label="${name}"]`,
    );
    this.pane = page.locator('.split-view-view .pane').filter({ has: header });
  }

  async rows(): Promise<readonly TreeRow[]> {
    return await this.pane.locator('.monaco-list-row[aria-level]').evaluateAll((rows: readonly Element[]) => {
      const text = (row: Element, part: string) => row.querySelector(part)?.textContent?.trim() ?? '';
      const read = rows.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        text: `${text(row, '.label-name')} ${text(row, '.label-description')}`.trim(),
        aria: row.getAttribute('aria-label') ?? '',
        level: Number(row.getAttribute('aria-level')),
        expanded: { true: true, false: false }[row.getAttribute('aria-expanded') ?? ''],
      }));
      return read.sort((a, b) => a.index - b.index).map(({ index: _, ...row }) => row);
    });
  }

  /** One line for each row, indented by its level; for `expect.poll`. */
  async text(): Promise<string> {
    const rows = await this.rows();
    return rows.map(({ text, level }) => '  '.repeat(level - 1) + text).join('\n');
  }

  /** What the view says when it has no rows. */
  welcome(): Promise<string> {
    return this.pane.locator('.welcome-view-content').innerText();
  }

  row(text: string | RegExp): Locator {
    return this.pane.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Opens every row that has children, from the top. */
  async expandAll(): Promise<void> {
    await this.pane.locator('.monaco-list-row').first().waitFor();
    const collapsed = this.pane.locator('.monaco-list-row[aria-expanded="false"]');
    while ((await collapsed.count()) > 0) {
      const row = collapsed.first();
      const index = Number(await row.getAttribute('data-index'));
      const level = Number(await row.getAttribute('aria-level'));
      await row.locator('.monaco-tl-twistie').click();
      await this.#rowAt(index, '[aria-expanded="false"]').waitFor({ state: 'detached' });
      await this.#waitForChild(this.#rowAt(index + 1, `[aria-level="${level + 1}"]`));
    }
  }

  /** Opens one row, whether it is open or not. */
  async unfold(text: string | RegExp): Promise<void> {
    await this.#turn(text, 'false');
  }

  /** Folds all the others: rows that do not fit the window are not there. */
  async unfoldOnly(text: string | RegExp): Promise<void> {
    await this.viewAction('Collapse All');
    await this.unfold(text);
  }

  async fold(text: string | RegExp): Promise<void> {
    await this.#turn(text, 'true');
  }

  async #turn(text: string | RegExp, expanded: 'true' | 'false'): Promise<void> {
    const row = this.row(text);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== expanded) return;
    await row.locator('.monaco-tl-twistie').click();
    await this.pane
      .locator(`.monaco-list-row[aria-expanded="${expanded}"]`)
      .filter({ hasText: text })
      .first()
      .waitFor({ state: 'detached' });
  }

  async #waitForChild(row: Locator): Promise<void> {
    try {
      await row.waitFor({ timeout: childLookMs });
    } catch {
      // It may be below the last row that has room.
      await this.pane.locator('.monaco-list').hover();
      await this.#page.mouse.wheel(0, scrollBy);
      await row.waitFor();
    }
  }

  #rowAt(index: number, condition: string): Locator {
    return this.pane.locator(`.monaco-list-row[data-index="${index}"]${condition}`);
  }

  /** Folds the view, or unfolds it: the others get its room. */
  async toggle(): Promise<void> {
    await this.pane.locator('.pane-header .title').first().click();
  }

  /**
   * Clicks a button at the end of a row, which is there while the mouse is over it.
   *
   * @param shown What the command shows. While rows are drawn anew, VS Code hands over none to the command.
   */
  async rowAction(row: string | RegExp, action: string, shown: Locator): Promise<void> {
    await insist(async (timeout) => {
      await this.#page.keyboard.press('Escape');
      await this.row(row).hover({ timeout });
      await this.row(row).getByRole('button', { name: action }).click({ timeout });
      await shown.waitFor({ timeout });
    });
  }

  /** Clicks a button in the header of the view. */
  async viewAction(action: string): Promise<void> {
    const header = this.pane.locator('.pane-header');
    await insist(async (timeout) => {
      await header.hover({ timeout });
      await header.getByRole('button', { name: action }).click({ timeout });
    });
  }

  /** @param shown What the command shows. While rows are drawn anew, VS Code hands over none to the command. */
  async contextMenu(row: string | RegExp, item: string, shown: Locator): Promise<void> {
    const title = this.#page.getByRole('menuitem', { name: item });
    const chosen = this.#page.locator('.monaco-menu .action-item').filter({ has: title });
    const focused = this.#page.locator('.monaco-menu .action-item.focused').filter({ has: title });
    await insist(async (timeout) => {
      await this.#page.keyboard.press('Escape');
      await this.row(row).click({ button: 'right', timeout });
      await chosen.hover({ timeout });
      await focused.waitFor({ timeout });
      // Not a click: a menu that has just opened takes none, so that the one which opened it does not choose from it.
      await this.#page.keyboard.press('Enter');
      await shown.waitFor({ timeout });
    });
  }

  /** The tooltip of a row, as text. */
  async tooltip(row: string | RegExp): Promise<string> {
    const hover = this.#page.locator('.monaco-hover.workbench-hover');
    return await insist(async (timeout) => {
      // A mouse that is there already says nothing new.
      await this.pane.locator('.pane-header').hover({ timeout });
      await this.row(row).locator('.label-name').hover({ timeout });
      await hover.waitFor({ timeout });
      return await hover.innerText({ timeout });
    });
  }
}
