/** Finds what a name means on the search path, and says so where it means nothing. */
import { displayName, nameKey, type ObjectName, type QualifiedName } from '../name.ts';
import type { Affected, Column, Sequence, Table, UserType, View } from '../snapshot.ts';
import { type Draft, Failure } from './draft.ts';
import type { Section } from './section.ts';

type Kind = Affected['kind'];

/** Where an object without a schema is made: the first schema of the path that exists. */
export function creationName(draft: Draft, { schema, name }: ObjectName): QualifiedName {
  if (schema !== undefined) return { schema, name };
  const first = draft.searchPath.find((one) => draft.schemas.has(one));
  return { schema: first ?? draft.searchPath.at(-1) ?? 'public', name };
}

export function find<T>(draft: Draft, section: Section<T>, name: ObjectName): T | undefined {
  for (const candidate of candidates(draft, name)) {
    const found = section.get(nameKey(candidate));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a name could mean, first choice first. */
export function candidates(draft: Draft, { schema, name }: ObjectName): readonly QualifiedName[] {
  if (schema !== undefined) return [{ schema, name }];
  return draft.searchPath.map((one) => ({ schema: one, name }));
}

/** The name of something that is not there, for messages and for what is uncertain of it. */
export function nameOfMissing(draft: Draft, name: ObjectName): QualifiedName {
  return creationName(draft, name);
}

/** Whether there may be such an object although the snapshot has none. */
export function mayExist(draft: Draft, kind: Kind, name: ObjectName): boolean {
  return candidates(draft, name).some((one) => draft.unsure({ kind, name: one }) !== undefined);
}

interface Absence {
  /** `IF EXISTS` is written. */
  readonly ifExists?: boolean | undefined;
}

/** @returns `undefined` where the operation has nothing to do, or nothing that could be told. */
export function tableOf(draft: Draft, name: ObjectName, { ifExists }: Absence = {}): Table | undefined {
  return find(draft, draft.tables, name) ?? absent(draft, 'table', name, ifExists);
}

export function viewOf(draft: Draft, name: ObjectName, { ifExists }: Absence = {}): View | undefined {
  return find(draft, draft.views, name) ?? absent(draft, 'view', name, ifExists);
}

export function sequenceOf(draft: Draft, name: ObjectName, { ifExists }: Absence = {}): Sequence | undefined {
  return find(draft, draft.sequences, name) ?? absent(draft, 'sequence', name, ifExists);
}

export function typeOf(draft: Draft, name: ObjectName, { ifExists }: Absence = {}): UserType | undefined {
  return find(draft, draft.types, name) ?? absent(draft, 'type', name, ifExists);
}

function absent(draft: Draft, kind: Kind, name: ObjectName, ifExists: boolean | undefined): undefined {
  if (ifExists || mayExist(draft, kind, name)) return undefined;
  if (kind === 'table' && name.schema === undefined && draft.temporary.has(name.name)) return undefined;
  throw missing(draft, kind, name);
}

export function missing(draft: Draft, kind: Kind, name: ObjectName): Failure {
  const word = kind[0]?.toUpperCase() + kind.slice(1);
  return new Failure(`missing-${kind}`, `${word} ${displayName(name)} does not exist.`, [
    { kind, name: nameOfMissing(draft, name) },
  ]);
}

/** @returns `undefined` where the column may be there, although the table is not known to have it. */
export function columnOf(draft: Draft, table: Table, name: string, ifExists = false): Column | undefined {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined || ifExists) return column;
  const part = { kind: 'column', name } as const;
  if (draft.unsure({ kind: 'table', name: table.name, part }) !== undefined) return undefined;
  throw new Failure('missing-column', `Table ${displayName(table.name)} has no column ${name}.`, [
    { kind: 'table', name: table.name, parts: [part] },
  ]);
}

/** A relation's name must be free among relations, and among types, because a table is a type as well. */
export function requireFreeRelation(draft: Draft, kind: Kind, name: QualifiedName): void {
  const taken = draft.taken.hasRelation(name.schema, name.name) || draft.types.has(nameKey(name));
  if (!taken || isRelationUnsure(draft, name)) return;
  throw new Failure('already-exists', `${displayName(name)} already exists.`, [{ kind, name }]);
}

export function isRelationUnsure(draft: Draft, name: QualifiedName): boolean {
  const kinds: readonly Kind[] = ['table', 'view', 'sequence', 'type'];
  return kinds.some((kind) => draft.unsure({ kind, name }) !== undefined);
}

/**
 * A schema has to exist before something is made in it. Where none of the operations makes it, it was made by other
 * means, and what follows is read as if it were there.
 */
export function requireSchema(draft: Draft, schema: string): void {
  if (draft.schemas.has(schema)) return;
  const known = draft.unsure({ kind: 'schema', name: { schema: '', name: schema } });
  draft.schemas.set(schema, { name: schema });
  if (known !== undefined) return;
  draft.addProblem('missing-schema', `Schema ${schema} does not exist.`);
}
