/** Scripts checked by the rules, and their fixes applied, as the product does it. */
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { conventionOf } from '../../src/core/migration/allConventions.ts';
import type { ConventionId } from '../../src/core/migration/project.ts';
import { startOfRun } from '../../src/core/preview/locks/contextAfter.ts';
import { impactsOf } from '../../src/core/preview/locks/impactsOf.ts';
import { planRun } from '../../src/core/preview/plan/planRun.ts';
import { checkRules, type PlacedFinding } from '../../src/core/preview/rules/checkRules.ts';
import { scriptOf } from '../../src/core/preview/rules/rule.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import type { RuleSettings } from '../../src/core/settings.ts';
import type { Fix } from '../../src/core/text/edit.ts';
import { lineAt } from '../../src/core/text/lines.ts';
import { projectAt } from './alembicProject.ts';
import { apply, sql } from './replaySql.ts';

const python = await loadPython();

export interface CheckedScript {
  readonly file: string;
  readonly text: string;
  readonly convention: ConventionId;
  /** What is there before. */
  readonly before: string;
  readonly serverVersion: number;
}

export interface Checked {
  readonly findings: readonly PlacedFinding[];
  readonly after: SchemaSnapshot;
  /** What would fail. */
  readonly problems: readonly string[];
}

const allOn: RuleSettings = { enabled: true, severities: {} };

export function checkScript(
  { file, text, convention: id, before, serverVersion }: CheckedScript,
  rules: RuleSettings = allOn,
): Checked {
  const convention = conventionOf(id);
  const script = { file, text, readImport: () => undefined };
  const project = { ...projectAt('/w'), convention: id };
  const operations = convention.readOperations?.(script, { python, sql }, project).value.upgrade ?? [];
  const searchPath = ['public'];
  const run = planRun({
    direction: 'upgrade',
    revisions: [{ revision: 'r1', operationsAt: () => operations }],
    start: apply([before]).snapshot,
    sql,
    searchPath,
    serverVersion,
    readFile: () => text,
  });
  const [revision] = run.revisions;
  if (revision === undefined) throw new Error('Nothing was planned.');
  const context = startOfRun({ serverVersion, timeZone: undefined, sql, searchPath });
  const { impacts, met } = impactsOf(revision.statements, context);
  const findings = checkRules({ revision, impacts, context, met, script: scriptOf(file, text) }, rules);
  const problems = revision.statements.flatMap((one) => one.problems.map(({ message }) => message));
  return { findings, after: run.after, problems };
}

export function applyFix(text: string, { edits }: Fix): string {
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

/** `line 3 warning create-index-concurrently: Writes …`. */
export function findingText(
  { rule, severity, message, location, suppressed }: PlacedFinding,
  text: string,
): string {
  const line = location.range === undefined ? '?' : lineAt(text, location.range.start);
  const accepted = suppressed === undefined ? '' : ` (accepted: ${suppressed})`;
  return `line ${line} ${severity} ${rule}${accepted}: ${message}`;
}

/** A revision of Alembic whose `upgrade()` has these lines. */
export function revisionText(body: string, id = 'r1', down = 'base0001'): string {
  const lines = body
    .replace(/^\n|\n\s*$/g, '')
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`));
  return `from alembic import op
import sqlalchemy as sa

revision = '${id}'
down_revision = '${down}'


def upgrade() -> None:
${lines.join('\n')}


def downgrade() -> None:
    pass
`;
}
