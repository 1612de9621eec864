/** Asks a snapshot how sure it is of something: of an object, or of one part of a table. */
import { sameName } from './name.ts';
import type { Affected, NamePattern, TablePart, Uncertainty, Within } from './snapshot.ts';

export type Subject = Pick<Affected, 'kind' | 'name'> & { readonly part?: TablePart };

/**
 * Why something may not be as the snapshot says, or `undefined` where it surely is.
 *
 * @param subject Without `part`: whether the object exists at all. A part without a name: any of that kind.
 */
export function uncertaintyAbout(
  uncertainties: readonly Uncertainty[],
  subject: Subject,
): Uncertainty | undefined {
  return uncertainties.find((uncertainty) => covers(uncertainty, subject));
}

function covers({ affects, within, except }: Uncertainty, subject: Subject): boolean {
  if (except?.some((one) => settles(one, subject))) return false;
  if (affects !== 'anything') return affects.some((one) => touches(one, subject));
  return within === undefined || within.some((one) => isWithin(one, subject));
}

function isWithin(within: Within, { kind: asked, name, part }: Subject): boolean {
  const { kind, parts } = within;
  if (kind !== asked || !isInSchema(within, kind, name)) return false;
  return parts === undefined || (part !== undefined && parts.includes(part.kind));
}

/** Whether an object has the name, or is in a schema of the name, that something may be about. */
export function isInSchema(
  { schema: pattern }: Within,
  kind: Affected['kind'],
  name: Affected['name'],
): boolean {
  const schema = kind === 'schema' ? name.name : name.schema;
  return pattern === undefined || matches(pattern, schema);
}

export function matches(pattern: NamePattern, name: string): boolean {
  return 'is' in pattern ? name === pattern.is : name.startsWith(pattern.startsWith);
}

/** Whether knowing `known` leaves nothing open about `subject`. */
function settles(known: Affected, { kind, name, part }: Subject): boolean {
  if (known.kind !== kind || !sameName(known.name, name)) return false;
  if (known.parts === undefined || part === undefined) return true;
  return known.parts.some(
    (one) => one.kind === part.kind && (one.name === undefined || one.name === part.name),
  );
}

function touches({ kind, name, parts }: Affected, subject: Subject): boolean {
  if (kind !== subject.kind || !sameName(name, subject.name)) return false;
  if (parts === undefined) return true;
  const { part } = subject;
  if (part === undefined) return false;
  return parts.some(
    (one) =>
      one.kind === part.kind && (one.name === undefined || part.name === undefined || one.name === part.name),
  );
}
