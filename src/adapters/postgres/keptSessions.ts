/** What is left open of a session whose work is done. */
export interface OpenSession {
  readonly isLost: boolean;
  /** Keeps no process running from now on. */
  rest(): void;
  close(): void;
}

/**
 * Sessions whose work is done, for whoever asks the same database next: signing in takes longer than most questions.
 * For a process that ends with its answer.
 */
export class KeptSessions {
  readonly #sessions = new Map<string, OpenSession>();

  /** @param key All that makes a session what it is. */
  keep(key: string, session: OpenSession): void {
    if (this.#sessions.has(key)) {
      session.close();
      return;
    }
    session.rest();
    this.#sessions.set(key, session);
  }

  take<S extends OpenSession>(key: string): S | undefined {
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    return session?.isLost === false ? (session as S) : undefined;
  }

  /** Says goodbye. */
  close(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
  }
}
