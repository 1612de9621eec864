/** Conditions that nobody can decide before the run, in words. */
import { assertNever } from '../../assertNever.ts';
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import { displayName } from '../../schema/name.ts';
import { typeText } from '../../schema/type.ts';

/** Whole sentences, behind the one that says that nobody can tell. @param holds Whether it runs where the condition holds, or where not. */
export function conditionReasons(condition: SchemaCondition, holds: boolean): readonly string[] {
  if (condition.kind === 'unknown') return [condition.reason];
  return [`It runs only if ${clause(condition, holds)}.`, ...reasonsIn(condition)];
}

/** A whole sentence for the reasons why nobody can tell whether a statement runs. */
export function conditionSentence(reasons: readonly string[]): string {
  return ['Whether this runs cannot be told.', ...new Set(reasons)].join(' ');
}

/** What is asked, as a clause behind "if". */
function clause(condition: SchemaCondition, holds: boolean): string {
  switch (condition.kind) {
    case 'not':
      return clause(condition.condition, !holds);
    case 'and':
    case 'or': {
      const word = (condition.kind === 'and') === holds ? ' and ' : ' or ';
      return condition.conditions.map((one) => clause(one, holds)).join(word);
    }
    case 'unknown':
      return 'something else allows it';
    case 'columnNullable':
      return `column ${displayName(condition.table)}.${condition.column} ${holds ? 'allows' : 'does not allow'} NULL`;
    case 'columnHasType':
      return `column ${displayName(condition.table)}.${condition.column} is ${holds ? '' : 'not '}${typeText(condition.type)}`;
    default:
      return `${subject(condition)} ${holds ? 'exists' : 'does not exist'}`;
  }
}

type Existence = Exclude<
  SchemaCondition,
  { readonly kind: 'not' | 'and' | 'or' | 'unknown' | 'columnNullable' | 'columnHasType' }
>;

function subject(condition: Existence): string {
  switch (condition.kind) {
    case 'tableExists':
    case 'viewExists':
    case 'sequenceExists':
    case 'typeExists':
      return `${condition.kind.slice(0, -'Exists'.length)} ${displayName(condition.name)}`;
    case 'columnExists':
      return `column ${displayName(condition.table)}.${condition.column}`;
    case 'constraintExists':
    case 'indexExists':
    case 'triggerExists': {
      const what = `${condition.kind.slice(0, -'Exists'.length)} ${condition.name}`;
      return condition.table === undefined ? what : `${what} of ${displayName(condition.table)}`;
    }
    case 'enumLabelExists':
      return `label '${condition.label}' of type ${displayName(condition.type)}`;
    case 'schemaExists':
    case 'extensionExists':
      return `${condition.kind.slice(0, -'Exists'.length)} ${condition.name}`;
    case 'routineExists':
      return `routine ${displayName(condition.name)}`;
    default:
      return assertNever(condition, 'condition');
  }
}

function reasonsIn(condition: SchemaCondition): readonly string[] {
  switch (condition.kind) {
    case 'unknown':
      return [condition.reason];
    case 'not':
      return reasonsIn(condition.condition);
    case 'and':
    case 'or':
      return [...new Set(condition.conditions.flatMap(reasonsIn))];
    default:
      return [];
  }
}
