/**
 * What the scripts of a project do, kept for the next run: most of a long chain was written long ago.
 *
 * A script counts as read where it says the same, and where all files say the same that any of the scripts was read
 * with: what they have in common is read once for all of them, so that none of them alone tells what it depends on.
 */
import type { MigrationOperation } from '../core/migration/operations/operation.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import type { Answers } from './answers.ts';
import type { ReadScript } from './scriptReader.ts';

interface KeptScript {
  readonly text: string;
  readonly upgrade: readonly MigrationOperation[];
}

type Kept = ReadonlyMap<string, KeptScript>;

export class KeptScripts {
  /** Files that scripts import or read. */
  readonly imports: readonly string[];
  readonly #project: MigrationProject;
  readonly #answers: Answers;
  readonly #before: Kept;

  private constructor(project: MigrationProject, answers: Answers, imports: readonly string[], before: Kept) {
    this.#project = project;
    this.#answers = answers;
    this.imports = imports;
    this.#before = before;
  }

  static async open(project: MigrationProject, answers: Answers): Promise<KeptScripts> {
    const known = await answers.recall<Kept>(slotOf(project), project);
    return new KeptScripts(project, answers, [...(known?.places ?? [])], known?.answer ?? new Map());
  }

  upgradeOf(file: string, text: string): readonly MigrationOperation[] | undefined {
    const known = this.#before.get(file);
    return known?.text === text ? known.upgrade : undefined;
  }

  /** @param scripts All of the project. What scripts do that ask for the schema is for each schema to say. */
  keep(scripts: ReadonlyMap<string, ReadScript>): void {
    const own = [...scripts].filter(([, { operations }]) => operations.asksSchema !== true);
    if (own.every(([file, { text }]) => this.upgradeOf(file, text) !== undefined)) return;
    const found = new Map([...scripts.values()].flatMap(({ imports }) => [...imports]));
    const kept: Kept = new Map(
      own.map(([file, { text, operations }]) => [file, { text, upgrade: operations.upgrade }]),
    );
    this.#answers.keep(slotOf(this.#project), this.#project, found, kept);
  }
}

const slotOf = ({ id }: MigrationProject): string => `scripts ${id}`;
