/** A safer form of a statement, step by step; how a script says it is in `pythonFix.ts` and `sqlFix.ts`. */
import type { Fix } from '../../../text/edit.ts';
import type { RuleInput } from '../rule.ts';
import { pythonFix } from './pythonFix.ts';
import { sqlFix } from './sqlFix.ts';

export interface SaferForm {
  /** In the imperative. */
  readonly title: string;
  readonly steps: readonly SaferStep[];
  /** Which of Alembic's directives it is written for, besides SQL: others do more in one call. Absent: any. */
  readonly directives?: readonly string[];
}

export type SaferStep = {
  /** Outside of the migration's transaction. */
  readonly alone?: true;
} & (
  | {
      readonly kind: 'sql';
      readonly sql: string;
      /** Only makes that the script can be run again after it failed here. */
      readonly optional?: true;
    }
  /** The statement as it is written. */
  | {
      readonly kind: 'own';
      /** Arguments that a directive gets besides: `postgresql_concurrently=True`. */
      readonly named?: readonly string[];
      /** What SQL becomes; `undefined`: it is not of the form that is known. */
      readonly sql?: (sql: string) => string | undefined;
    }
);

/** `undefined` where it cannot be written into this script. */
export function saferFix(input: RuleInput, form: SaferForm | undefined): Fix | undefined {
  if (form === undefined) return undefined;
  const found = isRepeated(input) ? withoutNames(form) : form;
  if (found === undefined) return undefined;
  return input.script.language === 'python' ? pythonFix(input, found) : sqlFix(input, found);
}

/** A finding with a fix, where there is one. */
export function withFix<T extends object>(hit: T, fix: Fix | undefined): T & { readonly fix?: Fix } {
  return fix === undefined ? hit : { ...hit, fix };
}

/** Several statements are written in the same place: in a loop, in a function, or as steps of one directive. */
function isRepeated({ statement, index, revision }: RuleInput): boolean {
  const { file, range } = statement.location;
  return revision.statements.some(
    ({ location }, other) =>
      other !== index &&
      location.file === file &&
      location.range?.start === range?.start &&
      location.range?.end === range?.end,
  );
}

/** What names the object of one of them does not fit the others. */
function withoutNames(form: SaferForm): SaferForm | undefined {
  const steps = form.steps.filter((step) => step.kind === 'own' || step.optional !== true);
  return steps.every(({ kind }) => kind === 'own') ? { ...form, steps } : undefined;
}

export const insertAfter =
  (pattern: RegExp, words: string): ((sql: string) => string | undefined) =>
  (sql) => {
    const found = pattern.exec(sql);
    return found === null ? undefined : `${found[0]} ${words}${sql.slice(found[0].length)}`;
  };

export const append =
  (words: string): ((sql: string) => string | undefined) =>
  (sql) =>
    /--|\/\*/.test(sql) ? undefined : `${sql.trimEnd()} ${words}`;
