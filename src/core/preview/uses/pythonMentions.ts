/**
 * What a Python file names of what is looked for: mapped classes in its code, their attributes where the class is named
 * too, and tables in SQL that its strings hold. Comments, documentation and names in other strings are left out.
 */
import { type QualifiedName, sameName } from '../../schema/name.ts';
import type { Range } from '../../text/range.ts';
import type { FileNames } from './fileNames.ts';
import { escaped, type LabelLookedFor, type LookedFor, type RelationLookedFor } from './lookedFor.ts';
import type { EnumMember, MemberMention, Mention } from './mention.ts';
import type { PythonString, PythonText } from './pythonText.ts';
import { mentionsInSql } from './sqlFileMentions.ts';
import { sqlStatements } from './sqlMentions.ts';

export interface PythonMentions {
  readonly mentions: readonly Mention[];
  readonly members: readonly EnumMember[];
  readonly memberMentions: readonly MemberMention[];
}

export function pythonMentions(text: PythonText, names: FileNames, looked: LookedFor): PythonMentions {
  const inSql = text.strings.flatMap((one) =>
    isTableName(one, text, names) ? [] : mentionsInString(one, looked),
  );
  const inCode = looked.relations.flatMap((one) => relationMentionsIn(text, names, one));
  const labels = looked.labels
    .filter((one) => knowsLabel(text, names, one))
    .map((one) => labelMentionsIn(text, one));
  return {
    mentions: [...inCode, ...inSql, ...labels.flatMap(({ mentions }) => mentions)],
    members: labels.flatMap(({ members }) => members),
    memberMentions: labels.flatMap(({ memberMentions }) => memberMentions),
  };
}

/** Where the class is told already, its `__tablename__` says nothing new. */
function isTableName({ start, content }: PythonString, { code }: PythonText, { names }: FileNames): boolean {
  return (
    /__tablename__\s*(?::[^=\n]*)?=\s*$/.test(code.slice(Math.max(0, start - 80), start)) &&
    [...names.values()].flat().some(({ table }) => table.name === content.trim())
  );
}

function mentionsInString(string: PythonString, looked: LookedFor): readonly Mention[] {
  const { content, start, isStatement } = string;
  if (isStatement || !looked.words.test(content)) return [];
  const shifted = ({ range, ...mention }: Mention): Mention => ({
    ...mention,
    range: { start: start + range.start, end: start + range.end },
  });
  const inSql = mentionsInSql(sqlStatements(content), looked, 'prose');
  return [...inSql, ...wholeName(content, looked)].map(shifted);
}

/** `"payment_methods"`, `"payment_methods.id"`: only names of several words, as others are words of their own. */
function wholeName(content: string, { relations }: LookedFor): readonly Mention[] {
  const said = content.trim();
  const range = { start: content.indexOf(said), end: content.trimEnd().length };
  return relations.flatMap(({ name: { name }, object }) =>
    object !== undefined && name.includes('_') && (said === name || isColumnOf(said, name))
      ? { object, kind: 'sql', range }
      : [],
  );
}

const isColumnOf = (said: string, table: string): boolean =>
  said.startsWith(`${table}.`) && /^\w+$/.test(said.slice(table.length + 1));

function relationMentionsIn(
  { code }: PythonText,
  { names, imports }: FileNames,
  { name, object, columns }: RelationLookedFor,
): readonly Mention[] {
  const own = ownNames(names, name);
  if (own.length === 0) return [];
  const isImported = ({ start }: Range) => imports.some((one) => one.start <= start && start < one.end);
  if (object !== undefined)
    return placesOf(`(?<![\\w.])(?:${own.map(escaped).join('|')})(?!\\w)`, code).map((range) => ({
      object,
      kind: 'code',
      range,
      ...(isImported(range) && { isImport: true }),
    }));
  return columns.flatMap((column) =>
    column.attributes.flatMap((attribute) => {
      const isAmbiguous = [...names.values()]
        .flat()
        .some((one) => !sameName(one.table, name) && one.attributes.has(attribute));
      const word = `(?<place>${escaped(attribute)})(?!\\w)`;
      const patterns = isAmbiguous
        ? own.map((one) => `(?<![\\w.])${escaped(one)}(?:\\.c|\\.columns)?\\.${word}`)
        : [`\\.${word}(?!\\s*\\()`, `[(,]\\s*${word}\\s*=(?!=)`];
      return patterns
        .flatMap((pattern) => placesOf(pattern, code))
        .filter((range) => !isImported(range))
        .map((range) => ({ object: column.object, kind: 'code', range }) as const);
    }),
  );
}

const ownNames = (names: FileNames['names'], table: QualifiedName): readonly string[] =>
  [...names].filter(([, all]) => all.some((one) => sameName(one.table, table))).map(([name]) => name);

/** Of the group `place`, where there is one. */
function placesOf(pattern: string, code: string): readonly Range[] {
  return [...code.matchAll(new RegExp(pattern, 'dg'))].map(({ index, 0: text, indices }) => {
    const [start, end] = indices?.groups?.place ?? [index, index + text.length];
    return { start, end };
  });
}

/** A label is a word like any other: it counts only beside what holds it. */
function knowsLabel(
  { code, strings }: PythonText,
  { names }: FileNames,
  { tables, classes }: LabelLookedFor,
): boolean {
  return (
    tables.some((table) => ownNames(names, table).length > 0) ||
    tables.some(({ name }) => strings.some(({ content }) => content.trim() === name)) ||
    [...classes].some((name) => placesOf(`(?<![\\w.])${escaped(name)}(?!\\w)`, code).length > 0)
  );
}

function labelMentionsIn({ code, strings }: PythonText, looked: LabelLookedFor): PythonMentions {
  const { object, label, classes } = looked;
  const said = strings.filter(({ content, isStatement }) => !isStatement && content.trim() === label);
  const named = placesOf(`(?<=\\n)[ \\t]+(?<place>${escaped(label)})[ \\t]*=(?!=)`, code);
  const members = [
    ...said.flatMap(({ start }) => {
      const before = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
      const member = /^[ \t]+(\w+)\s*(?::[^=]*)?=\s*\(?\s*$/.exec(before)?.[1];
      return member === undefined ? [] : { member, start };
    }),
    ...named.map(({ start }) => ({ member: label, start })),
  ].flatMap(({ member, start }) => {
    const enumClass = enumAround(code, start);
    return enumClass === undefined || !classes.has(enumClass) ? [] : { enumClass, member, object };
  });
  const isDefined = (range: Range) => classes.has(enumAround(code, range.start) ?? '');
  return {
    mentions: [...said.map(({ start, end }) => ({ start, end })), ...named.filter(isDefined)].map(
      (range) => ({
        object,
        kind: 'code',
        range,
      }),
    ),
    members,
    memberMentions: [...classes].flatMap((enumClass) =>
      [...code.matchAll(new RegExp(`(?<!\\w)${escaped(enumClass)}\\.(\\w+)`, 'g'))].map(
        ({ 0: text, 1: member = '', index }): MemberMention => ({
          object,
          kind: 'code',
          range: { start: index, end: index + text.length },
          enumClass,
          member,
        }),
      ),
    ),
  };
}

/** The class in whose body a place lies, if it is one. */
function enumAround(code: string, start: number): string | undefined {
  const indent = /^[ \t]*/.exec(code.slice(code.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
  const above = [...code.slice(0, start).matchAll(/^([ \t]*)class\s+(\w+)/gm)].at(-1);
  const [, outer = '', name] = above ?? [];
  return outer.length < indent.length ? name : undefined;
}
