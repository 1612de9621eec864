/**
 * How long a statement may take: seconds or minutes, never a number, because nobody has measured this server's disks.
 *
 * Counted is what is read and written anew, at the speed of a slow disk. How long it waits for its locks is not in it.
 */
import { displayName, nameKey, type QualifiedName } from '../../schema/name.ts';
import type { TableSize, TimeClass } from '../runPreview.ts';
import { bytesText, rowsText } from '../sizeWords.ts';
import type { RunContext, StatementImpact } from './impact.ts';
import { isStronger } from './impactOf.ts';

type New = Pick<RunContext, 'created' | 'committed' | 'filled'>;

const nothingNew: New = { created: new Set(), committed: new Set(), filled: new Set() };

/**
 * @param sizes Of what the statement touches; a table that is missing, or has no size, has one that is not known.
 * @param made What the run has made before: it was empty.
 */
export function timeClassOf(
  impact: StatementImpact,
  sizes: readonly TableSize[],
  made: New = nothingNew,
): TimeClass {
  if (impact.basis === 'unknown') {
    return {
      kind: 'unknown',
      basis: 'Nobody can tell how long a statement takes of which it is not known what it does.',
    };
  }
  const isEmpty = (name: QualifiedName) => isStillEmpty(name, made);
  const scans = impact.scans.filter((one) => !isEmpty(one));
  const rewrites = impact.rewrites.filter((one) => !isEmpty(one));
  const touched = unique([...scans, ...rewrites]);
  if (touched.length === 0) {
    const basis = 'It reads and rewrites no rows, so it takes as long as it waits for its locks.';
    return { kind: 'instant', basis };
  }
  const sizeOf = (name: QualifiedName) => sizes.find(({ table }) => nameKey(table) === nameKey(name));
  const [unknown] = touched.filter((one) => sizeOf(one)?.bytes === undefined);
  if (unknown !== undefined) {
    return { kind: 'unknown', basis: `It ${verb(impact)} ${displayName(unknown)}, whose size is not known.` };
  }
  const bytesOf = (names: readonly QualifiedName[]) =>
    names.reduce((sum, one) => sum + (sizeOf(one)?.bytes ?? 0), 0);
  if (bytesOf(touched) === 0)
    return { kind: 'instant', basis: `It ${verb(impact)} only tables that are empty.` };
  const rows = writesRows(impact) ? touched.reduce((sum, one) => sum + (sizeOf(one)?.rows ?? 0), 0) : 0;
  return byVolume(impact, bytesOf(touched), bytesOf(rewrites), rows);
}

/** What the run has made and nothing was written to. */
function isStillEmpty(name: QualifiedName, { created, committed, filled }: New): boolean {
  const key = nameKey(name);
  return (created.has(key) || committed.has(key)) && !filled.has(key);
}

const slowDisk = 100 * 1024 * 1024;
/** Rows with their index entries, each of them written to the log as well. */
const slowRows = 20_000;

function byVolume(impact: StatementImpact, read: number, written: number, rows: number): TimeClass {
  // What is rewritten is read, written to its new file and to the log, and its indexes are built again.
  const seconds = (read + 3 * written) / slowDisk + rows / slowRows;
  const kind = seconds < 0.2 ? 'instant' : seconds < 60 ? 'seconds' : 'minutes';
  const words = { instant: 'less than a second', seconds: 'seconds', minutes: 'minutes or more' } as const;
  const what = written > 0 ? `reads ${size(read)} and writes ${size(written)} anew` : `reads ${size(read)}`;
  const also = rows > 0 ? `, and may write ${rowsText(rows)} anew` : '';
  const speeds =
    rows > 0
      ? 'disks read 100–500 MB and servers write some 20,000–200,000 rows a second'
      : 'disks read 100–500 MB a second';
  return { kind, basis: `It ${what}${also}, while ${waiting(impact)}; ${speeds}: ${words[kind]}.` };
}

const size = (bytes: number): string => `about ${bytesText(bytes)}`;

const writesRows = ({ forms }: StatementImpact): boolean =>
  forms.some((one) => /^(?:UPDATE|DELETE) all rows/.test(one));

const verb = ({ rewrites }: StatementImpact): string => (rewrites.length > 0 ? 'rewrites' : 'reads');

function waiting({ locks }: StatementImpact): string {
  const modes = locks.filter(({ kind }) => kind !== 'index' && kind !== 'sequence').map(({ mode }) => mode);
  if (modes.includes('ACCESS EXCLUSIVE')) return 'reads and writes wait';
  return modes.some((one) => isStronger(one, 'SHARE UPDATE EXCLUSIVE'))
    ? 'writes wait'
    : 'reads and writes go on';
}

function unique(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((one) => [nameKey(one), one])).values()];
}
