/**
 * What a statement did to relations: asked of the session that ran it, while its transaction is open. Only relations
 * that were there before the run count; nobody else knows the others yet.
 */
import { type LockMode, lockModes, type RelationLock } from '../../core/preview/locks/impact.ts';
import type { QualifiedName } from '../../core/schema/name.ts';
import type { Row, Session } from '../postgres/connect.ts';
import { text } from '../postgres/schema/rows.ts';

export interface Observation {
  /** `undefined`: outside of a transaction locks end with the statement. */
  readonly locks: readonly RelationLock[] | undefined;
  readonly rewrites: readonly QualifiedName[];
}

const kinds: Readonly<Record<string, RelationLock['kind']>> = {
  r: 'table',
  p: 'table',
  f: 'table',
  i: 'index',
  I: 'index',
  v: 'view',
  m: 'materializedView',
  S: 'sequence',
};

const fileNodes = `
SELECT c.oid, c.relkind AS kind, n.nspname AS schema, c.relname AS name, pg_catalog.pg_relation_filenode(c.oid) AS file
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'i', 'I', 'v', 'm', 'S')`;

const heldLocks = `
SELECT l.relation AS oid, l.mode, pg_catalog.pg_relation_filenode(l.relation) AS file
FROM pg_catalog.pg_locks l
WHERE l.locktype = 'relation' AND l.pid = pg_catalog.pg_backend_pid() AND l.relation >= 16384 AND l.granted`;

interface Relation {
  readonly kind: RelationLock['kind'];
  readonly name: QualifiedName;
  file: string | undefined;
}

export class Observer {
  readonly #session: Session;
  /** By oid: those from before the run, as they are named there. */
  readonly #relations = new Map<string, Relation>();
  /** `oid mode` of the locks that the transaction has. */
  #held = new Set<string>();

  private constructor(session: Session) {
    this.#session = session;
  }

  static async start(session: Session): Promise<Observer> {
    const observer = new Observer(session);
    for (const row of await session.query(fileNodes)) {
      const kind = kinds[text(row, 'kind')];
      const name = { schema: text(row, 'schema'), name: text(row, 'name') };
      if (kind !== undefined)
        observer.#relations.set(text(row, 'oid'), { kind, name, file: row.file ?? undefined });
    }
    return observer;
  }

  /** Of the statement that ran last in the open transaction. */
  async inTransaction(): Promise<Observation> {
    const rows = await this.#session.query(heldLocks);
    const held = new Set(rows.map(lockKey));
    const locks = rows.filter((row) => !this.#held.has(lockKey(row))).flatMap((row) => this.#lockOf(row));
    this.#held = held;
    return { locks: strongest(locks), rewrites: this.#rewrites(rows) };
  }

  /** Of the statement that ran last, outside of a transaction. */
  async outside(): Promise<Observation> {
    return { locks: undefined, rewrites: this.#rewrites(await this.#session.query(fileNodes)) };
  }

  /** Its locks are gone. */
  transactionEnded(): void {
    this.#held = new Set();
  }

  #lockOf(row: Row): readonly RelationLock[] {
    const relation = this.#relations.get(text(row, 'oid'));
    const mode = modeOf(text(row, 'mode'));
    return relation && mode ? [{ relation: relation.name, kind: relation.kind, mode }] : [];
  }

  #rewrites(rows: readonly Row[]): readonly QualifiedName[] {
    const rewritten = new Set<Relation>();
    for (const row of rows) {
      const relation = this.#relations.get(text(row, 'oid'));
      const file = row.file ?? undefined;
      if (relation === undefined || file === undefined || relation.file === file) continue;
      relation.file = file;
      if (relation.kind === 'table' || relation.kind === 'materializedView') rewritten.add(relation);
    }
    return [...rewritten].map(({ name }) => name);
  }
}

function lockKey(row: Row): string {
  return `${row.oid} ${row.mode}`;
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
function modeOf(mode: string): LockMode | undefined {
  const spelled = mode.replace(/Lock$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return lockModes.find((one) => one === spelled.toUpperCase());
}

/** One lock for each relation, sorted by name. */
function strongest(locks: readonly RelationLock[]): readonly RelationLock[] {
  const strength = ({ mode }: RelationLock): number => lockModes.indexOf(mode);
  const key = ({ relation }: RelationLock): string => `${relation.schema}\0${relation.name}`;
  const byRelation = new Map<string, RelationLock>();
  for (const lock of [...locks].sort((a, b) => strength(a) - strength(b))) byRelation.set(key(lock), lock);
  return [...byRelation.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
