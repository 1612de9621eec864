/** Functions and procedures: kept by name, argument types and the hash of their body. */
import type { OtherStep } from '../../migration/operations/operation.ts';
import { displayName, type ObjectName, quoteName } from '../name.ts';
import { type Routine, routineKey } from '../snapshot.ts';
import { typeText } from '../type.ts';
import { parseType } from '../typeName.ts';
import { userTypeNamed } from './columnType.ts';
import { type Draft, Failure } from './draft.ts';
import { inUse } from './drop.ts';
import { candidates, creationName, mayExist, requireSchema } from './resolve.ts';
import { settle } from './settle.ts';

type Step<K extends OtherStep['kind']> = Extract<OtherStep, { readonly kind: K }>;

/** Of that name, on the first schema of the search path that has one. */
export function routinesNamed(
  draft: Draft,
  name: ObjectName,
  argumentTypes: string | undefined,
): readonly Routine[] {
  const types = argumentTypes === undefined ? undefined : resolvedTypes(draft, argumentTypes);
  for (const { schema, name: bare } of candidates(draft, name)) {
    const found = [...draft.routines.values()].filter(
      (one) =>
        one.name.schema === schema &&
        one.name.name === bare &&
        (types === undefined || one.argumentTypes === types),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** As the catalogs have them: with the schema of each type. */
function resolvedTypes(draft: Draft, argumentTypes: string): string {
  if (argumentTypes === '') return '';
  return splitTypes(argumentTypes)
    .map((text) => resolvedType(draft, text))
    .join(', ');
}

function resolvedType(draft: Draft, text: string): string {
  const type = parseType(text);
  if (type.kind === 'unresolved') return text;
  const { modifier: _, ...plain } = type;
  // Not resolved as a column's: what is not known here is no problem, and pseudo-types are fine.
  const found = type.schema === undefined ? userTypeNamed(draft, type) : undefined;
  return typeText(found === undefined ? plain : { ...plain, ...found });
}

/** `SETOF t`; what a `TABLE (…)` lists is left as it is. */
function resolvedReturn(draft: Draft, returns: string): string {
  if (/^table\b/i.test(returns)) return returns;
  const set = /^setof\s+/i.exec(returns)?.[0] ?? '';
  return `${set === '' ? '' : 'SETOF '}${resolvedType(draft, returns.slice(set.length))}`;
}

function splitTypes(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/).map((one) => one.trim());
}

export function applyCreateRoutine(draft: Draft, operation: Step<'createRoutine'>): void {
  const { routine: kind, parameters, returns, language, bodyHash, orReplace } = operation;
  const name = creationName(draft, operation.name);
  requireSchema(draft, name.schema);
  const routine: Routine = {
    kind,
    name,
    argumentTypes: resolvedTypes(draft, operation.argumentTypes),
    ...(parameters !== undefined && {
      parameters: parameters.map((one) => ({ ...one, type: resolvedType(draft, one.type) })),
    }),
    ...(returns !== undefined && { returns: resolvedReturn(draft, returns) }),
    ...(language !== undefined && { language }),
    ...(bodyHash !== undefined && { bodyHash }),
  };
  const existing = draft.routines.get(routineKey(routine));
  const unsure = draft.unsure({ kind: 'routine', name }) !== undefined;
  if (existing !== undefined && !orReplace && !unsure) {
    throw new Failure('already-exists', `Function ${displayName(name)} already exists.`, [
      { kind: 'routine', name },
    ]);
  }
  if (existing !== undefined && !unsure) requireReplaceable(existing, routine);
  const comment = existing?.comment === undefined ? {} : { comment: existing.comment };
  draft.setRoutine({ ...routine, ...comment });
}

/** Calls of the old one must still be calls of the new one. */
function requireReplaceable(existing: Routine, routine: Routine): void {
  const [before, after] = [existing, routine].map(({ parameters }) =>
    parameters?.filter(({ mode }) => mode !== 'out'),
  );
  if (before === undefined || after === undefined) return;
  for (const [at, parameter] of before.entries()) {
    const { name } = parameter;
    const other = after[at];
    const isRenamed = name !== undefined && other?.name !== name;
    if (!isRenamed && (parameter.default === undefined || other?.default !== undefined)) continue;
    const what = isRenamed ? 'another name' : 'no default';
    const message = `Function ${displayName(routine.name)} has a parameter ${name ?? at + 1}, which would have ${what}: CREATE OR REPLACE cannot change that.`;
    throw new Failure('in-use', message, [{ kind: 'routine', name: routine.name }]);
  }
}

export function applyDropRoutine(draft: Draft, operation: Step<'dropRoutine'>): void {
  const found = routinesNamed(draft, operation.name, operation.argumentTypes);
  if (found.length === 0) {
    if (!operation.ifExists && !mayExist(draft, 'routine', operation.name)) {
      const name = creationName(draft, operation.name);
      throw new Failure('missing-routine', `Function ${displayName(name)} does not exist.`, [
        { kind: 'routine', name },
      ]);
    }
    return;
  }
  const [routine, other] = found;
  if (routine === undefined || other !== undefined) {
    const message = `There are several functions ${displayName(operation.name)}; name the argument types.`;
    throw new Failure(
      'ambiguous',
      message,
      found.map(({ name }) => ({ kind: 'routine', name })),
    );
  }
  dropTriggersOf(draft, routine, operation.cascade ?? false);
  draft.routines.set(routineKey(routine), undefined);
  settle(draft, { kind: 'routine', name: routine.name });
}

function dropTriggersOf(draft: Draft, { name }: Routine, cascade: boolean): void {
  for (const table of draft.tables.values()) {
    const triggers = table.triggers.filter(({ definition }) => calledBy(definition) !== name.name);
    if (triggers.length === table.triggers.length) continue;
    if (!cascade) {
      throw inUse(`Function ${displayName(name)}`, `a trigger of ${displayName(table.name)}`, [
        { kind: 'routine', name },
      ]);
    }
    draft.setTable({ ...table, triggers });
  }
}

/** What a trigger calls is the last name before its parentheses: EXECUTE FUNCTION comes last. */
const call =
  /(\bexecute\s+(?:function|procedure)\s+(?:(?:"[^"]+"|[\w$]+)\s*\.\s*)?)(?:"([^"]+)"|([\w$]+))(?=\s*\()/i;

function calledBy(trigger: string): string | undefined {
  const match = call.exec(trigger);
  return match?.[2] ?? match?.[3]?.toLowerCase();
}

export function applyRenameRoutine(draft: Draft, operation: Step<'renameRoutine'>): void {
  const { newName } = operation;
  for (const routine of routinesNamed(draft, operation.name, operation.argumentTypes)) {
    draft.routines.set(routineKey(routine), undefined);
    draft.setRoutine({ ...routine, name: { schema: routine.name.schema, name: newName } });
    for (const table of draft.tables.values()) {
      if (!table.triggers.some(({ definition }) => calledBy(definition) === routine.name.name)) continue;
      const triggers = table.triggers.map((one) =>
        calledBy(one.definition) === routine.name.name
          ? {
              ...one,
              definition: one.definition.replace(call, (_, before: string) => before + quoteName(newName)),
            }
          : one,
      );
      draft.setTable({ ...table, triggers });
    }
  }
}
