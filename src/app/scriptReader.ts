/** What the scripts of a project do, read once for the same texts. */
import { conventionOf } from '../core/migration/allConventions.ts';
import type { MigrationOperation } from '../core/migration/operations/operation.ts';
import type {
  FoundSchema,
  ScriptOperations,
  ScriptParsers,
} from '../core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../core/migration/project.ts';

interface Entry {
  readonly text: string;
  /** Files that the script imports or reads → their texts then. */
  readonly imports: Map<string, string | undefined>;
  readonly operations: ScriptOperations;
}

export class ScriptReader {
  readonly #parsers: ScriptParsers;
  readonly #readFile: (path: string) => string | undefined;
  #project: MigrationProject;
  readonly #texts = new Map<string, string>();
  readonly #entries = new Map<string, Entry>();
  /** What files outside of the chain say, until the project is taken over again. */
  readonly #files = new Map<string, string | undefined>();

  constructor(
    project: MigrationProject,
    parsers: ScriptParsers,
    readFile: (path: string) => string | undefined,
  ) {
    this.#project = project;
    this.#parsers = parsers;
    this.#readFile = readFile;
  }

  take(project: MigrationProject, changed: ReadonlyMap<string, string>): void {
    this.#project = project;
    this.#files.clear();
    for (const [file, text] of changed) this.#texts.set(file, text);
  }

  /** @returns The same array as long as the script, and what it imports, says the same. */
  upgradeOf(file: string): readonly MigrationOperation[] {
    return this.#operationsOf(file)?.upgrade ?? none;
  }

  /** @returns `undefined` for a script that does the same whatever it finds. */
  upgradeAt(file: string, found: FoundSchema): readonly MigrationOperation[] | undefined {
    return this.#operationsOf(file)?.asksSchema === true ? this.#readAt(file, found) : undefined;
  }

  #readAt(file: string, found: FoundSchema): readonly MigrationOperation[] | undefined {
    const text = this.#texts.get(file);
    const { readOperationsAt } = conventionOf(this.#project.convention);
    if (text === undefined) return undefined;
    const readImport = this.#recording(this.#entries.get(file)?.imports ?? new Map());
    return readOperationsAt?.({ file, text, readImport }, this.#parsers, this.#project, found);
  }

  downgradeOf(file: string): readonly MigrationOperation[] {
    return this.#operationsOf(file)?.downgrade ?? none;
  }

  /** @returns `undefined` for a script that does the same whatever it finds. */
  downgradeAt(file: string, found: FoundSchema): readonly MigrationOperation[] | undefined {
    if (this.#operationsOf(file)?.downgradeAsksSchema?.() !== true) return undefined;
    return this.#readAt(file, { ...found, direction: 'downgrade' });
  }

  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  #operationsOf(file: string): ScriptOperations | undefined {
    const text = this.#texts.get(file);
    const { readOperations } = conventionOf(this.#project.convention);
    if (text === undefined || readOperations === undefined) return undefined;
    const known = this.#entries.get(file);
    if (known !== undefined && this.#isCurrent(known, text)) return known.operations;
    const imports = new Map<string, string | undefined>();
    const readImport = this.#recording(imports);
    const { value } = readOperations({ file, text, readImport }, this.#parsers, this.#project);
    this.#entries.set(file, { text, imports, operations: value });
    return value;
  }

  #recording(imports: Map<string, string | undefined>): (path: string) => string | undefined {
    return (path) => {
      const imported = this.#fileText(path);
      imports.set(path, imported);
      return imported;
    };
  }

  #isCurrent({ text, imports }: Entry, now: string): boolean {
    return text === now && [...imports].every(([path, before]) => this.#fileText(path) === before);
  }

  #fileText(path: string): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    if (!this.#files.has(path)) this.#files.set(path, this.#readFile(path));
    return this.#files.get(path);
  }
}

const none: readonly MigrationOperation[] = [];
