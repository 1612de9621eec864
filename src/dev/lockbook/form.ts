/** A form of statement, with what it is run on: what is measured, and what `impactOf` is asked about. */
import type { Role } from '../../core/preview/locks/lockbook.ts';

export interface Form {
  readonly name: string;
  readonly statement: string;
  /** Run and committed before, behind {@link baseSetup}. */
  readonly setup?: string;
  /** Run in the same transaction before: what the run itself has made. */
  readonly before?: string;
  /** What the relations are to the statement: makes it a row of the lockbook. Others only have to be predicted. */
  readonly roles?: Readonly<Record<string, Role>>;
  readonly timeZone?: string;
  /** The first version that can run `setup`. */
  readonly from?: number;
  /** What another session holds while it runs: for statements that refuse a transaction. */
  readonly blocker?: string;
  /** Whether the server refuses it depends on rows, which nobody can know; a note has to say so. */
  readonly refusedByRows?: true;
  /** It is known that it is not known: it must not be claimed to be. */
  readonly unknown?: true;
}

/** Runs outside of a transaction, and nobody looks at its locks: they are those of other forms, or of no table. */
export const unwatched = 'SELECT 1';

/** `t` with rows and a primary key, which refers to nothing yet, and `p`. */
export const baseSetup = `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE mood2 AS ENUM ('sad', 'ok');
CREATE DOMAIN dpos AS integer CHECK (value > 0);
CREATE DOMAIN dfree AS integer;
CREATE TABLE p (id integer PRIMARY KEY, v text);
INSERT INTO p SELECT i, 'v' FROM generate_series(1, 20) i;
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c varchar(50), d timestamp, e timestamptz,
  f numeric(10,2), g json, h jsonb, vc varchar, ch char(10), si smallint, bi bigint, ts3 timestamp(3),
  ts6 timestamp(6), v36 varchar(36), u uuid, txt text, cd cidr, vb varbit(8), iv interval, mm mood,
  nn integer NOT NULL, p_id integer);
INSERT INTO t SELECT i, i, 'b', 'c', '2020-01-01', '2020-01-01', 1.5, '{}', '{}', 'v', 'ch', 1, 1, '2020-01-01',
  '2020-01-01', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'ok', '10.0.0.0/8',
  '1010', '1 day', 'ok', i, 1 + i % 20 FROM generate_series(1, 40) i;
`;
