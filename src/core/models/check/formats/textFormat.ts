/** Findings as lines for a terminal, as linters print them, coloured by whoever prints them. */
import { refText } from '../../../drift/objectRef.ts';
import { counted, listText } from '../../../drift/words.ts';
import type { Paint } from '../../../status/statusText.ts';
import { printable, printableLine } from '../../../text/printable.ts';
import type { ModelFinding, ModelReport } from '../modelFinding.ts';
import {
  bySeverity,
  type CheckedProject,
  placeOf,
  placeText,
  type TellOptions,
  type ToldFinding,
  toldFindings,
} from './toldFindings.ts';

export interface TextOptions extends TellOptions {
  readonly paint: Paint;
  /** Also what could not be compared, one by one. */
  readonly all: boolean;
}

export function textFormat(projects: readonly CheckedProject[], options: TextOptions): string {
  return projects.map((project) => `${projectLines(project, options).join('\n')}\n`).join('\n');
}

function projectLines(checked: CheckedProject, options: TextOptions): readonly string[] {
  const { project, environments, report, failure } = checked;
  const { paint, all } = options;
  const failures = environments.flatMap(({ name, failure: why }) =>
    why === undefined ? [] : [`${name}: ${why}`],
  );
  const failed = [...(failure === undefined ? [] : [failure]), ...failures];
  const told = report === undefined ? [] : toldFindings(report.findings, options);
  return [
    paint.strong(printable(project)),
    ...told.flatMap((one, index) => [
      ...(index > 0 && one.place?.file !== told[index - 1]?.place?.file ? [''] : []),
      ...findingLines(one, paint),
    ]),
    ...(told.length === 0 ? [] : ['']),
    ...(all && report !== undefined ? notComparedLines(report, options) : []),
    ...failed.map((text) => `${paint.bad('✗')} ${printableLine(text)}`),
    ...(report === undefined ? [] : [summaryLine(report, told, environments, paint)]),
  ];
}

function findingLines(
  { kind, severity, statement, reasons, place, lastSetBy }: ToldFinding,
  paint: Paint,
): readonly string[] {
  const where = place === undefined ? '' : `${placeText(place)} `;
  const made = lastSetBy?.place === undefined ? [] : [`Last set by ${placeText(lastSetBy.place)}`];
  return [
    `${printable(where)}${painted(severity, paint)} ${paint.quiet(kind)} ${printable(statement)}`,
    ...[...reasons, ...made].map((text) => `    ${paint.quiet(printable(text))}`),
  ];
}

function painted(severity: ModelFinding['severity'], paint: Paint): string {
  if (severity === 'error') return paint.bad(severity);
  return severity === 'warning' ? paint.warning(severity) : paint.quiet(severity);
}

function notComparedLines(
  { notCompared }: ModelReport,
  { paint, ...options }: TextOptions,
): readonly string[] {
  const lines = notCompared.map(({ object, location, reason }) => {
    const place = placeOf(location, options);
    const where = place === undefined ? '' : `${placeText(place)} `;
    const subject = object === undefined ? '' : `${refText(object)}: `;
    return paint.quiet(printable(`${where}not compared ${subject}${reason}`));
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

/** What was found, and how much was looked at. */
function summaryLine(
  { counts, suppressed }: ModelReport,
  told: readonly ToldFinding[],
  environments: CheckedProject['environments'],
  paint: Paint,
): string {
  const found = bySeverity(told).map(([severity, count]) =>
    counted(count, nouns[severity][0], nouns[severity][1]),
  );
  const read = environments.filter(({ failure }) => failure === undefined).map(({ name }) => printable(name));
  const compared = [
    `${counted(counts.columns - counts.unknown, 'column')} of ${counted(counts.tables, 'table')} compared with ${
      read.length === 0 ? 'the migrations' : listText(read)
    }`,
    ...(counts.unknown === 0 ? [] : [`${counts.unknown} not compared`]),
    ...(suppressed.length === 0 ? [] : [`${counted(suppressed.length, 'finding')} left out`]),
  ].join(', ');
  if (found.length === 0) return `${paint.good('✓')} The models agree. ${paint.quiet(`${compared}.`)}`;
  const mark = told.some(({ severity }) => severity === 'error') ? paint.bad('✗') : paint.warning('!');
  return `${mark} ${listText(found)}. ${paint.quiet(`${compared}.`)}`;
}

const nouns = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['note', 'notes'],
  hint: ['hint', 'hints'],
} as const;
