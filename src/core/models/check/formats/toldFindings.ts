/** What was checked, ready to be told: findings in words, with lines and columns in files seen from one folder. */
import { groupBy } from '../../../groupBy.ts';
import { positionAt } from '../../../text/lines.ts';
import { relativePath } from '../../../text/path.ts';
import type { Location } from '../../../text/range.ts';
import { type AlikeFindings, alikeFindings, reasonTexts, statementText } from '../findingWords.ts';
import type { FindingKind, ModelFinding, ModelReport } from '../modelFinding.ts';

export interface CheckedProject {
  readonly project: string;
  /** Those that the models were to be compared with; none: only with the migrations. */
  readonly environments: readonly CheckedEnvironment[];
  /** `undefined`: the models could not be checked. */
  readonly report: ModelReport | undefined;
  /** Why not. */
  readonly failure?: string;
}

export interface CheckedEnvironment {
  readonly name: string;
  /** Why its schema was not read; absent: it was. */
  readonly failure?: string;
}

export interface TellOptions {
  /** The folder that paths are shown from. */
  readonly folder: string;
  readonly textOf: (file: string) => string | undefined;
}

/** One thing to say, at one place: findings that only differ in their object are told together. */
export interface ToldFinding {
  readonly kind: FindingKind;
  readonly severity: ModelFinding['severity'];
  /** What is where. */
  readonly statement: string;
  /** Why, a sentence for each reason. */
  readonly reasons: readonly string[];
  readonly findings: AlikeFindings;
  readonly place: Place | undefined;
  /** The migration line that last set this. */
  readonly lastSetBy: { readonly revision: string; readonly place: Place | undefined } | undefined;
}

export interface Place {
  /** From the folder; absolute where it lies outside. */
  readonly file: string;
  readonly start: Position | undefined;
  readonly end: Position | undefined;
}

/** Both counted from 1, in UTF-16 code units; the end is behind the last one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** By file and line; what has no place comes last. */
export function toldFindings(
  findings: readonly ModelFinding[],
  options: TellOptions,
): readonly ToldFinding[] {
  const told = alikeFindings(findings).map((alike) => tell(alike, options));
  return told.sort(
    (a, b) =>
      Number(a.place === undefined) - Number(b.place === undefined) ||
      order(a.place?.file ?? '', b.place?.file ?? '') ||
      (a.place?.start?.line ?? 0) - (b.place?.start?.line ?? 0) ||
      (a.place?.start?.column ?? 0) - (b.place?.start?.column ?? 0),
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function tell(alike: AlikeFindings, options: TellOptions): ToldFinding {
  const [{ kind, severity, location, lastSetBy }] = alike;
  return {
    kind,
    severity,
    statement: statementText(alike),
    reasons: reasonTexts(alike),
    findings: alike,
    place: placeOf(location, options),
    lastSetBy: lastSetBy && { revision: lastSetBy.revision, place: placeOf(lastSetBy.location, options) },
  };
}

export function placeOf(location: Location | undefined, { folder, textOf }: TellOptions): Place | undefined {
  if (location === undefined) return undefined;
  const { file, range } = location;
  const text = range === undefined ? undefined : textOf(file);
  const at = (offset: number): Position | undefined => {
    if (text === undefined) return undefined;
    const { line, character } = positionAt(text, offset);
    return { line: line + 1, column: character + 1 };
  };
  return {
    file: relativePath(file, folder),
    start: range && at(range.start),
    end: range && at(range.end),
  };
}

/** `app/models.py:12:4`, as terminals and editors make links of it. */
export function placeText({ file, start }: Place): string {
  return start === undefined ? file : `${file}:${start.line}:${start.column}`;
}

/** How many findings there are of each severity; the gravest first. */
export function bySeverity(
  told: readonly ToldFinding[],
): readonly (readonly [ModelFinding['severity'], number])[] {
  const groups = groupBy(told, ({ severity }) => severity);
  return gravestFirst.flatMap((severity) => {
    const count = (groups.get(severity) ?? []).reduce((sum, { findings }) => sum + findings.length, 0);
    return count === 0 ? [] : [[severity, count] as const];
  });
}

const gravestFirst = ['error', 'warning', 'information', 'hint'] as const;

/** Whether something is at least as grave as a threshold. */
export function reaches(severity: ModelFinding['severity'], threshold: ModelFinding['severity']): boolean {
  return gravestFirst.indexOf(severity) <= gravestFirst.indexOf(threshold);
}
