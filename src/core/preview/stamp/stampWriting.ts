/** How a stamp is written: the rows it leaves, the statements and the command, tool by tool. */
import type { RevisionSet } from '../../drift/report.ts';
import { conventionOf } from '../../migration/allConventions.ts';
import { ancestorsOf } from '../../migration/graph.ts';
import type { Standing } from '../../migration/standing.ts';
import { type VersionTable, versionTableText } from '../../migration/versionTable.ts';
import { alembicStamp, type Destination } from './alembicStamp.ts';
import type { StampInput } from './previewStamp.ts';
import { alembicCommand, baselineCommand, forceCommand } from './stampCommand.ts';
import { alembicStatements, forceStatements, logStatements } from './versionStatements.ts';

export interface StampWriting {
  /** Where the database would stand. */
  readonly to: RevisionSet;
  readonly sql: readonly string[];
  readonly command?: string;
  /** What to know about the two: whole sentences. */
  readonly notes: readonly string[];
}

/** @param standing `undefined`: the version table could not be read. */
export function stampWriting(
  input: StampInput,
  standing: Standing | undefined,
  target: Destination,
): StampWriting {
  const { project } = input;
  switch (project.convention) {
    case 'alembic':
      return alembicWriting(input, standing, target);
    case 'golang-migrate':
      return forceWriting(input, target.ids);
    default:
      return logWriting(input, standing, target.ids);
  }
}

function alembicWriting(
  input: StampInput,
  standing: Standing | undefined,
  target: Destination,
): StampWriting {
  const { project, graph, reading } = input;
  const rows = reading.kind === 'rows' ? reading.rows.flatMap((row) => row.version_num ?? []) : [];
  const { to, changes, purge } = alembicStamp(graph, rows, target, faultOf(standing));
  const names = target.ids.length === 0 && purge === undefined ? baseNames(target) : to;
  const command = alembicCommand(project, names, purge !== undefined);
  const isKnown = standing !== undefined;
  return {
    to,
    sql: isKnown ? alembicStatements(tableOf(input), changes, reading.kind === 'rows') : [],
    ...(command === undefined ? {} : { command }),
    notes: [
      ...(purge === undefined ? [] : [purge]),
      ...(isKnown ? [] : ['The statements depend on the rows that are there, which are not known.']),
      ...(command === undefined ? ['A program of this project configures Alembic: stamp with that.'] : []),
      ...(isKnown && changes.length === 0
        ? ['The version table says this already: nothing is written.']
        : []),
      ...assumedTable(input),
    ],
  };
}

/** Rows that Alembic would trip over. */
function faultOf(standing: Standing | undefined): string | undefined {
  const fault = standing?.faults.find(({ kind }) => kind === 'duplicateRow' || kind === 'unreadableRow');
  return fault && `${fault.message} A stamp with --purge does so.`;
}

function baseNames({ branch }: Destination): readonly string[] {
  return branch === undefined ? [] : branch.map((id) => `${id}@base`);
}

function forceWriting(input: StampInput, ids: readonly string[]): StampWriting {
  const { project, reading } = input;
  const [version] = ids;
  const isThere = reading.kind === 'rows';
  return {
    to: ids,
    sql: isThere ? forceStatements(tableOf(input), version) : [],
    command: forceCommand(project, version),
    notes: [
      'golang-migrate calls this “force”: it sets the version, clears “dirty” and runs nothing.',
      ...(isThere ? [] : ['The command makes the version table where there is none.']),
      ...assumedTable(input),
    ],
  };
}

function logWriting(input: StampInput, standing: Standing | undefined, ids: readonly string[]): StampWriting {
  const { project, graph, reading } = input;
  const { convention } = project;
  if (convention === 'flyway') return flywayWriting(input, ids);
  const after = ancestorsOf(graph.nodes, ids);
  const before = standing?.applied ?? new Set<string>();
  const order = graph.revisions.map(({ id }) => id);
  const insert = order.filter((id) => after.has(id) && !before.has(id));
  const remove = [...before].filter((id) => !after.has(id));
  const { title } = conventionOf(convention);
  const isThere = reading.kind === 'rows';
  const tool = convention === 'goose' || convention === 'dbmate' ? convention : undefined;
  const how = tool === 'goose' ? ', with “goose version”' : '';
  const first = `Let ${title} make its version table first${how}; then there are rows to write.`;
  return {
    to: ids,
    sql: isThere && tool !== undefined ? logStatements(tool, tableOf(input), insert, remove) : [],
    notes: [
      `${title} has no command for this: it keeps a row for each script, and the statements write or delete those rows.`,
      ...(isThere ? [] : [first]),
      ...assumedTable(input),
    ],
  };
}

/** Its rows hold checksums, durations and an order of their own: nobody else should write them. */
function flywayWriting({ reading }: StampInput, ids: readonly string[]): StampWriting {
  const [version] = ids;
  const isFresh = reading.kind === 'absent' || (reading.kind === 'rows' && reading.rows.length === 0);
  if (isFresh && version !== undefined)
    return {
      to: ids,
      sql: [],
      command: baselineCommand(version),
      notes: ['Flyway calls this a baseline: it never runs the scripts up to that version here.'],
    };
  return {
    to: ids,
    sql: [],
    notes: [
      'Flyway cannot be stamped: a baseline is only for a database without a history, and its rows hold checksums that nobody else should write. Run the missing scripts by hand, or undo what is too much, and use “flyway repair” for rows that failed.',
    ],
  };
}

/** Where it was found: who runs the statements may have another search path. */
function tableOf({ versionTable, project, reading }: StampInput): VersionTable {
  const table = versionTable ?? conventionOf(project.convention).versionTable;
  if (table.schema !== undefined || reading.kind !== 'rows' || reading.schema === 'public') return table;
  return { ...table, schema: reading.schema };
}

function assumedTable({ versionTable, project }: StampInput): readonly string[] {
  if (versionTable !== undefined) return [];
  const { versionTable: table, title } = conventionOf(project.convention);
  return [
    `Which version table the project uses is not known; ${versionTableText(table)}, the default of ${title}, is taken. Say it in driftline.projects if that is wrong.`,
  ];
}
