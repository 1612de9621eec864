/** Names in a sentence: the first of them, and how many more there are. */
import { listText } from '../drift/words.ts';

/** `a, b and 7 more`. */
export function someNames(names: readonly string[], shown: number): string {
  const more = names.length - shown;
  return listText(more > 0 ? [...names.slice(0, shown), `${more} more`] : names);
}
