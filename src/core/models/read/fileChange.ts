/** A file of models in which one class was changed: only that class is read again, and those made by means of it. */
import type { CachedModule } from '../../python/module.ts';
import type { PyValue } from '../../python/value.ts';
import { type ClassReading, tableOfClass } from './classTable.ts';
import { addsToOthers, type FileReading } from './fileTables.ts';
import { typeOf } from './lineage.ts';
import { classKey, isKnownClass } from './pyNames.ts';
import { forgetType } from './readingContext.ts';
import { distance, editIn, moved, type Span, type Spans, textMoved } from './spans.ts';

/** A file that was read, and where its statements are now. */
export interface KnownFile {
  readonly reading: FileReading;
  readonly module: CachedModule;
  readonly spans: Spans;
}

/** @param serial Another number each time. @returns `undefined` where more has to be read. */
export function changedFile(text: string, before: KnownFile, serial: () => number): KnownFile | undefined {
  const edit = editIn(before.module.text, text, before.spans);
  const className = edit === undefined ? undefined : before.spans.inText[edit.index]?.className;
  if (edit === undefined || className === undefined) return undefined;
  const classes = affectedBy(className, before);
  const module = { ...before.module, text };
  let file: KnownFile | undefined = { ...before, module, spans: textMoved(before.spans, edit) };
  for (const one of classes ?? []) file = file && classRead(one, file, serial() * distance);
  return classes === undefined ? undefined : file;
}

/** The class and all that cannot be read without it, in their order; `undefined` where not only classes need it. */
function affectedBy(className: string, file: KnownFile): readonly string[] | undefined {
  const { layout } = file.module;
  const affected = new Set([className]);
  for (const name of affected) {
    if (layout.uses.has(name)) return undefined;
    const isTable = classOf(name, file)?.kind === 'table';
    // What refers to a table by an annotation alone is no column.
    for (const [other, { uses, mentions }] of layout.usesOf)
      if (uses.has(name) || (!isTable && mentions.has(name))) affected.add(other);
  }
  const spans = file.spans.inText.filter((span) => affected.has(span.className ?? ''));
  const names = spans.flatMap((span) => span.className ?? []);
  return names.length === affected.size && spans.every((span) => !statesMore(span, file)) ? names : undefined;
}

/** Whether parts of other tables stand in it, or a `Table()`. */
function statesMore({ known, start, end }: Span, { reading }: KnownFile): boolean {
  const isInside = (value: Pick<PyValue, 'range'>): boolean =>
    value.range !== undefined && value.range.start >= known && value.range.start < known + end - start;
  return (
    reading.attached.some(({ item }) => isInside(item)) ||
    reading.tables.some(({ type, location }) => type === undefined && isInside(location))
  );
}

/** @param at Where its places begin. */
function classRead(className: string, file: KnownFile, at: number): KnownFile | undefined {
  const { reading, module, spans } = file;
  const { context } = reading;
  const index = spans.inText.findIndex((span) => span.className === className);
  const place = { index, spans: spans.inText, at };
  const again = context.world.classAgain(reading.file, module, className, place);
  const value = again?.names.get(className);
  const old = module.names.get(className);
  if (again === undefined || value === undefined || old === undefined) return undefined;
  if (addsToOthers(again.effects, context)) return undefined;
  const tables = withTable(old, value, file);
  if (tables === undefined) return undefined;
  if (isKnownClass(old)) forgetType(classKey(old.definition), context);
  return {
    reading: { ...reading, tables },
    module: {
      ...module,
      names: new Map([...module.names].map(([name, one]) => [name, name === className ? value : one])),
      layout: { ...module.layout, usesOf: new Map([...module.layout.usesOf, ...again.layout.usesOf]) },
      lookedAt: new Map([...module.lookedAt, ...again.lookedAt]),
    },
    spans: moved(spans, index, at),
  };
}

function classOf(className: string, file: KnownFile): ClassReading | undefined {
  const value = file.module.names.get(className);
  return value === undefined ? undefined : classIn(value, file);
}

function classIn(value: PyValue, { reading: { context } }: KnownFile): ClassReading | undefined {
  return isKnownClass(value) ? tableOfClass(typeOf(value, context.world, context.types), context) : undefined;
}

/** `undefined` where it is a table only before or only afterwards, or one that is written elsewhere. */
function withTable(old: PyValue, value: PyValue, file: KnownFile): FileReading['tables'] | undefined {
  const { tables } = file.reading;
  const [before, made] = [classIn(old, file), classIn(value, file)];
  if (before?.kind === 'none' && made?.kind === 'none') return tables;
  const key = isKnownClass(old) ? classKey(old.definition) : undefined;
  const at = tables.findIndex(({ type }) => type !== undefined && type.key === key);
  return at < 0 || made?.kind !== 'table' ? undefined : tables.with(at, made.table);
}
