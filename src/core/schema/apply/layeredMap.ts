/**
 * A map as it stands over another one: it costs what differs, however many entries the other has. Looked up and gone
 * through like any map; it does not cross threads.
 */

/** @param over What differs; `undefined` for a key that is not there. */
export class LayeredMap<T> implements ReadonlyMap<string, T> {
  readonly #under: ReadonlyMap<string, T>;
  readonly #over: ReadonlyMap<string, T | undefined>;

  constructor(under: ReadonlyMap<string, T>, over: ReadonlyMap<string, T | undefined>) {
    this.#under = under;
    this.#over = over;
  }

  get size(): number {
    let size = this.#under.size;
    for (const [key, value] of this.#over) size += Number(value !== undefined) - Number(this.#under.has(key));
    return size;
  }

  get(key: string): T | undefined {
    return this.#over.has(key) ? this.#over.get(key) : this.#under.get(key);
  }

  has(key: string): boolean {
    return this.#over.has(key) ? this.#over.get(key) !== undefined : this.#under.has(key);
  }

  *[Symbol.iterator](): MapIterator<[string, T]> {
    for (const entry of this.#under) if (!this.#over.has(entry[0])) yield entry;
    for (const [key, value] of this.#over) if (value !== undefined) yield [key, value];
  }

  entries(): MapIterator<[string, T]> {
    return this[Symbol.iterator]();
  }

  *keys(): MapIterator<string> {
    for (const [key] of this) yield key;
  }

  *values(): MapIterator<T> {
    for (const [, value] of this) yield value;
  }

  forEach(visit: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}
