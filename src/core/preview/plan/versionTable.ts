/** What each migration tool writes into its version table while it goes from revision to revision. */
import { ancestorsOf, type RevisionGraph } from '../../migration/graph.ts';
import type { ConventionId } from '../../migration/project.ts';
import type { VersionTable } from '../../migration/versionTable.ts';
import { quoteObject } from '../../schema/name.ts';
import type { RowChange } from '../stamp/alembicStamp.ts';
import { alembicStatements, forceStatements, logStatements } from '../stamp/versionStatements.ts';
import type { Direction } from './plannedRun.ts';

export interface VersionTableState {
  readonly convention: ConventionId;
  readonly table: Pick<VersionTable, 'schema' | 'name'>;
  /** Whether the database has it. */
  readonly exists: boolean;
  /** The ids in it, of a tool that names the last revisions. */
  readonly heads: readonly string[];
  readonly graph: RevisionGraph;
}

export interface VersionTableRun {
  /** Before the first revision. */
  readonly first: readonly string[];
  /** After each revision, in their order. */
  readonly after: readonly (readonly string[])[];
  /** A whole sentence: what is written besides, or why it is not shown. */
  readonly note?: string;
}

export function versionTableRun(
  state: VersionTableState,
  revisions: readonly string[],
  direction: Direction,
): VersionTableRun {
  const table = quoteObject(state.table);
  const isUp = direction === 'upgrade';
  const each = (statements: (id: string) => readonly string[]): Pick<VersionTableRun, 'first' | 'after'> => ({
    first: [],
    after: revisions.map(statements),
  });
  const made = (title: string) => (state.exists ? '' : ` ${title} makes the table ${table} before.`);
  switch (state.convention) {
    case 'alembic':
      return alembicRun(state, revisions, direction);
    case 'flyway': {
      const note = `Flyway adds a row to ${table} for each script, with a checksum, the user and the time that it took.`;
      return { ...each(() => []), note: `${note}${made('Flyway')}` };
    }
    case 'golang-migrate': {
      const note = `golang-migrate writes the same version with dirty = true into ${table} before each script.`;
      const written = each((id) =>
        forceStatements(state.table, isUp ? id : state.graph.nodes.get(id)?.below[0]),
      );
      return { ...written, note: `${note}${made('golang-migrate')}` };
    }
    case 'goose':
    case 'dbmate': {
      const { convention } = state;
      const written = each((id) =>
        logStatements(convention, state.table, isUp ? [id] : [], isUp ? [] : [id]),
      );
      return { ...written, ...noted(made(convention)) };
    }
  }
}

function noted(note: string): Pick<VersionTableRun, 'note'> {
  return note === '' ? {} : { note: note.trim() };
}

/** @see https://alembic.sqlalchemy.org/en/latest/branches.html */
function alembicRun(
  { table, exists, heads: stamped, graph }: VersionTableState,
  revisions: readonly string[],
  direction: Direction,
): VersionTableRun {
  let heads: ReadonlySet<string> = new Set(stamped);
  const after = revisions.map((id) => {
    const moves = direction === 'upgrade' ? upward(graph, heads, id) : downward(graph, heads, id);
    heads = moved(heads, moves);
    return alembicStatements(table, moves, true);
  });
  return { first: alembicStatements(table, [], exists), after };
}

type Move = Extract<RowChange, { readonly kind: 'insert' | 'delete' | 'update' }>;

function moved(heads: ReadonlySet<string>, moves: readonly Move[]): ReadonlySet<string> {
  const next = new Set(heads);
  for (const move of moves) {
    if (move.kind === 'update') next.delete(move.from);
    if (move.kind === 'delete') next.delete(move.id);
    else next.add(move.id);
  }
  return next;
}

/** Its own row where none of those below it has one; else these become one. */
function upward(graph: RevisionGraph, heads: ReadonlySet<string>, id: string): readonly Move[] {
  const below = graph.nodes.get(id)?.below ?? [];
  const present = below.filter((one) => heads.has(one));
  if (present.length === 0) return [{ kind: 'insert', id }];
  const others = [...heads].filter((one) => !below.includes(one));
  const merged = present.length > 1 ? without(graph, below, others) : present;
  const last = merged.at(-1);
  if (last === undefined) return [{ kind: 'insert', id }];
  return [
    ...merged.slice(0, -1).map((one): Move => ({ kind: 'delete', id: one })),
    { kind: 'update', from: last, id },
  ];
}

/** Rows for those below it that no other row stands for. */
function downward(graph: RevisionGraph, heads: ReadonlySet<string>, id: string): readonly Move[] {
  const below = graph.nodes.get(id)?.below ?? [];
  const others = [...heads].filter((one) => one !== id);
  const left =
    others.length > 0
      ? without(graph, below, others)
      : below.filter(
          (one) => !below.some((other) => other !== one && ancestorsOf(graph.nodes, [other]).has(one)),
        );
  const last = left.at(-1);
  if (last === undefined) return [{ kind: 'delete', id }];
  return [
    ...left.slice(0, -1).map((one): Move => ({ kind: 'insert', id: one })),
    { kind: 'update', from: id, id: last },
  ];
}

function without(graph: RevisionGraph, ids: readonly string[], others: readonly string[]): readonly string[] {
  const covered = ancestorsOf(graph.nodes, others);
  return ids.filter((id) => !covered.has(id));
}
