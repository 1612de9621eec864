/**
 * What a project's SQLAlchemy models say the schema should be, and where they say it.
 *
 * The schema is what `metadata.create_all()` makes of the models on an empty database, by PostgreSQL's rules; what
 * cannot be known without running the code is an uncertainty of exactly that table or column. Plain data: it crosses
 * the border of a worker.
 */
import type { QualifiedName } from '../schema/name.ts';
import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { Location } from '../text/range.ts';

export interface ModelSchema {
  readonly snapshot: SchemaSnapshot;
  /** In the order of files and of lines. Two classes may share one table (single-table inheritance, reflection). */
  readonly tables: readonly ModelTable[];
  /** Classes and tables of which not even the name is known. */
  readonly unread: readonly Unread[];
  /** Foreign keys between columns that PostgreSQL cannot compare: none of the snapshot. */
  readonly refusedKeys?: readonly RefusedKey[];
}

export interface RefusedKey {
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  /** Empty: the primary key. */
  readonly referencedColumns: readonly string[];
}

/** A table as one class, or one `Table()`, states it. */
export interface ModelTable {
  readonly name: QualifiedName;
  /** Of the class; `undefined` for a `Table()` that no class maps. */
  readonly className: string | undefined;
  /** Of the class's name, or of the name that `Table()` is given. */
  readonly location: Location;
  /** Also those that mixins and bases give it: their location is there. */
  readonly columns: readonly ModelColumn[];
  /** Constraints and indexes that are written apart from columns, by their names in the snapshot. */
  readonly parts: readonly ModelPart[];
  /** Not compared where `false`: views, foreign tables, `autoload_with`, `info={'skip_autogenerate': True}`. */
  readonly managed: boolean;
  /**
   * Its schema is computed when the program runs; `public` stands for it. That a table is missing there says nothing.
   */
  readonly isSchemaAssumed?: true;
}

export interface ModelColumn {
  /** In the database. */
  readonly name: string;
  /** In the class; of `Table()`, its key. */
  readonly attribute: string;
  /** Of the attribute's name, or of the name that `Column()` is given. */
  readonly location: Location;
  /** Of the whole statement: `id = Column(…)`, `id: Mapped[int] = mapped_column(…)`. */
  readonly statement: Location;
  /** Of the expression that decides the type: in `Column(String(36))`, in `Mapped[int]`. */
  readonly type: Location;
  /** Of what decides whether NULL is allowed, where something does: `nullable=False`, `Optional[…]`. */
  readonly nullable?: Location;
  /** Of `server_default=…`, `ForeignKey(…)`, `unique=True`, `index=True`, where given. */
  readonly default?: Location;
  readonly foreignKeys: readonly Location[];
  readonly unique?: Location;
  readonly index?: Location;
  /** As written: `String(36)`, `Mapped[int | None]`. */
  readonly typeText: string;
  /** Why the type is not known, as a whole sentence. */
  readonly unknownType?: string;
}

export interface ModelPart {
  readonly kind: 'constraint' | 'index';
  readonly name: string;
  readonly location: Location;
}

export interface Unread {
  readonly location: Location;
  /** A whole sentence. */
  readonly reason: string;
}
