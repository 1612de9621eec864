/** Where a table, its columns and its parts are written. */
import type { Step } from '../../migration/operations/operation.ts';
import type { PyCallResult, PyValue } from '../../python/value.ts';
import { qualified } from '../../schema/name.ts';
import type { Table } from '../../schema/snapshot.ts';
import type { Location } from '../../text/range.ts';
import type { ModelColumn, ModelPart, ModelTable } from '../modelSchema.ts';
import { calleeOf } from './pyNames.ts';
import type { ReadingContext, StatedColumn } from './readingContext.ts';
import type { StatedTable } from './statedTable.ts';
import type { TableOperations } from './tableOperations.ts';

export function modelTable(
  stated: StatedTable,
  operations: TableOperations | undefined,
  table: Table | undefined,
  now: (location: Location) => Location,
  context: ReadingContext,
): ModelTable {
  const name = qualified(stated.name);
  return {
    name,
    className: stated.className,
    location: now(stated.location),
    columns: stated.columns.map((column) => modelColumn(column, table, now, context)),
    parts: (operations?.parts ?? [])
      .flatMap(({ value, steps }) => partOf(value, steps, table, stated))
      .map((part) => ({ ...part, location: now(part.location) })),
    managed: stated.managed,
    ...(stated.isSchemaAssumed ? { isSchemaAssumed: true } : {}),
  };
}

function modelColumn(
  column: StatedColumn,
  table: Table | undefined,
  now: (location: Location) => Location,
  context: ReadingContext,
): ModelColumn {
  // What packages bring is written in no file of the project.
  const isWritten = context.readFile(column.call.file) !== undefined;
  const call = isWritten ? column.call : { ...column.call, file: '' };
  const known = table?.columns.find(({ name }) => name === column.name)?.type;
  const unknown =
    column.unknownType ?? (known?.kind === 'unresolved' ? unknownSentence(known.text, column) : undefined);
  const placed = (value: PyValue | undefined): Location | undefined => {
    const place = placeOf(value, call);
    return place === undefined ? undefined : now(place);
  };
  const default_ = placed(call.named.get('server_default'));
  const unique = placed(call.named.get('unique'));
  const index = placed(call.named.get('index'));
  const type = now(column.type);
  return {
    name: column.name,
    attribute: column.attribute,
    location: now(column.location),
    statement: now(column.statement),
    type,
    ...(column.nullable === undefined ? {} : { nullable: now(column.nullable) }),
    ...(default_ === undefined ? {} : { default: default_ }),
    foreignKeys: call.positional.flatMap((item) =>
      calleeOf(item) === 'ForeignKey' ? (placed(item) ?? []) : [],
    ),
    ...(unique === undefined ? {} : { unique }),
    ...(index === undefined ? {} : { index }),
    typeText: textAt(type, context),
    ...(unknown === undefined ? {} : { unknownType: unknown }),
  };
}

function unknownSentence(type: string, { name }: StatedColumn): string {
  return type === 'no type'
    ? `The column ${name} has no type, and what it refers to is not known.`
    : `What ${type} is in the database could not be followed.`;
}

function placeOf(value: PyValue | undefined, { file }: PyCallResult): Location | undefined {
  if (file === '') return undefined;
  return value?.range === undefined ? undefined : { file, range: value.range };
}

function textAt({ file, range }: Location, { readFile }: ReadingContext): string {
  return range === undefined ? '' : (readFile(file)?.slice(range.start, range.end) ?? '');
}

export function partLocation(value: PyValue, stated: StatedTable): Location {
  const file = value.kind === 'call' ? value.file : stated.file;
  return value.range === undefined ? stated.location : { file, range: value.range };
}

function partOf(
  value: PyValue,
  steps: readonly Step[],
  table: Table | undefined,
  stated: StatedTable,
): readonly ModelPart[] {
  const location = partLocation(value, stated);
  for (const step of steps) {
    if (step.kind === 'createIndex' && step.name !== undefined)
      return [{ kind: 'index', name: step.name, location }];
    if (step.kind !== 'createTable') continue;
    const [constraint] = step.definition.constraints;
    if (constraint === undefined) continue;
    const found =
      constraint.name ??
      table?.constraints.find(
        (one) =>
          one.kind === constraint.kind &&
          'columns' in one &&
          'columns' in constraint &&
          one.columns.join('\0') === constraint.columns.join('\0'),
      )?.name;
    if (found !== undefined) return [{ kind: 'constraint', name: found, location }];
  }
  return [];
}
