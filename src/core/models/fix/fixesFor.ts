/** What somebody may do about a finding: change the model, write a migration, or leave it. */
import type { Fix } from '../../text/edit.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { changeModel } from './changeModel.ts';
import type { FixContext } from './fixContext.ts';
import { ignoreHere } from './ignoreHere.ts';
import { writeMigration } from './writeMigration.ts';

/** The best first. */
export function fixesFor(finding: ModelFinding, context: FixContext): readonly Fix[] {
  return [
    ...writeMigration(finding, context),
    ...changeModel(finding, context),
    ...ignoreHere(finding, context),
  ];
}
