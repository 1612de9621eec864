/** A drift report as lines for a terminal, coloured by whoever prints it. */
import type { Paint } from '../status/statusText.ts';
import { printableLine } from '../text/printable.ts';
import type { Location } from '../text/range.ts';
import type { Difference } from './difference.ts';
import { isOwnTable } from './ignoreRules.ts';
import { byObject, isPart, refText } from './objectRef.ts';
import { foldAlike, type Pattern, patternSizeText } from './patterns.ts';
import type { DriftReport, ExplainedDifference } from './report.ts';
import { findingText, foreignNotes, matchNotes, verdictText } from './verdictWords.ts';
import {
  counted,
  differenceText,
  explanationText,
  sharedExplanationText,
  sidesOf,
  subjectText,
} from './words.ts';

export interface LineOptions {
  readonly paint: Paint;
  readonly heads: readonly string[];
  /** Where an operation is: `versions/9c1e_add.py:31`. */
  readonly placeOf: (location: Location) => string;
  /** Also what is pending, ignored, unmanaged and not compared, one by one. */
  readonly all: boolean;
}

export function reportLines(report: DriftReport, options: LineOptions): readonly string[] {
  const { paint, heads, all } = options;
  const told = report.differences.filter(({ explanation }) => all || explanation.kind !== 'pending');
  const pending = report.differences.length - told.length;
  const { patterns, others } = all ? { patterns: [], others: told } : foldAlike(told);
  return [
    ...verdictLines(report, heads, paint),
    ...report.revisions.map((finding) => `  ${paint.warning('!')} ${printableLine(findingText(finding))}`),
    ...patterns.flatMap((pattern) => patternLines(pattern, paint)),
    ...byObject(others).flatMap((group) => groupLines(group, options)),
    ...(pending > 0
      ? [paint.quiet(`  ${counted(pending, 'difference')} will be gone once what is pending is applied.`)]
      : []),
    ...restLines(report, options),
  ];
}

/** What several differences have in common, and then only their names. */
function patternLines(pattern: Pattern, paint: Paint): readonly string[] {
  const names = pattern.differences.map(({ difference }) => printableLine(subjectText(difference)));
  return [
    `  ${paint.warning('~')} ${paint.strong(patternSizeText(pattern))}: ${printableLine(pattern.text)}`,
    `    ${paint.quiet(printableLine(sharedExplanationText(pattern.differences)))}`,
    ...paragraph(names).map((line) => `      ${line}`),
  ];
}

const PARAGRAPH_WIDTH = 100;

function paragraph(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = '';
  words.forEach((word, index) => {
    const next = index < words.length - 1 ? `${word},` : word;
    if (line !== '' && line.length + 1 + next.length > PARAGRAPH_WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? next : `${line} ${next}`;
  });
  return line === '' ? lines : [...lines, line];
}

/** The verdict alone, with how sure it is and what else it could be. */
export function verdictLines(report: DriftReport, heads: readonly string[], paint: Paint): readonly string[] {
  return [
    verdictLine(report, heads, paint),
    ...matchNotes(report).map((text) => `  ${paint.quiet('·')} ${printableLine(text)}`),
    ...foreignNotes(report).map((text) => `  ${paint.warning('!')} ${printableLine(text)}`),
  ];
}

function verdictLine(report: DriftReport, heads: readonly string[], paint: Paint): string {
  const mark = { agrees: paint.good('✓'), drifted: paint.warning('!'), unstamped: paint.warning('!') };
  const { kind } = report.verdict;
  const shown = kind === 'agrees' || kind === 'drifted' || kind === 'unstamped' ? mark[kind] : paint.bad('✗');
  return `${shown} ${printableLine(verdictText(report, heads))}`;
}

function groupLines(group: readonly ExplainedDifference[], options: LineOptions): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { object, of } = first.difference;
  if (group.length === 1 && !isPart(object)) return differenceLines(first, '  ', options);
  const name = options.paint.strong(
    printableLine(refText({ object: object === 'label' ? 'type' : 'table', of })),
  );
  return [`  ${name}`, ...group.flatMap((one) => differenceLines(one, '    ', options))];
}

function differenceLines(
  explained: ExplainedDifference,
  indent: string,
  { paint, placeOf }: LineOptions,
): readonly string[] {
  const { difference, explanation } = explained;
  const subject = difference.part === undefined ? subjectText(difference) : difference.part;
  const place =
    'maker' in explanation && explanation.maker?.location !== undefined
      ? `  ${placeOf(explanation.maker.location)}`
      : '';
  return [
    `${indent}${markOf(difference, paint)} ${printableLine(`${subject}: ${differenceText(difference)}${detailOf(difference)}`)}`,
    `${indent}  ${paint.quiet(printableLine(`${explanationText(explained)}${place}`))}`,
  ];
}

function markOf({ kind }: Difference, paint: Paint): string {
  switch (kind) {
    case 'added':
      return paint.warning('+');
    case 'removed':
      return paint.bad('−');
    default:
      return paint.warning('~');
  }
}

/** What is missing or too much, in full. */
function detailOf(difference: Difference): string {
  if (difference.kind !== 'added' && difference.kind !== 'removed') return '';
  const { expected, actual } = sidesOf(difference);
  return ` (${expected ?? actual ?? ''})`;
}

function restLines(
  { notCompared, ignored, unmanaged }: DriftReport,
  { all, paint }: LineOptions,
): readonly string[] {
  const rest = (text: string, items: readonly string[]): readonly string[] =>
    items.length === 0
      ? []
      : [
          paint.quiet(`  ${text}`),
          ...(all ? items.map((item) => paint.quiet(`    ${printableLine(item)}`)) : []),
        ];
  const left = all ? ignored : ignored.filter((one) => !isOwnTable(one));
  return [
    ...rest(
      `${counted(notCompared.length, 'thing')} could not be compared.`,
      notCompared.map(({ difference, reason }) => `${refText(difference)}: ${reason}`),
    ),
    ...rest(
      `${counted(unmanaged.length, 'object')} that no revision mentions.`,
      unmanaged.map((ref) => refText(ref)),
    ),
    ...rest(
      `${counted(left.length, 'difference')} ignored.`,
      left.map(({ difference, rule }) => `${refText(difference)} (${rule})`),
    ),
  ];
}
