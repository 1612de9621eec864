/** The world refused something: what failed, what the user can do about it, and the cause for the log. */
export class UserError extends Error {
  /** One sentence in the imperative. */
  readonly advice: string;
  /** What asking the user for would help; `undefined` where nothing to type would. */
  readonly needs: 'password' | undefined;

  constructor(message: string, advice: string, cause?: unknown, needs?: 'password') {
    super(message, { cause });
    this.name = 'UserError';
    this.advice = advice;
    this.needs = needs;
  }
}
