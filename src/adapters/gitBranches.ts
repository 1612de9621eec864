/**
 * Looks for a revision in the other branches of a repository, reading git's objects only: nothing is checked out
 * and nothing fetched.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../app/userError.ts';
import { conventionOf } from '../core/migration/allConventions.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { baseName, isInside, joinPath, relativePath } from '../core/text/path.ts';
import type { SyntaxParser } from '../core/text/syntax.ts';

export interface BranchFile {
  /** `feature/x`, `origin/main`. */
  readonly branch: string;
  /** The commit the branch stands at. */
  readonly commit: string;
  /** Path inside the repository. */
  readonly path: string;
  readonly text: string;
}

const run = promisify(execFile);

/**
 * The scripts of `project`, in other branches, that declare the revision `id`.
 *
 * Rejects with a `UserError` where the project is not in a git repository.
 */
export async function findInBranches(
  project: MigrationProject,
  id: string,
  python: SyntaxParser,
  signal: AbortSignal,
): Promise<readonly BranchFile[]> {
  const git = (args: readonly string[]) => runGit(project.root, args, signal);
  const root = (await git(['rev-parse', '--show-toplevel'])).trim();
  // Seen from the project, because the repository's own path can be spelt otherwise, through links.
  const prefix = (await git(['rev-parse', '--show-prefix'])).trim();
  const folders = project.folders.map(({ path }) => joinPath(prefix, relativePath(path, project.root)));
  const refs = await git([
    'for-each-ref',
    '--format=%(objectname) %(refname:short)',
    'refs/heads',
    'refs/remotes',
  ]);
  const convention = conventionOf(project.convention);
  const seen = new Set<string>();
  const found: BranchFile[] = [];
  for (const line of refs.split('\n').filter((one) => one !== '')) {
    const commit = line.slice(0, line.indexOf(' '));
    const branch = line.slice(commit.length + 1);
    if (seen.has(commit)) continue;
    seen.add(commit);
    for (const path of await candidates(git, root, commit, id)) {
      if (!folders.some((folder) => isInside(path, folder)) || !convention.isScript(baseName(path), project))
        continue;
      const text = await git(['-C', root, 'show', `${commit}:${path}`]);
      const script = { file: `${root}/${path}`, text, readImport: () => undefined };
      if (convention.readScript(script, python, project).value?.id === id)
        found.push({ branch, commit, path, text });
    }
  }
  return found;
}

/** Files that name the id, in their text or, as those of SQL tools do, in their path. */
async function candidates(
  git: (args: readonly string[]) => Promise<string>,
  root: string,
  commit: string,
  id: string,
): Promise<readonly string[]> {
  const inText = await git(['-C', root, 'grep', '-l', '-z', '--fixed-strings', '-e', id, commit, '--']);
  const inPath = await git(['-C', root, 'ls-tree', '-r', '-z', '--name-only', commit]);
  const prefix = `${commit}:`;
  return [
    ...new Set([
      ...inText.split('\0').flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])),
      ...inPath.split('\0').filter((path) => baseName(path).includes(id)),
    ]),
  ];
}

async function runGit(folder: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const options = { cwd: folder, signal, maxBuffer: 64 * 1024 * 1024, windowsHide: true };
    return (await run('git', args, options)).stdout;
  } catch (error) {
    signal.throwIfAborted();
    const { code } = error as { readonly code?: unknown };
    // `git grep` ends with 1 where nothing is found.
    if (args.includes('grep') && code === 1) return '';
    if (code === 'ENOENT')
      throw new UserError('git was not found.', 'Install git to look in other branches.', error);
    throw new UserError(
      'The branches could not be read.',
      'Check that this project is in a git repository.',
      error,
    );
  }
}
