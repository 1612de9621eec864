/**
 * Answers for the next run: most runs of the command line ask what an earlier one asked, of scripts and models that
 * nobody has touched and of schemas that have not changed.
 *
 * An answer is taken from the store only where all that it was made of is the same: the question, what was told
 * before it, and every file that was looked for.
 */
import type { ScriptFiles } from './loadProject.ts';

export interface AnswerStore {
  /** Equal for plain data that are equal in every part; different for all others. */
  digest(value: unknown): string;
  /** What was put there last, perhaps by an earlier run; `undefined` where that cannot be understood. */
  get(slot: string): KeptAnswer | undefined;
  put(slot: string, kept: KeptAnswer): void;
}

/** Plain data. */
export interface KeptAnswer {
  /** Digest of the question and of what was told before. */
  readonly asked: string;
  /** File → digest of its text; folder, ending in `/` or `/**`, → digest of its files' paths. */
  readonly found: ReadonlyMap<string, string>;
  readonly answer: unknown;
}

type Found = string | readonly string[] | undefined;

export class Answers {
  readonly #store: AnswerStore | undefined;
  readonly #files: ScriptFiles;
  /** Subject → digest of all that was told of it. */
  readonly #told = new Map<string, string>();
  readonly #found = new Map<string, Found>();

  /** @param store Absent: every answer is made anew. */
  constructor(store: AnswerStore | undefined, files: ScriptFiles) {
    this.#store = store;
    this.#files = files;
  }

  /** To be used by whoever makes answers: what is found here becomes part of them. */
  readonly files: ScriptFiles = {
    readSync: (path) => this.#note(path, this.#files.readSync(path)),
    read: async (path) => this.#note(path, await this.#files.read(path)),
    list: async (folder, options) =>
      this.#note(`${folder}/${options.recursive ? '**' : ''}`, await this.#files.list(folder, options)),
  };

  /** Takes the place of what was told of the subject before. */
  tell(subject: string, value: unknown): void {
    if (this.#store !== undefined) this.#told.set(subject, this.#store.digest(value));
  }

  /**
   * Keeps what was last told of the subject for the next run.
   *
   * @param make What it takes to see whether that still is so; `undefined`: nobody can, and nothing is kept.
   */
  seal(subject: string, make: () => unknown): void {
    const asked = this.#told.get(subject);
    if (asked === undefined) return;
    const answer = make();
    if (answer !== undefined) this.#store?.put(`seal ${subject}`, { asked, found: new Map(), answer });
  }

  /**
   * Tells what an earlier run told of the subject, if whoever understands its seal says that it still is so.
   *
   * @returns Whether it was told.
   */
  async tellSealed<S>(subject: string, holds: (seal: S) => Promise<boolean>): Promise<boolean> {
    const sealed = this.#store?.get(`seal ${subject}`);
    if (sealed === undefined || !(await holds(sealed.answer as S))) return false;
    this.#told.set(subject, sealed.asked);
    return true;
  }

  /** Is added to what was told of the subject before. */
  tellMore(subject: string, value: unknown): void {
    this.tell(subject, [this.#told.get(subject), value]);
  }

  forget(subject: string): void {
    this.#told.delete(subject);
  }

  /**
   * The last answer of this name about these subjects, where it still holds.
   *
   * @param subjects All that the answer is about, of what was told and beside it.
   */
  async of<T>(
    name: string,
    subjects: readonly string[],
    question: unknown,
    make: () => Promise<T>,
  ): Promise<T> {
    const store = this.#store;
    if (store === undefined) return make();
    const slot = [name, ...subjects].join(' ');
    const ask = () => store.digest([question, subjects.map((one) => this.#told.get(one))]);
    const asked = ask();
    const kept = store.get(slot);
    if (kept?.asked === asked && (await this.#isFound(kept.found, store))) return kept.answer as T;
    const answer = await make();
    // Something else was told meanwhile: nobody knows of which it was made.
    if (ask() !== asked) return answer;
    const found = new Map([...this.#found].map(([place, one]) => [place, store.digest(one)]));
    store.put(slot, { asked, found, answer });
    return answer;
  }

  #note<T extends Found>(place: string, found: T): T {
    if (this.#store !== undefined && !this.#found.has(place)) this.#found.set(place, found);
    return found;
  }

  async #isFound(before: KeptAnswer['found'], store: AnswerStore): Promise<boolean> {
    for (const [place, digest] of before) {
      if (store.digest(await this.#findAgain(place)) !== digest) return false;
    }
    return true;
  }

  #findAgain(place: string): Found | Promise<Found> {
    const folder = /^(.*)\/(\*\*)?$/.exec(place);
    if (folder === null) return this.#files.readSync(place);
    return this.#files.list(folder[1] ?? '', { recursive: folder[2] !== undefined });
  }
}
