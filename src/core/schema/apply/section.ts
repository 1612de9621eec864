/**
 * One map of a snapshot while operations are applied: copied when it is first changed, and every change can be
 * taken back.
 */

interface Change<T> {
  readonly key: string;
  readonly before: T | undefined;
}

export class Section<T> {
  readonly #base: ReadonlyMap<string, T>;
  readonly #onChange: (before: T | undefined, after: T | undefined) => void;
  readonly #changes: Change<T>[] = [];
  #copy: Map<string, T> | undefined;

  constructor(base: ReadonlyMap<string, T>, onChange: (before: T | undefined, after: T | undefined) => void) {
    this.#base = base;
    this.#onChange = onChange;
  }

  /** The untouched map itself where nothing has changed. */
  get map(): ReadonlyMap<string, T> {
    return this.#changes.length === 0 ? this.#base : (this.#copy ?? this.#base);
  }

  get(key: string): T | undefined {
    return this.map.get(key);
  }

  has(key: string): boolean {
    return this.map.has(key);
  }

  values(): Iterable<T> {
    return this.map.values();
  }

  set(key: string, value: T | undefined): void {
    const before = this.get(key);
    if (before === value) return;
    this.#copy ??= new Map(this.#base);
    this.#changes.push({ key, before });
    this.#write(key, before, value);
  }

  get position(): number {
    return this.#changes.length;
  }

  /** What has changed since a position, with its values of now. */
  changedSince(position: number): ReadonlyMap<string, T | undefined> {
    const now = new Map<string, T | undefined>();
    for (const { key } of this.#changes.slice(position)) now.set(key, this.get(key));
    return now;
  }

  /** What a key had at a position. */
  before(key: string, position: number): T | undefined {
    const first = this.#changes.slice(position).find((change) => change.key === key);
    return first === undefined ? this.get(key) : first.before;
  }

  backTo(position: number): void {
    while (this.#changes.length > position) {
      const change = this.#changes.at(-1);
      if (change === undefined) return;
      this.#write(change.key, this.#copy?.get(change.key), change.before);
      this.#changes.pop();
    }
  }

  #write(key: string, before: T | undefined, value: T | undefined): void {
    if (value === undefined) this.#copy?.delete(key);
    else this.#copy?.set(key, value);
    this.#onChange(before, value);
  }
}
