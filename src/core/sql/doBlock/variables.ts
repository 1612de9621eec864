/** What is known of a block's variables while its statements are followed. */
import type { SchemaCondition } from '../../migration/operations/condition.ts';

type Value =
  | { readonly kind: 'text'; readonly text: string }
  /** True or false, as the condition is. */
  | { readonly kind: 'condition'; readonly condition: SchemaCondition }
  /** How many rows there are: none, where the condition does not hold. */
  | { readonly kind: 'count'; readonly condition: SchemaCondition };

export class Variables {
  readonly #values: Map<string, Value>;

  constructor(values: ReadonlyMap<string, Value> = new Map()) {
    this.#values = new Map(values);
  }

  /** For a branch: what it sets is not known behind it. */
  copy(): Variables {
    return new Variables(this.#values);
  }

  readonly text = (name: string): string | undefined => {
    const value = this.#values.get(name);
    return value?.kind === 'text' ? value.text : undefined;
  };

  condition(name: string): SchemaCondition | undefined {
    const value = this.#values.get(name);
    if (value?.kind === 'condition') return value.condition;
    if (value?.kind !== 'text' || !/^(?:true|false)$/.test(value.text)) return undefined;
    return { kind: value.text === 'true' ? 'and' : 'or', conditions: [] };
  }

  count(name: string): SchemaCondition | undefined {
    const value = this.#values.get(name);
    return value?.kind === 'count' ? value.condition : undefined;
  }

  /** @param value `undefined`: not known. */
  set(name: string, value: Value | undefined): void {
    if (value === undefined) this.#values.delete(name);
    else this.#values.set(name, value);
  }

  /** What the schema was like is not what it is like now. */
  forgetConditions(): void {
    for (const [name, { kind }] of this.#values) if (kind !== 'text') this.#values.delete(name);
  }

  /** After statements that may or may not have been run. */
  forgetChanged(branches: readonly Variables[]): void {
    const names = new Set(branches.flatMap((branch) => [...branch.#values.keys()]));
    for (const name of [...names, ...this.#values.keys()]) {
      if (branches.some((branch) => branch.#values.get(name) !== this.#values.get(name)))
        this.#values.delete(name);
    }
  }
}
