/**
 * One map of a snapshot while operations are applied: copied when it is first changed, and every change can be
 * taken back.
 */

import { LayeredMap } from './layeredMap.ts';

interface Change<T> {
  readonly key: string;
  readonly before: T | undefined;
}

export class Section<T> {
  readonly #base: ReadonlyMap<string, T>;
  readonly #onChange: (before: T | undefined, after: T | undefined) => void;
  readonly #changes: Change<T>[] = [];
  #copy: Map<string, T> | undefined;
  /** What was handed out last, and what it stands on. */
  #shared: ReadonlyMap<string, T> | undefined;
  #under: ReadonlyMap<string, T>;
  #over = new Map<string, T | undefined>();

  constructor(base: ReadonlyMap<string, T>, onChange: (before: T | undefined, after: T | undefined) => void) {
    this.#base = base;
    this.#under = base;
    this.#onChange = onChange;
  }

  /** The untouched map itself where nothing has changed. */
  get map(): ReadonlyMap<string, T> {
    return this.#changes.length === 0 ? this.#base : (this.#copy ?? this.#base);
  }

  /** The map as it is now: later changes leave it alone. The same one as long as nothing changes. */
  share(): ReadonlyMap<string, T> {
    if (this.#over.size > mostLayered) {
      this.#under = new Map(this.map);
      this.#over.clear();
    }
    this.#shared ??= this.#over.size === 0 ? this.#under : new LayeredMap(this.#under, new Map(this.#over));
    return this.#shared;
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
    this.#over.set(key, value);
    this.#shared = undefined;
    this.#onChange(before, value);
  }
}

/** Entries that a map stands on another one with: copying these costs less than copying all. */
const mostLayered = 48;
