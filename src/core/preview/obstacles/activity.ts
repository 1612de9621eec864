/** What is going on in a database right now, as its statistics views tell. Plain data. */
import type { QualifiedName } from '../../schema/name.ts';
import type { LockMode } from '../locks/impact.ts';

export interface Activity {
  readonly sessions: readonly ActiveSession[];
  readonly vacuums: readonly RunningVacuum[];
  readonly replicas: readonly ReplicaLag[];
  /** Prepared transactions hold their locks without a session. */
  readonly preparedTransactions: readonly PreparedTransaction[];
  readonly settings: ServerSettings;
  /** What the role may not see: whole sentences. */
  readonly hidden: readonly string[];
}

export interface ActiveSession {
  readonly pid: number;
  readonly user: string | undefined;
  readonly application: string | undefined;
  /** `active`, `idle in transaction`, …; `undefined` where the role may not see it. */
  readonly state: string | undefined;
  readonly transactionSeconds: number | undefined;
  readonly querySeconds: number | undefined;
  /** The first word or two of the query (`SELECT`, `COPY`, `autovacuum`), never its text: it may hold anybody's data. */
  readonly command: string | undefined;
  readonly locks: readonly HeldLock[];
  /** Pids of those it waits for. */
  readonly waitsFor: readonly number[];
}

export interface HeldLock {
  readonly relation: QualifiedName;
  readonly mode: LockMode;
  readonly granted: boolean;
}

export interface PreparedTransaction {
  readonly name: string;
  readonly seconds: number;
  readonly locks: readonly HeldLock[];
}

export interface RunningVacuum {
  readonly pid: number;
  readonly relation: QualifiedName | undefined;
  /** An autovacuum against wraparound does not give way. `undefined`: the role may not see which it is. */
  readonly toPreventWraparound: boolean | undefined;
  readonly isAutovacuum: boolean;
}

export interface ReplicaLag {
  readonly name: string;
  /** `undefined`: it does not say. */
  readonly replayLagSeconds: number | undefined;
  readonly replayLagBytes: number | undefined;
}

export interface ServerSettings {
  readonly timeZone: string | undefined;
  readonly lockTimeoutMs: number | undefined;
  readonly statementTimeoutMs: number | undefined;
  readonly deadlockTimeoutMs: number | undefined;
}

/** Somebody in the way of the run, now. */
export interface Obstacle {
  readonly kind: 'lock' | 'longTransaction' | 'wraparoundVacuum' | 'replicaLag' | 'preparedTransaction';
  /** `blocks`: a statement of the run would wait; `risk`: it may. */
  readonly severity: 'blocks' | 'risk';
  /** Whole sentences: who, since when, which statement would queue, and whom it would stall meanwhile. */
  readonly message: string;
  readonly pid?: number;
  /** The statements that would wait: places in the run. */
  readonly statements: readonly { readonly revision: string; readonly index: number }[];
}
