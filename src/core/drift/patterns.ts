/**
 * Differences that look the same all over a schema, such as every `user_id` that is a uuid instead of a varchar: one
 * fact to know, and a wall of lines to read one by one.
 */
import { groupBy } from '../groupBy.ts';
import type { ObjectKind } from './objectRef.ts';
import type { ExplainedDifference } from './report.ts';
import { counted, differenceText, kindText } from './words.ts';

export interface Pattern {
  /** What each of them is. */
  readonly object: ObjectKind;
  /** `uuid instead of character varying(36)`. */
  readonly text: string;
  readonly differences: readonly ExplainedDifference[];
}

export interface Folded {
  readonly patterns: readonly Pattern[];
  /** What is no part of a pattern, in the order it came. */
  readonly others: readonly ExplainedDifference[];
}

/** As many alike are still read one by one. */
const READ_ONE_BY_ONE = 5;

export function foldAlike(differences: readonly ExplainedDifference[]): Folded {
  // Only what has both sides can differ in the same way: a missing column is a story of its own.
  const alike = groupBy(
    differences.filter(({ difference }) => difference.kind === 'changed'),
    keyOf,
  );
  const groups = [...alike.values()].filter(({ length }) => length > READ_ONE_BY_ONE);
  const folded = new Set(groups.flat());
  return {
    patterns: groups.flatMap(patternOf).sort((a, b) => b.differences.length - a.differences.length),
    others: differences.filter((one) => !folded.has(one)),
  };
}

/** `97 columns`. */
export function patternSizeText({ object, differences }: Pattern): string {
  const one = kindText[object];
  const many = one === 'index' ? 'indexes' : one === 'policy' ? 'policies' : `${one}s`;
  return counted(differences.length, one, many);
}

function keyOf({ difference, explanation }: ExplainedDifference): string {
  const property = difference.kind === 'changed' ? difference.property : '';
  return `${difference.object}\0${explanation.kind}\0${property}\0${differenceText(difference)}`;
}

function patternOf(differences: readonly ExplainedDifference[]): readonly Pattern[] {
  const [first] = differences;
  if (first === undefined) return [];
  const { difference } = first;
  return [{ object: difference.object, text: differenceText(difference), differences }];
}
