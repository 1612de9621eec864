/**
 * What the tools themselves said of many situations, recorded with PostgreSQL 17: which scripts are pending and in
 * which order, whether the tool refuses to run, and the checksums it computes.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { StampFault, VersionRow } from '../../../../src/core/migration/versionTable.ts';
import { baseName, relativePath } from '../../../../src/core/text/path.ts';
import { readOne } from '../../../support/sqlProjects.ts';

interface Situation {
  readonly name: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly rows: readonly VersionRow[];
  readonly refuses: boolean;
  /** Absent where the tool gave no list. */
  readonly pending?: readonly string[];
  /** goose: what `up` then ran. */
  readonly ran?: readonly string[];
  /** golang-migrate: the version after `up`. */
  readonly after?: string;
  readonly checksums?: Readonly<Record<string, string>>;
}

function recorded(tool: string): readonly Situation[] {
  const file = new URL(`../../../fixtures/sql-conventions/${tool}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly situations: readonly Situation[] }).situations;
}

async function read({ files, rows, settings }: Situation, folder: string) {
  const texts = Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]);
  const conf = Object.entries(settings ?? {}).map(([name, value]) => `flyway.${name}=${value}\n`);
  if (settings !== undefined)
    texts.push(['/w/shop/flyway.conf', `flyway.locations=filesystem:sql\n${conf.join('')}`]);
  const one = await readOne(Object.fromEntries(texts), rows);
  const nameOf = (revision: { readonly file: string }) => relativePath(revision.file, folder);
  const hasFault = (id: string, ...kinds: readonly StampFault['kind'][]) =>
    one.standing.faults.some((fault) => fault.id === id && kinds.includes(fault.kind));
  const pending = one.standing.pending ?? [];
  return { ...one, pending, nameOf, hasFault };
}

type ReadSituation = Awaited<ReturnType<typeof read>>;

const hasErrors = ({ problems }: ReadSituation) => problems.some(({ severity }) => severity === 'error');

const named = (tool: string) => recorded(tool).map((situation) => [situation.name, situation] as const);

describe('Flyway', () => {
  test.each(named('flyway'))('%s', async (_, situation) => {
    const one = await read(situation, '/w/shop/sql');
    // Flyway lists neither what came in late nor what failed; here both still have to be done.
    const runnable = one.pending.filter(({ id }) => !one.hasFault(id, 'outOfOrder', 'failed'));
    if (situation.pending !== undefined) expect(runnable.map(one.nameOf)).toEqual(situation.pending);

    for (const revision of one.graph.revisions) {
      const checksum = situation.checksums?.[one.nameOf(revision)];
      if (checksum !== undefined && revision.checksum !== undefined) expect(revision.checksum).toBe(checksum);
    }
    const highest = Math.max(
      ...one.graph.revisions.map(({ id }) => Number.parseFloat(id)).filter(Number.isFinite),
    );
    const missing = one.standing.unknown.some((id) => !(Number.parseFloat(id) > highest));
    const faults = one.standing.faults.filter(({ kind }) => kind !== 'outdated');
    expect(hasErrors(one) || faults.length > 0 || missing).toBe(situation.refuses);
  });

  test('checksums were compared', () => {
    const counts = recorded('flyway').map(({ checksums }) => Object.keys(checksums ?? {}).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(80);
  });
});

describe('goose', () => {
  test.each(named('goose'))('%s', async (_, situation) => {
    const one = await read(situation, '/w/shop/migrations');
    if (situation.pending !== undefined) expect(one.pending.map(one.nameOf)).toEqual(situation.pending);
    const refused = hasErrors(one) || one.standing.faults.some(({ kind }) => kind === 'outOfOrder');
    expect(refused).toBe(situation.refuses);
    if (refused || situation.name.startsWith('failed')) return;
    const runs = one.pending.filter(({ id }) => !one.hasFault(id, 'rolledBack'));
    expect(runs.map(one.nameOf)).toEqual(situation.ran);
  });
});

describe('dbmate', () => {
  test.each(named('dbmate'))('%s', async (_, situation) => {
    const one = await read(situation, '/w/shop/db/migrations');
    // Of two files with one version, only the first has a place in the chain.
    const twice = one.problems.flatMap(({ code, file }) => (code === 'duplicate-id' ? [baseName(file)] : []));
    expect([...one.pending.map(one.nameOf), ...twice]).toEqual(situation.pending);
    expect(hasErrors(one)).toBe(situation.refuses);
  });
});

describe('golang-migrate', () => {
  test.each(named('golang-migrate'))('%s', async (_, situation) => {
    const one = await read(situation, '/w/shop/migrations');
    const refused = hasErrors(one) || one.standing.faults.length > 0 || one.standing.unknown.length > 0;
    expect(refused).toBe(situation.refuses);
    if (refused) return;
    expect(one.pending.at(-1)?.id ?? situation.rows[0]?.version).toBe(situation.after);
  });
});
