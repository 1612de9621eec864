import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node; `adapters` starts real PostgreSQL servers; `alembic` asks a real Alembic; `truth`
 * compares with recorded catalogs, where they are; `ui` drives a real VS Code. What runs inside VS Code (test/ui/inhost) runs on Mocha: test/ui/runInHost.ts.
 */
export default defineConfig({
  test: {
    // By default one core is left to the watcher.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        resolve: { alias: { vscode: new URL('./support/vscodeStub.ts', import.meta.url).pathname } },
        test: { name: 'unit', include: ['test/*.test.ts', 'test/{core,app,dev,cli}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'adapters',
          include: ['test/{adapters,demo}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'alembic',
          include: ['test/alembic/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      { extends: true, test: { name: 'truth', include: ['test/truth/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['test/ui/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000, interval: 100 } },
        },
      },
    ],
  },
});
