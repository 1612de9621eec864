/** Situations that the recordings leave out: tools at hand could not be brought into them, or texts and places matter. */
import { describe, expect, test } from 'vitest';
import type { VersionRow } from '../../../../src/core/migration/versionTable.ts';
import { problemTexts, readOne } from '../../../support/sqlProjects.ts';

const sql = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`/w/shop/sql/${name}`, 'select 1;']));

function row(
  rank: number,
  version: string | null,
  type = 'SQL',
  success = 't',
  description = 'a',
): VersionRow {
  const script = `V${version}__${description}.sql`;
  return { installed_rank: String(rank), version, description, type, script, checksum: null, success };
}

const ids = (revisions: readonly { readonly id: string }[] | undefined) => revisions?.map(({ id }) => id);

describe('Flyway', () => {
  test('an undone version is pending again', async () => {
    const rows = [row(1, '1'), row(2, '2'), row(3, '2', 'UNDO_SQL')];
    const { standing, graph } = await readOne(sql('V1__a.sql', 'V2__a.sql', 'U2__a.sql'), rows);
    expect(ids(standing.pending)).toEqual(['2']);
    expect(graph.revisions.map(({ id, hasDowngrade }) => `${id} ${hasDowngrade}`)).toEqual([
      '1 false',
      '2 true',
    ]);
  });

  test('a version that could not be undone is still applied', async () => {
    const rows = [row(1, '1'), row(2, '1', 'UNDO_SQL', 'f')];
    const { standing } = await readOne(sql('V1__a.sql', 'U1__a.sql'), rows);
    expect(ids(standing.at)).toEqual(['1']);
    expect(standing.faults.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'failed: Undoing with V1__a.sql failed half-way, and Flyway refuses to go on. Undo by hand what it began, then run "flyway repair".',
    ]);
  });

  test('scripts in Java have their place and no checksum', async () => {
    const texts = {
      ...sql('V1__a.sql', 'V3__c.sql'),
      '/w/shop/sql/V2__Move_data.java': 'class V2__Move_data extends BaseJavaMigration {}',
    };
    const { standing, graph } = await readOne(texts, [row(1, '1'), row(2, '2', 'JDBC', 't', 'Move data')]);
    expect(ids(graph.revisions)).toEqual(['1', '2', '3']);
    expect(graph.byId.get('2')?.checksum).toBeUndefined();
    expect(ids(standing.pending)).toEqual(['3']);
    expect(standing.faults).toEqual([]);
  });

  test('one chain, with the baseline after its version', async () => {
    const { graph } = await readOne(sql('V1__a.sql', 'V2__b.sql', 'B2__base.sql', 'V10__c.sql', 'R__v.sql'));
    expect(graph.revisions.map(({ id, downRevisions }) => `${id} ← ${downRevisions}`)).toEqual([
      '1 ← ',
      '2 ← 1',
      'B2 ← 2',
      '10 ← B2',
      'R__v ← ',
    ]);
    expect(graph.problems).toEqual([]);
  });

  test('a timestamp as version tells when the script was made', async () => {
    const { graph } = await readOne(sql('V20240102030405__a.sql', 'V20249902030405__b.sql'));
    expect(graph.revisions.map(({ created }) => created)).toEqual(['2024-01-02T03:04:05', undefined]);
  });

  test('names that Flyway leaves out, and doubles', async () => {
    const { problems } = await readOne(
      sql('V1__a.sql', 'V1.0__b.sql', 'V2_x.sql', 'Views.sql', 'R__v.sql', 'sub/R__v.sql'),
    );
    expect(problemTexts(problems)).toEqual([
      'unreadable-name V2_x.sql',
      'duplicate-id V1__a.sql',
      'duplicate-id R__v.sql',
    ]);
  });

  test('without placeholders, ${…} is plain text', async () => {
    const texts = {
      '/w/shop/sql/V1__a.sql': 'select 1;',
      '/w/shop/sql/R__v.sql': "select '${x}';",
      '/w/shop/flyway.conf': 'flyway.locations=filesystem:sql\n',
    };
    const checksum = async (conf: string) => {
      const one = await readOne({ ...texts, '/w/shop/flyway.conf': texts['/w/shop/flyway.conf'] + conf });
      return one.graph.byId.get('R__v')?.checksum;
    };
    expect(await checksum('')).toBeUndefined();
    expect(await checksum('flyway.placeholderReplacement=false')).toMatch(/^-?\d+$/);
  });

  test('bytes that were no UTF-8 have no checksum to compare', async () => {
    const rows = [{ ...row(1, '1'), checksum: '5' }];
    const { standing } = await readOne({ '/w/shop/sql/V1__a.sql': 'select \uFFFD;' }, rows);
    expect(standing.faults).toEqual([]);
  });
});

describe('goose', () => {
  const up = '-- +goose Up\nselect 1;\n';

  test('Go files take their place in the chain', async () => {
    const { graph, problems } = await readOne({
      '/w/shop/migrations/00001_a.sql': `${up}-- +goose Down\nselect 1;\n`,
      '/w/shop/migrations/00002_b.go': 'func init() { goose.AddMigrationContext(upB, downB) }',
      '/w/shop/migrations/00003_c.go': 'func init() {\n\tgoose.AddMigrationNoTxContext(upC, nil)\n}',
      '/w/shop/migrations/00003_c_test.go': 'package migrations',
      '/w/shop/migrations/helpers.go': 'package migrations',
      '/w/shop/migrations/00004_d.sql': `${up}-- +goose Down\n-- nothing\n`,
    });
    expect(graph.revisions.map(({ id, hasDowngrade }) => `${id} ${hasDowngrade}`)).toEqual([
      '1 true',
      '2 true',
      '3 false',
      '4 false',
    ]);
    expect(problems).toEqual([]);
  });

  test('a wrong annotation is told where it stands', async () => {
    const text = `${up}-- +goose Sideways\n`;
    const { problems } = await readOne({ '/w/shop/migrations/1_a.sql': text });
    expect(problems.map(({ code, range }) => [code, text.slice(range?.start, range?.end)])).toEqual([
      ['annotation-unknown', '-- +goose Sideways'],
    ]);
  });

  test('versions are numbers of any length', async () => {
    const texts = {
      '/w/shop/migrations/9007199254740993_a.sql': up,
      '/w/shop/migrations/9007199254740992_b.sql': up,
    };
    expect(ids((await readOne(texts)).graph.revisions)).toEqual(['9007199254740992', '9007199254740993']);
  });

  test('a row without a version is told', async () => {
    const rows = [{ id: '1', version_id: null, is_applied: 't' }];
    const { standing } = await readOne({ '/w/shop/migrations/1_a.sql': up }, rows);
    expect(standing.faults.map(({ kind }) => kind)).toEqual(['unreadableRow']);
    expect(ids(standing.pending)).toEqual(['1']);
  });
});

describe('golang-migrate', () => {
  const texts = {
    '/w/shop/migrations/1_a.up.sql': '',
    '/w/shop/migrations/2_b.up.sql': '',
    '/w/shop/migrations/2_b.down.sql': '',
  };

  test('a dirty version says how to get out', async () => {
    const { standing } = await readOne(texts, [{ version: '2', dirty: 't' }]);
    expect(standing.faults).toEqual([
      {
        kind: 'dirty',
        id: '2',
        message:
          'golang-migrate stopped half-way, while applying version 2 or while taking back the one after it, and refuses to go on. Finish that by hand and run "migrate force 2"; or undo what version 2 began and run "migrate force 1".',
      },
    ]);
  });

  test('several rows, and one that is no number', async () => {
    const several = await readOne(texts, [
      { version: '1', dirty: 'f' },
      { version: '2', dirty: 'f' },
    ]);
    expect(several.standing.faults.map(({ kind }) => kind)).toEqual(['duplicateRow']);
    const odd = await readOne(texts, [{ version: null, dirty: 'f' }]);
    expect(odd.standing.faults.map(({ kind }) => kind)).toEqual(['unreadableRow']);
  });

  test('down scripts, alone or missing', async () => {
    const { graph, problems } = await readOne({ ...texts, '/w/shop/migrations/3_c.down.sql': '' });
    expect(graph.revisions.map(({ id, hasDowngrade }) => `${id} ${hasDowngrade}`)).toEqual([
      '1 false',
      '2 true',
      '3 true',
    ]);
    expect(problemTexts(problems)).toEqual(['up-missing 3_c.down.sql']);
  });

  test('a number that no bigint holds', async () => {
    const { problems } = await readOne({ ...texts, '/w/shop/migrations/99999999999999999999_x.up.sql': '' });
    expect(problemTexts(problems)).toEqual(['unreadable-name 99999999999999999999_x.up.sql']);
  });
});

describe('dbmate', () => {
  test('a version that this checkout does not have is unknown', async () => {
    const text = '-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n';
    const { standing, graph } = await readOne({ '/w/shop/db/migrations/2_b.sql': text }, [
      { version: '2' },
      { version: '7' },
    ]);
    expect(standing.unknown).toEqual(['7']);
    expect(graph.byId.get('2')).toMatchObject({ message: 'b', hasDowngrade: true });
  });

  test('a statement too early is told where it stands', async () => {
    const text = 'select 1;\n-- migrate:up\n-- migrate:down\n';
    const { problems } = await readOne({ '/w/shop/db/migrations/2_b.sql': text });
    expect(problems.map(({ code, range }) => [code, text.slice(range?.start, range?.end)])).toEqual([
      ['annotation-misplaced', 'select 1;\n'],
    ]);
  });
});
