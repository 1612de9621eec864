/** A file of models in which one class was changed: only that class is read again. */
import type { CachedModule } from '../../python/module.ts';
import { tableOfClass } from './classTable.ts';
import { addsToOthers, type FileReading } from './fileTables.ts';
import { typeOf } from './lineage.ts';
import { classKey, isKnownClass } from './pyNames.ts';
import { distance, editIn, moved, type Spans } from './spans.ts';

/** A file that was read, and where its statements are now. */
export interface KnownFile {
  readonly reading: FileReading;
  readonly module: CachedModule;
  readonly spans: Spans;
}

/** @param serial Of this change, unique for the file. @returns `undefined` where more has to be read. */
export function changedFile(text: string, before: KnownFile, serial: number): KnownFile | undefined {
  const { reading, module, spans } = before;
  const edit = editIn(module.text, text, spans);
  const className = edit === undefined ? undefined : spans[edit.index]?.className;
  if (edit === undefined || className === undefined || isNeeded(className, before)) return undefined;
  const old = module.names.get(className);
  const key = old !== undefined && isKnownClass(old) ? classKey(old.definition) : undefined;
  const at = reading.tables.findIndex(({ type }) => type !== undefined && type.key === key);
  const { context } = reading;
  const start = serial * distance;
  const again = context.world.classAgain(reading.file, module, className, edit.text, start);
  const value = again?.names.get(className);
  if (again === undefined || at < 0 || value === undefined || !isKnownClass(value)) return undefined;
  const made = tableOfClass(typeOf(value, context.world, context.types), context);
  if (made.kind !== 'table' || addsToOthers(again.effects, context)) return undefined;
  const { table } = made;
  return {
    reading: { ...reading, tables: reading.tables.map((one, index) => (index === at ? table : one)) },
    module: {
      text,
      names: new Map([...module.names].map(([name, one]) => [name, name === className ? value : one])),
      effects: module.effects,
      layout: { ...module.layout, usesOf: new Map([...module.layout.usesOf, ...again.layout.usesOf]) },
      lookedAt: new Map([...module.lookedAt, ...again.lookedAt]),
    },
    spans: moved(spans, edit, start),
  };
}

/** Whether other statements of the file are read by means of the class. */
function isNeeded(className: string, { module: { layout }, spans }: KnownFile): boolean {
  if (layout.uses.has(className)) return true;
  if (spans.filter((span) => span.className === className).length !== 1) return true;
  return [...layout.usesOf].some(([name, uses]) => name !== className && uses.has(className));
}
