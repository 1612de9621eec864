/** What is known of a name that a script computes: all of it, or how it begins. */
import type { PyValue } from '../../../python/value.ts';
import type { NamePattern, Within } from '../../../schema/snapshot.ts';
import { hole, withHoles } from './sqlText.ts';

/** @param text With `${…}` for what is not known. Nothing where not even its beginning is. */
export function patternOf(text: string): { readonly schema?: NamePattern } {
  const [known = '', ...unknowns] = text.split(hole.text);
  if (known === '') return {};
  return { schema: unknowns.length === 0 ? { is: known } : { startsWith: known } };
}

/** Objects of these kinds in a schema, as far as its name is known. */
export function inSchema(schema: PyValue | undefined, kinds: readonly Within[]): readonly Within[] {
  const text = schema === undefined ? undefined : withHoles(schema)?.text;
  const pattern = text === undefined ? {} : patternOf(text);
  return kinds.map((one) => ({ ...pattern, ...one }));
}

export function isPattern(schema: PyValue | undefined): boolean {
  const text = schema === undefined ? undefined : withHoles(schema)?.text;
  return text !== undefined && patternOf(text).schema !== undefined;
}
