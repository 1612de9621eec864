/** What the MetaData and the registry of a class say: schema, naming convention, types by annotations. */
import {
  conventionOf,
  defaultConvention,
  isMetadata,
  type NamingConvention,
} from '../../migration/alembic/operations/naming.ts';
import type { PyValue } from '../../python/value.ts';
import { orderOf, registryOf, type Type } from './lineage.ts';
import { calleeOf } from './pyNames.ts';
import type { ReadingContext } from './readingContext.ts';

export interface Metadata {
  /** `undefined`: none; `null` is never used: what is computed is `unknown`. */
  readonly schema: string | undefined;
  readonly isSchemaKnown: boolean;
  readonly naming: NamingConvention | undefined;
}

const plain: Metadata = { schema: undefined, isSchemaKnown: true, naming: defaultConvention };

export function metadataOf(type: Type, context: ReadingContext): Metadata {
  const value = metadataValue(type, context);
  return value === undefined ? plain : readMetadata(value, context);
}

export function readMetadata(value: PyValue, { world }: ReadingContext): Metadata {
  const known = world.follow(value);
  const naming = conventionOf(known, world.follow);
  if (!isMetadata(known)) return { schema: undefined, isSchemaKnown: true, naming };
  const schema = world.follow(known.named.get('schema') ?? { kind: 'none' });
  return {
    schema: schema.kind === 'string' && schema.text !== '' ? schema.text : undefined,
    isSchemaKnown: !known.open && (schema.kind === 'string' || schema.kind === 'none'),
    naming,
  };
}

/** `undefined`: one that says nothing. */
function metadataValue(type: Type, context: ReadingContext): PyValue | undefined {
  for (const { known, root } of orderOf(type) ?? []) {
    const own = known?.names.get('metadata');
    if (own !== undefined) return own;
    const registry = known?.names.get('registry') ?? (known && registryOf(known.definition.decorators));
    const ofRegistry = registry === undefined ? undefined : inCall(registry, 'metadata', context);
    if (ofRegistry !== undefined) return ofRegistry;
    const ofRoot = root?.call === undefined ? undefined : inCall(root.call, 'metadata', context);
    if (ofRoot !== undefined) return ofRoot;
  }
  return undefined;
}

/** What the call that makes a base or a registry was given; of `registry.generate_base()`, what the registry was. */
function inCall(value: PyValue, name: string, context: ReadingContext): PyValue | undefined {
  const call = context.world.follow(value);
  if (call.kind !== 'call') return undefined;
  const given = call.named.get(name);
  if (given !== undefined) return given;
  const byOther =
    call.receiver !== undefined && /^(?:generate_base|as_declarative_base)$/.test(calleeOf(call) ?? '');
  return byOther && call.receiver !== undefined ? inCall(call.receiver, name, context) : undefined;
}

/** The nearest first. */
export function typeMapsOf(type: Type, context: ReadingContext): readonly PyValue[] {
  const maps: PyValue[] = [];
  for (const { known, root } of orderOf(type) ?? []) {
    const registry = known?.names.get('registry') ?? (known && registryOf(known.definition.decorators));
    const found = [
      known?.names.get('type_annotation_map'),
      registry === undefined ? undefined : inCall(registry, 'type_annotation_map', context),
      root?.call === undefined ? undefined : inCall(root.call, 'type_annotation_map', context),
    ];
    maps.push(...found.flatMap((one) => (one === undefined ? [] : [context.world.follow(one)])));
  }
  return maps;
}
