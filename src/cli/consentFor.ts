/** Consent on the command line: asked in the terminal, remembered in the user's configuration folder. */
import { join } from 'node:path';
import { Consent } from './consent.ts';
import { ask, isAnyoneThere, type Progress } from './terminal.ts';
import { configFolder } from './userFolders.ts';

export function consentFor(yes: boolean, shown: Progress, abort: AbortController): Consent {
  const confirm = (text: string) =>
    shown.aside(async () => {
      process.stderr.write(text);
      return /^\s*y(es)?\s*$/i.test((await ask('Connect? [y/N] ', { abort })) ?? '');
    });
  return new Consent({
    yes,
    file: join(configFolder(process.env, process.platform), 'agreed.json'),
    confirm: !yes && isAnyoneThere() ? confirm : undefined,
    note: shown.note,
  });
}
