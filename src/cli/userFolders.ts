/** This program's folders among the user's own. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

export function configFolder({ APPDATA, XDG_CONFIG_HOME }: Variables, platform: NodeJS.Platform): string {
  return platform === 'win32' ? ownIn(APPDATA, 'AppData/Roaming') : ownIn(XDG_CONFIG_HOME, '.config');
}

/** Whatever is in it may be removed at any time. */
export function cacheFolder({ LOCALAPPDATA, XDG_CACHE_HOME }: Variables, platform: NodeJS.Platform): string {
  return platform === 'win32' ? ownIn(LOCALAPPDATA, 'AppData/Local') : ownIn(XDG_CACHE_HOME, '.cache');
}

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ for the variables, and why a relative path does not count. */
function ownIn(named: string | undefined, usual: string): string {
  return join(named !== undefined && isAbsolute(named) ? named : join(homedir(), usual), 'driftline');
}
