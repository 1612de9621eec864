/** Consent on the command line: asked in the terminal, remembered in the user's configuration folder. */
import { agreedFilePath } from './agreedFile.ts';
import { Consent } from './consent.ts';
import { ask, isAnyoneThere, type Progress } from './terminal.ts';

export function consentFor(yes: boolean, shown: Progress, abort: AbortController): Consent {
  const confirm = (text: string) =>
    shown.aside(async () => {
      process.stderr.write(text);
      return /^\s*y(es)?\s*$/i.test((await ask('Connect? [y/N] ', { abort })) ?? '');
    });
  return new Consent({
    yes,
    file: agreedFilePath(process.env, process.platform),
    confirm: isAnyoneThere() ? confirm : undefined,
    note: shown.note,
  });
}
