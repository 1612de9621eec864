/** Which MetaData tables belong to: a project's migrations are of one, and files may state the tables of several. */
import { isMetadata } from '../../migration/alembic/operations/naming.ts';
import { type PyCallResult, type PyValue, pathOf } from '../../python/value.ts';
import { isDatabase, isHarmless, orderOf, registryOf, type Type, typeOf } from './lineage.ts';
import { attributeOfExpression, calleeOf, classKey, isKnownClass } from './pyNames.ts';
import type { ReadingContext } from './readingContext.ts';
import { identityOf } from './reduce.ts';

/** Equal only for the same MetaData. */
export type MetadataIdentity = string | ReadonlyMap<string, PyValue>;

type Identity = MetadataIdentity | undefined;
type Around = Pick<ReadingContext, 'world' | 'types'>;

/** SQLModel has one for all. */
const ofSqlModel = 'sqlmodel';
const ofBind = 'bind\0';

/** Flask-SQLAlchemy keeps a MetaData for each of its binds. @param unbound Where none is named. */
export function bindOf(key: PyValue | undefined, unbound: Identity): Identity {
  if (key === undefined || key.kind === 'none') return unbound;
  return key.kind === 'string' ? `${ofBind}${key.text}` : undefined;
}

export function isOfBind(identity: Identity): boolean {
  return typeof identity === 'string' && identity.startsWith(ofBind);
}

/** `MetaData()`, `Base.metadata`, `db.metadata` */
export function identityOfMetadata(value: PyValue, around: Around): Identity {
  const known = around.world.follow(value);
  if (isMetadata(known)) return identityOf(known);
  const attribute = attributeOfExpression(known);
  if (attribute?.name === 'metadata') return identityOfOwner(attribute.object, around);
  if (isDatabase(known, around.world)) return identityOfOwner(known, around);
  return /^sqlmodel\.(?:main\.)?SQLModel\.metadata$/.test(pathOf(known) ?? '') ? ofSqlModel : undefined;
}

/** Of what a mapped class inherits. */
export function identityOfType(type: Type, around: Around): Identity {
  const order = orderOf(type) ?? [];
  const [bind] = order.flatMap(({ known }) => known?.names.get('__bind_key__') ?? []);
  return bindOf(bind, unboundIdentity(order, around));
}

function unboundIdentity(order: readonly Type[], around: Around): Identity {
  for (const one of order) {
    const { known, root } = one;
    const own = known?.names.get('metadata');
    if (own !== undefined) return identityOfMetadata(own, around);
    const registry = known && (known.names.get('registry') ?? known.definition.keywords.get('registry'));
    const mapped = registry ?? (known && registryOf(known.definition.decorators)) ?? root?.call;
    if (mapped !== undefined) return identityOfOwner(mapped, around);
    if (known !== undefined && root !== undefined) return identityOfRoot(one, around);
    if (known === undefined && root !== undefined) return isSqlModel(one.path) ? ofSqlModel : undefined;
    if (known === undefined && !isHarmless(one)) return undefined;
  }
  return undefined;
}

/** A base that says nothing of it has one of its own. */
function identityOfRoot({ known, bases }: Type, around: Around): Identity {
  if (known === undefined) return undefined;
  const isBase = bases.some((one) => one.known === undefined && one.root?.style === 'declarative');
  if (isBase) return classKey(known.definition);
  const decorator = known.definition.decorators.find((one) => calleeOf(one) === 'as_declarative');
  if (decorator?.kind !== 'call' || decorator.receiver !== undefined) return undefined;
  const given = decorator.named.get('metadata');
  return given === undefined ? classKey(known.definition) : identityOfMetadata(given, around);
}

/** A class, a registry, a base that a call made, the `db` of Flask-SQLAlchemy. */
function identityOfOwner(value: PyValue, around: Around): Identity {
  const known = around.world.follow(value);
  if (isKnownClass(known)) return identityOfType(typeOf(known, around.world, around.types), around);
  if (known.kind !== 'call') return isSqlModel(pathOf(known)) ? ofSqlModel : undefined;
  const given = known.named.get('metadata');
  if (given !== undefined) return identityOfMetadata(given, around);
  if (calleeOf(known) === 'generate_base')
    return known.receiver === undefined ? undefined : identityOfOwner(known.receiver, around);
  return makesOne(known, around) ? identityOf(known) : undefined;
}

/** Another base may bring its own. */
function makesOne(call: PyCallResult, { world }: Around): boolean {
  if (call.open || call.named.has('model_class') || call.named.has('declarative_base')) return false;
  const isPlain = call.positional.length === 0;
  if (isPlain && /^(?:registry|declarative_base)$/.test(calleeOf(call) ?? '')) return true;
  return isDatabase(call, world);
}

function isSqlModel(path = ''): boolean {
  return /^sqlmodel\.(?:main\.)?SQLModel$/.test(path);
}
