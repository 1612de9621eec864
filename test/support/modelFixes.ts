/** Models in Python beside a database in SQL, what disagrees, and what the fixes make of the models. */

import type { ScriptParsers } from '../../src/core/migration/operations/scriptOperations.ts';
import { createCheckMemo } from '../../src/core/models/check/checkMemo.ts';
import { checkModels } from '../../src/core/models/check/checkModels.ts';
import type { ModelFinding } from '../../src/core/models/check/modelFinding.ts';
import { fixesFor } from '../../src/core/models/fix/fixesFor.ts';
import { newModelCache, readModels } from '../../src/core/models/read/readModels.ts';
import type { Fix, TextEdit } from '../../src/core/text/edit.ts';
import { inputOf } from '../core/models/read/reading.ts';
import { chainOf } from './sqlChain.ts';

const schemas = { models: 'public', database: 'public' };

export interface FixedModels {
  readonly findings: readonly ModelFinding[];
  fixesFor(finding: ModelFinding): readonly Fix[];
}

/** @param database What the migrations make. */
export function checkFiles(
  files: ReadonlyMap<string, string>,
  database: string,
  parsers: ScriptParsers,
): FixedModels {
  const chain = chainOf({ a1: database }, parsers.sql);
  const models = readModels(inputOf(files, parsers), newModelCache());
  const { timeline, effects, heads, scope, expressions, operationsOf } = chain.input(chain.at('a1'), []);
  const { findings } = checkModels({
    models,
    migrations: { timeline, effects, heads, managed: scope.managed ?? new Set(), operationsOf },
    environments: [],
    expressions,
    severities: [],
    baseline: new Set(),
    textOf: (file) => files.get(file),
    memo: createCheckMemo(),
  });
  const context = {
    models,
    schemaOf: () => ({ snapshot: chain.at('a1'), schemas }),
    textOf: (file: string) => files.get(file),
    python: parsers.python,
  };
  return { findings, fixesFor: (finding) => fixesFor(finding, context) };
}

export function applyEdits(
  files: ReadonlyMap<string, string>,
  edits: readonly TextEdit[],
): ReadonlyMap<string, string> {
  const changed = new Map(files);
  const later = [...edits].sort((a, b) => b.range.start - a.range.start || b.range.end - a.range.end);
  for (const { file, range, newText } of later) {
    const text = changed.get(file) ?? '';
    changed.set(file, `${text.slice(0, range.start)}${newText}${text.slice(range.end)}`);
  }
  return changed;
}
