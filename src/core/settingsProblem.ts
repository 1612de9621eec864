/** What is wrong with a setting, told as a sentence that says where and what to do, and never the value. */
import type { z } from 'zod';

export interface SettingsProblem {
  /** From the setting's id down: `['driftline.environments', 0, 'connection', 'host']`. */
  readonly path: SettingsPath;
  /** A whole sentence that begins with the path. */
  readonly message: string;
}

export type SettingsPath = readonly (string | number)[];

/** @param value What the issues are about; tells a missing key from a wrong one. */
export function toProblems(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  base: SettingsPath,
): readonly SettingsProblem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        settingsProblem([...path, key], key === 'password' ? misplacedPassword : unknownKey),
      );
    }
    return [settingsProblem(path, predicateOf(issue, valueAt(value, issue.path)))];
  });
}

const unknownKey = 'is not known here. Correct its name or remove it';

const misplacedPassword =
  'does not belong here. Remove it: Driftline asks for the password once and keeps it in secret storage';

export function settingsProblem(path: SettingsPath, predicate: string): SettingsProblem {
  return { path, message: `${pathText(path)} ${predicate}.` };
}

function pathText(path: SettingsPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

function predicateOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? 'is missing'
        : `must be ${typeWords.get(issue.expected) ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((allowed) => `“${String(allowed)}”`).join(' or ')}`;
    case 'too_small':
      return issue.origin !== 'number' && issue.origin !== 'int'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

const typeWords: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
]);

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
