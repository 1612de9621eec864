/**
 * A version table named in the `.env` file that some tools read from the folder they run in. What the shell or a
 * flag says is not seen.
 */
import { parse } from 'dotenv';
import { folderOf } from '../../text/path.ts';
import type { Files } from '../convention.ts';

export interface EnvTable {
  readonly file: string;
  readonly name: { readonly name: string; readonly schema?: string };
}

/** Looks in the folder of the scripts, and in each one above it up to the project's root. */
export async function tableFromEnvFile(
  variable: string,
  folder: string,
  root: string,
  files: Files,
): Promise<EnvTable | undefined> {
  for (let at = folder; ; at = folderOf(at)) {
    const file = `${at}/.env`;
    const value = parse((await files.read(file)) ?? '')[variable];
    if (value !== undefined && value !== '') return { file, name: tableName(value) };
    if (at === root || at === folderOf(at)) return undefined;
  }
}

/** `audit.migrations` → schema and name. */
function tableName(text: string): EnvTable['name'] {
  const dot = text.indexOf('.');
  return dot < 0 ? { name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) };
}
