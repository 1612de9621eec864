/** The file of the user's configuration folder that remembers which connections he agreed to. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whatever cannot be understood was not agreed to. */
export function readAgreed(file: string): ReadonlySet<string> {
  try {
    const { agreed } = JSON.parse(readFileSync(file, 'utf8')) as { readonly agreed: readonly unknown[] };
    return new Set(agreed.filter((one) => typeof one === 'string'));
  } catch {
    return new Set();
  }
}

/** Replaced as a whole, so that nobody reads half a file. */
export function addAgreed(file: string, added: readonly string[]): void {
  const agreed = [...new Set([...readAgreed(file), ...added])];
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${JSON.stringify({ agreed }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
