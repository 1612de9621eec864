/**
 * Makes the workspace a git repository with a second branch, on which a colleague's revision lies that one of the
 * databases already has. Where there is no git, the workspace is a plain folder, and the revision stays unknown.
 */
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { promisify } from 'node:util';

const branch = 'saved-searches';

/** @param branchFiles The files that only the branch has, laid out as in the workspace. */
export async function commitWorkspace(folder: string, branchFiles: string): Promise<void> {
  const git = (...args: readonly string[]) => runGit(folder, args);
  try {
    await git('init', '--quiet', '--initial-branch=main');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Demo workspace');
  await git('checkout', '--quiet', '-b', branch);
  await cp(branchFiles, folder, { recursive: true });
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Saved searches');
  await git('checkout', '--quiet', 'main');
}

/** Nobody's own configuration, hooks or signing key takes part, and a surrounding repository is left alone. */
async function runGit(folder: string, args: readonly string[]): Promise<void> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const person = { NAME: 'Driftline demo', EMAIL: 'demo@driftline.invalid', DATE: '2026-02-02T09:00:00Z' };
  const signed = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const isolated = [
    ['GIT_CONFIG_NOSYSTEM', '1'],
    ['GIT_CONFIG_GLOBAL', process.platform === 'win32' ? 'NUL' : '/dev/null'],
  ];
  await promisify(execFile)('git', ['-c', 'core.autocrlf=false', ...args], {
    cwd: folder,
    env: Object.fromEntries([...inherited, ...signed, ...isolated]),
  });
}
