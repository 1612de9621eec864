/** Previews of runs, made of nothing but what a test is about. */
import type { RevisionPreview, RunPreview, StatementPreview } from '../../src/core/preview/runPreview.ts';
import { summaryOf, verdictOf } from '../../src/core/preview/runSummary.ts';
import { noUses } from '../../src/core/preview/uses/codeUse.ts';

export function statementPreview(sql: string, rest: Partial<StatementPreview> = {}): StatementPreview {
  return {
    text: { kind: 'sql', sql },
    location: { file: '/project/one.py' },
    line: 1,
    impact: {
      basis: 'measured',
      forms: [],
      locks: [],
      rewrites: [],
      rebuilds: [],
      scans: [],
      refusesTransaction: false,
      reversibility: { kind: 'reversible' },
      notes: [],
    },
    tables: [],
    time: { kind: 'instant', basis: 'It reads and rewrites no rows.' },
    autocommit: false,
    failures: [],
    findings: [],
    ...rest,
  };
}

/** An upgrade of one revision, `aaa`. */
export function runPreview(
  statements: readonly StatementPreview[],
  rest: Partial<RunPreview> = {},
  message = 'First',
): RunPreview {
  const revision: RevisionPreview = {
    revision: 'aaa',
    message,
    file: '/project/one.py',
    statements,
    versionTable: ["INSERT INTO alembic_version VALUES ('aaa')"],
    ...noUses,
  };
  const known = { kind: 'upgrade' as const, first: [], revisions: [revision], obstacles: [], ...rest };
  const told = { ...known, summary: summaryOf(known.revisions, 'run') };
  return {
    ...told,
    project: 'shop',
    environment: 'production',
    protected: true,
    serverVersion: '17.2',
    from: [],
    to: ['aaa'],
    transactions: 'run',
    verdict: verdictOf(told),
    hidden: [],
  };
}
