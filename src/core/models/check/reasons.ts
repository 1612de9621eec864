/**
 * Why a place disagrees with the models: no migration makes it so, one that is not applied there yet will, or the
 * database left what its migrations made.
 */

import { type ObjectRef, objectAt, refKey } from '../../drift/objectRef.ts';
import { operationBehind } from '../../drift/operationBehind.ts';
import type { Maker } from '../../drift/report.ts';
import type { Effects, Timeline } from '../../drift/timeline.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameKey } from '../../schema/name.ts';
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { Aspect, Subject } from './disagreement.ts';
import { inDatabase, type SchemaNames } from './schemaNames.ts';
import { sameColumnSet } from './tableParts.ts';

/** A project's revisions, replayed. */
export interface Migrations {
  readonly timeline: Timeline;
  readonly effects: Effects;
  readonly heads: readonly string[];
  /** {@link refKey}s of what its revisions ever made. */
  readonly managed: ReadonlySet<string>;
  /** Upgrade operations of a revision. */
  readonly operationsOf: (revision: string) => readonly MigrationOperation[];
}

export interface Makers {
  /** The facts that revisions touch → these revisions, in order. */
  readonly byFact: ReadonlyMap<string, readonly string[]>;
  /** After all revisions. */
  readonly head: SchemaSnapshot;
  /** By the keys of subjects. Found once, because a chain may have many revisions, and one of them many lines. */
  readonly bySubject: Map<string, Touched>;
  /** By revision and subject. */
  readonly located: Map<string, Maker>;
}

interface Touched {
  /** What the migrations may call it. */
  readonly refs: readonly ObjectRef[];
  /** Those that touch it, in order. */
  readonly revisions: readonly string[];
}

export function makersIn({ timeline, effects, heads }: Migrations): Makers {
  const makers = new Map<string, string[]>();
  for (const revision of timeline.order)
    for (const effect of effects.get(revision) ?? []) {
      const key = refKey(effect);
      const keys = effect.kind === 'changed' ? [`${key}\0${effect.property}`, `${key}\0`] : [key];
      for (const one of keys) {
        const list = makers.get(one);
        if (list === undefined) makers.set(one, [revision]);
        else list.push(revision);
      }
    }
  return { byFact: makers, head: timeline.snapshotAt(heads), bySubject: new Map(), located: new Map() };
}

/** The last revision that touched what a subject speaks of, with the operation, where it can be told apart. */
export function lastMaker(
  subject: Subject,
  migrations: Migrations,
  makers: Makers,
  schemas: SchemaNames,
  counts: (revision: string) => boolean,
): Maker | undefined {
  const known = makers.bySubject.get(subject.key) ?? touchedBy(subject, migrations, makers, schemas);
  makers.bySubject.set(subject.key, known);
  const revision = known.revisions.findLast(counts);
  return revision === undefined ? undefined : located(revision, subject, known.refs, migrations, makers);
}

function touchedBy(
  subject: Subject,
  { timeline }: Migrations,
  { head, byFact }: Makers,
  schemas: SchemaNames,
): Touched {
  const refs = refsOf(subject, head, schemas);
  const keys = refs.flatMap((ref) => keysOf(ref, subject.aspect, objectAt(head, ref) !== undefined));
  const ids = new Set(keys.flatMap((key) => byFact.get(key) ?? []));
  return { refs, revisions: ids.size === 0 ? [] : timeline.order.filter((id) => ids.has(id)) };
}

function located(
  revision: string,
  subject: Subject,
  refs: readonly ObjectRef[],
  migrations: Migrations,
  { located: known }: Makers,
): Maker {
  const key = `${revision}\0${subject.key}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const operations = migrations.operationsOf(revision);
  const location = refs.map((ref) => operationBehind(ref, operations)).find((one) => one !== undefined);
  const maker = { revision, ...(location !== undefined && { location }) };
  known.set(key, maker);
  return maker;
}

/** What the migrations may call it: constraints and indexes may have other names than the models give them. */
function refsOf({ object, aspect, columns }: Subject, head: SchemaSnapshot, schemas: SchemaNames) {
  const own: ObjectRef = { ...object, of: inDatabase(object.of, schemas) };
  if (own.object !== 'constraint' && own.object !== 'index') return [own];
  const table = head.tables.get(nameKey(own.of));
  return [...partsAlike(table, aspect, columns).map(({ kind, name }) => refTo(own, kind, name)), own];
}

const refTo = ({ of }: ObjectRef, object: 'constraint' | 'index', part: string): ObjectRef => ({
  object,
  of,
  part,
});

interface NamedPart {
  readonly kind: 'constraint' | 'index';
  readonly name: string;
}

/** Those of the same columns that can be what an aspect speaks of. */
function partsAlike(
  table: Table | undefined,
  aspect: Aspect,
  wanted: readonly string[],
): readonly NamedPart[] {
  if (table === undefined) return [];
  const parts: NamedPart[] = [];
  for (const one of table.constraints) {
    const kind = constraintKinds[one.kind];
    const columns = 'columns' in one ? one.columns : [];
    if (kind === aspect && (aspect === 'primary key' || sameColumnSet(columns, wanted)))
      parts.push({ kind: 'constraint', name: one.name });
  }
  if (aspect !== 'unique' && aspect !== 'index') return parts;
  for (const { name, keys } of table.indexes)
    if (
      sameColumnSet(
        keys.flatMap(({ column }) => column ?? []),
        wanted,
      )
    )
      parts.push({ kind: 'index', name });
  return parts;
}

const constraintKinds: Readonly<Record<Table['constraints'][number]['kind'], Aspect | undefined>> = {
  primaryKey: 'primary key',
  unique: 'unique',
  foreignKey: 'foreign key',
  check: undefined,
  exclusion: undefined,
};

const propertiesOf: Partial<Readonly<Record<Aspect, readonly string[]>>> = {
  type: ['type'],
  nullable: ['nullable'],
  default: ['default', 'identity', 'generated'],
  collation: ['collation', 'type'],
  'label order': ['labels'],
  table: [],
  column: [],
  label: [],
};

/** The fact itself, the object that it is a property of, and, where it is there at the end, what that is part of. */
function keysOf(ref: ObjectRef, aspect: Aspect, isThere: boolean): readonly string[] {
  const key = refKey(ref);
  const keys = [key, ...(propertiesOf[aspect] ?? ['']).map((property) => `${key}\0${property}`)];
  if (ref.part === undefined || !isThere) return keys;
  return [...keys, refKey({ object: ref.object === 'label' ? 'type' : 'table', of: ref.of })];
}
