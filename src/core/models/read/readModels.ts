/**
 * A project's SQLAlchemy models, read without running them: what `create_all` makes of them, and where each thing is
 * said.
 */
import type { ScriptParsers } from '../../migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../../migration/project.ts';
import type { ModelSchema } from '../modelSchema.ts';
import { type FileCache, newFileCache, takeChanges, targetReader, watching } from './fileCache.ts';
import type { KnownFile } from './fileChange.ts';
import { readFileTables } from './fileTables.ts';
import { modelWorld, newPythonCache, type PythonCache } from './modelWorld.ts';
import { newOthersCache, type OthersCache, ofTarget } from './ofTarget.ts';
import type { PackageVersions } from './packageVersions.ts';
import type { ReadingContext } from './readingContext.ts';
import { newSchemaCache, type SchemaCache, schemaOf } from './schemaOf.ts';
import { spansOf } from './spans.ts';
import { envsOf, type Target, targetIn } from './targetMetadata.ts';

export interface ModelInput {
  readonly project: MigrationProject;
  /** Python files that hold models. */
  readonly files: readonly string[];
  /** `undefined`: there is no such file. */
  readonly readFile: (path: string) => string | undefined;
  readonly parsers: ScriptParsers;
  readonly versions: PackageVersions;
}

/** What was read before; files that changed, and what depends on them, are read again. */
export interface ModelCache {
  readonly python: PythonCache;
  readonly files: FileCache;
  readonly others: OthersCache;
  readonly schema: SchemaCache;
}

export function newModelCache(): ModelCache {
  return {
    python: newPythonCache(),
    files: newFileCache(),
    others: newOthersCache(),
    schema: newSchemaCache(),
  };
}

export function readModels(input: ModelInput, cache: ModelCache): ModelSchema {
  const steps = readModelsInSteps(input, cache);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Stops after every file that is read, so that others may be heard, or reading be given up. */
export function* readModelsInSteps(
  { project, files, readFile, parsers, versions }: ModelInput,
  cache: ModelCache,
): Generator<undefined, ModelSchema, undefined> {
  takeChanges(cache.files, cache.python, readFile, versions);
  const known: KnownFile[] = [];
  for (const file of files) {
    const before = cache.files.files.get(file);
    const made = before ?? readFileAfresh(file, cache, parsers, versions);
    if (made !== undefined) known.push(made);
    if (before === undefined) yield;
  }
  const target = targetOf(project, cache, parsers);
  return schemaOf(ofTarget(known, target, cache.others), parsers.sql, cache.schema);
}

function targetOf(project: MigrationProject, cache: ModelCache, { python }: ScriptParsers): Target {
  const envs = envsOf(project);
  const key = envs.join();
  if (cache.files.target?.key !== key) {
    const readFile = watching(targetReader, cache.files);
    const world = modelWorld(readFile, python, cache.python);
    cache.files.target = { key, value: targetIn(envs, readFile, world, python) };
  }
  return cache.files.target.value;
}

function readFileAfresh(
  file: string,
  cache: ModelCache,
  { python, sql }: ScriptParsers,
  versions: PackageVersions,
): KnownFile | undefined {
  const readFile = watching(file, cache.files);
  const world = modelWorld(readFile, python, cache.python);
  const module = world.moduleIn(file);
  if (module === undefined) return undefined;
  const context: ReadingContext = {
    world,
    sql,
    readFile,
    versions,
    types: new Map(),
    columns: new Map(),
    tableNames: new Map(),
  };
  const reading = readFileTables(file, module, context);
  const spans = cache.files.spans.get(module) ?? spansOf(module.layout, module.text.length);
  const made = { reading, module, spans };
  cache.files.files.set(file, made);
  return made;
}
