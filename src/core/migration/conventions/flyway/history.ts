/** What the rows of Flyway's history mean, read as Flyway does: from the first to the last, later ones overriding. */
import { baseName } from '../../../text/path.ts';
import type { RevisionGraph } from '../../graph.ts';
import type { MigrationProject } from '../../project.ts';
import type { Revision } from '../../revision.ts';
import type { Stamp, StampFault, VersionRow } from '../../versionTable.ts';
import { isTrue } from '../sqlScripts.ts';
import { settingOf } from './configuration.ts';
import { compareVersions, versionKey } from './version.ts';

/** A row that still counts after all later ones. */
interface Entry {
  readonly row: VersionRow;
  /** Of the script if there is one, else what the row says. */
  readonly id: string;
  readonly revision: Revision | undefined;
}

export function readHistory(
  rows: readonly VersionRow[],
  graph: RevisionGraph,
  project: MigrationProject,
): Stamp {
  const scripts = scriptsOf(graph);
  const sorted = [...rows].sort((a, b) => rankOf(a) - rankOf(b));
  const entries = entriesOf(sorted, scripts);
  const applied = entries.filter(({ row, revision }) => isTrue(row.success) && !isOutdated(row, revision));
  const baseline = baselineOf(sorted, applied, scripts);
  const isSkipped = ({ id }: Revision) =>
    !applied.some((entry) => entry.id === id) && isCovered(id, baseline, applied.length > 0);
  const skipped = [...scripts.versioned, ...scripts.baselines].filter(isSkipped).map(({ id }) => id);
  return {
    kind: 'log',
    applied: applied.map(({ id }) => id),
    skipped,
    faults: [
      ...failures(sorted),
      ...entries.flatMap(({ row, revision }) => changes(row, revision)),
      ...late(scripts, applied, new Set(skipped), project),
    ],
  };
}

interface Scripts {
  readonly versioned: readonly Revision[];
  readonly baselines: readonly Revision[];
  readonly repeatable: readonly Revision[];
}

function scriptsOf({ revisions }: RevisionGraph): Scripts {
  const repeatable = revisions.filter((revision) => revision.repeatable === true);
  const inLine = revisions.filter((revision) => revision.repeatable !== true);
  return {
    versioned: inLine.filter(({ id }) => !isBaseline(id)),
    baselines: inLine.filter(({ id }) => isBaseline(id)),
    repeatable,
  };
}

const isBaseline = (id: string): boolean => id.startsWith('B');
const numberOf = (id: string): string => id.replace(/^B/, '');
const rankOf = (row: VersionRow): number => Number(row.installed_rank ?? 0);
const typeOf = (row: VersionRow): string => row.type ?? '';

/** A schema that Flyway created, and a baseline set by command, are no scripts. */
const isMark = (row: VersionRow): boolean => ['SCHEMA', 'BASELINE'].includes(typeOf(row));

function entriesOf(sorted: readonly VersionRow[], scripts: Scripts): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const row of sorted) {
    if (isMark(row)) continue;
    const key = keyOf(row);
    if (typeOf(row) === 'DELETE') entries.delete(key);
    else if (!typeOf(row).startsWith('UNDO')) setLast(entries, key, toEntry(row, scripts));
    else if (isTrue(row.success)) entries.delete(key);
  }
  return [...entries.values()];
}

function setLast(entries: Map<string, Entry>, key: string, entry: Entry): void {
  entries.delete(key);
  entries.set(key, entry);
}

function keyOf(row: VersionRow): string {
  const version = row.version ?? null;
  return version === null ? `repeatable ${row.description}` : `versioned ${versionKey(version) ?? version}`;
}

function toEntry(row: VersionRow, scripts: Scripts): Entry {
  const version = row.version ?? null;
  if (version === null) {
    const revision = scripts.repeatable.find(({ message }) => message === row.description);
    return { row, revision, id: revision?.id ?? stemOf(row) };
  }
  const isOwn = typeOf(row).endsWith('_BASELINE');
  const among = isOwn ? scripts.baselines : scripts.versioned;
  const revision = among.find(({ id }) => versionKey(numberOf(id)) === versionKey(version));
  return { row, revision, id: revision?.id ?? (isOwn ? `B${version}` : version) };
}

/** `views/R__totals.sql` → `R__totals`. */
const stemOf = (row: VersionRow): string =>
  baseName(row.script ?? row.description ?? '').replace(/\.\w+$/, '');

function isOutdated(row: VersionRow, revision: Revision | undefined): boolean {
  return revision?.repeatable === true && revision.checksum !== undefined && checksumDiffers(row, revision);
}

function checksumDiffers(row: VersionRow, { checksum }: Revision): boolean {
  const recorded = row.checksum ?? null;
  return checksum !== undefined && recorded !== null && recorded !== checksum;
}

/** The version up to which everything counts as done, `undefined` without a baseline. */
function baselineOf(
  sorted: readonly VersionRow[],
  applied: readonly Entry[],
  { baselines }: Scripts,
): string | undefined {
  const marked = sorted.filter((row) => typeOf(row).endsWith('BASELINE') && isTrue(row.success));
  const recorded = marked.flatMap((row) => row.version ?? []);
  // On an empty database Flyway starts with the last baseline script, and runs what comes after it.
  const isEmpty = applied.length === 0 && recorded.length === 0;
  const first = isEmpty ? baselines.map(({ id }) => id).at(-1) : undefined;
  return first ?? recorded.sort(compareVersions).at(-1);
}

function isCovered(id: string, baseline: string | undefined, hasApplied: boolean): boolean {
  // The baseline script that is to be run next covers the others, not itself.
  if (id === baseline && isBaseline(id)) return false;
  // Once anything was run, a baseline script comes too late.
  if (isBaseline(id) && (hasApplied || (baseline !== undefined && !isBaseline(baseline)))) return true;
  return baseline !== undefined && compareVersions(numberOf(id), numberOf(baseline)) <= 0;
}

function failures(sorted: readonly VersionRow[]): readonly StampFault[] {
  const failed = sorted.filter((row) => row.success !== null && !isTrue(row.success));
  return failed.map((row) => {
    const name = row.script ?? row.version ?? row.description;
    const id = row.version ?? stemOf(row);
    const what = typeOf(row).startsWith('UNDO') ? 'Undoing with' : 'Script';
    return {
      kind: 'failed',
      id,
      message: `${what} ${name} failed half-way, and Flyway refuses to go on. Undo by hand what it began, then run "flyway repair".`,
    };
  });
}

/** What `flyway validate` would complain of. */
function changes(row: VersionRow, revision: Revision | undefined): readonly StampFault[] {
  if (revision === undefined || !isTrue(row.success)) return [];
  const { id, message } = revision;
  const file = baseName(revision.file);
  const faults: StampFault[] = [];
  if (checksumDiffers(row, revision)) {
    faults.push(
      revision.repeatable === true
        ? {
            kind: 'outdated',
            id,
            message: `${file} was changed since it was applied. Flyway will run it again.`,
          }
        : {
            kind: 'checksumChanged',
            id,
            message: `${file} was changed after it had been applied here, and Flyway refuses to go on. Restore its text, or run "flyway repair" to accept the new one.`,
          },
    );
  }
  const recorded = row.description ?? '';
  if (revision.repeatable !== true && recorded !== message && recorded.length < 200) {
    faults.push({
      kind: 'descriptionChanged',
      id,
      message: `Version ${id} was applied as "${recorded}" and is called "${message}" here, so Flyway refuses to go on. Rename the script back, or run "flyway repair" to accept the new name.`,
    });
  }
  return faults;
}

/** Scripts that came in below what is applied already. */
function late(
  { versioned }: Scripts,
  applied: readonly Entry[],
  skipped: ReadonlySet<string>,
  { facts }: MigrationProject,
): readonly StampFault[] {
  const outOfOrder = settingOf(facts, 'outOfOrder');
  if (outOfOrder?.value === 'true') return [];
  const versions = applied.filter(({ row }) => (row.version ?? null) !== null).map(({ id }) => numberOf(id));
  const highest = versions.sort(compareVersions).at(-1);
  if (highest === undefined) return [];
  const ids = new Set(applied.map(({ id }) => id));
  return versioned
    .filter(({ id }) => !ids.has(id) && !skipped.has(id) && compareVersions(id, highest) < 0)
    .map(({ id }) => ({
      kind: 'outOfOrder',
      id,
      message: `Version ${id} was not applied before version ${highest}. Flyway refuses to go on unless it is given a later version, or outOfOrder is on.`,
    }));
}
