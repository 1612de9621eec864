/** One place that the models are held against: what it disagrees with, how sure it is, and why it disagrees. */
import { refKey } from '../../drift/objectRef.ts';
import type { Maker } from '../../drift/report.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { CheckedEnvironment, ModelCheckInput } from './checkModels.ts';
import { type ComparedSide, compareSide, type SideContext, standing } from './compareSide.ts';
import type { Subject } from './disagreement.ts';
import { doubtAbout } from './doubts.ts';
import type { FindingReason } from './modelFinding.ts';
import type { ModelIndex } from './modelIndex.ts';
import { lastMaker, type Makers, type Migrations, makersIn } from './reasons.ts';
import { inDatabase, type SchemaNames } from './schemaNames.ts';

export class CheckedPlace {
  /** `undefined`: what migrations make. */
  readonly environment: CheckedEnvironment | undefined;
  readonly compared: ComparedSide;
  readonly #snapshot: SchemaSnapshot;
  readonly #schemas: SchemaNames;
  readonly #chain: Chain;
  /** After all migrations; of the migrations themselves, absent. */
  readonly #head: CheckedPlace | undefined;
  readonly #applied: ReadonlySet<string>;
  #stamp: CheckedPlace | undefined;

  private constructor(snapshot: SchemaSnapshot, schemas: SchemaNames, chain: Chain, environment?: AtHead) {
    this.environment = environment?.environment;
    this.#head = environment?.head;
    this.#applied = new Set(environment?.environment.applied);
    this.#snapshot = snapshot;
    this.#schemas = schemas;
    this.#chain = chain;
    const isManaged = (table: QualifiedName) => chain.manages(table);
    this.compared = compareSide({ snapshot, schemas, isManaged }, chain.context);
  }

  static afterAllMigrations(input: ModelCheckInput, index: ModelIndex): CheckedPlace {
    return afterAll(chainOf(input, index, input.migrations, undefined));
  }

  static ofEnvironment(
    environment: CheckedEnvironment,
    head: CheckedPlace,
    input: ModelCheckInput,
    index: ModelIndex,
  ): CheckedPlace {
    const { live, schema: database, migrations = input.migrations } = environment;
    const schemas = { ...head.#schemas, ...(database !== undefined && { database }) };
    const own =
      migrations === input.migrations ? head : afterAll(chainOf(input, index, migrations, database));
    return new CheckedPlace(live, schemas, own.#chain, { environment, head: own });
  }

  static ofRevisions(revisions: readonly string[], chain: Chain): CheckedPlace {
    return new CheckedPlace(chain.migrations.timeline.snapshotAt(revisions), chain.schemas, chain);
  }

  /** Why the snapshot is not sure of something; a whole sentence. */
  doubtAbout(subject: Subject): string | undefined {
    return doubtAbout(subject, this.#snapshot, (name) => inDatabase(name, this.#schemas))?.reason;
  }

  agrees(subject: Subject): boolean {
    return standing(this.compared, subject) === 'agrees' && this.doubtAbout(subject) === undefined;
  }

  /** Another project whose migrations make the table. */
  ownerOf({ object }: Subject): string | undefined {
    return this.#chain.ownerOf(object.of);
  }

  /** Why this place disagrees. */
  reasonOf(subject: Subject): FindingReason {
    const owner = this.ownerOf(subject);
    if (owner !== undefined) return unexplained(`The table belongs to the migrations of ${owner}.`);
    if (this.environment === undefined || this.#head === undefined) return { kind: 'unmigrated' };
    const doubt = this.#head.doubtAbout(subject);
    if (doubt !== undefined) return unexplained(doubt);
    switch (standing(this.#head.compared, subject)) {
      case 'disagrees':
        return { kind: 'unmigrated' };
      case 'unclear':
        return unexplained('The migrations say it in other words, which may mean the same.');
      default:
        return this.#reasonBelowHead(this.environment, subject);
    }
  }

  /** The migrations, all of them, make it as the models say. */
  #reasonBelowHead({ name, stamped }: CheckedEnvironment, subject: Subject): FindingReason {
    if (stamped === undefined) return unexplained(`Which revisions are applied in ${name} is not known.`);
    this.#stamp ??= CheckedPlace.ofRevisions(stamped, this.#chain);
    const doubt = this.#stamp.doubtAbout(subject);
    if (doubt !== undefined) return unexplained(doubt);
    if (!this.#stamp.compared.disagreements.has(subject.key)) {
      const maker = this.#chain.maker(subject, (id) => this.#applied.has(id));
      return { kind: 'drifted', ...(maker !== undefined && { maker }) };
    }
    const maker = this.#chain.maker(subject, (id) => !this.#applied.has(id));
    return maker === undefined
      ? unexplained('Some revision that is not applied there does, but which one is not known.')
      : { kind: 'pending', maker };
  }

  /** The last revision of all that touched it. */
  lastSetBy(subject: Subject): Maker | undefined {
    return this.#chain.maker(subject, () => true);
  }
}

interface AtHead {
  readonly environment: CheckedEnvironment;
  readonly head: CheckedPlace;
}

const afterAll = (chain: Chain): CheckedPlace => CheckedPlace.ofRevisions(chain.migrations.heads, chain);

/** The revisions behind one or more places. */
interface Chain {
  readonly context: SideContext;
  readonly schemas: SchemaNames;
  readonly migrations: Migrations;
  /** Whether one of its revisions ever made a table; as the models name it. */
  manages(table: QualifiedName): boolean;
  /** Another project that made it, where this one did not. */
  ownerOf(table: QualifiedName): string | undefined;
  /** The last of those revisions that count that touched something. */
  maker(subject: Subject, counts: (revision: string) => boolean): Maker | undefined;
}

/** @param database The schema in which they create what they name without one; absent: as the models. */
function chainOf(
  { models, schema = 'public', expressions, others = [], memo }: ModelCheckInput,
  { unmanaged, assumed }: ModelIndex,
  migrations: Migrations,
  database: string | undefined,
): Chain {
  const schemas = { models: schema, database: database ?? schema };
  const makers: Makers = memo.makers.get(migrations.effects) ?? makersIn(migrations);
  memo.makers.set(migrations.effects, makers);
  const keyOf = (of: QualifiedName) => refKey({ object: 'table', of: inDatabase(of, schemas) });
  const manages = (table: QualifiedName) => migrations.managed.has(keyOf(table));
  return {
    context: { models, unmanaged, assumed, expressions, memo },
    schemas,
    migrations,
    manages,
    ownerOf(table) {
      if (others.length === 0 || manages(table)) return undefined;
      const key = keyOf(table);
      return others.find(({ managed }) => managed.has(key))?.project;
    },
    maker: (subject, counts) => lastMaker(subject, migrations, makers, schemas, counts),
  };
}

const unexplained = (reason: string): FindingReason => ({ kind: 'unexplained', reason });
