/** What both readers of a revision file share: names, and what its docstring tells. */

/** As Alembic finds them, not as Python imports: hidden files are scripts, `__init__…` and editors' locks are not. */
export function isRevisionFile(fileName: string): boolean {
  return fileName.endsWith('.py') && !fileName.startsWith('__init__') && !fileName.startsWith('.#');
}

/** Characters that Alembic's own notation for revisions needs. */
export const illegalInIds = /[@\-+:]/g;

/** Words that stand for revisions wherever one is named. */
export const reservedIds: ReadonlySet<string> = new Set(['head', 'heads', 'base']);

/** The first paragraph, as `alembic history` shows it. */
export function messageOf(docstring: string): string {
  const text = docstring.trim();
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(0, end);
}

const createDate = /^[ \t]*Create Date:[ \t]*(?:(\d{4}-\d\d-\d\d) (?=\d\d:\d\d))?(\S.*)/m;

/** The line `Create Date:` of Alembic's template; in ISO 8601 where it has the template's form. */
export function createdOf(docstring: string): string | undefined {
  if (!docstring.includes('Create Date:')) return undefined;
  const match = createDate.exec(docstring);
  if (match === null) return undefined;
  const [, day, rest = ''] = match;
  return day === undefined ? rest.trimEnd() : `${day}T${rest.trimEnd()}`;
}
