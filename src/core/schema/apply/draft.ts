/**
 * A snapshot while operations are applied to it. Objects in it are immutable; what changes is which of them there are.
 *
 * An operation that would fail throws a {@link Failure}; `apply.ts` takes its changes back and tells the problem.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Problem } from '../../text/read.ts';
import { nameKey, type QualifiedName } from '../name.ts';
import {
  type Affected,
  type Extension,
  type Routine,
  routineKey,
  type Schema,
  type SchemaSnapshot,
  type Sequence,
  type Table,
  type Uncertainty,
  type UserType,
  type View,
} from '../snapshot.ts';
import { type Subject, uncertaintyAbout } from '../uncertainty.ts';
import { TakenNames } from './relationNames.ts';
import { Section } from './section.ts';

export interface ApplyContext {
  readonly sql: SqlParser;
  /** Of the session that runs the migration. Schemas that do not exist count for nothing, as in PostgreSQL. */
  readonly searchPath: readonly string[];
  /** Whose operations these are. */
  readonly revision?: string;
}

/** Why an operation would fail, and what is not known of the schema if it nevertheless was run. */
export class Failure extends Error {
  readonly code: string;
  readonly affects: readonly Affected[];

  constructor(code: string, message: string, affects: readonly Affected[]) {
    super(message);
    this.code = code;
    this.affects = affects;
  }
}

export interface Mark {
  readonly positions: readonly number[];
  readonly uncertainties: readonly Uncertainty[];
  readonly problems: readonly Problem[];
  readonly searchPath: readonly string[];
}

/** Snapshots of a chain follow each other, so each hands its names on to the next. */
const countedNames = new WeakMap<SchemaSnapshot, TakenNames>();

/** What is dropped is not there afterwards, whether it was there before or not. */
const drops: ReadonlySet<string> = new Set([
  'dropTable',
  'dropView',
  'dropType',
  'dropSequence',
  'dropRoutine',
  'dropSchema',
  'dropExtension',
]);

const sections = [
  'schemas',
  'tables',
  'views',
  'sequences',
  'types',
  'routines',
  'extensions',
] as const satisfies readonly (keyof SchemaSnapshot)[];

export class Draft {
  readonly sql: SqlParser;
  readonly revision: string | undefined;
  readonly schemas: Section<Schema>;
  readonly tables: Section<Table>;
  readonly views: Section<View>;
  readonly sequences: Section<Sequence>;
  readonly types: Section<UserType>;
  readonly routines: Section<Routine>;
  readonly extensions: Section<Extension>;
  uncertainties: readonly Uncertainty[];
  problems: readonly Problem[] = [];
  searchPath: readonly string[];
  /** Temporary tables of the session; no snapshot has them. */
  readonly temporary = new Set<string>();
  /** What is being applied. */
  operation: MigrationOperation | undefined;
  readonly #base: SchemaSnapshot;
  #taken: TakenNames | undefined;
  #last: SchemaSnapshot | undefined;

  constructor(base: SchemaSnapshot, context: ApplyContext) {
    this.#base = base;
    this.sql = context.sql;
    this.revision = context.revision;
    this.searchPath = context.searchPath;
    this.uncertainties = base.uncertainties;
    this.#taken = countedNames.get(base);
    countedNames.delete(base);
    this.schemas = new Section(base.schemas, () => undefined);
    this.tables = this.#named(base.tables, (names, table, by) => names.table(table, by));
    this.views = this.#named(base.views, (names, view, by) => names.view(view, by));
    this.sequences = this.#named(base.sequences, (names, { name }, by) =>
      names.relation(name.schema, name.name, by),
    );
    this.types = this.#named(base.types, (names, type, by) => names.type(type, by));
    this.routines = new Section(base.routines, () => undefined);
    this.extensions = new Section(base.extensions, () => undefined);
  }

  /** Counted when a name is first asked for, and kept up from then on, also for the snapshot that this becomes. */
  get taken(): TakenNames {
    if (this.#taken === undefined) {
      const names = new TakenNames();
      for (const table of this.tables.values()) names.table(table, 1);
      for (const view of this.views.values()) names.view(view, 1);
      for (const { name } of this.sequences.values()) names.relation(name.schema, name.name, 1);
      for (const type of this.types.values()) names.type(type, 1);
      this.#taken = names;
    }
    return this.#taken;
  }

  #named<T>(
    base: ReadonlyMap<string, T>,
    note: (names: TakenNames, object: T, by: 1 | -1) => void,
  ): Section<T> {
    return new Section(base, (before, after) => {
      if (this.#taken === undefined) return;
      if (before !== undefined) note(this.#taken, before, -1);
      if (after !== undefined) note(this.#taken, after, 1);
    });
  }

  setTable(table: Table): void {
    this.tables.set(nameKey(table.name), table);
  }

  setView(view: View): void {
    this.views.set(nameKey(view.name), view);
  }

  setSequence(sequence: Sequence): void {
    this.sequences.set(nameKey(sequence.name), sequence);
  }

  setType(type: UserType): void {
    this.types.set(nameKey(type.name), type);
  }

  setRoutine(routine: Routine): void {
    this.routines.set(routineKey(routine), routine);
  }

  /** The table as it now is, where it has been changed since it was found. */
  table(name: QualifiedName): Table | undefined {
    return this.tables.get(nameKey(name));
  }

  unsure(subject: Subject): Uncertainty | undefined {
    return uncertaintyAbout(this.uncertainties, subject);
  }

  addUncertainty(reason: string, affects: Uncertainty['affects'], within?: Uncertainty['within']): void {
    if (affects !== 'anything' && affects.length === 0) return;
    const { operation, revision } = this;
    const uncertainty: Uncertainty = {
      reason,
      ...(operation === undefined ? {} : { location: operation.location }),
      ...(revision === undefined ? {} : { revision }),
      affects,
      ...(within === undefined ? {} : { within }),
    };
    this.uncertainties = [...this.uncertainties, uncertainty];
  }

  /** What would make the operation fail. */
  addProblem(code: string, message: string): void {
    const location = this.operation?.location;
    if (location !== undefined)
      this.problems = [...this.problems, { code, severity: 'error', message, ...location }];
  }

  /** Tells why a part of an operation would fail, and that what it should have made is not known. */
  fail({ code, message, affects }: Failure, alsoAffects: readonly Affected[] = []): void {
    this.addProblem(code, message);
    const isGone = code.startsWith('missing-') && drops.has(this.operation?.kind ?? '');
    if (!isGone) this.addUncertainty(message, [...affects, ...alsoAffects]);
  }

  /** Runs a part that may fail without the rest of its operation. */
  tryPart<T>(part: () => T, affects: readonly Affected[]): T | undefined {
    const mark = this.mark();
    try {
      return part();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.backTo(mark);
      this.fail(error, affects);
      return undefined;
    }
  }

  mark(): Mark {
    const { uncertainties, problems, searchPath } = this;
    return { positions: this.sections.map(({ position }) => position), uncertainties, problems, searchPath };
  }

  backTo({ positions, uncertainties, problems, searchPath }: Mark): void {
    for (const [index, section] of this.sections.entries()) section.backTo(positions[index] ?? 0);
    this.uncertainties = uncertainties;
    this.problems = problems;
    this.searchPath = searchPath;
  }

  get sections(): readonly Section<unknown>[] {
    const { schemas, tables, views, sequences, types, routines, extensions } = this;
    return [schemas, tables, views, sequences, types, routines, extensions] as readonly Section<unknown>[];
  }

  /** As it is now, whatever is applied later; the same object as long as nothing has changed. */
  snapshot(): SchemaSnapshot {
    const last = this.#last ?? this.#base;
    const now = this.#snapshot((section) => section.share());
    if (sections.every((name) => now[name] === last[name]) && now.uncertainties === last.uncertainties)
      return last;
    this.#last = now;
    return now;
  }

  /** The snapshot it began with where nothing has changed. */
  finish(): SchemaSnapshot {
    const unchanged =
      this.uncertainties === this.#base.uncertainties &&
      this.sections.every(({ position }) => position === 0);
    const finished: SchemaSnapshot = unchanged ? this.#base : this.#snapshot((section) => section.map);
    if (this.#taken !== undefined) countedNames.set(finished, this.#taken);
    return finished;
  }

  #snapshot(mapOf: <T>(section: Section<T>) => ReadonlyMap<string, T>): SchemaSnapshot {
    return {
      schemas: mapOf(this.schemas),
      tables: mapOf(this.tables),
      views: mapOf(this.views),
      sequences: mapOf(this.sequences),
      types: mapOf(this.types),
      routines: mapOf(this.routines),
      extensions: mapOf(this.extensions),
      uncertainties: this.uncertainties,
    };
  }
}
