/** Small readers of PostgreSQL's syntax tree, as libpg-query's JSON has it: it leaves out zeros, `false` and `''`. */
import type { Node, RangeVar } from '@pgsql/types';
import type { ObjectName } from '../schema/name.ts';

/** The names of all kinds of nodes. */
export type Tag = Node extends infer N ? (N extends unknown ? keyof N : never) : never;

export type Body<T extends Tag> = Extract<Node, Record<T, unknown>>[T];

export function tagOf(node: Node): Tag {
  return Object.keys(node)[0] as Tag;
}

/** The text of a `String` node; `undefined` for any other. */
export function stringOf(node: Node | undefined): string | undefined {
  return node !== undefined && 'String' in node ? (node.String.sval ?? '') : undefined;
}

/** The strings of a list; other nodes, such as the star of `t.*`, are left out. */
export function nameParts(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => stringOf(node) ?? []);
}

/** A name of one, two or three parts; the database's is left out. */
export function objectName(parts: readonly string[]): ObjectName {
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

export function relationName(relation: RangeVar | undefined): ObjectName {
  const { schemaname, relname = '' } = relation ?? {};
  return schemaname === undefined ? { name: relname } : { schema: schemaname, name: relname };
}

/** The name in a text such as `public.users` or `"Users"`, as a cast to `regclass` reads it. */
export function nameFrom(text: string): ObjectName {
  const parts = [...text.matchAll(/"((?:[^"]|"")+)"|([^".\s]+)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.toLowerCase(),
  );
  return objectName(parts);
}
