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
   * @param content What was told, for whom to know of it is not enough.
   */
  seal(subject: string, make: () => unknown, content: unknown): void {
    const asked = this.#told.get(subject);
    const seal = asked === undefined ? undefined : make();
    if (asked === undefined || seal === undefined) return;
    this.#store?.put(`seal ${subject}`, { asked, found: new Map(), answer: seal });
    this.#store?.put(`sealed ${subject}`, { asked, found: new Map(), answer: content });
  }

  /**
   * Tells what an earlier run told of the subject, if whoever understands its seal says that it still is so.
   *
   * @returns How to get at it; `undefined`: it was not told.
   */
  async tellSealed<S, C>(
    subject: string,
    holds: (seal: S) => Promise<boolean>,
  ): Promise<(() => C | undefined) | undefined> {
    const store = this.#store;
    const sealed = store?.get(`seal ${subject}`);
    if (store === undefined || sealed === undefined || !(await holds(sealed.answer as S))) return undefined;
    this.#told.set(subject, sealed.asked);
    return () => {
      const kept = store.get(`sealed ${subject}`);
      return kept?.asked === sealed.asked ? (kept.answer as C) : undefined;
    };
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
    if (this.#store === undefined) return make();
    const slot = [name, ...subjects].join(' ');
    const told = (): readonly unknown[] => subjects.map((one) => this.#told.get(one));
    const before = told();
    const asked = [question, before];
    const kept = await this.recall<T>(slot, asked);
    if (kept !== undefined) return kept.answer;
    const answer = await make();
    // Where something else was told meanwhile, nobody knows of which it was made.
    if (told().join() === before.join()) this.keep(slot, asked, this.#found, answer);
    return answer;
  }

  /** What was kept of the same question, where all that it was made of is still found. */
  async recall<T>(
    slot: string,
    question: unknown,
  ): Promise<{ readonly places: Iterable<string>; readonly answer: T } | undefined> {
    const store = this.#store;
    const kept = store?.get(slot);
    if (store === undefined || kept?.asked !== store.digest(question)) return undefined;
    if (!(await this.#isFound(kept.found, store))) return undefined;
    return { places: kept.found.keys(), answer: kept.answer as T };
  }

  /** @param found All that the answer was made of, besides the question. */
  keep(slot: string, question: unknown, found: ReadonlyMap<string, Found>, answer: unknown): void {
    const store = this.#store;
    if (store === undefined) return;
    const digests = new Map([...found].map(([place, one]) => [place, store.digest(one)]));
    store.put(slot, { asked: store.digest(question), found: digests, answer });
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
