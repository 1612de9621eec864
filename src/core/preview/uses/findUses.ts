/**
 * Where a workspace's code names what the revisions of a run change. The scripts of migrations are left out, and so is
 * code that is not the project's own: of other projects, and of packages.
 */
import { refKey, refText } from '../../drift/objectRef.ts';
import { groupBy } from '../../groupBy.ts';
import { lineAt } from '../../text/lines.ts';
import type { PlannedRevision } from '../plan/plannedRun.ts';
import { type ChangedObject, changedObjects } from './changedObjects.ts';
import { type CodeUse, type CodeUses, codeUseKinds } from './codeUse.ts';
import { fileNamesFinder } from './fileNames.ts';
import { type Known, type LookedFor, lookedFor } from './lookedFor.ts';
import type { EnumMember, MemberMention, Mention } from './mention.ts';
import { pythonMentions } from './pythonMentions.ts';
import { readPythonText } from './pythonText.ts';
import { mentionsInSql } from './sqlFileMentions.ts';
import { sqlStatements } from './sqlMentions.ts';

export interface UsesInput extends Omit<Known, 'before'> {
  readonly revisions: readonly PlannedRevision[];
  /** Python and SQL. */
  readonly files: readonly string[];
}

/** Of one revision: more than anybody reads. */
const MOST_USES = 200;

type Place = Omit<CodeUse, 'objects' | 'line' | 'text'> & {
  readonly object: ChangedObject;
  readonly isImport?: true;
};

type MemberPlace = Place & Pick<MemberMention, 'enumClass' | 'member'>;

/** Stops after every file, so that others may be heard. @returns By revision. */
export function* findUsesInSteps(
  input: UsesInput,
): Generator<undefined, ReadonlyMap<string, CodeUses>, undefined> {
  const { revisions, files, readFile } = input;
  const changed = new Map(revisions.map((one) => [one.revision, changedObjects(one)]));
  const objects = [...new Map([...changed.values()].flat().map((one) => [refKey(one), one])).values()];
  const [first] = revisions;
  if (first === undefined || objects.length === 0) return new Map();
  const looked = lookedFor(objects, { ...input, before: first.before });
  const places: Place[] = looked.inModels.map((one) => ({ ...one, kind: 'model' }));
  const members: EnumMember[] = [];
  const memberPlaces: MemberPlace[] = [];
  const read = fileReader(looked, readFile);
  for (const file of files) {
    const found = read(file);
    if (found !== undefined) {
      places.push(...found.mentions.map((one) => placeOf(one, file)));
      members.push(...found.members);
      memberPlaces.push(
        ...found.memberMentions.map((one) => ({
          ...placeOf(one, file),
          enumClass: one.enumClass,
          member: one.member,
        })),
      );
    }
    yield;
  }
  places.push(...memberPlaces.filter((one) => members.some((member) => isSameMember(member, one))));
  return usesByRevision(changed, places, readFile);
}

type Found = ReturnType<typeof pythonMentions>;

function fileReader(looked: LookedFor, readFile: Known['readFile']): (file: string) => Found | undefined {
  const namesIn = fileNamesFinder(looked.mapped, readFile);
  return (file) => {
    const text = readFile(file);
    if (text === undefined || !looked.words.test(text)) return undefined;
    if (!file.endsWith('.py'))
      return { mentions: mentionsInSql(sqlStatements(text), looked, 'sql'), members: [], memberMentions: [] };
    const python = readPythonText(text);
    return pythonMentions(python, namesIn(file, python.code), looked);
  };
}

function placeOf({ object, kind, range, isImport }: Mention, file: string): Place {
  return {
    object,
    kind: isTest(file) ? 'test' : kind,
    location: { file, range },
    ...(isImport && { isImport }),
  };
}

export function isTest(file: string): boolean {
  return /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|[^/]*_test\.py$|conftest\.py$)/.test(file);
}

const isSameMember = (a: EnumMember, b: MemberPlace): boolean =>
  a.enumClass === b.enumClass && a.member === b.member && refKey(a.object) === refKey(b.object);

function usesByRevision(
  changed: ReadonlyMap<string, readonly ChangedObject[]>,
  places: readonly Place[],
  readFile: Known['readFile'],
): ReadonlyMap<string, CodeUses> {
  const byObject = groupBy(places, ({ object }) => refKey(object));
  return new Map(
    [...changed].map(([revision, objects]) => {
      const own = objects.flatMap((one) => withoutNeedlessImports(byObject.get(refKey(one)) ?? []));
      const uses = linesOf(own, readFile);
      return [revision, { uses: uses.slice(0, MOST_USES), moreUses: Math.max(0, uses.length - MOST_USES) }];
    }),
  );
}

function withoutNeedlessImports(places: readonly Place[]): readonly Place[] {
  const used = new Set(places.filter(({ isImport }) => !isImport).map(({ location }) => location.file));
  return places.filter(({ isImport, location }) => !isImport || !used.has(location.file));
}

/** A line counts once, whatever it names. */
function linesOf(places: readonly Place[], readFile: Known['readFile']): readonly CodeUse[] {
  const told = places.map((place) => {
    const { file, range } = place.location;
    const text = readFile(file) ?? '';
    return { ...place, line: lineAt(text, range?.start ?? 0), whole: text };
  });
  const lines = groupBy(told, ({ location, line }) => `${location.file}\0${line}`);
  return [...lines.values()]
    .flatMap((all): CodeUse | readonly [] => {
      const sorted = [...all].sort((a, b) => rank(a) - rank(b) || startOf(a) - startOf(b));
      const [first] = sorted;
      if (first === undefined) return [];
      const { kind, location, line, whole } = first;
      const objects = [...new Set(sorted.map(({ object }) => refText(object)))];
      return { kind, location, line, text: lineText(whole, startOf(first)), objects };
    })
    .sort((a, b) => rank(a) - rank(b) || byText(a.location.file, b.location.file) || a.line - b.line);
}

const rank = ({ kind }: Pick<CodeUse, 'kind'>): number => codeUseKinds.indexOf(kind);
const startOf = ({ location }: Pick<CodeUse, 'location'>): number => location.range?.start ?? 0;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function lineText(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end).trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
