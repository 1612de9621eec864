/** Walks a syntax tree without knowing all its kinds of nodes. */

export type TreeObject = Readonly<Record<string, unknown>>;

/** Every object of a tree, from the outside in. */
export function visit(value: unknown, see: (value: TreeObject) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (typeof value === 'object' && value !== null) {
    see(value as TreeObject);
    for (const member of Object.values(value)) visit(member, see);
  }
}
