/** Enums, domains, composite and range types. */
import type { TypeStep } from '../../migration/operations/operation.ts';
import { generatedName } from '../generatedNames.ts';
import { displayName, nameKey, type QualifiedName } from '../name.ts';
import type { DomainType, EnumType, UserType } from '../snapshot.ts';
import { typesIn } from '../typesIn.ts';
import { carryLabel } from './carryLabel.ts';
import { carryName } from './carryName.ts';
import { resolveType } from './columnType.ts';
import { columnsOfType } from './dependents.ts';
import { type Draft, Failure } from './draft.ts';
import { type DropOptions, inUse, mayBeGone } from './drop.ts';
import { dropColumn } from './dropColumn.ts';
import { boundDefault } from './newColumn.ts';
import { creationName, find, requireSchema, typeOf } from './resolve.ts';
import { dropRoutinesOf } from './routineSteps.ts';
import { settle } from './settle.ts';

type Step<K extends TypeStep['kind']> = Extract<TypeStep, { readonly kind: K }>;
type CreateType = Step<'createEnum' | 'createDomain' | 'createComposite' | 'createRange'>;

export function applyCreateType(draft: Draft, operation: CreateType): void {
  const name = creationName(draft, operation.type);
  requireSchema(draft, name.schema);
  const ifNotExists = operation.kind === 'createEnum' && operation.ifNotExists;
  const unsure = draft.unsure({ kind: 'type', name }) !== undefined;
  const taken = draft.types.has(nameKey(name)) || draft.taken.hasRelation(name.schema, name.name);
  if (taken && ifNotExists) return;
  if (taken && !unsure) {
    throw new Failure('already-exists', `Type ${displayName(name)} already exists.`, [
      { kind: 'type', name },
    ]);
  }
  draft.setType(newType(draft, name, operation));
  if (!ifNotExists) settle(draft, { kind: 'type', name });
}

function newType(draft: Draft, name: QualifiedName, operation: CreateType): UserType {
  switch (operation.kind) {
    case 'createEnum':
      return { kind: 'enum', name, labels: operation.labels };
    case 'createRange':
      return { kind: 'range', name, subtype: resolveType(draft, operation.subtype) };
    case 'createComposite': {
      const attributes = operation.attributes.map((one) => ({ ...one, type: resolveType(draft, one.type) }));
      return { kind: 'composite', name, attributes };
    }
    case 'createDomain': {
      const { nullable, collation } = operation;
      const baseType = resolveType(draft, operation.baseType);
      const value =
        operation.default === undefined ? undefined : boundDefault(draft, operation.default, baseType);
      const domain: DomainType = {
        kind: 'domain',
        name,
        baseType,
        nullable,
        ...(value !== undefined && { default: value }),
        ...(collation !== undefined && { collation }),
        checks: [],
      };
      return operation.checks.reduce((all, check) => withCheck(draft, all, check), domain);
    }
  }
}

interface NewCheck {
  readonly name?: string;
  readonly expression: string;
  readonly notValid?: true;
}

function withCheck(draft: Draft, domain: DomainType, check: NewCheck): DomainType {
  const { schema, name } = domain.name;
  const isTaken = (one: string) =>
    domain.checks.some((other) => other.name === one) || draft.taken.hasConstraint(schema, one);
  const named = { ...check, name: check.name ?? generatedName(name, undefined, 'check', isTaken) };
  const checks = [...domain.checks, named].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...domain, checks };
}

export function applyAlterDomain(draft: Draft, { type, change }: Step<'alterDomain'>): void {
  const domain = typeOf(draft, type);
  if (domain?.kind !== 'domain') return;
  switch (change.kind) {
    case 'nullable':
      draft.setType({ ...domain, nullable: change.nullable });
      return;
    case 'default': {
      const { default: _, ...rest } = domain;
      const value =
        change.default === undefined ? undefined : boundDefault(draft, change.default, domain.baseType);
      draft.setType(value === undefined ? rest : { ...rest, default: value });
      return;
    }
    case 'addCheck': {
      const { kind: _, ...check } = change;
      draft.setType(withCheck(draft, domain, check));
      return;
    }
    case 'dropCheck': {
      const checks = domain.checks.filter(({ name }) => name !== change.name);
      if (checks.length === domain.checks.length && !change.ifExists) {
        throw new Failure(
          'missing-constraint',
          `Domain ${displayName(domain.name)} has no constraint ${change.name}.`,
          [{ kind: 'type', name: domain.name }],
        );
      }
      draft.setType({ ...domain, checks });
    }
  }
}

function enumOf(draft: Draft, operation: Step<'addEnumLabel' | 'renameEnumLabel'>): EnumType | undefined {
  const type = typeOf(draft, operation.type);
  return type?.kind === 'enum' ? type : undefined;
}

function labelFailure(draft: Draft, type: EnumType, code: string, message: string): void {
  const affects = [{ kind: 'type', name: type.name }] as const;
  if (draft.unsure(affects[0]) === undefined) throw new Failure(code, message, affects);
}

export function applyAddEnumLabel(draft: Draft, operation: Step<'addEnumLabel'>): void {
  const type = enumOf(draft, operation);
  if (type === undefined) return;
  const { label, place, ifNotExists } = operation;
  if (type.labels.includes(label)) {
    if (!ifNotExists)
      labelFailure(
        draft,
        type,
        'already-exists',
        `Enum ${displayName(type.name)} already has the label ${label}.`,
      );
    return;
  }
  const labels = [...type.labels];
  const at = place === undefined ? labels.length : labels.indexOf(place.label);
  if (place !== undefined && at < 0) {
    labelFailure(draft, type, 'missing-label', `Enum ${displayName(type.name)} has no label ${place.label}.`);
    return;
  }
  labels.splice(place?.side === 'after' ? at + 1 : at, 0, label);
  draft.setType({ ...type, labels });
}

export function applyRenameEnumLabel(draft: Draft, operation: Step<'renameEnumLabel'>): void {
  const type = enumOf(draft, operation);
  if (type === undefined) return;
  const { label, newLabel } = operation;
  if (!type.labels.includes(label)) {
    labelFailure(draft, type, 'missing-label', `Enum ${displayName(type.name)} has no label ${label}.`);
    return;
  }
  if (type.labels.includes(newLabel)) {
    labelFailure(
      draft,
      type,
      'already-exists',
      `Enum ${displayName(type.name)} already has the label ${newLabel}.`,
    );
    return;
  }
  draft.setType({ ...type, labels: type.labels.map((one) => (one === label ? newLabel : one)) });
  carryLabel(draft, type.name, label, newLabel);
}

export function applyDropType(
  draft: Draft,
  { type: written, ifExists, cascade }: Step<'dropType'>,
  together: readonly QualifiedName[],
): void {
  const type = typeOf(draft, written, { ifExists });
  if (type === undefined) {
    for (const name of [creationName(draft, written)]) settle(draft, { kind: 'type', name });
    return;
  }
  dropType(draft, type, { cascade: cascade ?? false, together });
}

export function dropType(draft: Draft, type: UserType, options: DropOptions): void {
  const { name } = type;
  const what = `Type ${displayName(name)}`;
  const affects = [{ kind: 'type', name }] as const;
  dropRoutinesOf(draft, affects[0], what, options);
  for (const { table, column } of columnsOfType(draft, name)) {
    const gone = mayBeGone(draft, table.name, { kind: 'column', name: column.name });
    if (!options.cascade && !gone)
      throw inUse(what, `column ${column.name} of ${displayName(table.name)}`, affects);
    if (options.cascade) dropColumn(draft, table.name, column.name, true);
  }
  for (const other of draft.types.values()) {
    const used = typesIn(other).some(
      (one) => one.kind === 'named' && one.schema === name.schema && one.name === name.name,
    );
    if (!used || other === type) continue;
    if (!options.cascade && !options.together.some((one) => nameKey(one) === nameKey(other.name))) {
      throw inUse(what, `type ${displayName(other.name)}`, affects);
    }
    if (options.cascade && other.kind === 'composite') {
      const attributes = other.attributes.filter((one) => !isType(one.type, name));
      draft.setType({ ...other, attributes });
    } else if (options.cascade) dropType(draft, other, options);
  }
  draft.types.set(nameKey(name), undefined);
  settle(draft, affects[0]);
}

function isType(type: DomainType['baseType'], name: QualifiedName): boolean {
  return type.kind === 'named' && type.schema === name.schema && type.name === name.name;
}

export function applyRenameType(draft: Draft, { type: written, newName }: Step<'renameType'>): void {
  const type = typeOf(draft, written);
  if (type === undefined) {
    const table = find(draft, draft.tables, written);
    if (table === undefined) renamedUnknown(draft, written.name, creationName(draft, written), newName);
    return;
  }
  const to = { schema: type.name.schema, name: newName };
  if (draft.types.has(nameKey(to)) || draft.taken.hasRelation(to.schema, to.name)) {
    const affects = [type.name, to].map((name) => ({ kind: 'type', name }) as const);
    throw new Failure('already-exists', `Type ${displayName(to)} already exists.`, affects);
  }
  carryName(draft, 'type', type.name, to);
  settle(draft, { kind: 'type', name: type.name });
  settle(draft, { kind: 'type', name: to });
}

function renamedUnknown(draft: Draft, from: string, name: QualifiedName, newName: string): void {
  draft.addUncertainty(`Type ${from} is not known, which becomes ${newName}.`, [
    { kind: 'type', name: { schema: name.schema, name: newName } },
  ]);
}
