/**
 * Models of real projects against the databases that SQLAlchemy made of them: nothing is told. Then against the same
 * databases after columns were given other types: exactly these are told. On demand, because it needs recordings.
 *
 * `DRIFTLINE_TRUTH`: a folder of `models/<tree>/`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { findingText } from '../../src/core/models/check/findingWords.ts';
import type { ModelFinding, ModelReport } from '../../src/core/models/check/modelFinding.ts';
import type { ModelSchema } from '../../src/core/models/modelSchema.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { check } from '../support/modelCheck.ts';
import { modelsOf } from '../support/modelSql.ts';
import { readTree } from '../support/modelTrees.ts';
import { chainOf } from '../support/sqlChain.ts';
import { readCatalog } from '../support/truthSnapshots.ts';
import { checkouts, truth } from '../support/truthTrees.ts';

const folder = join(truth, 'models');
const trees = truth === '' || !existsSync(folder) ? [] : readdirSync(folder);
const python = await loadPython();
const parser = await loadSql();

test.skipIf(trees.length > 0)('DRIFTLINE_TRUTH is not set: nothing is compared', (context) => {
  context.skip('Set it to hold models to recorded catalogs.');
});

interface Mutation {
  readonly table: string;
  readonly column: string;
  readonly old_type: string;
  readonly new_type: string;
}

const textIn = (tree: string, file: string): string => readFileSync(join(folder, tree, file), 'utf8');

describe.each(trees)('%s', (tree) => {
  const { meta } = JSON.parse(textIn(tree, 'models.json')) as {
    readonly meta: { readonly extensions: readonly string[]; readonly model_files: readonly string[] };
  };
  const { expected_type_drift: mutations } = JSON.parse(textIn(tree, 'mutations.json')) as {
    readonly expected_type_drift: readonly Mutation[];
  };
  const sql = [...meta.extensions.map((name) => `create extension if not exists "${name}"`), ''].join(';\n');
  const models = modelsOf(`${sql}${textIn(tree, 'create_all.sql')}`, parser);
  const chain = chainOf({ r1: `${sql}${textIn(tree, 'create_all.sql')}` }, parser);

  function findings(live: SchemaSnapshot): readonly ModelFinding[] {
    const { report } = check(
      { models, chain, environments: { production: { stamped: 'r1', live } } },
      parser,
    );
    expect(report.counts.columns).toBeGreaterThan(0);
    return report.findings;
  }

  test('nothing is told of the database that the models made', () => {
    expect(findings(readCatalog(join(folder, tree, 'catalog.json'), parser))).toEqual([]);
  });

  describe.skipIf(!existsSync(join(checkouts, tree)))('read from Python', () => {
    const root = join(checkouts, tree);
    let read: ModelSchema;
    beforeAll(() => {
      const files = meta.model_files.map((file) => join(root, file));
      read = readTree(root, files, { python, sql: parser });
    }, 60_000);

    const report = (catalog: string): ModelReport => {
      const live = readCatalog(join(folder, tree, catalog), parser);
      const environments = { production: { stamped: 'r1', live } };
      return check({ models: { models: read, text: '' }, chain, environments }, parser).report;
    };

    test('nothing is told of the database that the models made', () => {
      const { findings: told, counts } = report('catalog.json');
      console.log(
        `${tree}: ${counts.tables} tables, ${counts.columns} columns, ${counts.unknown} unknown, ${told.length} told`,
      );
      expect(told.map(findingText)).toEqual([]);
      expect(counts.columns).toBeGreaterThan(0);
    });

    test('exactly the columns of another type are told, each where a file says it', () => {
      const told = report('catalog_mutated.json').findings.filter(({ kind }) => aspectOf(kind) === 'type');
      expect(told.map(({ object }) => `${nameOf(object)}: type`).sort()).toEqual(
        mutations.map(typeOf).sort(),
      );
      expect(told.filter(({ location }) => location?.range === undefined)).toEqual([]);
    });
  });

  test('exactly the columns of another type are told, each once', () => {
    const [before, after] = ['catalog.json', 'catalog_mutated.json'].map((file) =>
      readCatalog(join(folder, tree, file), parser),
    );
    if (before === undefined || after === undefined) throw new Error('There is no catalog.');
    const told = findings(after);
    expect(told.map(({ kind, object }) => `${nameOf(object)}: ${aspectOf(kind)}`).sort()).toEqual(
      [...mutations.map(typeOf), ...lostDefaults(before, after)].sort(),
    );
    console.log(`${tree}: ${mutations.length} mutated, ${told.length} told`);
  });

  test('exactly the columns that its own migrations make in another way are told', () => {
    const file = join(truth, 'drift', `${tree}.json`);
    const { columns } = JSON.parse(readFileSync(file, 'utf8')) as { readonly columns: readonly Drift[] };
    const told = findings(readCatalog(join(truth, 'schema', tree, 'catalog.json'), parser));
    const ofColumns = told.filter(({ object, kind }) => object.object === 'column' && kind !== 'default');
    expect(ofColumns.map((one) => `${nameOf(one.object)}: ${aspectOf(one.kind)}`).sort()).toEqual(
      columns.map(driftText).sort(),
    );
  });
});

/** What these projects' databases differ in today, after all their migrations. */
interface Drift {
  readonly table: string;
  readonly column: string;
  readonly kind: 'type' | 'nullable' | 'only in migrations' | 'only in models';
  readonly models?: string;
  readonly migrations?: string;
}

const driftText = ({ table, column, kind }: Drift): string =>
  `${table}.${column}: ${kind.startsWith('only') ? 'column' : kind}`;

const typeOf = ({ table, column }: Mutation): string => `${table}.${column}: type`;

/** A default goes before its column is given another type. */
function lostDefaults(before: SchemaSnapshot, after: SchemaSnapshot): readonly string[] {
  const defaultsOf = ({ tables }: SchemaSnapshot) =>
    [...tables.values()].flatMap(({ name, columns }) =>
      columns
        .filter((column) => column.default !== undefined)
        .map((column) => `${name.schema}.${name.name}.${column.name}: default`),
    );
  const there = new Set(defaultsOf(after));
  return defaultsOf(before).filter((one) => !there.has(one));
}

const nameOf = ({ of, part = '' }: ModelFinding['object']): string => `${of.schema}.${of.name}.${part}`;

function aspectOf(kind: ModelFinding['kind']): string {
  if (kind === 'missing-column' || kind === 'surplus-column') return 'column';
  return kind === 'default' ? 'default' : kind === 'nullability' ? 'nullable' : 'type';
}
