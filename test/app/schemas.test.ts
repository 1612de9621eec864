/** What the schema engine is told and asked, and what becomes of its answers. The engine itself is a fake. */

import { beforeEach, describe, expect, test } from 'vitest';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { Answers } from '../../src/app/answers.ts';
import type { DatabasePorts } from '../../src/app/askDatabase.ts';
import { needsAttention, overviewsOf, summaryOf } from '../../src/app/overview.ts';
import type { DriftQuestion, ProjectScripts, SchemaEngine } from '../../src/app/schemaEngine.ts';
import { Schemas } from '../../src/app/schemas.ts';
import { UserError } from '../../src/app/userError.ts';
import { Workspace } from '../../src/app/workspace.ts';
import type { DriftReport } from '../../src/core/drift/report.ts';
import type { VersionTableReading } from '../../src/core/migration/versionTable.ts';
import type { ModelReport } from '../../src/core/models/check/modelFinding.ts';
import { readSettings } from '../../src/core/settingsSchema.ts';
import type { Fix } from '../../src/core/text/edit.ts';
import { MemoryFiles, revisionText } from '../support/memoryFiles.ts';

const FILES = {
  '/w/shop/alembic.ini': '[alembic]\nscript_location = migrations\n',
  '/w/shop/migrations/env.py': 'from alembic import context\ncontext.configure(connection=connection)\n',
  '/w/shop/migrations/versions/aaaa1_start.py': revisionText('aaaa1', undefined, 'Start'),
  '/w/shop/migrations/versions/bbbb2_orders.py': revisionText('bbbb2', 'aaaa1', 'Orders'),
};
const [start, orders] = Object.keys(FILES).slice(2) as [string, string];

const settings = (ignore: readonly string[] = []) =>
  readSettings({
    'driftline.environments': [
      { name: 'local', connection: { host: 'localhost', database: 'shop', user: 'app' } },
    ],
    'driftline.ignore': ignore,
  }).value;

const never = new AbortController().signal;

const agrees: DriftReport = {
  verdict: {
    kind: 'agrees',
    stamped: ['aaaa1'],
    match: {
      revisions: ['aaaa1'],
      equivalent: [],
      tied: [],
      certainty: { kind: 'exact' },
      agreeing: 3,
      facts: 3,
      effects: { there: 1, all: 1 },
      differences: [],
    },
  },
  differences: [],
  revisions: [],
  notCompared: [],
  ignored: [],
  unmanaged: [],
  foreign: [],
};

class FakeEngine implements SchemaEngine {
  readonly taken: ProjectScripts[] = [];
  readonly forgotten: string[] = [];
  readonly read: string[] = [];
  readonly questions: DriftQuestion[] = [];
  answer: (signal: AbortSignal) => Promise<DriftReport> = () => Promise.resolve(agrees);

  takeProject(scripts: ProjectScripts): Promise<void> {
    this.taken.push(scripts);
    return Promise.resolve();
  }

  forgetProject(projectId: string): Promise<void> {
    this.forgotten.push(projectId);
    return Promise.resolve();
  }

  readSchema(database: string): Promise<void> {
    this.read.push(database);
    return Promise.resolve();
  }

  drift(question: DriftQuestion, signal: AbortSignal): Promise<DriftReport> {
    this.questions.push(question);
    return this.answer(signal);
  }

  ddl(): Promise<string> {
    return Promise.resolve('CREATE TABLE t ();');
  }

  historyAt(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  takeModelFiles(): Promise<void> {
    return Promise.resolve();
  }

  checkModels() {
    const counts = { tables: 0, columns: 0, unknown: 0 };
    const report: ModelReport = { tables: [], findings: [], notCompared: [], suppressed: [], counts };
    return Promise.resolve({ version: 1, report });
  }

  modelAt(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  fixesOf(): Promise<readonly Fix[]> {
    return Promise.resolve([]);
  }

  preview(): Promise<never> {
    return notAsked();
  }

  rehearse(): Promise<never> {
    return notAsked();
  }

  checkRules(): Promise<never> {
    return notAsked();
  }

  sideBySide(): Promise<never> {
    return notAsked();
  }
}

const notAsked = () => Promise.reject(new Error('not asked for here'));

let files: MemoryFiles;
let engine: FakeEngine;
let schemas: Schemas;
let rows: readonly string[];
let time: number;
let workspace: Workspace;

beforeEach(async () => {
  files = new MemoryFiles(FILES);
  engine = new FakeEngine();
  schemas = new Schemas(engine);
  rows = ['aaaa1'];
  time = 1000;
  const database: DatabasePorts = {
    approach: (environment, project) => {
      const target = { host: 'localhost', port: 5432, database: 'shop', user: 'app', ssl: 'prefer' } as const;
      const connection = { target, password: undefined };
      return Promise.resolve({ environment, project, connection, secretKey: 'key', fingerprint: 'shop' });
    },
    permit: () => Promise.resolve(true),
    askPassword: () => Promise.resolve(undefined),
    keepPassword: () => Promise.resolve(),
    versionTables: {
      readVersionTables: () => {
        const table: VersionTableReading = {
          kind: 'rows',
          schema: 'public',
          rows: rows.map((version_num) => ({ version_num })),
        };
        return Promise.resolve({ serverVersion: '17.2', database: 'shop', tables: [table] });
      },
    },
  };
  const log = { info: () => undefined, error: () => undefined };
  const pause = () => Promise.resolve();
  const answers = new Answers(undefined, files);
  const now = () => time;
  workspace = new Workspace({ files, answers, python: loadPython, database, schemas, pause, now, log });
  workspace.configure(settings(), []);
  await find();
});

const find = () => workspace.find([{ folder: '/w', excludes: [] }], never);

function local() {
  const [overview] = workspace.state.projects.flatMap((one) => overviewsOf(workspace.state, one));
  if (overview === undefined) throw new Error('There is no environment.');
  return overview;
}

const read = (signal = never) => workspace.readEnvironment(local().environment.id, signal);
const ask = () => schemas.ddl({ kind: 'live', database: 'shop' }, never);
const changes = () => engine.taken.map(({ changed }) => [...changed.keys()]);

describe('what the engine is told', () => {
  test('everything before the first question, then only what has changed since', async () => {
    await ask();
    await ask();
    expect(changes()).toEqual([[start, orders]]);
    await workspace.textChanged(orders, revisionText('bbbb2', 'aaaa1', 'Orders, renamed'));
    await ask();
    expect(changes()).toEqual([[start, orders], [orders]]);
  });

  test('everything again once it has lost what it was told', async () => {
    await ask();
    schemas.forget();
    await ask();
    expect(changes()).toEqual([
      [start, orders],
      [start, orders],
    ]);
  });

  test('that a project is gone', async () => {
    await ask();
    for (const path of Object.keys(FILES)) files.texts.delete(path);
    await find();
    await ask();
    expect(engine.forgotten).toEqual(['/w/shop/alembic.ini']);
  });
});

describe('what the engine is asked', () => {
  test('the revisions recorded, and all that count as applied with them', async () => {
    rows = ['bbbb2'];
    await read();
    expect(engine.questions).toMatchObject([
      { database: 'shop', stamped: ['bbbb2'], applied: ['bbbb2', 'aaaa1'], schema: 'public', ignore: [] },
    ]);
  });

  test('an empty version table means base, one that no script has means nothing', async () => {
    rows = [];
    await read();
    rows = ['dddd4'];
    await read();
    expect(engine.questions.map(({ stamped }) => stamped)).toEqual([[], undefined]);
  });
});

describe('what becomes of the answer', () => {
  test('the version table is told first, the schema when it was read', async () => {
    const seen: string[] = [];
    workspace.onDidChange(() => {
      const { status, drift } = local().environment;
      seen.push(`${status.kind} ${drift.kind}`);
    });
    await read();
    expect(seen).toEqual(['reading notRead', 'read notRead', 'read reading', 'read read']);
    expect(local().drift).toEqual({ database: 'shop', readAt: 1000, report: agrees });
  });

  test('a schema that cannot be read leaves the last answer, which is old, and needs attention', async () => {
    rows = ['bbbb2'];
    await read();
    expect(needsAttention(local())).toBe(false);
    time = 2000;
    engine.answer = () => Promise.reject(new UserError('The schema is locked.', 'Try again.'));
    await read();
    const { environment, drift } = local();
    expect(environment.drift).toMatchObject({
      kind: 'failed',
      failure: { message: 'The schema is locked.', advice: 'Try again.' },
    });
    expect([environment.status.kind, drift?.readAt]).toEqual(['read', 1000]);
    expect(needsAttention(local())).toBe(true);
  });

  test('an aborted reading leaves what was there', async () => {
    await read();
    const abort = new AbortController();
    engine.answer = (signal) => {
      abort.abort();
      return Promise.reject(signal.reason);
    };
    await read(abort.signal);
    expect(local().environment.drift.kind).toBe('read');
  });

  test('a defect is not swallowed', async () => {
    engine.answer = () => Promise.reject(new TypeError('a defect'));
    await expect(read()).rejects.toThrow('a defect');
    expect(local().environment.drift.kind).toBe('notRead');
  });

  test('other settings compare again without reading again', async () => {
    await read();
    workspace.configure(settings(['tmp_*']), []);
    time = 2000;
    await workspace.explainAgain(never);
    expect(engine.read).toEqual(['shop']);
    expect(engine.questions.map(({ ignore }) => ignore)).toEqual([[], [{ pattern: 'tmp_*' }]]);
    expect(local().drift?.readAt).toBe(1000);
  });

  test('a stamp that lies takes the place of what would be behind it', async () => {
    engine.answer = () =>
      Promise.resolve({
        ...agrees,
        verdict: { ...agrees.verdict, kind: 'disagrees', stamped: ['bbbb2'] },
      });
    rows = ['bbbb2'];
    await read();
    expect(summaryOf(local())).toBe('schema of aaaa1, stamped bbbb2');
  });
});

test('what is disposed of ends its engine', async () => {
  let ends = 0;
  const own = new Schemas(engine, () => {
    ends++;
    return Promise.resolve();
  });
  await own.dispose();
  expect(ends).toBe(1);
});
