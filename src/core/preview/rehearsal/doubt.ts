/** Whether a failure may come from the rehearsal itself: from what the clone lacks, not from the run. */
import type { Difference } from '../../drift/difference.ts';
import { listText } from '../../drift/words.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { RehearsalFailure, Rehearsed } from './rehearsal.ts';
import type { LeftOut } from './rehearsalJob.ts';

export interface DoubtInput {
  readonly rehearsed: Rehearsed;
  readonly live: SchemaSnapshot;
  /** What the clone has not as the environment has it. */
  readonly notReproduced: readonly Difference[];
  /** Of the revisions up to the failure. */
  readonly leftOutBefore: readonly LeftOut[];
  readonly doubts?: ToolDoubts | undefined;
}

/** What the migration tool may do otherwise there. */
export interface ToolDoubts {
  /** A whole sentence: whether a statement is in a transaction. */
  readonly transaction: string | undefined;
  /** The schema of the version table, where the code that runs the migrations may make it. */
  readonly versionSchema: string | undefined;
}

/** @returns A whole sentence; `undefined`: the environment would fail as well. */
export function doubtOf(failure: RehearsalFailure, input: DoubtInput): string | undefined {
  const said = [failure.sql, failure.message, failure.detail].join('\n');
  const mentioned = (names: readonly string[]): string | undefined =>
    names.find((name) => mentions(said, name));
  return (
    ofServer(failure, input) ??
    ofTool(failure, input) ??
    ofRows(failure) ??
    ofCalls(failure, input) ??
    ofClone(mentioned, input) ??
    ofLeftOut(failure, mentioned, input)
  );
}

type Mentioned = (names: readonly string[]) => string | undefined;

function ofServer({ code, message }: RehearsalFailure, { rehearsed }: DoubtInput): string | undefined {
  const { standIns } = rehearsed;
  if (code === undefined)
    return 'The server of the rehearsal broke down, which says nothing about the environment.';
  if (code === '3D000') return 'The database has another name here than in the environment.';
  if (/^extension "/.test(message) && ['0A000', '58P01', '42704'].includes(code))
    return 'The environment may have the extension that is missing here.';
  const kind = code === '42704' ? notCloned.exec(message)?.[0] : undefined;
  if (standIns.length > 0 && ofMissingExtension.has(code) && kind !== 'role')
    return `It may come from ${listText(standIns)}: of extensions that this server does not have, only names and types are there.`;
  if (kind === undefined) return undefined;
  return `No ${kind} is cloned: the environment may have the one that is missing here.`;
}

function ofTool({ code, revision }: RehearsalFailure, { doubts }: DoubtInput): string | undefined {
  if (code === '25001') return doubts?.transaction;
  const { versionSchema } = doubts ?? {};
  return revision === undefined && code === '3F000' && versionSchema !== undefined
    ? `The code that runs the migrations may make schema ${versionSchema} before: it is not run here.`
    : undefined;
}

/** What no snapshot holds. */
const notCloned =
  /^(?:role|tablespace|server|foreign-data wrapper|collation|publication|subscription|text search \w+|language|event trigger|rule|statistics object|access method|cast)\b/;

/** Undefined objects and functions, conversions, features, and what an access method refuses. */
const ofMissingExtension: ReadonlySet<string> = new Set([
  '42704',
  '42883',
  '42846',
  '0A000',
  'XX000',
  '22023',
]);

/** Integrity, cardinality, and what a block raises. */
function ofRows({ code }: RehearsalFailure): string | undefined {
  return code !== undefined && /^(?:23|21|P0)/.test(code)
    ? 'The clone has no rows, and this depends on rows: with those of the environment it may go otherwise.'
    : undefined;
}

function ofCalls({ revision, index }: RehearsalFailure, { rehearsed }: DoubtInput): string | undefined {
  const call = rehearsed.called.find((one) => one.revision === revision && one.index === index);
  return call && `It called ${call.routine}, which does nothing here because its body is not known.`;
}

function ofClone(mentioned: Mentioned, { live, notReproduced }: DoubtInput): string | undefined {
  const missing = mentioned(notReproduced.map(({ of, part }) => part ?? of.name));
  if (missing !== undefined)
    return `It names ${missing}, which the clone does not have as the environment has it.`;
  const routine = mentioned([...live.routines.values()].map(({ name }) => name.name));
  if (routine !== undefined)
    return `It names ${routine}, of which the clone knows only the types of the arguments and of the result.`;
  const unread = live.uncertainties.find(
    ({ affects }) => affects === 'anything' || mentioned(affects.map(({ name }) => name.name)) !== undefined,
  );
  return unread && `It may come from what was not read of the environment: ${unread.reason}`;
}

function ofLeftOut(
  { code }: RehearsalFailure,
  mentioned: Mentioned,
  { leftOutBefore }: DoubtInput,
): string | undefined {
  const one = leftOutBefore.find(
    ({ affects, tried }) =>
      (!tried || ofNames.has(code)) && (affects === 'anything' || mentioned(affects) !== undefined),
  );
  if (one?.tried) return `It may come from a name that revision ${one.revision} gives: ${one.reason}`;
  return one && `It may come from a statement of revision ${one.revision} that was left out: ${one.reason}`;
}

/** What does not exist, or does already. */
const ofNames: ReadonlySet<string | undefined> = new Set(['42704', '42710', '42P07']);

/** As a word of its own. */
function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(text);
}
