/**
 * The schema of one database at one moment: of a real one, or of a chain of migrations replayed up to a revision.
 *
 * Plain immutable data; snapshots of neighbouring revisions share the objects that did not change, so equal
 * references mean equal objects. Objects refer to each other by name. Extensions' own objects, and the catalogs',
 * are left out. Expressions (defaults, checks, predicates) are SQL text as it was written or deparsed: two spellings
 * may mean the same, see `expression.ts`.
 */
import type { Location } from '../text/range.ts';
import type { Constraint } from './constraint.ts';
import type { Index } from './indexes.ts';
import type { QualifiedName } from './name.ts';
import type { SqlType } from './type.ts';

export interface SchemaSnapshot {
  /** Sorted by nothing in particular; `public` is there unless dropped. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** By {@link nameKey}. Tables, views and sequences share one namespace in PostgreSQL; here each has its own map. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly views: ReadonlyMap<string, View>;
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly types: ReadonlyMap<string, UserType>;
  /** By {@link routineKey}. */
  readonly routines: ReadonlyMap<string, Routine>;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** What may not be as the snapshot says. */
  readonly uncertainties: readonly Uncertainty[];
}

/**
 * Something that could not be read, or was not allowed to be: an opaque operation, a locked table.
 *
 * It marks the snapshot uncertain exactly where it can matter.
 */
export interface Uncertainty {
  /** A whole sentence. */
  readonly reason: string;
  /** The operation it comes from. */
  readonly location?: Location;
  /** Of the revision it comes from. */
  readonly revision?: string;
  /** `anything`: nothing is known of what it touches. */
  readonly affects: 'anything' | readonly Affected[];
  /** Narrows `anything`: objects of these kinds, whatever their names; absent: of every kind. */
  readonly within?: readonly Within[];
  /** What later operations made certain again; see `uncertainty.ts`. */
  readonly except?: readonly Affected[];
}

/** Which object may differ: also one that the snapshot does not have. */
export interface Affected {
  readonly kind: 'table' | 'view' | 'sequence' | 'type' | 'routine' | 'schema' | 'extension';
  readonly name: QualifiedName;
  /** Only these parts of a table; absent: all of it, and whether it exists. */
  readonly parts?: readonly TablePart[];
}

/** Objects of a kind that nobody knows the names of. */
export interface Within {
  readonly kind: Affected['kind'];
  /** Only parts of these kinds; absent: all of it, and whether it exists. */
  readonly parts?: readonly TablePart['kind'][];
  /** Only in schemas of this name, or whose names begin so; of schemas: these themselves. Absent: anywhere. */
  readonly schema?: NamePattern;
}

export type NamePattern = { readonly is: string } | { readonly startsWith: string };

/** `name` absent: any of that kind. */
export interface TablePart {
  readonly kind: 'column' | 'constraint' | 'index' | 'trigger' | 'policy';
  readonly name?: string;
}

export interface Schema {
  readonly name: string;
  readonly comment?: string;
}

/** An ordinary, partitioned or foreign table (pg_class.relkind r, p, f). */
export interface Table {
  readonly kind: 'table' | 'partitionedTable' | 'foreignTable';
  readonly name: QualifiedName;
  /** In the order of pg_attribute.attnum. */
  readonly columns: readonly Column[];
  /** Sorted by name, as all lists below. */
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly rowSecurity?: 'enabled' | 'forced';
  readonly unlogged?: true;
  /** `PARTITION BY …`, from the method on: `RANGE (created_at)`. */
  readonly partitionKey?: string;
  /** Set on a partition: its parent and `FOR VALUES …` or `DEFAULT`. */
  readonly partitionOf?: { readonly parent: QualifiedName; readonly bound: string };
  /** Parents of `INHERITS (…)`. */
  readonly inherits?: readonly QualifiedName[];
  readonly comment?: string;
}

export interface Column {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Of a column that is NOT NULL, where that is not named or not kept as usual. */
  readonly notNull?: NotNull;
  /** SQL; absent where there is none. The default of a serial column is `nextval('…'::regclass)`. */
  readonly default?: string;
  readonly identity?: 'always' | 'by default';
  /** `stored` is `undefined` where the version of the server decides: virtual since PostgreSQL 18. */
  readonly generated?: { readonly expression: string; readonly stored: boolean | undefined };
  /** Only where it is not the default of the type; as SQL spells it (`"C"`), with its schema unless that is pg_catalog. */
  readonly collation?: string;
  readonly comment?: string;
}

/** Since PostgreSQL 18 a constraint. */
export interface NotNull {
  readonly name: string;
  readonly notValid?: true;
  readonly noInherit?: true;
}

export interface View {
  readonly kind: 'view' | 'materializedView';
  readonly name: QualifiedName;
  /** SQL after AS. From a database it is PostgreSQL's own spelling, which differs much from what was written. */
  readonly definition: string;
  /** Where they are known. */
  readonly columns?: readonly { readonly name: string; readonly type?: SqlType }[];
  /** Of a materialized view; sorted by name. */
  readonly indexes: readonly Index[];
  readonly comment?: string;
}

export interface Sequence {
  readonly name: QualifiedName;
  /** `bigint` unless written otherwise. */
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** The column it is dropped with: of a serial or identity column, or by `OWNED BY`. */
  readonly ownedBy?: { readonly table: QualifiedName; readonly column: string };
  /** It implements an identity column and is not listed as an object of its own. */
  readonly identity?: true;
  readonly comment?: string;
}

export type UserType = EnumType | DomainType | CompositeType | RangeType;

export interface EnumType {
  readonly kind: 'enum';
  readonly name: QualifiedName;
  /** In their sort order. */
  readonly labels: readonly string[];
  readonly comment?: string;
}

export interface DomainType {
  readonly kind: 'domain';
  readonly name: QualifiedName;
  readonly baseType: SqlType;
  readonly nullable: boolean;
  readonly default?: string;
  readonly collation?: string;
  readonly checks: readonly {
    readonly name: string;
    readonly expression: string;
    readonly notValid?: true;
  }[];
  readonly comment?: string;
}

export interface CompositeType {
  readonly kind: 'composite';
  readonly name: QualifiedName;
  readonly attributes: readonly { readonly name: string; readonly type: SqlType }[];
  readonly comment?: string;
}

export interface RangeType {
  readonly kind: 'range';
  readonly name: QualifiedName;
  readonly subtype: SqlType;
  readonly comment?: string;
}

/** A function, procedure or aggregate: kept by the hash of its body, which is not modelled. */
export interface Routine {
  readonly kind: 'function' | 'procedure' | 'aggregate';
  readonly name: QualifiedName;
  /** Types of the input arguments: `integer, public.mood`. Part of its identity. */
  readonly argumentTypes: string;
  /** In their order, without the columns of `RETURNS TABLE`; absent where there are none, and of an aggregate. */
  readonly parameters?: readonly Parameter[];
  readonly returns?: string;
  readonly language?: string;
  /** Of the body (`prosrc`) as written; equal bodies have equal hashes. `undefined`: it could not be read. */
  readonly bodyHash?: string;
  readonly comment?: string;
}

/** Of a routine: what it can be called with, and replaced by. */
export interface Parameter {
  readonly mode: 'in' | 'out' | 'inout' | 'variadic';
  readonly name?: string;
  readonly type: string;
  /** SQL. */
  readonly default?: string;
}

export interface Trigger {
  readonly name: string;
  /** `CREATE TRIGGER …` as written, or as `pg_get_triggerdef` has it. */
  readonly definition: string;
}

export interface Policy {
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  /** Sorted. */
  readonly roles: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
}

export interface Extension {
  readonly name: string;
  readonly schema: string;
}

export function routineKey({ name, argumentTypes }: Pick<Routine, 'name' | 'argumentTypes'>): string {
  return `${name.schema}\0${name.name}(${argumentTypes})`;
}

/** What a new database has. */
export const emptySnapshot: SchemaSnapshot = {
  schemas: new Map([['public', { name: 'public' }]]),
  tables: new Map(),
  views: new Map(),
  sequences: new Map(),
  types: new Map(),
  routines: new Map(),
  extensions: new Map(),
  uncertainties: [],
};
