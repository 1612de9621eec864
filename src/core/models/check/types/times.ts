/** Timestamps, times and intervals. With and without time zone never mix: Python refuses to compare the two. */
import type { NamedType } from '../../../schema/type.ts';
import { judgeLimit, type TypeVerdict } from './verdict.ts';

export function judgeTime(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name !== database.name) return { kind: 'type-mismatch' };
  const [wanted, there] = [partsOf(model), partsOf(database)];
  if (wanted.fields !== there.fields) return { kind: 'type-mismatch', usual: 'warning' };
  return judgeLimit(wanted.digits, there.digits);
}

/** Six digits of a second are what a time has when nothing is said. */
const ALL_DIGITS = 6;

/** Of `day to second(3)`; a time has no fields. */
function partsOf({ modifier = '' }: NamedType): { readonly fields: string; readonly digits: number } {
  const digits = /(\d+)\)?$/.exec(modifier)?.[1];
  const fields = modifier.replace(/\(?\d+\)?$/, '').trim();
  return { fields, digits: digits === undefined ? ALL_DIGITS : Number(digits) };
}
