/**
 * The schemas that an unqualified name is looked for in, from the text of the setting `search_path`.
 *
 * `current_schemas()` would leave out those the role may not use, and a version table in one of them is what the
 * user needs to be told of.
 */
export function readSearchPath(text: string, user: string): readonly string[] {
  const schemas: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)) {
    const name = quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? '';
    if (name !== '') schemas.push(name === '$user' ? user : name);
  }
  return schemas;
}
