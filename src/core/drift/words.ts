/**
 * Differences and their reasons in words, the same in the editor and on the command line. The verdict on a whole schema
 * is in `verdictWords.ts`.
 */
import { assertNever } from '../assertNever.ts';
import { constraintDdl } from '../schema/ddl/constraintDdl.ts';
import { indexDdl } from '../schema/ddl/indexDdl.ts';
import { parametersDdl } from '../schema/ddl/objectDdl.ts';
import { displayName, quoteName } from '../schema/name.ts';
import type { Column, Routine, Table, UserType } from '../schema/snapshot.ts';
import { typeText } from '../schema/type.ts';
import type { Difference } from './difference.ts';
import { type ObjectKind, type ObjectRef, type ObjectValues, refText } from './objectRef.ts';
import type { ExplainedDifference } from './report.ts';

/** Both sides of a difference in a few words; `undefined`: nothing is there. */
export interface Sides {
  /** What the revisions say. */
  readonly expected: string | undefined;
  /** What the database has. */
  readonly actual: string | undefined;
}

/** `users.id`, `folders`, `ix_users_email on users`. */
export function subjectText(difference: Difference): string {
  return refText(difference);
}

export const kindText: Readonly<Record<ObjectKind, string>> = {
  schema: 'schema',
  extension: 'extension',
  type: 'type',
  label: 'label',
  sequence: 'sequence',
  table: 'table',
  column: 'column',
  constraint: 'constraint',
  index: 'index',
  trigger: 'trigger',
  policy: 'policy',
  view: 'view',
  routine: 'function',
};

/** A few words behind the subject: `missing`, `not in the migrations`, `uuid instead of character varying(36)`. */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'added':
      return 'not in the migrations';
    case 'removed':
      return 'missing';
    case 'renamed':
      return `named ${nameOf(difference.after.name)} instead of ${nameOf(difference.before.name)}`;
    case 'changed': {
      const { expected, actual } = sidesOf(difference);
      const what = propertyText(difference.property);
      const prefix = what === undefined ? '' : `${what} `;
      return `${prefix}${actual ?? 'none'} instead of ${expected ?? 'none'}`;
    }
    default:
      return assertNever(difference, 'difference');
  }
}

/** What a revision does, in a few words: `creates users (12 columns, …)`, `users.id becomes uuid`. */
export function effectText(effect: Difference): string {
  const { expected, actual } = sidesOf(effect);
  switch (effect.kind) {
    case 'added':
      return `creates ${subjectText(effect)} (${actual ?? ''})`;
    case 'removed':
      return `drops ${subjectText(effect)}`;
    case 'renamed':
      return `renames ${expected ?? ''} to ${actual ?? ''}`;
    case 'changed': {
      const what = propertyText(effect.property);
      const subject = what === undefined ? subjectText(effect) : `${what} of ${subjectText(effect)}`;
      return `${subject} becomes ${actual ?? 'none'}, was ${expected ?? 'none'}`;
    }
    default:
      return assertNever(effect, 'effect');
  }
}

/** The type, the nullability speak for themselves. */
function propertyText(property: string): string | undefined {
  if (property === 'type' || property === 'nullable') return undefined;
  return property.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function sidesOf(difference: Difference): Sides {
  switch (difference.kind) {
    case 'added':
      return { expected: undefined, actual: wholeText(difference, difference.after) };
    case 'removed':
      return { expected: wholeText(difference, difference.before), actual: undefined };
    case 'renamed':
      return { expected: nameOf(difference.before.name), actual: nameOf(difference.after.name) };
    case 'changed':
      return {
        expected: valueText(difference.before, difference.property),
        actual: valueText(difference.after, difference.property),
      };
    default:
      return assertNever(difference, 'difference');
  }
}

function nameOf(name: ObjectValues[ObjectKind]['name']): string {
  return typeof name === 'string' ? quoteName(name) : displayName(name);
}

/** A whole object on one line. */
function wholeText(ref: ObjectRef, value: ObjectValues[ObjectKind]): string {
  switch (ref.object) {
    case 'column':
      return columnText(value as Column);
    case 'constraint':
      return constraintDdl(value as ObjectValues['constraint']).replace(/^CONSTRAINT \S+ /, '');
    case 'index':
      return (indexDdl(value as ObjectValues['index'], ref.of)[0] ?? '').replace(/;$/, '');
    case 'table': {
      const { columns, constraints, indexes } = value as Table;
      return [
        counted(columns.length, 'column'),
        counted(constraints.length, 'constraint'),
        indexes.length === 0 ? '' : counted(indexes.length, 'index', 'indexes'),
      ]
        .filter((part) => part !== '')
        .join(', ');
    }
    case 'type':
      return userTypeText(value as UserType);
    case 'label': {
      const { follows } = value as ObjectValues['label'];
      return follows === undefined ? 'first label' : `label after '${follows}'`;
    }
    default:
      return kindText[ref.object];
  }
}

function columnText({ type, nullable, default: value, identity, generated }: Column): string {
  return [
    typeText(type),
    nullable ? '' : 'not null',
    value === undefined ? '' : `default ${value}`,
    identity === undefined ? '' : `generated ${identity} as identity`,
    generated === undefined ? '' : `generated always as (${generated.expression})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function userTypeText(type: UserType): string {
  return type.kind === 'enum' ? `enum (${type.labels.map((label) => `'${label}'`).join(', ')})` : type.kind;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  const [last = '', ...others] = [...items].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `undefined` for a property that is not there. */
function valueText(object: ObjectValues[ObjectKind], property: string): string | undefined {
  const value = (object as unknown as Readonly<Record<string, unknown>>)[property];
  if (property === 'nullable') return value === true ? 'nullable' : 'not null';
  if (property === 'type' || property === 'baseType' || property === 'subtype')
    return typeof value === 'object' ? typeText(value as Column['type']) : String(value);
  if (property === 'parameters') return `(${parametersDdl(object as Routine)})`;
  if (property === 'definition' && typeof value === 'string' && triggerHead.test(value))
    return value.replace(triggerHead, '').replace(/\s+/g, ' ');
  return plainText(value);
}

/** What comes before that says nothing new where a trigger is known by its name. */
const triggerHead = /^create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+(?:"(?:[^"]|"")*"|\S+)\s+/i;

function plainText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `(${value.map((item) => plainText(item) ?? '').join(', ')})`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('kind' in value && value.kind === 'named') return typeText(value as Column['type']);
  if ('schema' in value && 'name' in value) return displayName(value as ObjectRef['of']);
  if ('column' in value || 'expression' in value) {
    const { column, expression } = value as { readonly column?: string; readonly expression?: string };
    return column ?? expression;
  }
  return JSON.stringify(value);
}

/** Why, in a few words. Revisions are shown by their ids. */
export function explanationText({ difference, explanation }: ExplainedDifference): string {
  switch (explanation.kind) {
    case 'pending':
      return `pending: ${explanation.maker.revision} ${deeds[difference.kind]}`;
    case 'drifted':
      return explanation.maker === undefined
        ? `drifted: no revision ${difference.kind === 'added' ? 'adds it' : 'makes it so'}`
        : `drifted: ${explanation.maker.revision} ${claims[difference.kind]}`;
    case 'unstamped':
      return `as ${explanation.maker.revision} makes it, which is not recorded`;
    case 'partial':
      return `part of ${explanation.maker.revision}, which is applied in part`;
    default:
      return assertNever(explanation, 'explanation');
  }
}

/** What a revision will do about a difference. */
const deeds = { added: 'drops it', removed: 'adds it', changed: 'changes it', renamed: 'renames it' };

/** What a revision that is applied says instead. */
const claims = {
  added: 'drops it',
  removed: 'adds it',
  changed: 'makes it otherwise',
  renamed: 'names it otherwise',
};

/** Why several differences that look the same exist. */
export function sharedExplanationText(all: readonly ExplainedDifference[]): string {
  const [first] = all;
  const makers = new Set(all.flatMap(({ explanation }) => explanation.maker?.revision ?? []));
  if (first === undefined || makers.size <= 1) return first === undefined ? '' : explanationText(first);
  const revisions = counted(makers.size, 'revision');
  switch (first.explanation.kind) {
    case 'pending':
      return `pending: ${revisions} ${first.difference.kind === 'removed' ? 'add them' : 'change them'}`;
    case 'drifted':
      return `drifted: ${revisions} make them otherwise`;
    case 'unstamped':
      return `as ${revisions} make them, which are not recorded`;
    case 'partial':
      return `parts of ${revisions}, which are applied in part`;
    default:
      return assertNever(first.explanation, 'explanation');
  }
}
