/** The fix that writes a new revision. */
import type { RevisionWriting } from '../../migration/alembic/write/revisionWriting.ts';
import { writeRevision } from '../../migration/alembic/write/writeRevision.ts';
import { createWriter } from '../../migration/alembic/write/writer.ts';
import { nameKey } from '../../schema/name.ts';
import type { Fix } from '../../text/edit.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { inDatabase } from '../check/schemaNames.ts';
import type { FixContext } from './fixContext.ts';
import { type MigrationPlan, planMigration, type Start, startOf } from './migrationPlan.ts';

export function writeMigration(finding: ModelFinding, context: FixContext): readonly Fix[] {
  const { writing, python } = context;
  const start = startOf(finding, context);
  if (writing === undefined || start === undefined) return [];
  const writer = createWriter();
  const plan = planMigration(finding, { ...context, start, writer });
  const head = plan && headFor(plan, start, writing);
  if (plan === undefined || head === undefined) return [];
  const { message, change } = plan;
  const revision = { message, change, imports: writer.imports, follows: head.id };
  const file = writeRevision(revision, writing, python);
  if (file === undefined) return [];
  const branch = head.isOneOfSeveral ? ` (after ${head.id ?? 'base'}, one of several heads)` : '';
  const what = `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  const lost = finding.model === undefined ? 'where that was left over' : 'where that was lost';
  const purpose = start.isRepair ? lost : '';
  const title = ['Write a migration:', what, purpose].filter((part) => part !== '').join(' ');
  return [{ title: `${title}${branch}`, edits: [], newFiles: [file] }];
}

interface Head {
  /** `undefined`: there is no revision yet. */
  readonly id: string | undefined;
  readonly isOneOfSeveral: boolean;
}

/** The head; of several, that of the only branch that has what is changed. */
function headFor(
  { about }: MigrationPlan,
  { schemas }: Start,
  { graph, snapshotAt }: RevisionWriting,
): Head | undefined {
  const { heads } = graph;
  if (heads.length <= 1) return { id: heads[0], isOneOfSeveral: false };
  const key = nameKey(inDatabase(about.name, schemas));
  const having = heads.filter((head) => {
    const { tables, types } = snapshotAt(head);
    return (about.kind === 'table' ? tables : types).has(key);
  });
  return having.length === 1 ? { id: having[0], isOneOfSeveral: true } : undefined;
}
