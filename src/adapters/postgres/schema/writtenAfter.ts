/** Whether a row of a catalog was written after a moment: PostgreSQL keeps in each which transaction wrote it (`xmin`). */

/**
 * SQL of a condition. `age` goes first because it costs next to nothing. Transaction ids of rows have 32 bits; the full
 * one is the greatest with these bits that is not in the future.
 *
 * @param since The text of `txid_current_snapshot()`.
 */
export function writtenAfter(since: string, alias: string): string {
  const oldest = /^(\d+):\d+:[\d,]*$/.exec(since)?.[1];
  if (oldest === undefined) throw new Error('A moment is not in the form of txid_current_snapshot().');
  const next = '(SELECT txid_snapshot_xmax(txid_current_snapshot()))';
  const id = `${next} - ((${next} - ${alias}.xmin::text::bigint) & 4294967295)`;
  return `(age(${alias}.xmin) <= ${next} - ${oldest} + 1 AND NOT txid_visible_in_snapshot(${id}, '${since}'))`;
}
