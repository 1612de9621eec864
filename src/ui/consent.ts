/**
 * What must be asked before and while connecting: consent, once for each target of an environment, and passwords.
 *
 * Both are bound to where they lead (`core/connection/identity.ts`): settings that point somewhere else are asked
 * about again, and no stored password follows them.
 */
import * as vscode from 'vscode';
import { approachText } from '../app/approachText.ts';
import type { Approach, DatabasePorts } from '../app/askDatabase.ts';
import { Turns } from '../app/turns.ts';
import { targetText } from '../core/connection/target.ts';
import { requireTrust } from './trust.ts';

const AGREED = 'driftline.agreed';

export class Consent implements Pick<DatabasePorts, 'permit' | 'askPassword' | 'keepPassword'> {
  readonly #context: vscode.ExtensionContext;
  /** One question at a time: two boxes would replace each other. */
  readonly #questions = new Turns();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  readonly permit = (approach: Approach): Promise<boolean> => {
    requireTrust();
    return this.#questions.run(async () => this.hasAgreed(approach) || (await this.#askConsent([approach])));
  };

  /** Environments of one database ask for one password: what was typed for the first serves the others. */
  readonly askPassword = ({ environment, connection, secretKey }: Approach, reason: string) =>
    this.#questions.run(async () => {
      const stored = await this.storedPassword(secretKey);
      if (stored !== undefined && stored !== connection.password) return stored;
      return vscode.window.showInputBox({
        title: `Password for ${environment.name}`,
        prompt: `${targetText(connection.target)}: ${reason} It is kept in VS Code’s secret storage once the server takes it.`,
        password: true,
        ignoreFocusOut: true,
      });
    });

  readonly keepPassword = async ({ secretKey }: Approach, password: string): Promise<void> => {
    await this.#context.secrets.store(secretKey, password);
  };

  /** Asks once for all that have not been agreed to; false: the user would rather not. */
  permitAll(approaches: readonly Approach[]): Promise<boolean> {
    requireTrust();
    return this.#questions.run(async () => {
      const open = approaches.filter((approach) => !this.hasAgreed(approach));
      return open.length === 0 || this.#askConsent(open);
    });
  }

  hasAgreed({ environment, fingerprint }: Approach): boolean {
    return this.#agreed().includes(`${environment.name} ${fingerprint}`);
  }

  storedPassword(secretKey: string): Promise<string | undefined> {
    return Promise.resolve(this.#context.secrets.get(secretKey));
  }

  async forget({ secretKey }: Approach): Promise<void> {
    await this.#context.secrets.delete(secretKey);
  }

  async #askConsent(approaches: readonly Approach[]): Promise<boolean> {
    const [first] = approaches;
    if (first === undefined) return true;
    const names = [...new Set(approaches.map(({ environment }) => environment.name))];
    const message =
      approaches.length === 1 ? `Connect to ${first.environment.name}?` : `Connect to ${names.join(', ')}?`;
    const detail = [
      ...approaches.map(approachText),
      '',
      'Driftline only reads: the version table and the catalogs, in short read-only transactions that wait for nobody’s lock.',
    ].join('\n');
    const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Connect');
    if (choice === undefined) return false;
    const added = approaches.map(({ environment, fingerprint }) => `${environment.name} ${fingerprint}`);
    await this.#context.workspaceState.update(AGREED, [...new Set([...this.#agreed(), ...added])]);
    return true;
  }

  #agreed(): readonly string[] {
    return this.#context.workspaceState.get<readonly string[]>(AGREED, []);
  }
}
