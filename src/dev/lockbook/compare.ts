/** Where what was predicted is not what was seen. */
import type { LockMode } from '../../core/preview/locks/impact.ts';
import { type Form, unwatched } from './form.ts';
import type { Observation } from './observe.ts';
import type { Prediction } from './predict.ts';

/** Lines for people; none where both are the same. */
export function mismatches(form: Form, seen: Observation, said: Prediction): readonly string[] {
  if (form.unknown)
    return said.basis === 'unknown' ? [] : ['it is not known what it does, and that is not said'];
  if (form.refusedByRows)
    return said.notes.length > 0 ? [] : [`refused because of rows, and no note says so: ${seen.error}`];
  const isRefused = seen.error !== undefined;
  if (isRefused !== (said.error !== undefined)) {
    return [`refused: ${seen.error ?? 'no'}; predicted: ${said.error ?? 'no'}`];
  }
  if (isRefused) return [];
  const refusal = differs(
    'refuses a transaction',
    [String(seen.refusesTransaction)],
    [String(said.refusesTransaction)],
  );
  if (form.blocker === unwatched) return refusal;
  return [
    ...(said.basis === 'measured' ? [] : [`basis is ${said.basis}: ${said.notes.join(' ')}`]),
    ...differs('locks', lines(seen.locks), lines(said.locks)),
    ...differs('rewrites', seen.rewrites, said.rewrites),
    ...differs('rebuilds', seen.rebuilds, said.rebuilds),
    ...differs('scans', seen.scans, said.scans),
    ...refusal,
  ];
}

const lines = (locks: ReadonlyMap<string, LockMode>): readonly string[] =>
  [...locks].map(([name, mode]) => `${name} ${mode}`).sort();

function differs(what: string, seen: readonly string[], said: readonly string[]): readonly string[] {
  const missing = seen.filter((one) => !said.includes(one));
  const extra = said.filter((one) => !seen.includes(one));
  if (missing.length + extra.length === 0) return [];
  return [
    `${what}: ${[...missing.map((one) => `only seen ${one}`), ...extra.map((one) => `only predicted ${one}`)].join('; ')}`,
  ];
}
