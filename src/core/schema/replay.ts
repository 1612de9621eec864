/**
 * The schema at every revision of a project: operations applied in the order in which Alembic would run them.
 *
 * Lazily: only what is asked for is applied, and each way of getting somewhere once. Snapshots of neighbouring
 * revisions share what did not change. Clocks and cancelling are the caller's: {@link Replay.prepare} stops between
 * any two revisions.
 */
import { ancestorsOf, type RevisionGraph } from '../migration/graph.ts';
import type { MigrationOperation } from '../migration/operations/operation.ts';
import { sortRevisions } from '../migration/sort.ts';
import type { SqlParser } from '../sql/sqlParser.ts';
import type { Problem } from '../text/read.ts';
import { applyOperations } from './apply.ts';
import { emptySnapshot, type SchemaSnapshot } from './snapshot.ts';

export interface ReplayContext {
  readonly sql: SqlParser;
  readonly searchPath: readonly string[];
  /** What a new database of this project has before its first revision; absent: nothing. */
  readonly start?: SchemaSnapshot;
  /** What a revision does to the schema it finds, where knowing that tells more than its operations alone. */
  readonly operationsAt?: (id: string, before: SchemaSnapshot) => readonly MigrationOperation[] | undefined;
}

export interface Replay {
  /** After a revision and all that it needs. */
  snapshotAt(id: string): SchemaSnapshot;
  /** After all that a revision needs, right before it runs. */
  before(id: string): SchemaSnapshot;
  /** After several revisions and all that they need: the rows of a version table; none for an empty database. */
  snapshotOf(ids: readonly string[]): SchemaSnapshot;
  /** After exactly these scripts, in their order: for tools that record each script they ran. */
  snapshotOfApplied(ids: ReadonlySet<string>): SchemaSnapshot;
  /** Operations of a revision that would fail. */
  problemsOf(id: string): readonly Problem[];
  /** Applies what is still to be applied for some revisions, yielding after each; for all heads where none is named. */
  prepare(ids?: readonly string[]): Iterable<string>;
}

export type OperationsOf = (id: string) => readonly MigrationOperation[];

/**
 * @param operationsOf Upgrade operations; the same array for a script that did not change.
 * @param previous What is still true of it is kept.
 */
export function replay(
  graph: RevisionGraph,
  operationsOf: OperationsOf,
  context: ReplayContext,
  previous?: Replay,
): Replay {
  const known = previous instanceof ChainReplay ? previous.rootFor(context) : undefined;
  return new ChainReplay(graph, operationsOf, context, known);
}

/** What a sequence of revisions leads to, and the sequences that go on from there. */
interface State {
  readonly snapshot: SchemaSnapshot;
  readonly problems: readonly Problem[];
  readonly next: Map<string, { readonly operations: readonly MigrationOperation[]; readonly state: State }>;
}

function stateOf(snapshot: SchemaSnapshot, problems: readonly Problem[] = []): State {
  return { snapshot, problems, next: new Map() };
}

class ChainReplay implements Replay {
  readonly #graph: RevisionGraph;
  readonly #operationsOf: OperationsOf;
  readonly #context: ReplayContext;
  readonly #root: State;
  /** After a revision; and right before it. */
  readonly #after = new Map<string, State>();
  readonly #before = new Map<string, State>();

  constructor(graph: RevisionGraph, operationsOf: OperationsOf, context: ReplayContext, root?: State) {
    this.#graph = graph;
    this.#operationsOf = operationsOf;
    this.#context = context;
    this.#root = root ?? stateOf(context.start ?? emptySnapshot);
  }

  /** Only under the same circumstances do the same operations lead to the same schema. */
  rootFor({ sql, searchPath, start }: ReplayContext): State | undefined {
    const own = this.#context;
    const same =
      own.sql === sql && own.start === start && own.searchPath.join('\0') === searchPath.join('\0');
    return same ? this.#root : undefined;
  }

  snapshotAt(id: string): SchemaSnapshot {
    return this.#stateAt(id).snapshot;
  }

  before(id: string): SchemaSnapshot {
    this.#stateAt(id);
    return (this.#before.get(id) ?? this.#root).snapshot;
  }

  problemsOf(id: string): readonly Problem[] {
    return this.#stateAt(id).problems;
  }

  snapshotOf(ids: readonly string[]): SchemaSnapshot {
    const known = [...new Set(ids)].filter((id) => this.#graph.nodes.has(id));
    const [only] = known;
    if (known.length === 1 && only !== undefined) return this.snapshotAt(only);
    return this.#along(this.#orderOf(known)).snapshot;
  }

  snapshotOfApplied(ids: ReadonlySet<string>): SchemaSnapshot {
    const { effectiveHeads, nodes } = this.#graph;
    const repeats = (id: string) => nodes.get(id)?.revision.repeatable === true;
    const applied = this.#orderOf(effectiveHeads).filter((id) => ids.has(id));
    return this.#along([...applied.filter((id) => !repeats(id)), ...applied.filter(repeats)]).snapshot;
  }

  *prepare(ids: readonly string[] = this.#graph.effectiveHeads): Iterable<string> {
    for (const id of this.#orderOf(ids.filter((one) => this.#graph.nodes.has(one)))) {
      this.#stateAt(id);
      yield id;
    }
  }

  /** In the order of an upgrade from base to all of these. */
  #orderOf(ids: readonly string[]): readonly string[] {
    const needed = ancestorsOf(this.#graph.nodes, ids);
    return [...sortRevisions(this.#graph, needed, ids)].reverse();
  }

  /** A stretch without merges is walked down to what is known, and applied up from there. */
  #stateAt(id: string): State {
    const stretch: string[] = [];
    let start: State | undefined;
    for (let at: string | undefined = id; at !== undefined && start === undefined; ) {
      start = this.#after.get(at);
      if (start !== undefined) break;
      stretch.push(at);
      const below: readonly string[] = this.#graph.nodes.get(at)?.below ?? [];
      if (below.length > 1) start = this.#beforeMerge(at);
      at = below[0];
    }
    let state = start ?? this.#root;
    for (const next of stretch.reverse()) {
      this.#before.set(next, state);
      state = this.#step(state, next);
      this.#after.set(next, state);
    }
    return state;
  }

  #beforeMerge(id: string): State {
    return this.#along(this.#orderOf([id]).filter((one) => one !== id));
  }

  #along(ids: readonly string[]): State {
    return ids.reduce((state, id) => this.#step(state, id), this.#root);
  }

  #step(state: State, id: string): State {
    const operations = this.#operationsOf(id);
    const known = state.next.get(id);
    if (known?.operations === operations) return known.state;
    const { sql, searchPath, operationsAt } = this.#context;
    const exact = operationsAt?.(id, state.snapshot) ?? operations;
    const { snapshot, problems } = applyOperations(state.snapshot, exact, {
      sql,
      searchPath,
      revision: id,
    });
    const next = stateOf(snapshot, problems);
    state.next.set(id, { operations, state: next });
    return next;
  }
}
