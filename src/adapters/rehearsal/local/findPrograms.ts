/** Where PostgreSQL's programs of a major version are on this machine: in a folder that was set, or the usual places. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** @returns The folder with `initdb` and `postgres`; `undefined`: there is none of this version. */
export async function findPrograms(folder: string, major: number): Promise<string | undefined> {
  for (const candidate of [...below(folder, major), ...usualPlaces(major)])
    if ((await majorVersion(join(candidate, 'postgres'))) === major) return candidate;
  return undefined;
}

function below(folder: string, major: number): readonly string[] {
  return [folder, join(folder, 'bin'), join(folder, String(major), 'bin')];
}

/** Of Debian, of PostgreSQL's own packages, of Homebrew and of the installers for macOS. */
function usualPlaces(major: number): readonly string[] {
  return [
    `/usr/lib/postgresql/${major}/bin`,
    `/usr/pgsql-${major}/bin`,
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
    `/Library/PostgreSQL/${major}/bin`,
    `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
  ];
}

/** `undefined`: there is no such program, or it does not run. */
async function majorVersion(program: string): Promise<number | undefined> {
  const said = await promisify(execFile)(program, ['--version']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const major = /\(PostgreSQL\) (\d+)/.exec(said)?.[1];
  return major === undefined ? undefined : Number(major);
}
