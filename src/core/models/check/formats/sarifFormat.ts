/**
 * Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { isAbsolute } from '../../../text/path.ts';
import type { FindingKind, ModelFinding } from '../modelFinding.ts';
import { findingKinds } from '../severity.ts';
import { ruleHelp } from './ruleHelp.ts';
import {
  type CheckedProject,
  type Place,
  placeOf,
  type TellOptions,
  type ToldFinding,
  toldFindings,
} from './toldFindings.ts';

export interface SarifOptions extends TellOptions {
  /** Of this program. */
  readonly version: string;
}

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

export function sarifFormat(projects: readonly CheckedProject[], options: SarifOptions): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: projects.map((project) => runOf(project, options)),
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A run for each project, told apart by its category. */
function runOf({ project, environments, report, failure }: CheckedProject, options: SarifOptions): object {
  const failures = environments.flatMap(({ name, failure: why }) =>
    why === undefined ? [] : [`${name}: ${why}`],
  );
  const told = toldFindings(report?.findings ?? [], options);
  const kinds = findingKinds.filter((kind) => told.some((one) => one.kind === kind));
  const notifications = [...(failure === undefined ? [] : [failure]), ...failures].map((text) => ({
    level: 'error',
    message: { text },
  }));
  const notCompared = (report?.notCompared ?? []).map(({ reason, location }) => ({
    level: 'note',
    message: { text: reason },
    ...locationsOf('locations', [placeOf(location, options)]),
  }));
  return {
    tool: {
      driver: { name: 'Driftline', version: options.version, rules: kinds.map(ruleOf) },
    },
    automationDetails: { id: `driftline/${project}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: notifications.length === 0,
        toolExecutionNotifications: [...notifications, ...notCompared],
      },
    ],
    results: told.map((one) => resultOf(one, kinds)),
  };
}

function ruleOf(kind: FindingKind): object {
  const { title, description, help } = ruleHelp[kind];
  return {
    id: kind,
    name: kind.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: description },
    help: { text: help },
  };
}

function resultOf(told: ToldFinding, kinds: readonly FindingKind[]): object {
  const { kind, severity, statement, reasons, place, lastSetBy, findings } = told;
  return {
    ruleId: kind,
    ruleIndex: kinds.indexOf(kind),
    level: levels[severity],
    message: { text: [statement, ...reasons].join(' ') },
    ...locationsOf('locations', [place]),
    ...(lastSetBy?.place === undefined
      ? {}
      : locationsOf('relatedLocations', [lastSetBy.place], `Revision ${lastSetBy.revision} last set this.`)),
    partialFingerprints: { 'driftline/v2': fingerprintOf(findings) },
  };
}

function fingerprintOf(findings: readonly ModelFinding[]): string {
  return findings
    .map(({ fingerprint }) => fingerprint)
    .sort()
    .join(',');
}

function locationsOf(
  property: 'locations' | 'relatedLocations',
  places: readonly (Place | undefined)[],
  message?: string,
): object {
  const known = places.filter((place) => place !== undefined);
  if (known.length === 0) return {};
  return {
    [property]: known.map((place, index) => ({
      ...(property === 'relatedLocations' && { id: index + 1 }),
      physicalLocation: physical(place),
      ...(message !== undefined && { message: { text: message } }),
    })),
  };
}

function physical({ file, start, end }: Place): object {
  return {
    artifactLocation: isAbsolute(file)
      ? { uri: `file://${file.startsWith('/') ? '' : '/'}${uriPath(file)}` }
      : { uri: uriPath(file), uriBaseId: '%SRCROOT%' },
    ...(start === undefined
      ? {}
      : {
          region: {
            startLine: start.line,
            startColumn: start.column,
            ...(end !== undefined && { endLine: end.line, endColumn: end.column }),
          },
        }),
  };
}

const uriPath = (file: string): string =>
  file
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([A-Za-z])%3A/, '$1:');
