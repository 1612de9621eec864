/** What all places say, brought together by what they say it of. */
import type { CheckedPlace } from './checkedPlace.ts';
import type { ModelCheckInput } from './checkModels.ts';
import type { Disagreement, Subject, Unclear } from './disagreement.ts';
import { doubtAbout } from './doubts.ts';
import { unclearText } from './notCompared.ts';

/** One thing that the models say, and whoever contradicts it. */
export interface Dispute {
  readonly subject: Disagreement;
  readonly at: readonly Contradiction[];
}

export interface Contradiction {
  readonly place: CheckedPlace;
  readonly disagreement: Disagreement;
}

/** What may be contradicted or not. */
export interface Doubt {
  readonly subject: Subject;
  /** A whole sentence. */
  readonly reason: string;
}

export function collect(
  places: readonly CheckedPlace[],
  input: ModelCheckInput,
): { readonly disputes: readonly Dispute[]; readonly doubts: readonly Doubt[] } {
  const disputes = new Map<string, { readonly subject: Disagreement; readonly at: Contradiction[] }>();
  const doubts: Doubt[] = [];
  for (const place of places) {
    for (const unclear of place.compared.unclear.values()) doubts.push(unclearDoubt(unclear, place));
    for (const [key, disagreement] of place.compared.disagreements) {
      if (isElsewhere(disagreement, place)) continue;
      const reason = doubtIn(disagreement, place, input);
      if (reason !== undefined) {
        doubts.push({ subject: disagreement, reason });
        continue;
      }
      const known = disputes.get(key);
      if (known === undefined) disputes.set(key, { subject: disagreement, at: [{ place, disagreement }] });
      else known.at.push({ place, disagreement });
    }
  }
  return { disputes: [...disputes.values()], doubts };
}

const unclearDoubt = (unclear: Unclear, { environment }: CheckedPlace): Doubt => ({
  subject: unclear,
  reason: unclearText(unclear, environment?.name),
});

function doubtIn(subject: Subject, place: CheckedPlace, { models }: ModelCheckInput): string | undefined {
  return doubtAbout(subject, models.snapshot, (name) => name)?.reason ?? place.doubtAbout(subject);
}

/** Whether a table that other migrations make is there is their affair, and what it is like in these as well. */
function isElsewhere(subject: Disagreement, place: CheckedPlace): boolean {
  const isOfMigrations = place.environment === undefined;
  return (isOfMigrations || subject.aspect === 'table') && place.ownerOf(subject) !== undefined;
}
