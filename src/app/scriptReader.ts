/** What the scripts of a project do, read once for the same texts. */
import { conventionOf } from '../core/migration/allConventions.ts';
import type { MigrationOperation } from '../core/migration/operations/operation.ts';
import type {
  FoundSchema,
  ScriptOperations,
  ScriptParsers,
} from '../core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { KeptScripts } from './keptScripts.ts';

/** A script that was read. */
export interface ReadScript {
  readonly text: string;
  /** Files that the script imports or reads → their texts then. */
  readonly imports: Map<string, string | undefined>;
  readonly operations: ScriptOperations;
  /** Up to which of the project's takeovers it is known to be what the script says. */
  currentAt: number;
}

export class ScriptReader {
  readonly #parsers: ScriptParsers;
  readonly #readFile: (path: string) => string | undefined;
  #project: MigrationProject;
  readonly #texts = new Map<string, string>();
  readonly #entries = new Map<string, ReadScript>();
  /** What files outside of the chain say, until the project is taken over again. */
  readonly #files = new Map<string, string | undefined>();
  #takeovers = 0;
  /** Of the project as it is first taken over. */
  #kept: KeptScripts | undefined;
  readonly #keptImports = new Map<string, string | undefined>();

  constructor(
    project: MigrationProject,
    parsers: ScriptParsers,
    readFile: (path: string) => string | undefined,
    kept?: KeptScripts,
  ) {
    this.#project = project;
    this.#parsers = parsers;
    this.#readFile = readFile;
    this.#kept = kept;
  }

  take(project: MigrationProject, changed: ReadonlyMap<string, string>): void {
    if (++this.#takeovers > 1 || project !== this.#project) this.#kept = undefined;
    this.#project = project;
    this.#files.clear();
    for (const [file, text] of changed) this.#texts.set(file, text);
    for (const path of this.#kept?.imports ?? []) this.#keptImports.set(path, this.#fileText(path));
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

  /** Lets the next run know what the scripts do. */
  keep(): void {
    this.#kept?.keep(this.#entries);
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
    const kept = this.#kept?.upgradeOf(file, text);
    const imports = kept === undefined ? new Map<string, string | undefined>() : this.#keptImports;
    const readImport = this.#recording(imports);
    const read = () => readOperations({ file, text, readImport }, this.#parsers, this.#project).value;
    const operations = kept === undefined ? read() : withKept(kept, read);
    this.#entries.set(file, { text, imports, operations, currentAt: this.#takeovers });
    return operations;
  }

  #recording(imports: Map<string, string | undefined>): (path: string) => string | undefined {
    return (path) => {
      const imported = this.#fileText(path);
      imports.set(path, imported);
      return imported;
    };
  }

  #isCurrent(script: ReadScript, now: string): boolean {
    if (script.currentAt === this.#takeovers) return true;
    const { text, imports } = script;
    const isSame = text === now && [...imports].every(([path, before]) => this.#fileText(path) === before);
    if (isSame) script.currentAt = this.#takeovers;
    return isSame;
  }

  #fileText(path: string): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    if (!this.#files.has(path)) this.#files.set(path, this.#readFile(path));
    return this.#files.get(path);
  }
}

/** @param read Reads the script, of which an earlier run tells no more than the upgrade. */
function withKept(upgrade: readonly MigrationOperation[], read: () => ScriptOperations): ScriptOperations {
  let whole: ScriptOperations | undefined;
  const readOnce = (): ScriptOperations => {
    whole ??= read();
    return whole;
  };
  return {
    upgrade,
    get downgrade() {
      return readOnce().downgrade;
    },
    downgradeAsksSchema: () => readOnce().downgradeAsksSchema?.() === true,
  };
}

const none: readonly MigrationOperation[] = [];
