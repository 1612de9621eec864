/** `Table('name', metadata, Column(…), …)`. */
import type { PyCallResult, PyValue } from '../../python/value.ts';
import { nameKey, type ObjectName, qualified } from '../../schema/name.ts';
import type { Location } from '../../text/range.ts';
import { columnOfAttribute } from './annotation/typeOfAttribute.ts';
import { reduceIn } from './classAttribute.ts';
import { withName } from './classColumns.ts';
import { isManaged } from './classTable.ts';
import { isDatabase } from './lineage.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { bindOf, identityOfMetadata } from './metadataIdentity.ts';
import { calleeOf } from './pyNames.ts';
import type { Doubt, ReadingContext, StatedColumn } from './readingContext.ts';
import { identityOf } from './reduce.ts';
import type { StatedTable } from './statedTable.ts';

export type CoreReading =
  | { readonly kind: 'table'; readonly table: StatedTable }
  | { readonly kind: 'unread'; readonly doubt: Doubt };

export function tableOfCall(
  raw: PyCallResult,
  className: string | undefined,
  context: ReadingContext,
): CoreReading {
  const call = reduceIn(raw, undefined, context);
  const location: Location = { file: raw.file, ...(raw.range === undefined ? {} : { range: raw.range }) };
  const unread = (reason: string): CoreReading => ({ kind: 'unread', doubt: { location, reason } });
  if (call.kind !== 'call') return unread('A table is computed.');
  const { name, metadataValue, items } = parts(call, raw, context);
  const known = name === undefined ? undefined : context.world.follow(name);
  if (known?.kind !== 'string') return unread('The name of a table is computed.');
  const metadata: Metadata = readMetadata(metadataValue, context);
  const given = call.named.get('schema');
  const schema = given === undefined ? metadata.schema : given.kind === 'string' ? given.text : undefined;
  const isSchemaKnown =
    given === undefined ? metadata.isSchemaKnown : given.kind === 'string' || given.kind === 'none';
  const range = known.range ?? raw.range;
  const columns = items.map((item) => columnIn(item, raw.file, context));
  const place: Location = { file: raw.file, ...(range === undefined ? {} : { range }) };
  const reason = `What else the table ${known.text} is given could not be followed.`;
  const found: ObjectName = schema === undefined ? { name: known.text } : { schema, name: known.text };
  return {
    kind: 'table',
    table: {
      name: found,
      key: nameKey(qualified(found)),
      className,
      location: place,
      columns: columns.flatMap((column) => (column === undefined || column === 'computed' ? [] : [column])),
      items: items.filter((_, index) => columns[index] === undefined),
      file: raw.file,
      options: new Map([...call.named].filter(([key]) => key !== 'schema')),
      managed: isManaged(call.named),
      metadata: bindOf(call.named.get('bind_key'), identityOfMetadata(metadataValue, context)),
      metadataSchema: metadata.schema,
      naming: metadata.naming,
      doubts: columns.includes('computed') || call.open ? [{ location, reason }] : [],
      partDoubts: [],
      isShared: false,
      isSchemaAssumed: !isSchemaKnown,
      type: undefined,
    },
  };
}

/** `db.Table` brings its own MetaData. */
function parts(call: PyCallResult, raw: PyCallResult, context: ReadingContext) {
  const [first, second, ...others] = call.positional;
  const database = raw.receiver === undefined ? undefined : context.world.follow(raw.receiver);
  const isOfDatabase = database !== undefined && isDatabase(database, context.world);
  const named = call.named.get('metadata');
  const isItem = second?.kind === 'call' && /Column|Constraint$|^Index$/.test(calleeOf(second) ?? '');
  const ownMetadata = isOfDatabase ? (database.named.get('metadata') ?? database) : none;
  if (named !== undefined || isItem || second === undefined)
    return {
      name: first ?? call.named.get('name'),
      metadataValue: named ?? ownMetadata,
      items: call.positional.slice(1),
    };
  return { name: first, metadataValue: second, items: others };
}

const none: PyValue = { kind: 'none' };

/** `undefined`: it is none; `computed`: nobody knows. */
function columnIn(
  raw: PyValue,
  file: string,
  context: ReadingContext,
): StatedColumn | 'computed' | undefined {
  const item = context.world.follow(raw);
  if (item.kind !== 'call') return item.kind === 'none' ? undefined : 'computed';
  const name = calleeOf(item) ?? '';
  if (/Constraint$|^Index$|^DDL$/.test(name)) return undefined;
  const call = name === 'Column' ? item : helped(item, context);
  const named = call === undefined ? undefined : withName(call, '');
  if (call === undefined || named === undefined || named.name === '') return 'computed';
  const [first] = call.positional;
  const range = first?.range ?? item.range ?? { start: 0, end: 0 };
  const attribute = {
    name: named.name,
    annotation: undefined,
    value: call,
    range,
    file,
    style: 'declarative',
  } as const;
  const column = columnOfAttribute(attribute, { ...context.world, versions: context.versions, typeMaps: [] });
  const key = call.named.get('key');
  return {
    attribute: key?.kind === 'string' ? key.text : named.name,
    name: named.name,
    call: named.call,
    identities: [identityOf(item), identityOf(call)],
    location: { file, range },
    statement: { file, range: item.range ?? range },
    type: { file, range: column?.typeRange ?? range },
    ...(column?.nullableRange === undefined ? {} : { nullable: { file, range: column.nullableRange } }),
    ...(column?.unknownType === undefined ? {} : { unknownType: column.unknownType }),
  };
}

function helped(call: PyCallResult, context: ReadingContext): PyCallResult | undefined {
  const returned = context.world.callLater(call);
  const reduced = returned === undefined ? undefined : reduceIn(returned, undefined, context);
  return reduced?.kind === 'call' && calleeOf(reduced) === 'Column' ? reduced : undefined;
}
