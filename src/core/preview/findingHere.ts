/** What a finding comes to in one environment: rules know what a statement does, not how large its tables are there. */
import { listText } from '../drift/words.ts';
import { displayName, nameKey } from '../schema/name.ts';
import type { RuleFinding } from './rules/rule.ts';
import type { FindingHere, StatementPreview, TableSize } from './runPreview.ts';
import { bytesText, rowsText } from './sizeWords.ts';

/** Says nothing of what fails, of what reads and writes no rows, and of what is new or has no known size. */
export function findingHere(
  finding: RuleFinding,
  { impact, tables, time }: Pick<StatementPreview, 'impact' | 'tables' | 'time'>,
): FindingHere {
  const worked = new Set([...impact.scans, ...impact.rewrites].map(nameKey));
  const sized = tables.filter(({ table, bytes }) => worked.has(nameKey(table)) && bytes !== undefined);
  if (finding.severity === 'error' || sized.length === 0 || time.kind === 'unknown') return finding;
  const sizes = listText([...sized].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0)).map(sizeHere));
  const then = { instant: 'so this is over at once', seconds: 'so this takes seconds', minutes: longText }[
    time.kind
  ];
  return { ...finding, here: `Here ${sizes}, ${then}.` };
}

/** Whether a statement that has another form hurts little as it is. */
export const isSmallHere = ({ findings, time }: Pick<StatementPreview, 'findings' | 'time'>): boolean =>
  time.kind === 'instant' && findings.some(({ here }) => here !== undefined);

const longText = 'so this takes minutes or more';

function sizeHere({ table, rows, bytes }: TableSize): string {
  const name = displayName(table);
  if (bytes === 0) return `${name} is empty`;
  return `${name} has ${[rowsText(rows), bytesText(bytes)].filter((one) => one !== undefined).join(' in ')}`;
}
