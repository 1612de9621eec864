/** What is left open of a session whose work is done. */
export interface OpenSession {
  readonly isLost: boolean;
  /** Keeps no process running from now on. */
  rest(): void;
  close(): void;
}

interface Kept {
  readonly session: OpenSession;
  readonly end: NodeJS.Timeout;
}

/** The next question follows at once, or none does. */
const keptMs = 1000;

/**
 * Sessions whose work is done, for whoever asks the same database next: signing in takes longer than most questions.
 * For a process that ends with its answer.
 */
export class KeptSessions {
  readonly #kept = new Map<string, Kept>();

  /** @param key All that makes a session what it is. */
  keep(key: string, session: OpenSession): void {
    if (this.#kept.has(key)) {
      session.close();
      return;
    }
    session.rest();
    const end = setTimeout(() => this.#remove(key)?.close(), keptMs).unref();
    this.#kept.set(key, { session, end });
  }

  take<S extends OpenSession>(key: string): S | undefined {
    const session = this.#remove(key);
    return session?.isLost === false ? (session as S) : undefined;
  }

  /** Says goodbye. */
  close(): void {
    for (const key of [...this.#kept.keys()]) this.#remove(key)?.close();
  }

  #remove(key: string): OpenSession | undefined {
    const kept = this.#kept.get(key);
    clearTimeout(kept?.end);
    this.#kept.delete(key);
    return kept?.session;
  }
}
