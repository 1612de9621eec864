/** Markdown for hovers and tooltips. What comes from a repository or a database is data: it is escaped, never trusted. */
import * as vscode from 'vscode';

export function markdown(lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString(lines.join('  \n'), true);
  text.isTrusted = false;
  return text;
}

/** `text` as plain text inside Markdown; icons such as `$(x)` are not drawn either. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** `text` in a code span, which a line break would end. */
export function code(raw: string): string {
  const text = raw.replace(/\s+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return `${fence}${text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text}${fence}`;
}
