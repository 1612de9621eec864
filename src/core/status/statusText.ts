/** `driftline status` for people: the document as lines, coloured by whoever prints it. */
import { printable, printableLine } from '../text/printable.ts';
import type { StatusDocument, StatusEnvironment, StatusProject } from './statusDocument.ts';

/** How to paint a piece of text; the identity where there are no colours. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

const same = (text: string): string => text;
export const noPaint: Paint = { good: same, warning: same, bad: same, quiet: same, strong: same };

export function statusLines(untamed: StatusDocument, paint: Paint): readonly string[] {
  const document = printableDocument(untamed);
  return [
    ...document.settingsProblems.map((problem) => paint.bad(`✗ ${problem}`)),
    ...document.projects.flatMap((project) => ['', ...projectLines(project, paint)]),
    '',
  ];
}

/** Names, ids and messages come from repositories and servers; in a terminal they must be text and nothing more. */
function printableDocument(document: StatusDocument): StatusDocument {
  const tame = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    return key === 'message' || key === 'summary' ? printableLine(value) : printable(value);
  };
  return JSON.parse(JSON.stringify(document), tame) as StatusDocument;
}

function projectLines(project: StatusProject, paint: Paint): string[] {
  const columns = columnsOf(project.environments);
  return [
    `${paint.strong(project.name)}  ${paint.quiet(`${project.convention} · ${project.path}`)}`,
    `  ${chainText(project)}`,
    ...project.problems.flatMap((problem) => problemLines(problem, paint)),
    ...project.environments.flatMap((environment) => environmentLines(environment, columns, paint)),
  ];
}

function chainText({ revisions, heads }: StatusProject): string {
  if (revisions === 0) return 'no revisions';
  const head = heads.length === 1 ? `head ${heads[0]}` : `${heads.length} heads: ${heads.join(', ')}`;
  return `${count(revisions, 'revision')}, ${head}`;
}

function problemLines(problem: StatusProject['problems'][number], paint: Paint): string[] {
  const where = `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}`;
  const mark = { error: paint.bad('✗'), warning: paint.warning('!'), information: paint.quiet('i') }[
    problem.severity
  ];
  return [`  ${mark} ${problem.message}`, `    ${paint.quiet(where)}`];
}

interface Columns {
  readonly name: number;
  readonly at: number;
}

function columnsOf(environments: readonly StatusEnvironment[]): Columns {
  return {
    name: Math.max(0, ...environments.map(({ name }) => name.length)),
    at: Math.max(0, ...environments.map((environment) => atText(environment).length)),
  };
}

function environmentLines(environment: StatusEnvironment, columns: Columns, paint: Paint): string[] {
  const name = environment.name.padEnd(columns.name);
  const at = atText(environment).padEnd(columns.at);
  return [
    `  ${markOf(environment, paint)} ${name}  ${at}  ${summaryOf(environment, paint)}`.trimEnd(),
    ...environment.explanations.map((text) => `      ${text}`),
    ...environment.pending.map((revision) => pendingLine(revision, paint)),
  ];
}

function pendingLine({ id, message, created }: StatusEnvironment['pending'][number], paint: Paint): string {
  const date = created === undefined ? '' : paint.quiet(`  ${created.slice(0, 10)}`);
  return `      ${paint.quiet('+')} ${id}  ${message}${date}`.trimEnd();
}

function atText({ state, at, unknown }: StatusEnvironment): string {
  return state === 'standing' ? [...at, ...unknown].join(', ') || 'base' : '—';
}

type Grade = 'good' | 'warning' | 'bad' | 'quiet';

function gradeOf(environment: StatusEnvironment): Grade {
  const { state, behind, unknown, explanations } = environment;
  if (state === 'notRead') return 'quiet';
  if (state !== 'standing') return state === 'failed' ? 'bad' : 'warning';
  if (unknown.length > 0 || explanations.length > 0) return 'bad';
  return behind === 0 ? 'good' : 'warning';
}

const MARKS: Record<Grade, string> = { good: '✓', warning: '!', bad: '✗', quiet: '·' };

function markOf(environment: StatusEnvironment, paint: Paint): string {
  const grade = gradeOf(environment);
  return paint[grade](MARKS[grade]);
}

function summaryOf(environment: StatusEnvironment, paint: Paint): string {
  return paint[gradeOf(environment)](environment.summary);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
