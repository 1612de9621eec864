/** How large something is, for people: rounded, because the server itself only estimates. */

/** `about 1.2 million rows`; `undefined` where the table was never analyzed. */
export function rowsText(rows: number | undefined): string | undefined {
  if (rows === undefined) return undefined;
  if (rows === 1) return 'about 1 row';
  return rows < 1000
    ? `about ${rows} rows`
    : `about ${rounded(rows, 1000, ['thousand', 'million', 'billion'])} rows`;
}

/** `84 MB`, in steps of 1024 as `pg_size_pretty` counts. */
export function bytesText(bytes: number | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  return bytes < 1024 ? `${bytes} bytes` : rounded(bytes, 1024, ['kB', 'MB', 'GB', 'TB', 'PB']);
}

/** `about 1.2 million rows, 84 MB`; what is not known is said. */
export function sizeText(size: { readonly rows?: number; readonly bytes?: number }): string {
  const parts = [rowsText(size.rows), bytesText(size.bytes)].filter((part) => part !== undefined);
  return parts.length === 0 ? 'size not known' : parts.join(', ');
}

function rounded(value: number, step: number, units: readonly string[]): string {
  let unit = -1;
  let left = value;
  while (unit < units.length - 1 && (left >= step || unit < 0 || digits(left) >= step)) {
    left /= step;
    unit++;
  }
  return `${digits(left)} ${units[unit] ?? ''}`;
}

/** Two digits that matter, three from a hundred on. */
function digits(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
