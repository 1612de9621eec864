/**
 * Programs that end with this one: each leads its own process group, so that ending it ends what it started, and
 * nothing else.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const running = new Set<number>();
// The kernel ends the program even if this process is killed outright, where util-linux is there to ask for it.
const setpriv = '/usr/bin/setpriv';
const graceMs = 5_000;

export function startGroup(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const command = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'SIGKILL', program] : [program];
  const child = spawn(command[0] ?? program, [...command.slice(1), ...args], { ...options, detached: true });
  if (child.pid !== undefined) running.add(child.pid);
  return child;
}

/** Resolves when the program has ended; what it left behind in its group is ended too. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || !running.delete(pid)) return;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(signalGroup, graceMs, pid, 'SIGKILL');
    await ended;
    clearTimeout(timer);
  }
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});
