/** What the application knows of models: when it is asked for, what stays, what is forgotten. */
import { beforeEach, expect, test } from 'vitest';
import { Models } from '../../src/app/models.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { ModelFinding, ModelReport } from '../../src/core/models/check/modelFinding.ts';
import { defaultSettings, type Settings } from '../../src/core/settings.ts';

const counts = { tables: 1, columns: 2, unknown: 0 };
const report: ModelReport = { tables: [], findings: [], notCompared: [], suppressed: [], counts };

let settings: Settings;
let known: (number | undefined)[];
let baseline: string | undefined;
let found: ModelReport;
let asked: unknown[];
let models: Models;
let onDisk: readonly string[];
let whileSearching: () => void;
let told: readonly unknown[];

beforeEach(() => {
  settings = defaultSettings;
  known = [];
  found = report;
  asked = [];
  baseline = undefined;
  onDisk = [];
  whileSearching = () => undefined;
  const workspace = {
    roots: [{ folder: '/w', excludes: [] }],
    get settings() {
      return settings;
    },
    state: {
      projects: ['shop', 'blog'].map((name) => ({
        project: { id: `/w/${name}/alembic.ini`, name, convention: 'alembic' },
      })),
      environments: [],
    },
    schemas: {
      takeModelFiles: ({ files }: { readonly files: readonly string[] }) => {
        told = files;
        return Promise.resolve();
      },
      checkModels: (...args: readonly unknown[]) => {
        known.push(args[4] as number | undefined);
        return Promise.resolve(args[4] === 1 ? undefined : { version: 1, report: found });
      },
      fixesOf: (question: unknown) => {
        asked.push(question);
        return Promise.resolve([]);
      },
    },
  };
  models = new Models({
    workspace: workspace as unknown as Workspace,
    files: {
      search: () => {
        const list = onDisk;
        whileSearching();
        return Promise.resolve(list);
      },
      read: () => Promise.resolve(baseline),
    },
    now: () => 1000,
    log: { info: () => undefined, error: () => undefined },
  });
});

const check = () => models.check(new AbortController().signal);

test('a report that has not changed is not sent again', async () => {
  await check();
  const state = models.state;
  await check();
  expect(known).toEqual([undefined, undefined, 1, 1]);
  expect(models.state).toBe(state);
  expect(models.reports).toEqual([report, report]);
});

test('models that are not to be compared any more leave nothing behind', async () => {
  await check();
  settings = { ...defaultSettings, models: { ...defaultSettings.models, enabled: false } };
  await check();
  expect([...models.state]).toEqual([]);
});

test('a baseline that cannot be read is a state, and the last answer stays', async () => {
  await check();
  settings = { ...defaultSettings, models: { ...defaultSettings.models, baseline: 'known.json' } };
  await check();
  expect(models.state.get('/w/shop/alembic.ini')).toMatchObject({
    kind: 'failed',
    failure: { message: 'The baseline known.json cannot be read.' },
    last: { report },
  });
  baseline = JSON.stringify({ version: 1, findings: [] });
  await check();
  expect(models.state.get('/w/shop/alembic.ini')).toMatchObject({ kind: 'read' });
});

test('findings of the same name in two projects are told apart', async () => {
  const finding: ModelFinding = {
    kind: 'surplus-table',
    severity: 'information',
    object: { object: 'table', of: { schema: 'public', name: 'old' } },
    location: undefined,
    model: undefined,
    places: [],
    fingerprint: 'table public.old: nothing',
  };
  found = { ...report, findings: [finding] };
  await check();
  const fingerprints = models.reports.flatMap(({ findings }) => findings.map((one) => one.fingerprint));
  expect(fingerprints).toEqual([
    'shop/alembic.ini: table public.old: nothing',
    'blog/alembic.ini: table public.old: nothing',
  ]);
  await models.fixesOf(fingerprints[1] ?? '', new AbortController().signal);
  expect(asked).toEqual([
    expect.objectContaining({ projectId: '/w/blog/alembic.ini', fingerprint: finding.fingerprint }),
  ]);
});

test('a file that appears while files are searched is not passed over', async () => {
  whileSearching = () => {
    whileSearching = () => undefined;
    onDisk = ['/w/models.py'];
    models.filesChanged(onDisk, true);
  };
  await check();
  expect(told).toEqual(['/w/models.py']);
});

test('a file that nobody told of is found when it is opened, and one that is none of ours searched for once', async () => {
  await check();
  onDisk = ['/w/models.py'];
  expect(models.opened('/w/models.py')).toBe(true);
  await check();
  expect(told).toEqual(['/w/models.py']);
  expect(models.opened('/w/models.py')).toBe(false);
  expect(models.opened('/elsewhere/models.py')).toBe(true);
  await check();
  expect(models.opened('/elsewhere/models.py')).toBe(false);
});
