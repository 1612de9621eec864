/**
 * Differences that look the same all over a schema, such as every `user_id` that is a uuid instead of a varchar: one
 * fact to know, and a wall of lines to read one by one.
 */
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
  const alike = new Map<string, ExplainedDifference[]>();
  for (const one of differences) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [one]);
    else known.push(one);
  }
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

/** Only what has both sides can differ in the same way: a missing column is a story of its own. */
function keyOf({ difference, explanation }: ExplainedDifference): string | undefined {
  if (difference.kind !== 'changed') return undefined;
  return `${difference.object}\0${explanation.kind}\0${difference.property}\0${differenceText(difference)}`;
}

function patternOf(differences: readonly ExplainedDifference[]): readonly Pattern[] {
  const [first] = differences;
  if (first === undefined) return [];
  const { difference } = first;
  return [{ object: difference.object, text: differenceText(difference), differences }];
}
