/** What a stamp writes, asked of the installed Alembic: statements and rows, for random chains and rows. */
import { expect, test } from 'vitest';
import { alembicStamp, type Destination } from '../../src/core/preview/stamp/alembicStamp.ts';
import { topsOf } from '../../src/core/preview/stamp/stampTarget.ts';
import { alembicStatements } from '../../src/core/preview/stamp/versionStatements.ts';
import { graphOf, randomQuestions } from '../support/chains.ts';
import { askAlembic } from './python.ts';

type Answer = { readonly rows: readonly string[]; readonly statements: readonly string[] } | 'error';

interface Answers {
  readonly create: string;
  readonly stamps: readonly (readonly Answer[])[];
}

const SEEDS = Array.from({ length: 40 }, (_, index) => 41_000 + index);

const trees = SEEDS.map((seed) => {
  const { revisions, stamps } = randomQuestions(seed);
  const graph = graphOf(revisions);
  const labels = [...graph.labels];
  const several = [graph.effectiveHeads, topsOf(graph, stamps.at(-1) ?? [])].filter(
    ({ length }) => length > 1,
  );
  const destinations: readonly (readonly [names: readonly string[], to: Destination])[] = [
    [['base'], { ids: [] }],
    ...labels.map(([label, id]) => [[`${label}@base`], { ids: [], branch: [id] }] as const),
    ...[...revisions.map(({ id }) => [id]), ...several].map((ids) => [ids, { ids }] as const),
  ];
  const schema = seed % 2 === 0 ? null : 'Meta';
  return { revisions, stamps: [...stamps, graph.effectiveHeads], graph, destinations, schema };
});

test('rows and statements are those of Alembic, and where they are written anew, Alembic would not get there', async () => {
  const questions = trees.map(({ revisions, stamps, schema, destinations }) => {
    return { revisions, stamps, schema, targets: destinations.map(([names]) => names) };
  });
  const answers = (await askAlembic('ask_stamps.py', questions)) as readonly (Answers | 'error')[];
  let [same, anew] = [0, 0];
  for (const [index, { graph, stamps, destinations, schema }] of trees.entries()) {
    const answer = answers[index];
    // A chain that Alembic refuses as a whole.
    if (answer === undefined || answer === 'error') continue;
    for (const [at, rows] of stamps.entries()) {
      for (const [to, [names, destination]] of destinations.entries()) {
        const theirs = answer.stamps[at]?.[to];
        const ours = alembicStamp(graph, rows, destination, undefined);
        const table = { name: 'alembic_version', columns: [], ...(schema !== null && { schema }) };
        const written = {
          rows: [...ours.to].sort(),
          statements: alembicStatements(table, ours.changes, true),
        };
        const where = `${SEEDS[index]}: ${rows.join(' ')} → ${names.join(' ')}`;
        if (ours.purge === undefined) {
          expect(theirs, where).toEqual(written);
          same++;
        } else {
          expect(theirs === 'error' ? theirs : theirs?.rows, where).not.toEqual(written.rows);
          anew++;
        }
      }
    }
  }
  expect(same).toBeGreaterThan(1000);
  expect(anew).toBeGreaterThan(10);
});

test('the table is made as Alembic makes it', async () => {
  const question = { revisions: [], stamps: [], targets: [], schema: 'Meta' };
  const [answer] = (await askAlembic('ask_stamps.py', [question])) as readonly Answers[];
  const table = { schema: 'Meta', name: 'alembic_version', columns: [] };
  const plain = (sql: string | undefined) => sql?.replaceAll(/\s+/g, ' ').trim();
  expect(alembicStatements(table, [], false).map(plain)).toEqual([plain(answer?.create)]);
});
