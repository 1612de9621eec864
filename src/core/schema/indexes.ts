/** Indexes that no constraint owns (pg_index). */

export interface Index {
  /** Always in the schema of its table. */
  readonly name: string;
  /** `btree`, `gin`, … */
  readonly method: string;
  readonly unique: boolean;
  readonly keys: readonly IndexKey[];
  /** `INCLUDE (…)`; absent when there is none. */
  readonly include?: readonly string[];
  /** SQL of the WHERE clause, without surrounding parentheses. */
  readonly predicate?: string;
  readonly nullsNotDistinct?: true;
  /** A `CREATE INDEX CONCURRENTLY` that failed leaves it behind like this. */
  readonly invalid?: true;
  /** `WITH (…)`: storage parameters, sorted by name: `fillfactor=70`. */
  readonly options?: readonly string[];
  readonly comment?: string;
}

export interface IndexKey {
  /** A column's name, or SQL of an expression without surrounding parentheses. */
  readonly column?: string;
  readonly expression?: string;
  /** Only where it is not the default of the type and method: `public.gin_trgm_ops`, `text_pattern_ops`. */
  readonly operatorClass?: string;
  /** Only where it is not the collation of the column; as SQL spells it: `"C"`. */
  readonly collation?: string;
  /** Absent: ascending. */
  readonly descending?: true;
  /** Only where it is not the default of the direction (ASC: last, DESC: first). */
  readonly nulls?: 'first' | 'last';
}
