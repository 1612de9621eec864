/** Whether SQL may speak of something by its name: never a wrong no, and a yes only for the word outside of strings. */
export function mentions(sql: string | undefined, name: string): boolean {
  if (sql === undefined) return false;
  const code = sql.replace(/'(?:[^']|'')*'/g, "''");
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('"', '""');
  return new RegExp(`(?<![\\w$])${word}(?![\\w$])`, 'i').test(code);
}
