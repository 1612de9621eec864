/**
 * What a window may pass over, done until it takes: a row moves when an answer arrives just then, a command that is
 * asked too early knows of nothing yet. On a slow machine that moment is long.
 */

// How long the window may take to show what was asked for, and how often that is asked.
const lookMs = 2_000;
const looks = 15;

/**
 * @param attempt Must leave no trace when it fails, or start by removing it. Gets how long it may wait, in ms.
 */
export async function insist<A>(attempt: (timeout: number) => Promise<A>): Promise<A> {
  for (let look = 1; ; look += 1) {
    try {
      return await attempt(lookMs);
    } catch (error) {
      if (look === looks) throw error;
    }
  }
}
