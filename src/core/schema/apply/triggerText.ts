/** `CREATE TRIGGER` as it is written: what it names, and the same text where that is called otherwise. */
import { nameIn } from '../../sql/namesInExpression.ts';
import { readTokens, type SqlToken } from '../../sql/tokens.ts';
import type { Range } from '../../text/range.ts';
import { type ObjectName, quoteName, quoteObject } from '../name.ts';

/** Each is given what is written, and returns it, or what it has become. */
export interface TriggerEdits {
  /** Behind `UPDATE OF`. */
  readonly column?: (name: string) => string;
  readonly table?: (name: ObjectName) => ObjectName;
  /** Behind `FROM`. */
  readonly referenced?: (table: ObjectName) => ObjectName;
  /** Behind `WHEN`. */
  readonly condition?: (expression: string) => string;
  readonly routine?: (name: ObjectName) => ObjectName;
}

export interface TriggerNames {
  readonly columns: readonly string[];
  readonly condition?: string;
  readonly routine?: ObjectName;
}

export function namesInTrigger(definition: string): TriggerNames {
  const { columns, condition, routine } = placesIn(definition);
  return {
    columns: columns.map(({ name }) => name.name),
    ...(condition !== undefined && { condition: definition.slice(condition.start, condition.end) }),
    ...(routine !== undefined && { routine: routine.name }),
  };
}

/** The text itself where nothing has become another. */
export function editTrigger(definition: string, edits: TriggerEdits): string {
  const { columns, table, referenced, condition, routine } = placesIn(definition);
  const { column: toColumn, condition: toCondition } = edits;
  const changes: (readonly [Range, string])[] = [];
  const rename = (place: Place | undefined, to: ((name: ObjectName) => ObjectName) | undefined): void => {
    if (place === undefined || to === undefined) return;
    const renamed = to(place.name);
    if (renamed !== place.name) changes.push([place, quoteObject(renamed)]);
  };
  if (toColumn !== undefined)
    for (const { name, ...range } of columns)
      if (toColumn(name.name) !== name.name) changes.push([range, quoteName(toColumn(name.name))]);
  rename(table, edits.table);
  rename(referenced, edits.referenced);
  if (condition !== undefined && toCondition !== undefined)
    changes.push([condition, toCondition(definition.slice(condition.start, condition.end))]);
  rename(routine, edits.routine);
  // In the order of the text, so the last goes first.
  return changes.reduceRight(
    (text, [{ start, end }, by]) => text.slice(0, start) + by + text.slice(end),
    definition,
  );
}

interface Place extends Range {
  readonly name: ObjectName;
}

interface Places {
  readonly columns: readonly Place[];
  readonly table?: Place;
  readonly referenced?: Place;
  readonly condition?: Range;
  readonly routine?: Place;
}

function placesIn(definition: string): Places {
  const tokens = [...readTokens(definition)];
  const isWord = (at: number, ...words: readonly string[]): boolean =>
    tokens[at]?.kind === 'word' && words.includes(tokens[at].text);
  const find = (word: string, from: number): number =>
    tokens.findIndex((_, at) => at >= from && isWord(at, word));
  const update = tokens.findIndex((_, at) => isWord(at, 'update') && isWord(at + 1, 'of'));
  const columns: Place[] = [];
  for (let at = update + 2; update >= 0 && at < tokens.length; at += 2) {
    columns.push(...placeAt(definition, tokens, at));
    if (tokens[at + 1]?.text !== ',') break;
  }
  const on = find('on', update + 2 * columns.length + 1);
  const [table] = placeAt(definition, tokens, on + 1);
  const behindTable = on + (table?.name.schema === undefined ? 2 : 4);
  const [referenced] = isWord(behindTable, 'from') ? placeAt(definition, tokens, behindTable + 1) : [];
  const when = find('when', behindTable);
  const execute = tokens.findLastIndex((_, at) => isWord(at, 'execute'));
  const [routine] = isWord(execute + 1, 'function', 'procedure')
    ? placeAt(definition, tokens, execute + 2)
    : [];
  const [open, close] = [tokens[when + 1], tokens[execute - 1]];
  return {
    columns,
    ...(table && { table }),
    ...(referenced && { referenced }),
    ...(when >= 0 && open && close && { condition: { start: open.end, end: close.start } }),
    ...(routine && { routine }),
  };
}

/** The name that begins at a token, if one does. */
function placeAt(text: string, tokens: readonly SqlToken[], at: number): readonly Place[] {
  const first = tokens[at];
  if (first === undefined) return [];
  const second = tokens[at + 1]?.text === '.' ? tokens[at + 2] : undefined;
  if (second === undefined)
    return [{ start: first.start, end: first.end, name: { name: nameIn(text, first) } }];
  const name = { schema: nameIn(text, first), name: nameIn(text, second) };
  return [{ start: first.start, end: second.end, name }];
}
