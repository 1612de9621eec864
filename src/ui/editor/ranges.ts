/** Ranges of the core as the editor's. */
import * as vscode from 'vscode';
import { positionAt } from '../../core/text/lines.ts';
import type { Range } from '../../core/text/range.ts';

/** @param text The text the range is in; without it, or without a range, the first line. */
export function toRange(text: string | undefined, range: Range | undefined): vscode.Range {
  if (text === undefined || range === undefined) return new vscode.Range(0, 0, 0, Number.MAX_SAFE_INTEGER);
  const start = positionAt(text, range.start);
  const end = positionAt(text, range.end);
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
