/** Where the checkout is, and where what was downloaded for it may be kept. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/**
 * The folder for VS Code, virtual environments and the like, shared by all checkouts of one user.
 *
 * `DRIFTLINE_CACHE` names another; where the home folder cannot be written to, it is `.cache` in the checkout.
 */
export function cacheFolder(): string {
  const chosen = process.env.DRIFTLINE_CACHE;
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  const ofUser = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'driftline');
  return isWritable(ofUser) ? ofUser : path.join(root, '.cache');
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
