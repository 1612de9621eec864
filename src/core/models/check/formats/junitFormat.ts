/**
 * Findings as JUnit's XML, which every continuous integration shows: a suite for each project, in it one test for the
 * comparison with each environment and one for each finding.
 */
import { counted } from '../../../drift/words.ts';
import type { ModelFinding } from '../modelFinding.ts';
import { ruleHelp } from './ruleHelp.ts';
import {
  type CheckedProject,
  placeText,
  reaches,
  type TellOptions,
  type ToldFinding,
  toldFindings,
} from './toldFindings.ts';

export interface JunitOptions extends TellOptions {
  /** What is at least as grave fails. */
  readonly failOn: ModelFinding['severity'];
}

interface Test {
  readonly kind: 'passed' | 'failure' | 'error';
  readonly xml: string;
}

export function junitFormat(projects: readonly CheckedProject[], options: JunitOptions): string {
  const suites = projects.map((project) => ({ project, tests: testsOf(project, options) }));
  const total = tally(suites.flatMap(({ tests }) => tests));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="driftline check" ${total}>`,
    ...suites.flatMap(({ project, tests }) => [
      `  <testsuite name="${escaped(project.project)}" ${tally(tests)}>`,
      ...tests.map(({ xml }) => xml),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function tally(tests: readonly Test[]): string {
  const count = (kind: Test['kind']) => tests.filter((test) => test.kind === kind).length;
  return `tests="${tests.length}" failures="${count('failure')}" errors="${count('error')}" skipped="0"`;
}

function testsOf(checked: CheckedProject, options: JunitOptions): readonly Test[] {
  const { project, environments, report, failure } = checked;
  const told = toldFindings(report?.findings ?? [], options);
  return [
    ...(report === undefined
      ? [test(project, 'models', failure === undefined ? undefined : { kind: 'error', message: failure })]
      : [test(project, `${counted(report.counts.columns - report.counts.unknown, 'column')} compared`)]),
    ...environments.map(({ name, failure: why }) =>
      test(
        project,
        `schema of ${name} read`,
        why === undefined ? undefined : { kind: 'error', message: why },
      ),
    ),
    ...told.map((one) => findingTest(project, one, options)),
  ];
}

/** What is not grave enough to fail is told in a test that passes. */
function findingTest(project: string, told: ToldFinding, { failOn }: JunitOptions): Test {
  const { kind, severity, statement, reasons, place, findings } = told;
  const where = place === undefined ? [] : [placeText(place)];
  const name = `${ruleHelp[kind].title}: ${statement}`;
  const detail = [
    ...where,
    statement,
    ...reasons,
    ...findings.map(({ fingerprint }) => `Fingerprint: ${fingerprint}`),
  ];
  const attributes =
    place === undefined ? '' : ` file="${escaped(place.file)}" line="${place.start?.line ?? 1}"`;
  const classname = `${project}.${kind}`;
  return reaches(severity, failOn)
    ? test(
        classname,
        name,
        { kind: 'failure', message: statement, type: kind, detail: detail.join('\n') },
        attributes,
      )
    : test(classname, name, { kind: 'passed', message: `${severity}: ${detail.join('\n')}` }, attributes);
}

interface Outcome {
  readonly kind: Test['kind'];
  readonly message: string;
  readonly type?: string;
  readonly detail?: string;
}

function test(classname: string, name: string, outcome?: Outcome, attributes = ''): Test {
  const open = `    <testcase classname="${escaped(classname)}" name="${escaped(name)}"${attributes}`;
  if (outcome === undefined) return { kind: 'passed', xml: `${open}/>` };
  const { kind, message, type, detail } = outcome;
  const inner =
    kind === 'passed'
      ? `<system-out>${escaped(message)}</system-out>`
      : `<${kind} message="${escaped(message)}" type="${escaped(type ?? kind)}">${escaped(detail ?? message)}</${kind}>`;
  return { kind, xml: `${open}>${inner}</testcase>` };
}

/** For text and attributes; what XML has no way to write is left out. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\t\r\n]/g, (character) => (character === '\n' ? '&#10;' : ' '));
}
