/** Functions and procedures: kept by name, argument types and the hash of their body. */
import type { OtherStep } from '../../migration/operations/operation.ts';
import { displayName, type ObjectName, type QualifiedName, quoteName } from '../name.ts';
import { tableColumns, usesType, withTypes } from '../signature.ts';
import { type Affected, type Routine, routineKey } from '../snapshot.ts';
import { type SqlType, typeText } from '../type.ts';
import { parseType } from '../typeName.ts';
import { userTypeNamed } from './columnType.ts';
import { type Draft, Failure } from './draft.ts';
import { type DropOptions, inUse } from './drop.ts';
import { candidates, creationName, find, mayExist, requireSchema } from './resolve.ts';
import { settle } from './settle.ts';
import { editTrigger, namesInTrigger } from './triggerText.ts';

type Step<K extends OtherStep['kind']> = Extract<OtherStep, { readonly kind: K }>;

/** Of that name, on the first schema of the search path that has one. */
export function routinesNamed(
  draft: Draft,
  name: ObjectName,
  argumentTypes: string | undefined,
): readonly Routine[] {
  const types =
    argumentTypes && withTypes({ argumentTypes }, (text) => resolvedType(draft, text)).argumentTypes;
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

/** As the catalogs have it: with its schema, and without modifier. */
function resolvedType(draft: Draft, text: string): string {
  const type = typeOfColumn(draft, text) ?? parseType(text);
  if (type.kind === 'unresolved') return text;
  const { modifier: _, ...plain } = type;
  // Not resolved as a column's: what is not known here is no problem, and pseudo-types are fine.
  const found = type.schema === undefined ? userTypeNamed(draft, type) : undefined;
  return typeText(found === undefined ? plain : { ...plain, ...found });
}

/** `users.id%TYPE` is what the column is at that moment. */
function typeOfColumn(draft: Draft, text: string): SqlType | undefined {
  const [column, name, schema] = /^(.*)%TYPE$/.exec(text)?.[1]?.split('.').reverse() ?? [];
  if (column === undefined || name === undefined) return undefined;
  const table = find(draft, draft.tables, { name, ...(schema !== undefined && { schema }) });
  return table?.columns.find((one) => one.name === column)?.type;
}

export function applyCreateRoutine(draft: Draft, operation: Step<'createRoutine'>): void {
  const { routine: kind, argumentTypes, parameters, returns, language, bodyHash, orReplace } = operation;
  const name = creationName(draft, operation.name);
  requireSchema(draft, name.schema);
  const written: Routine = {
    kind,
    name,
    argumentTypes,
    ...(parameters !== undefined && { parameters }),
    ...(returns !== undefined && { returns }),
    ...(language !== undefined && { language }),
    ...(bodyHash !== undefined && { bodyHash }),
  };
  const routine = withTypes(written, (text) => resolvedType(draft, text));
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
  const what =
    otherKind(existing, routine) ?? otherParameter(existing, routine) ?? otherResult(existing, routine);
  if (what === undefined) return;
  const message = `Function ${displayName(routine.name)} ${what}: CREATE OR REPLACE cannot change that.`;
  throw new Failure('in-use', message, [{ kind: 'routine', name: routine.name }]);
}

function otherKind({ kind }: Routine, routine: Routine): string | undefined {
  return kind === routine.kind ? undefined : `is a ${kind}, and would be a ${routine.kind}`;
}

function otherParameter(existing: Routine, routine: Routine): string | undefined {
  const [before, after] = [existing, routine].map(({ parameters }) =>
    parameters?.filter(({ mode }) => mode !== 'out'),
  );
  if (before === undefined || after === undefined) return undefined;
  for (const [at, parameter] of before.entries()) {
    const { name } = parameter;
    const other = after[at];
    const isRenamed = name !== undefined && other?.name !== name;
    if (!isRenamed && (parameter.default === undefined || other?.default !== undefined)) continue;
    return `has a parameter ${name ?? at + 1}, which would have ${isRenamed ? 'another name' : 'no default'}`;
  }
  return undefined;
}

function otherResult(existing: Routine, routine: Routine): string | undefined {
  const [before, after] = [existing, routine].map(resultOf);
  if (before === undefined || after === undefined) return undefined;
  if (withoutSchemas(before) === withoutSchemas(after)) return undefined;
  return `returns ${existing.returns}, and would return ${routine.returns}`;
}

/** `RETURNS TABLE` is another way to write parameters that are given back, and one of these is the result itself. */
function resultOf({ returns, parameters = [] }: Routine): string | undefined {
  const table = returns === undefined ? undefined : tableColumns(returns);
  if (table !== undefined) {
    const [one, other] = table;
    return one !== undefined && other === undefined ? `SETOF ${one.type}` : rowOf('SETOF record', table);
  }
  const out = parameters.filter(({ mode }) => mode === 'out' || mode === 'inout');
  if (returns === undefined || out.length < 2) return returns;
  const columns = out.map(({ name, type }) => ({ name: name === undefined ? '' : quoteName(name), type }));
  return rowOf(returns, columns);
}

function rowOf(record: string, columns: readonly { readonly name: string; readonly type: string }[]): string {
  return `${record} (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
}

/** Which schema a type is in may have been unknown before, and that is no difference. */
function withoutSchemas(text: string): string {
  return text.replace(/(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\./gu, '');
}

export function applyDropRoutine(draft: Draft, operation: Step<'dropRoutine'>): void {
  const { routine: kind, name, argumentTypes, ifExists, cascade } = operation;
  const named = routinesNamed(draft, name, argumentTypes);
  const found = named.filter((one) => kind === undefined || one.kind === kind);
  const [routine, other] = found;
  if (routine === undefined) {
    const [wrong] = named;
    if (wrong === undefined && (ifExists || mayExist(draft, 'routine', name))) return;
    const affected = wrong?.name ?? creationName(draft, name);
    const message =
      wrong === undefined
        ? `Function ${displayName(affected)} does not exist.`
        : `${displayName(affected)} is no ${kind}: drop it as ${wrong.kind}.`;
    throw new Failure('missing-routine', message, [{ kind: 'routine', name: affected }]);
  }
  if (other !== undefined) {
    const message = `There are several functions ${displayName(name)}; name the argument types.`;
    throw new Failure(
      'ambiguous',
      message,
      found.map((one) => ({ kind: 'routine', name: one.name })),
    );
  }
  dropRoutine(draft, routine, cascade ?? false);
}

/** Those that take or return something of a type, which tables and views are as well. */
export function dropRoutinesOf(
  draft: Draft,
  type: Affected,
  what: string,
  { cascade }: Pick<DropOptions, 'cascade'>,
): void {
  for (const routine of [...draft.routines.values()].filter((one) => usesType(one, type.name))) {
    if (cascade) dropRoutine(draft, routine, true);
    else if (draft.unsure({ kind: 'routine', name: routine.name }) === undefined)
      throw inUse(what, `${routine.kind} ${displayName(routine.name)}`, [type]);
  }
}

function dropRoutine(draft: Draft, routine: Routine, cascade: boolean): void {
  dropTriggersOf(draft, routine, cascade);
  draft.routines.set(routineKey(routine), undefined);
  settle(draft, { kind: 'routine', name: routine.name });
}

function dropTriggersOf(draft: Draft, routine: Routine, cascade: boolean): void {
  for (const table of draft.tables.values()) {
    const triggers = table.triggers.filter(({ definition }) => !calls(draft, definition, routine));
    if (triggers.length === table.triggers.length) continue;
    if (!cascade) {
      throw inUse(`Function ${displayName(routine.name)}`, `a trigger of ${displayName(table.name)}`, [
        { kind: 'routine', name: routine.name },
      ]);
    }
    draft.setTable({ ...table, triggers });
  }
}

function calls(draft: Draft, trigger: string, routine: Routine): boolean {
  const { routine: called } = namesInTrigger(trigger);
  return called?.name === routine.name.name && routinesNamed(draft, called, '').includes(routine);
}

export function applyRenameRoutine(draft: Draft, operation: Step<'renameRoutine'>): void {
  const { newName } = operation;
  for (const routine of routinesNamed(draft, operation.name, operation.argumentTypes))
    moveRoutine(draft, routine, { ...routine.name, name: newName });
}

/** Renames a routine or moves it to another schema; triggers go on calling it. */
export function moveRoutine(draft: Draft, routine: Routine, to: QualifiedName): void {
  const moved = { ...routine, name: to };
  if (draft.routines.has(routineKey(moved)) && draft.unsure({ kind: 'routine', name: to }) === undefined) {
    const affects = [routine.name, to].map((name) => ({ kind: 'routine', name }) as const);
    throw new Failure('already-exists', `Function ${displayName(to)} already exists.`, affects);
  }
  for (const table of draft.tables.values()) {
    const isCalled = table.triggers.map(({ definition }) => calls(draft, definition, routine));
    if (!isCalled.includes(true)) continue;
    const triggers = table.triggers.map((one, index) =>
      isCalled[index] ? { ...one, definition: editTrigger(one.definition, { routine: () => to }) } : one,
    );
    draft.setTable({ ...table, triggers });
  }
  draft.routines.set(routineKey(routine), undefined);
  draft.setRoutine(moved);
}
