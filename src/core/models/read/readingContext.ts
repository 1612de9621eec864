/** What reading one project's models shares among all of its classes and tables. */
import type { PyCallResult, PyValue } from '../../python/value.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Location, Range } from '../../text/range.ts';
import type { Type, Types } from './lineage.ts';
import type { ModelWorld } from './modelWorld.ts';
import type { PackageVersions } from './packageVersions.ts';

export interface ReadingContext {
  readonly world: ModelWorld;
  readonly sql: SqlParser;
  readonly readFile: (path: string) => string | undefined;
  readonly versions: PackageVersions;
  readonly types: Types;
  /** What was found out about a class, by what it is. */
  readonly columns: Map<Type, ClassColumns>;
  readonly tableNames: Map<Type, TableName>;
}

/** A class was read again: nobody asks for what it was before. */
export function forgetType(key: string, { types, columns, tableNames }: ReadingContext): void {
  const type = types.get(key);
  if (type === undefined) return;
  types.delete(key);
  columns.delete(type);
  tableNames.delete(type);
}

export interface ClassColumns {
  readonly columns: readonly StatedColumn[];
  /** Why there may be others: whole sentences. */
  readonly doubts: readonly Doubt[];
}

export interface Doubt {
  readonly location: Location;
  readonly reason: string;
}

/** A column as a class or a `Table()` states it. */
export interface StatedColumn {
  readonly attribute: string;
  readonly name: string;
  /** `Column(name, type, …)` */
  readonly call: PyCallResult;
  /** By which expressions recognise the column that mention it: the named arguments of calls. */
  readonly identities: readonly ReadonlyMap<string, PyValue>[];
  readonly location: Location;
  readonly statement: Location;
  readonly type: Location;
  readonly nullable?: Location;
  readonly unknownType?: string;
}

export type TableName =
  | { readonly kind: 'named'; readonly name: string; readonly range?: Range }
  /** Its columns belong to the table of a base. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };
