/**
 * The user's consent, once for each target of an environment, before anything is sent to a host that a repository's
 * settings name. As in the editor it is bound to the fingerprint: settings that lead elsewhere are asked about again.
 */
import { approachText } from '../app/approachText.ts';
import type { Approach } from '../app/askDatabase.ts';
import { UserError } from '../app/userError.ts';
import { targetText } from '../core/connection/target.ts';
import { addAgreed, readAgreed } from './agreedFile.ts';

export interface ConsentOptions {
  /** The user agreed to everything when he started the command; nothing of it is remembered. */
  readonly yes: boolean;
  readonly file: string;
  /** Shows the text and asks; `undefined`: nobody is there to answer. */
  readonly confirm: ((text: string) => Promise<boolean>) | undefined;
  readonly note: (message: string) => void;
}

export class Consent {
  readonly #options: ConsentOptions;
  #agreed: ReadonlySet<string>;

  constructor(options: ConsentOptions) {
    this.#options = options;
    this.#agreed = options.yes ? new Set() : readAgreed(options.file);
  }

  readonly permit = (approach: Approach): Promise<boolean> =>
    Promise.resolve(this.#options.yes || this.#agreed.has(keyOf(approach)));

  /** Asks one question for all that were not agreed to yet. Rejects with a `UserError` where nobody can answer. */
  async askFor(approaches: readonly Approach[]): Promise<void> {
    const { yes, confirm } = this.#options;
    const open = yes ? [] : approaches.filter((approach) => !this.#agreed.has(keyOf(approach)));
    if (open.length === 0) return;
    if (confirm === undefined) throw nobodyToAgree(open);
    if (await confirm(consentText(open))) this.#remember([...new Set(open.map(keyOf))]);
  }

  #remember(keys: readonly string[]): void {
    const { file, note } = this.#options;
    this.#agreed = new Set([...this.#agreed, ...keys]);
    try {
      addAgreed(file, keys);
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
      note(`Your answer could not be kept in ${file} (${reason}): it will be asked for again.`);
    }
  }
}

/** Who would be connected to, as whom, how safely, and what would be sent as the password. */
export function consentText(approaches: readonly Approach[]): string {
  return [
    'Driftline would connect to:',
    ...approaches.map((approach) => `  ${approachText(approach)}`),
    'It only reads: the version table and the catalogs, in short read-only transactions.',
    '',
  ].join('\n');
}

function keyOf({ environment, fingerprint }: Approach): string {
  return `${environment.name} ${fingerprint}`;
}

function nobodyToAgree(approaches: readonly Approach[]): UserError {
  const targets = [...new Set(approaches.map(({ connection }) => targetText(connection.target)))];
  return new UserError(
    `Nobody is here to agree to connect to ${targets.join(', ')}.`,
    'Run driftline status once in a terminal and answer its question, or with --yes where you trust the settings.',
  );
}
