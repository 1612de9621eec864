/** What Alembic said of a revision file (test/alembic/dump_scripts.py), and the same of ours, to be compared. */
import type { ScriptHeader } from '../../src/core/migration/convention.ts';

export type AlembicScript =
  | {
      readonly file: string;
      readonly revision: unknown;
      readonly down: readonly unknown[];
      readonly depends: readonly unknown[];
      readonly labels: readonly string[];
      readonly doc: string;
    }
  | { readonly file: string; readonly error: string };

/** A set has no order in Python, so labels are compared sorted. */
export function asAlembicScript(header: ScriptHeader): AlembicScript {
  const { file, id, downRevisions, dependsOn, branchLabels, message } = header;
  const labels = [...branchLabels].sort();
  return { file, revision: id, down: downRevisions, depends: dependsOn, labels, doc: message };
}

/** Nobody who does not run the code can know what came from a module that was not there. */
export function isFabricated(script: AlembicScript): boolean {
  return JSON.stringify(script).includes('"stub":') || JSON.stringify(script).includes('<MagicMock ');
}
