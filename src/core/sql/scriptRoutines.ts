/** Functions and procedures that a script creates: what calling them later in the same script does. */

import type { AffectedObject } from '../migration/operations/definitions.ts';
import type { MigrationOperation } from '../migration/operations/operation.ts';
import type { ObjectName } from '../schema/name.ts';
import { affectedBy } from './affected.ts';

/** Nothing, where the list is empty. */
export type RoutineEffect = 'anything' | readonly AffectedObject[];

export class ScriptRoutines {
  readonly #bodies = new Map<string, (() => readonly MigrationOperation[])[]>();
  readonly #effects = new Map<string, RoutineEffect>();

  /** Those of one name are taken together: which of them a call means, its arguments decide. */
  add({ name }: ObjectName, readBody: () => readonly MigrationOperation[]): void {
    this.#bodies.set(name, [...(this.#bodies.get(name) ?? []), readBody]);
    this.#effects.delete(name);
  }

  /** `undefined` for a routine that the script has not created. */
  effectOf({ name }: ObjectName): RoutineEffect | undefined {
    const bodies = this.#bodies.get(name);
    if (bodies === undefined) return undefined;
    const known = this.#effects.get(name);
    if (known !== undefined) return known;
    // A routine that calls itself does nothing more by that.
    this.#effects.set(name, []);
    const effect = affectedBy(bodies.flatMap((read) => read()));
    this.#effects.set(name, effect);
    return effect;
  }
}
