/**
 * The classes that a class of models is made from, in the order in which Python looks for attributes: its own, those
 * of the repository, and what stands at the root of declarative models.
 */
import { isSequence, type PyCallResult, type PyValue, pathOf } from '../../python/value.ts';
import type { ModelWorld } from './modelWorld.ts';
import {
  attributeOfExpression,
  calleeOf,
  classKey,
  isKnownClass,
  type KnownClass,
  tailOf,
} from './pyNames.ts';

/** What gives names to tables where classes do not, and what is a column, depends on it. */
export type Style = 'declarative' | 'flask' | 'sqlmodel';

/** A class, of the repository or not. */
export interface Type {
  readonly key: string;
  /** `undefined`: of a package, or made by a call. */
  readonly known: KnownClass | undefined;
  /** Where it is from; of a package, or computed. */
  readonly path: string | undefined;
  /** It is a base of declarative models. */
  readonly root?: { readonly style: Style; readonly call?: PyCallResult };
  readonly bases: readonly Type[];
}

/** Types by their keys: computed once for each reading. */
export type Types = Map<string, Type>;

export function typeOf(value: PyValue, world: ModelWorld, types: Types): Type {
  const known = generic(world.follow(generic(value)));
  if (isKnownClass(known)) return ofClass(known, world, types);
  const made = madeBase(known, world, types);
  if (made !== undefined) return made;
  const path = pathOf(known) ?? pathOf(value);
  const root = path === undefined ? undefined : rootOfPackage(path);
  return { key: `?${path ?? ''}`, known: undefined, path, bases: [], ...(root && { root: { style: root } }) };
}

/** `Base[int]` */
function generic(value: PyValue): PyValue {
  const [object] = value.kind === 'expression' && value.operator === 'subscript' ? value.operands : [];
  return object === undefined ? value : generic(object);
}

function ofClass(known: KnownClass, world: ModelWorld, types: Types): Type {
  const key = classKey(known.definition);
  const before = types.get(key);
  if (before !== undefined) return before;
  // A class cannot be its own base: until it is known, it is nobody's.
  types.set(key, { key, known, path: known.path, bases: [] });
  const bases = known.bases.map((base) => typeOf(base, world, types));
  const style = rootStyle(known, bases);
  const type: Type = { key, known, path: known.path, bases, ...(style && { root: { style } }) };
  types.set(key, type);
  return type;
}

/** A class is a root by what it inherits from directly, by its decorator, or by its metaclass. */
function rootStyle({ definition, names }: KnownClass, bases: readonly Type[]): Style | undefined {
  const direct = bases.find(({ known, root }) => known === undefined && root !== undefined);
  if (direct?.root?.style === 'declarative' && direct.root.call === undefined) return 'declarative';
  const decorators = definition.decorators.map((one) => calleeOf(one) ?? tailOf(one) ?? '');
  if (decorators.some((name) => /^as_declarative(?:_base)?$/.test(name))) return 'declarative';
  const metaclass = definition.keywords.get('metaclass') ?? names.get('__metaclass__');
  const isMeta = metaclass !== undefined && /Declarative\w*Meta$|^DefaultMeta$/.test(tailOf(metaclass) ?? '');
  return isMeta && !bases.some(hasRoot) ? 'declarative' : undefined;
}

function hasRoot(type: Type): boolean {
  return type.root !== undefined || type.bases.some(hasRoot);
}

function rootOfPackage(path: string): Style | undefined {
  if (/^sqlalchemy\.(?:.*\.)?DeclarativeBase(?:NoMeta)?$/.test(path)) return 'declarative';
  if (/^sqlmodel\.(?:main\.)?SQLModel$/.test(path)) return 'sqlmodel';
  if (/^flask_sqlalchemy\.(?:model\.)?Model$/.test(path)) return 'flask';
  if (/^advanced_alchemy\.base\.\w+(?:Base)$/.test(path)) return undefined;
  return undefined;
}

/** `declarative_base(…)`, `registry.generate_base()`, `db.Model`. */
function madeBase(value: PyValue, world: ModelWorld, types: Types): Type | undefined {
  const attribute = attributeOfExpression(value);
  if (attribute?.name === 'Model') {
    const database = world.follow(attribute.object);
    if (!isDatabase(database, world)) return undefined;
    const given = database.named.get('model_class');
    // A metaclass of its own may leave the names to others.
    const style = given?.kind === 'call' && given.named.has('metaclass') ? 'declarative' : 'flask';
    return rootBy(database, style, 'model_class', world, types);
  }
  if (value.kind !== 'call') return undefined;
  const name = calleeOf(value) ?? '';
  const isBase = /^(?:declarative_base|generate_base|automap_base|dynamic_declarative_base)$/.test(name);
  return isBase ? rootBy(value, 'declarative', 'cls', world, types) : undefined;
}

function rootBy(call: PyCallResult, style: Style, parameter: string, world: ModelWorld, types: Types): Type {
  const given = call.named.get(parameter);
  const list = given === undefined ? [] : isSequence(given) ? given.items : [given];
  const bases = list.map((base) => typeOf(base, world, types));
  const key = `${call.file}\0${call.range?.start ?? 0}\0${style}`;
  return { key, known: undefined, path: undefined, bases, root: { style, call } };
}

/** The `db` of Flask-SQLAlchemy, also of a class that extends it. */
export function isDatabase(value: PyValue, world: ModelWorld): value is PyCallResult {
  if (value.kind !== 'call') return false;
  if (tailOf(value.callee) === 'SQLAlchemy') return true;
  const callee = world.follow(value.callee);
  return callee.kind === 'class' && callee.bases.some((base) => tailOf(base) === 'SQLAlchemy');
}

/** Python's own order (C3): the class itself first; `undefined` where it cannot be made. */
export function orderOf(type: Type): readonly Type[] | undefined {
  const before = orders.get(type);
  if (before !== undefined) return before;
  const lists = type.bases.map(orderOf);
  if (lists.includes(undefined)) return undefined;
  const merged = merge([...lists.flatMap((list) => (list === undefined ? [] : [list])), type.bases]);
  if (merged === undefined) return undefined;
  const order = [type, ...merged];
  orders.set(type, order);
  return order;
}

const orders = new WeakMap<Type, readonly Type[]>();

function merge(lists: readonly (readonly Type[])[]): readonly Type[] | undefined {
  const order: Type[] = [];
  let left = lists.filter((list) => list.length > 0);
  while (left.length > 0) {
    const next = left
      .map(([first]) => first)
      .find((first) => !left.some(([, ...rest]) => rest.some(({ key }) => key === first?.key)));
    if (next === undefined) return undefined;
    order.push(next);
    left = left
      .map((list) => (list[0]?.key === next.key ? list.slice(1) : list))
      .filter((list) => list.length > 0);
  }
  return order;
}

/** How a class is mapped to a table; `undefined`: it is not. */
export function mappedStyle(type: Type): Style | undefined {
  const { known } = type;
  if (known === undefined || type.root !== undefined) return undefined;
  const abstract = known.names.get('__abstract__');
  if (abstract?.kind === 'bool' && abstract.value) return undefined;
  const root = orderOf(type)?.find((one) => one !== type && one.root !== undefined)?.root;
  if (root === undefined) return isDecorated(known) || isSurely(type) ? 'declarative' : undefined;
  if (root.style !== 'sqlmodel') return root.style;
  const table = known.definition.keywords.get('table');
  return table?.kind === 'bool' && table.value ? 'sqlmodel' : undefined;
}

/** Its base is of a package that is not known, but what it says itself is said of tables alone. */
function isSurely(type: Type): boolean {
  const { known } = type;
  const name = known?.names.get('__tablename__');
  const isStrange = (orderOf(type) ?? []).some((one) => one.known === undefined && !isHarmless(one));
  if (known === undefined || name?.kind !== 'string' || !isStrange) return false;
  return [...known.names.values()].some((value) => /^(?:Column|mapped_column)$/.test(calleeOf(value) ?? ''));
}

/** Bases of packages that have no columns. */
export function isHarmless({ path }: Type): boolean {
  return path !== undefined && harmless.test(path) && !withColumns.test(path);
}

const harmless =
  /^(?:builtins|typing|typing_extensions|abc|enum|collections|dataclasses|sqlalchemy|sqlmodel|flask_login|pydantic|itsdangerous|flask_security|flask_user|sqlalchemy_utils|sqlalchemy_mixins|graphene|marshmallow|werkzeug|flask_sqlalchemy)\b/;

/** Mixins of the same packages that bring some. */
const withColumns = /\b(?:Timestamps?(?:Mixin)?|SoftDeleteMixin|Fs\w+Mixin)$/;

/** `@registry.mapped` and its relatives. */
function isDecorated({ definition }: KnownClass): boolean {
  return registryOf(definition.decorators) !== undefined;
}

/** The registry of a decorator. */
export function registryOf(decorators: readonly PyValue[]): PyValue | undefined {
  for (const one of decorators) {
    const target = one.kind === 'call' ? one.callee : one;
    const isMapped = /^(?:mapped|mapped_as_dataclass)$/.test(
      one.kind === 'call' ? (calleeOf(one) ?? '') : (tailOf(target) ?? ''),
    );
    if (!isMapped) continue;
    if (one.kind === 'call' && one.receiver !== undefined) return one.receiver;
    const attribute = attributeOfExpression(target);
    if (attribute !== undefined) return attribute.object;
    if (target.kind === 'import' && (target.attributes?.length ?? 0) > 0)
      return { ...target, attributes: target.attributes?.slice(0, -1) ?? [] };
    if (one.kind === 'call') return one.positional[0] ?? one.named.get('registry');
  }
  return undefined;
}
