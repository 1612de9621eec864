/** What a rehearsal does not prove: whole sentences. */
import type { Difference, NotCompared } from '../../drift/difference.ts';
import { counted, kindText, subjectText } from '../../drift/words.ts';
import { groupBy } from '../../groupBy.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import { someNames } from '../someNames.ts';
import type { Rehearsed } from './rehearsal.ts';
import type { PreparedRehearsal } from './rehearsalJob.ts';

export interface LimitsInput {
  readonly prepared: PreparedRehearsal;
  readonly rehearsed: Rehearsed;
  readonly live: SchemaSnapshot;
  /** Of the environment: `15.18`. */
  readonly serverVersion: string;
  readonly notReproduced: readonly Difference[];
  /** What could not be compared with the target. */
  readonly notCompared: readonly NotCompared[];
}

export function limitsOf(input: LimitsInput): readonly string[] {
  const { prepared, rehearsed, notCompared } = input;
  return [
    ...rehearsed.notes,
    ...leftOut(prepared),
    ...routines(input),
    ...standIns(rehearsed),
    ...notReproduced(input),
    ...new Set(input.live.uncertainties.map(({ reason }) => reason)),
    ...doubts(notCompared),
    ...roles(prepared),
    ...version(input),
    'The clone has no rows: whether those of the environment fit what the run demands of them, and how long it takes there, is not shown.',
    'It ran as a superuser: whether the role that runs migrations may do all of this is not shown.',
  ];
}

/** What the same reason keeps out is told once, with the revisions that it is in. */
function leftOut({ leftOut: statements }: PreparedRehearsal): readonly string[] {
  return [...groupBy(statements, ({ reason }) => reason)].map(([reason, same]) => {
    if (same.every(({ tried }) => tried)) return reason;
    const revisions = [...new Set(same.map(({ revision }) => revision))];
    const verb = same.length === 1 ? 'was' : 'were';
    return `${counted(same.length, 'statement')} of ${some(revisions)} ${verb} not tried out. ${reason}`;
  });
}

function routines({ live, rehearsed }: LimitsInput): readonly string[] {
  const names = [...new Set([...live.routines.values()].map(({ name }) => name.name))].sort();
  if (names.length === 0) return [];
  const called = [...new Set(rehearsed.called.map(({ routine }) => routine))];
  return [
    names.length === 1
      ? `The body of function ${names[0]} is not known: it does nothing in the clone, and how volatile it is is not known.`
      : `The bodies of functions are not known: ${some(names)} do nothing in the clone, and how volatile they are is not known.`,
    ...(called.length === 0 ? [] : [`The run called ${some(called)}: what that does there is not shown.`]),
  ];
}

function standIns({ standIns: names }: Rehearsed): readonly string[] {
  if (names.length === 0) return [];
  const [what, whose] = names.length === 1 ? ['extension', 'its'] : ['extensions', 'their'];
  return [
    `The server of the rehearsal does not have the ${what} ${some(names)}: ${whose} types hold any text there, and ${whose} functions, operators and indexes are missing.`,
  ];
}

function notReproduced({ notReproduced: differences }: LimitsInput): readonly string[] {
  if (differences.length === 0) return [];
  const things = differences.map((one) => `${kindText[one.object]} ${subjectText(one)}`);
  return [
    `The clone is not as the environment in ${some([...new Set(things)])}: nothing is said about that.`,
  ];
}

function doubts(notCompared: readonly NotCompared[]): readonly string[] {
  if (notCompared.length === 0) return [];
  const things = notCompared.map(
    ({ difference }) => `${kindText[difference.object]} ${subjectText(difference)}`,
  );
  return [`Whether ${some([...new Set(things)])} came out as the target says cannot be told.`];
}

function roles({ roles: names }: PreparedRehearsal): readonly string[] {
  if (names.length === 0) return [];
  return [
    names.length === 1
      ? `Whether role ${names[0]} exists there is not shown: the clone got it.`
      : `Whether the roles ${some(names)} exist there is not shown: the clone got them.`,
  ];
}

function version({ rehearsed, serverVersion }: LimitsInput): readonly string[] {
  const major = (text: string): number => Number.parseInt(text, 10);
  if (major(rehearsed.serverVersion) === major(serverVersion)) return [];
  return [
    `It ran on PostgreSQL ${rehearsed.serverVersion}, and the environment is on ${serverVersion}: what these versions do differently is not shown.`,
  ];
}

const NAMES_SHOWN = 8;

const some = (names: readonly string[]): string => someNames(names, NAMES_SHOWN);
