/** What a job runs on: an empty PostgreSQL that is thrown away afterwards. */
import type { RehearsalResult } from '../../core/preview/rehearsal/rehearsal.ts';
import type { Session } from '../postgres/connect.ts';

export interface RehearsalServer {
  readonly kind: RehearsalResult['server'];
  /** The only one, of a superuser. Rejects with what PostgreSQL says: see {@link saidBy}. */
  readonly session: Session;
  /** The notices since the last time. */
  takeNotices(): readonly Notice[];
}

export interface Notice {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** What PostgreSQL said of a statement. */
export interface Said {
  readonly message: string;
  /** SQLSTATE. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** Where in the statement: counted from 1, in characters. */
  readonly position?: number;
}

/** @throws The error itself where it is none of PostgreSQL's. */
export function saidBy(error: unknown): Said {
  const { severity, message, code, detail, hint, position } = error as Partial<Said> & {
    readonly severity?: unknown;
  };
  if (severity === undefined || message === undefined) throw error;
  return { message, code, detail, hint, ...(position !== undefined && { position: Number(position) }) };
}

/** Of a statement that may break the server itself, such as an endless recursion. */
export function saidOrBroken(error: unknown): Said {
  try {
    return saidBy(error);
  } catch (broken) {
    const reason = broken instanceof Error ? broken.message : String(broken);
    const message = `The server broke down: ${reason}`;
    return { message, code: undefined, detail: undefined, hint: undefined };
  }
}
