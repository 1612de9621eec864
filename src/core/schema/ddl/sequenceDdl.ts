/** CREATE SEQUENCE, and the options of an identity column. */
import { quoteName, quoteQualified } from '../name.ts';
import type { Sequence } from '../snapshot.ts';
import { commentOn, words } from './sqlText.ts';

/** With its owner and its comment. */
export function wholeSequenceDdl(sequence: Sequence): readonly string[] {
  return [sequenceDdl(sequence), ...ownerDdl(sequence), ...sequenceComment(sequence)];
}

export function sequenceComment({ name, comment }: Sequence): readonly string[] {
  return commentOn(`SEQUENCE ${quoteQualified(name)}`, comment);
}

export function sequenceDdl(sequence: Sequence): string {
  const type = sequence.type === 'bigint' ? undefined : `AS ${sequence.type}`;
  return `${words(`CREATE SEQUENCE ${quoteQualified(sequence.name)}`, type, sequenceOptions(sequence))};`;
}

export function ownerDdl({ name, ownedBy }: Sequence): readonly string[] {
  if (ownedBy === undefined) return [];
  const column = `${quoteQualified(ownedBy.table)}.${quoteName(ownedBy.column)}`;
  return [`ALTER SEQUENCE ${quoteQualified(name)} OWNED BY ${column};`];
}

/** What is not as it would be without saying so; empty if nothing. */
export function sequenceOptions({ type, start, increment, min, max, cache, cycle }: Sequence): string {
  const usual = usualBounds(type, increment.startsWith('-'));
  return words(
    increment !== '1' && `INCREMENT BY ${increment}`,
    min !== usual.min && `MINVALUE ${min}`,
    max !== usual.max && `MAXVALUE ${max}`,
    start !== (increment.startsWith('-') ? max : min) && `START WITH ${start}`,
    cache !== '1' && `CACHE ${cache}`,
    cycle && 'CYCLE',
  );
}

function usualBounds(type: string, isDescending: boolean): { readonly min: string; readonly max: string } {
  const [least, greatest] = limits.get(type) ?? ['-9223372036854775808', '9223372036854775807'];
  return isDescending ? { min: least, max: '-1' } : { min: '1', max: greatest };
}

const limits: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['smallint', ['-32768', '32767']],
  ['integer', ['-2147483648', '2147483647']],
]);
