/** What somebody may do about a finding: change the model, write a migration, or leave it. */
import type { Fix } from '../../text/edit.ts';
import { isDriftAlone } from '../check/findingWords.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { addToModel } from './addToModel.ts';
import { changeModel, matchReference } from './changeModel.ts';
import type { FixContext } from './fixContext.ts';
import { ignoreHere } from './ignoreHere.ts';
import { writeMigration } from './writeMigration.ts';

/** The best first. */
export function fixesFor(finding: ModelFinding, context: FixContext): readonly Fix[] {
  const migrations = writeMigration(finding, context);
  const models = [...changeModel(finding, context), ...matchReference(finding, context)];
  if (isDriftAlone(finding)) {
    const contrary = models.map((fix) => ({ ...fix, title: `${fix.title}, against the migrations` }));
    return [...lookFirst(finding), ...migrations, ...contrary, ...ignoreHere(finding, context)];
  }
  return [...addToModel(finding, context), ...migrations, ...models, ...ignoreHere(finding, context)];
}

/** One thing that is wrong in a database may be one of many: a false stamp, a revision that is applied in part. */
function lookFirst({ places }: ModelFinding): readonly Fix[] {
  const names = [...new Set(places.flatMap(({ environment }) => environment ?? []))];
  return names.map((name) => ({
    title: `Look at what else is different in ${name} first`,
    edits: [],
    newFiles: [],
    shows: name,
  }));
}
