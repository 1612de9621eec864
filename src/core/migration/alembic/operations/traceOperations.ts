/** The effects of a script's function as operations. */
import { type Effect, effectsIn, raises } from '../../../python/trace.ts';
import { type PyValue, pathOf } from '../../../python/value.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import { readCall } from './calls.ts';
import { conditionOf } from './conditions.ts';
import type { OperationContext } from './context.ts';

/** All but the place of a call. */
export type ScriptContext = Omit<OperationContext, 'location'>;

export function operationsOf(
  effects: readonly Effect[],
  script: ScriptContext,
): readonly MigrationOperation[] {
  return new TraceReader(script).operationsOf(effects);
}

/** More than anybody writes: conditions that multiply each other's ways. */
const mostOperations = 5000;

/** Ways share what comes after them: each effect is read once. */
export class TraceReader {
  readonly #script: ScriptContext;
  readonly #known = new Map<
    Effect,
    { readonly parts: number; readonly operations: readonly MigrationOperation[] }
  >();
  /** A number that is another one when there is more in an effect. */
  readonly #parts = new Map<Effect, number>();
  readonly #sizes = new Map<MigrationOperation, number>();

  constructor(script: ScriptContext) {
    this.#script = script;
  }

  /** Where there are more by now, those of before are the same objects. */
  operationsOf(effects: readonly Effect[]): readonly MigrationOperation[] {
    this.#parts.clear();
    return this.#read(effects);
  }

  #read(effects: readonly Effect[]): readonly MigrationOperation[] {
    return effects.flatMap((effect) => {
      const parts = this.#partsOf(effect);
      const known = this.#known.get(effect);
      if (known?.parts === parts) return known.operations;
      const read = operationsOfOne(effect, this.#script, (inner) => this.#read(inner));
      const operations = this.#limited(read);
      this.#known.set(effect, { parts, operations });
      return operations;
    });
  }

  #partsOf(effect: Effect): number {
    const known = this.#parts.get(effect);
    if (known !== undefined) return known;
    let parts = 1;
    for (const list of effectsIn(effect)) for (const inner of list) parts += 31 * this.#partsOf(inner);
    this.#parts.set(effect, parts % largePrime);
    return parts % largePrime;
  }

  #limited(operations: readonly MigrationOperation[]): readonly MigrationOperation[] {
    const size = operations.reduce((sum, operation) => sum + this.#sizeOf(operation), 0);
    const [first] = operations;
    if (size <= mostOperations || first === undefined) return operations;
    const reason = 'So many conditions depend on each other here that their outcome is not followed.';
    return [{ kind: 'opaque', reason, affects: 'anything', location: first.location }];
  }

  #sizeOf(operation: MigrationOperation): number {
    const known = this.#sizes.get(operation);
    if (known !== undefined) return known;
    const size = innerOf(operation).reduce((sum, inner) => sum + this.#sizeOf(inner), 1);
    this.#sizes.set(operation, size);
    return size;
  }
}

const largePrime = 2 ** 31 - 1;

function innerOf(operation: MigrationOperation): readonly MigrationOperation[] {
  if (operation.kind === 'conditional') return [...operation.then, ...operation.otherwise];
  return operation.kind === 'attempt' ? [...operation.attempt, ...operation.onFailure] : [];
}

type Inner = (effects: readonly Effect[]) => readonly MigrationOperation[];

function operationsOfOne(effect: Effect, script: ScriptContext, inner: Inner): readonly MigrationOperation[] {
  switch (effect.kind) {
    case 'call': {
      const { file, range } = effect.call;
      const location = range === undefined ? { file } : { file, range };
      const reading = readCall(effect.call, { ...script, location });
      return reading.map((step) => located(step, location));
    }
    case 'branch':
      return conditional(effect, script, inner);
    case 'attempt':
      return attempt(effect, inner);
    case 'with':
      return inside(effect.managers, inner(effect.body));
    case 'loop':
      return repeated(inner(effect.body));
    case 'function':
      return inner(effect.body);
    default:
      return [];
  }
}

type Located = MigrationOperation['location'];

function located(step: ReturnType<typeof readCall>[number], location: Located): MigrationOperation {
  const placed = 'location' in step ? step : { ...step, location };
  return 'concurrently' in placed && placed.concurrently ? { ...placed, autocommit: true } : placed;
}

/** A way that ends in an error is not the one that an applied revision took. */
function conditional(
  { condition, whenTrue, whenFalse }: Extract<Effect, { kind: 'branch' }>,
  script: ScriptContext,
  inner: Inner,
): readonly MigrationOperation[] {
  const then = inner(whenTrue);
  const otherwise = inner(whenFalse);
  if (raises(whenTrue)) return otherwise;
  if (raises(whenFalse)) return then;
  const [first] = [...then, ...otherwise];
  if (first === undefined) return [];
  const { location } = first;
  const asked = conditionOf(condition, { ...script, location });
  return [{ kind: 'conditional', condition: asked, then, otherwise, location }];
}

/**
 * A statement that fails aborts PostgreSQL's transaction, and with it the whole revision, whatever Python catches.
 * So what is tried has been done in an applied revision, unless a savepoint protected it.
 */
function attempt(
  { body, handlers }: Extract<Effect, { kind: 'attempt' }>,
  inner: Inner,
): readonly MigrationOperation[] {
  const tried = inner(body);
  const caught = handlers.filter((handler) => !raises(handler)).map(inner);
  const [only, more] = caught;
  if (raises(body) && only !== undefined && more === undefined) return [...tried, ...only];
  if (caught.length === 0 || (!asksBefore(body) && !tried.some((one) => one.autocommit))) return tried;
  const onFailure = caught.find((operations) => operations.length > 0) ?? [];
  const [first] = [...tried, ...onFailure];
  return first === undefined
    ? []
    : [{ kind: 'attempt', attempt: tried, onFailure, location: first.location }];
}

/** Whether something in it can fail without spoiling the transaction: a question to the catalog, or a savepoint. */
function asksBefore(effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    switch (effect.kind) {
      case 'call':
        return /^(?:inspect|get_\w+|has_\w+|begin_nested|reflect|reflect_table)$/.test(
          effect.call.method ?? '',
        );
      case 'with':
        return (
          effect.managers.some((manager) => methodOf(manager) === 'begin_nested') || asksBefore(effect.body)
        );
      case 'function':
      case 'loop':
        return asksBefore(effect.body);
      case 'branch':
        return asksBefore(effect.whenTrue) || asksBefore(effect.whenFalse);
      default:
        return false;
    }
  });
}

function methodOf(value: PyValue): string | undefined {
  return value.kind === 'call' ? (value.method ?? pathOf(value.callee)?.split('.').at(-1)) : undefined;
}

function inside(
  managers: readonly PyValue[],
  operations: readonly MigrationOperation[],
): readonly MigrationOperation[] {
  const names = managers.map(methodOf);
  if (names.includes('autocommit_block')) return operations.map((one) => ({ ...one, autocommit: true }));
  const [first] = operations;
  if (first === undefined || !names.includes('suppress')) return operations;
  return [{ kind: 'attempt', attempt: operations, onFailure: [], location: first.location }];
}

/** How often is not known, perhaps never. */
function repeated(then: readonly MigrationOperation[]): readonly MigrationOperation[] {
  const [first] = then;
  if (first === undefined) return then;
  const condition = {
    kind: 'unknown' as const,
    reason: 'What this loop goes over is known only when the script runs.',
  };
  return [{ kind: 'conditional', condition, then, otherwise: [], location: first.location }];
}
