/** `--to -1`: Node takes a value that begins with a dash for an option of its own, so it is joined to its option. */
export function withDashedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (before !== undefined && /^--(?:to|from|at)$/.test(before) && /^-\d+$/.test(arg))
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
