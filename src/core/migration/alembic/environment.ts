/** What the calls of `context.configure` in an `env.py` say together: the version table, and facts worth showing. */
import { isSequence, type PyValue, pathOf, sameValue } from '../../python/value.ts';
import type { Range } from '../../text/range.ts';
import type { Problem } from '../../text/read.ts';
import type { ProjectFact } from '../project.ts';
import type { VersionTable } from '../versionTable.ts';
import type { ConfigureCall } from './readEnv.ts';

export const defaultVersionTable: VersionTable = { name: 'alembic_version', columns: ['version_num'] };

export interface Environment {
  readonly versionTable: VersionTable | undefined;
  readonly facts: readonly ProjectFact[];
  readonly problems: readonly Problem[];
}

/** @param file Where to say so if there are no calls: `env.py`. */
export function environmentOf(calls: readonly ConfigureCall[], file: string): Environment {
  if (calls.length === 0) {
    const message =
      'No call of context.configure could be found from here, so the version table is not known. Say it in the setting “driftline.projects” as “versionTable”.';
    return {
      versionTable: undefined,
      facts: [],
      problems: [{ code: 'version-table-unknown', severity: 'information', message, file }],
    };
  }
  const table = settingOf('version_table', calls);
  const schema = settingOf('version_table_schema', calls);
  const shown = ['include_schemas', 'transaction_per_migration', 'target_metadata'].map((name) =>
    settingOf(name, calls),
  );
  const problems = [...unknownProblems(table, schema), ...[table, schema].flatMap(differenceProblem)];
  const facts = [table, schema, ...shown].flatMap((setting) => factOf(setting) ?? []);
  return { versionTable: versionTableOf(table, schema), facts, problems };
}

type Setting =
  | { readonly kind: 'absent'; readonly name: string; readonly differs: boolean }
  | {
      readonly kind: 'known' | 'unknown';
      readonly name: string;
      readonly value: PyValue;
      readonly file: string;
      readonly range: Range;
      /** It is named by no call, but a `**` may hold it. */
      readonly hidden?: true;
      /** Offline and online, or several databases, are given different values. */
      readonly differs: boolean;
    };

/** Calls that are given a connection decide: only they write to a version table. */
function settingOf(name: string, calls: readonly ConfigureCall[]): Setting {
  const all = calls.map((call) => settingIn(call, name));
  const online = all.filter((_, index) => calls[index]?.named.has('connection'));
  const deciding = online.length > 0 ? online : all;
  const first = deciding[0] ?? { kind: 'absent', name, differs: false };
  const differs = all.some((one) => one.kind !== 'unknown' && !sameSetting(one, first));
  const said =
    deciding.find((one) => one.kind === 'unknown') ?? deciding.find((one) => one.kind !== 'absent');
  if (said === undefined || said.kind === 'absent') return { kind: 'absent', name, differs };
  const isSure = deciding.every((one) => one.kind !== 'unknown' && sameSetting(one, first));
  return { ...said, kind: isSure ? 'known' : 'unknown', differs };
}

function settingIn(call: ConfigureCall, name: string): Setting {
  const argument = call.named.get(name);
  if (argument !== undefined) {
    const { value, file, range } = argument;
    return { kind: isPlain(value) ? 'known' : 'unknown', name, value, file, range, differs: false };
  }
  if (call.open === undefined) return { kind: 'absent', name, differs: false };
  return {
    kind: 'unknown',
    name,
    value: { kind: 'unknown' },
    file: call.file,
    range: call.open.range,
    hidden: true,
    differs: false,
  };
}

function isPlain(value: PyValue): boolean {
  return value.kind === 'string' || value.kind === 'bool' || value.kind === 'none';
}

function sameSetting(a: Setting, b: Setting): boolean {
  return a.kind === b.kind && (a.kind === 'absent' || (b.kind !== 'absent' && sameValue(a.value, b.value)));
}

function versionTableOf(table: Setting, schema: Setting): VersionTable | undefined {
  if (table.kind === 'unknown' || schema.kind === 'unknown') return undefined;
  if (table.kind === 'known' && table.value.kind !== 'string') return undefined;
  const named = table.kind === 'known' && table.value.kind === 'string' ? { name: table.value.text } : {};
  const inSchema = schema.kind === 'known' && schema.value.kind === 'string' && schema.value.text !== '';
  return { ...defaultVersionTable, ...named, ...(inSchema ? { schema: schema.value.text } : {}) };
}

/** One sentence where both are hidden by the same code. */
function unknownProblems(table: Setting, schema: Setting): Problem[] {
  const hidden = [table, schema].flatMap((setting) => (setting.kind === 'unknown' ? [setting] : []));
  const together = hidden.length === 2 && hidden[0]?.range.start === hidden[1]?.range.start;
  return (together ? hidden.slice(0, 1) : hidden).map(({ name, file, range }) => {
    const key = name === 'version_table' ? 'versionTable' : 'versionTableSchema';
    const message = `${name} ${together ? 'may be' : 'is'} set by code that is not run here, so it is not known. Say it in the setting “driftline.projects” as “${key}”.`;
    return { code: 'version-table-unknown', severity: 'information', message, file, range };
  });
}

function differenceProblem(setting: Setting): Problem[] {
  if (!setting.differs || setting.kind !== 'known') return [];
  const { name, file, range } = setting;
  const message = `Calls of context.configure in this file disagree about ${name}. The one that is given a connection is taken; let all say the same.`;
  return [{ code: 'version-table-differs', severity: 'warning', message, file, range }];
}

function factOf(setting: Setting): ProjectFact | undefined {
  if (setting.kind === 'absent' || (setting.hidden && !setting.name.startsWith('version_table')))
    return undefined;
  const { name, file, range, value } = setting;
  return { name, value: name === 'target_metadata' ? originOf(value) : textOf(setting), file, range };
}

function textOf(setting: Setting): string | undefined {
  if (setting.kind !== 'known') return undefined;
  const { value } = setting;
  if (value.kind === 'string') return value.text;
  return value.kind === 'bool' ? (value.value ? 'True' : 'False') : 'None';
}

/** `app.models.Base.metadata`; several, separated by commas. */
function originOf(value: PyValue): string | undefined {
  if (value.kind === 'none') return 'None';
  if (!isSequence(value)) return pathOf(value);
  const origins = value.items.map(originOf);
  return origins.includes(undefined) ? undefined : origins.join(', ');
}
