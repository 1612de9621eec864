/** Flyway's versions: numbers with dots or underscores between them, of any length and depth. */

/**
 * Equal for versions that Flyway takes for the same: `1`, `1.0` and `01`.
 *
 * @returns `undefined` for a text that is no version.
 */
export function versionKey(text: string): string | undefined {
  if (!/^\d+(?:[._]\d+)*$/.test(text)) return undefined;
  const parts = text.split(/[._]/).map((part) => BigInt(part).toString());
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}

/** As the history table records it: `1_2` → `1.2`. */
export const versionText = (text: string): string => text.replaceAll('_', '.');

export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[._]/), b.split(/[._]/)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [BigInt(left[index] ?? 0), BigInt(right[index] ?? 0)];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
