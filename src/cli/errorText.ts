/** What stderr says when a command could not run. */
import { UserError } from '../app/userError.ts';
import type { Paint } from '../core/status/statusText.ts';
import { printable, printableLine } from '../core/text/printable.ts';

/** What the user can do, or, for a defect, where it happened. */
export function errorText(error: unknown, paint: Paint): string {
  if (error instanceof UserError)
    return `${paint.bad(printableLine(error.message))} ${printableLine(error.advice)}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${text.split('\n').map(printable).join('\n')}\n`;
}
