/** The elements of VS Code's own look that the panels use, and builders for them. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { h } from './dom.ts';

export interface ButtonProps {
  readonly id: string;
  readonly onClick: () => void;
  /** One per group has the strong colour. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
}

export function button(label: string, { id, onClick, primary, disabled, title }: ButtonProps): HTMLElement {
  const attributes = {
    secondary: primary === true ? undefined : '',
    disabled: disabled === true ? '' : undefined,
    'aria-disabled': disabled === true ? 'true' : undefined,
    // It sets its own only when it is drawn: too late for the focus that returns to it.
    tabindex: disabled === true ? undefined : '0',
    title,
  };
  return h('vscode-button', { id, attributes, onClick: () => disabled !== true && onClick() }, label);
}

/** @param share From 0 to 1; `undefined`: nobody knows. */
export function progressBar(label: string, share: number | undefined): HTMLElement {
  const value = share === undefined ? undefined : String(Math.round(share * 100));
  return h('vscode-progress-bar', { attributes: { 'aria-label': label, value } });
}
