/** What the application asks of a live schema. */
import type { QualifiedName } from '../core/schema/name.ts';
import type { SchemaSnapshot, Uncertainty } from '../core/schema/snapshot.ts';
import type { Connection } from './ports.ts';
import type { SchemaSeal } from './schemaSeal.ts';

export interface SchemaReader {
  /**
   * Opens a session, hands it to `use`, closes it. Between two questions no transaction is open.
   *
   * Rejects with a `UserError` for whatever the server or the network refuses; with the signal's reason when aborted.
   */
  withSession<T>(
    connection: Connection,
    signal: AbortSignal,
    use: (session: SchemaSession) => Promise<T>,
  ): Promise<T>;
  /** {@link SchemaSession.read} in a session of its own. */
  readSchema(connection: Connection, signal: AbortSignal): Promise<SchemaReading>;
  /** {@link SchemaSession.readChanges} in a session of its own. */
  readChanges(connection: Connection, before: SchemaReading, signal: AbortSignal): Promise<SchemaReading>;
  /** Whether `readSchema` would surely find the schema that it found when the seal was made, be it in another run. */
  holds(connection: Connection, seal: SchemaSeal, signal: AbortSignal): Promise<boolean>;
}

export interface SchemaSession {
  /** Reads everything in short read-only transactions that wait for nobody's lock. */
  read(): Promise<SchemaReading>;
  /**
   * What `read` would answer, by reading only what has changed; costs next to nothing where nothing was written. A
   * change of the last ten seconds may be seen only by a later call, because servers are slow to count.
   *
   * @param before Of the same database.
   * @returns With the same `snapshot` where no object has changed; one that has not is the same object in both.
   */
  readChanges(before: SchemaReading): Promise<SchemaReading>;
}

/** Plain data. */
export interface SchemaReading {
  /** As `server_version` says: `17.2`. */
  readonly serverVersion: string;
  readonly database: string;
  /** Of the role that asked: the schemas that a name without one is looked for in. */
  readonly searchPath: readonly string[];
  /** What could not be read because somebody has it locked is left out, and told by `uncertainties`. */
  readonly snapshot: SchemaSnapshot;
  /** Of tables, partitions and materialized views, by `nameKey`; as old as their last change. */
  readonly sizes: ReadonlyMap<string, RelationSize>;
  /** What the reader needs to see changes. */
  readonly marks: SchemaMarks;
}

export interface RelationSize {
  /** As the planner estimates; absent where the table was never analyzed. */
  readonly estimatedRows?: number;
  /** Of the rows, also those stored out of line; without indexes. */
  readonly bytes: number;
}

export interface SchemaMarks {
  /** When the server was started, and the oid of the database: those of no other place are the same. */
  readonly server: string;
  /** Which transactions the reading has seen: the text of `txid_current_snapshot()`. */
  readonly moment: string;
  /** Absent where the server does not count what is written. */
  readonly counters?: string;
  /** Whether something could not be read because it is being changed, and so is asked for again in any case. */
  readonly isBusy: boolean;
  /** By oid: tables, views, sequences and composite types, also those that are left out of the snapshot. */
  readonly relations: ReadonlyMap<string, RelationMark>;
  /** How many rows the catalogs have of everything else. */
  readonly objectParts: string;
  /** See the query `objectChanges`. */
  readonly context: string;
  /** Names of schemas, types and routines, by catalog and oid. */
  readonly names: ReadonlyMap<string, string>;
}

export interface RelationMark {
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly name: QualifiedName;
  /** By `attnum` less one; a dropped column leaves a gap. */
  readonly columnNames: readonly (string | undefined)[];
  /** How many rows the catalogs have of it. */
  readonly parts: number;
  /** What could not be read of it. */
  readonly uncertainty?: Uncertainty;
  readonly busy?: true;
}
