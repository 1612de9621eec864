/** A sequence's parameters with PostgreSQL's defaults (`init_params` of its sources). */
import type { SequenceOptions } from '../../migration/operations/definitions.ts';
import type { QualifiedName } from '../name.ts';
import type { Sequence } from '../snapshot.ts';

interface Limits {
  readonly min: string;
  readonly max: string;
}

const bigint: Limits = { min: '-9223372036854775808', max: '9223372036854775807' };

const limits: ReadonlyMap<string, Limits> = new Map([
  ['smallint', { min: '-32768', max: '32767' }],
  ['integer', { min: '-2147483648', max: '2147483647' }],
  ['bigint', bigint],
]);

export function newSequence(name: QualifiedName, options: SequenceOptions): Sequence {
  const type = options.type ?? 'bigint';
  const range = limits.get(type) ?? bigint;
  const increment = options.increment ?? '1';
  const ascending = !increment.startsWith('-');
  const min = options.min ?? (ascending ? '1' : range.min);
  const max = options.max ?? (ascending ? range.max : '-1');
  return {
    name,
    type,
    increment,
    min,
    max,
    start: options.start ?? (ascending ? min : max),
    cache: options.cache ?? '1',
    cycle: options.cycle ?? false,
  };
}

/** Bounds that were those of the old type become those of the new one. Where it starts stays. */
export function changedSequence(sequence: Sequence, options: SequenceOptions): Sequence {
  const type = options.type ?? sequence.type;
  const before = limits.get(sequence.type) ?? bigint;
  const range = limits.get(type) ?? bigint;
  const retyped = options.type !== undefined;
  const increment = options.increment ?? sequence.increment;
  const ascending = !increment.startsWith('-');
  const resetsMin = retyped && sequence.min === before.min;
  const resetsMax = retyped && sequence.max === before.max;
  const defaultMin = !ascending || resetsMin ? range.min : '1';
  const defaultMax = ascending || resetsMax ? range.max : '-1';
  return {
    ...sequence,
    type,
    increment,
    min: options.min ?? (options.min === null || resetsMin ? defaultMin : sequence.min),
    max: options.max ?? (options.max === null || resetsMax ? defaultMax : sequence.max),
    start: options.start ?? sequence.start,
    cache: options.cache ?? sequence.cache,
    cycle: options.cycle ?? sequence.cycle,
  };
}
