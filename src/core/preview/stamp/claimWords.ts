/** Why a claim is not so, in whole sentences. */
import type { Difference } from '../../drift/difference.ts';
import { differenceText, kindText, listText, subjectText } from '../../drift/words.ts';

const SHOWN = 3;

/** @param hits Between what the revisions say and what the database has. */
export function whyText(hits: readonly Difference[]): string {
  return sentencesOf(hits.map(missingText));
}

/** `The table is there, but users.id is uuid instead of character varying(36).` */
export function otherwiseText(effect: Difference, hits: readonly Difference[]): string {
  const shown = hits.slice(0, SHOWN).map(factText);
  const more = hits.length > SHOWN ? [`${hits.length - SHOWN} more of its parts are otherwise`] : [];
  return `The ${kindText[effect.object]} is there, but ${listText([...shown, ...more])}.`;
}

/** What a revision did that is said not to be applied. */
export function stillThereText(effect: Difference): string {
  const name = subjectText(effect);
  const kind = kindText[effect.object];
  switch (effect.kind) {
    case 'removed':
      return `In the database, ${kind} ${name} is gone already.`;
    case 'added':
      return `In the database, ${kind} ${name} is there already.`;
    default:
      return `In the database, ${name} is so already.`;
  }
}

function sentencesOf(texts: readonly string[]): string {
  const unique = [...new Set(texts)];
  const more = unique.length > SHOWN ? ` And ${unique.length - SHOWN} more of it differ.` : '';
  return `${unique.slice(0, SHOWN).join(' ')}${more}`;
}

function missingText(hit: Difference): string {
  const name = `${kindText[hit.object]} ${subjectText(hit)}`;
  switch (hit.kind) {
    case 'removed':
      return `The database has no ${name}.`;
    case 'added':
      return `The database still has ${name}.`;
    default:
      return `In the database, ${factText(hit)}.`;
  }
}

/** `users.id is uuid instead of character varying(36)`. */
function factText(hit: Difference): string {
  const isPlain = hit.kind === 'changed' && (hit.property === 'type' || hit.property === 'nullable');
  return `${subjectText(hit)} ${isPlain || hit.kind === 'renamed' ? 'is' : 'has'} ${differenceText(hit)}`;
}
