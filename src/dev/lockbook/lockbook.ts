/**
 * Measures what statements lock, rewrite, build and read on every version of PostgreSQL, and compares that with what
 * previews say of them: `npm run lockbook`. With `--write`, `lockbook.json` is made from it; with majors behind it,
 * only these are measured.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.ts';
import { allForms } from './allForms.ts';
import { type Cell, measure } from './measure.ts';
import { knownVersions, withServer } from './servers.ts';
import { lockbookText } from './writeLockbook.ts';

const file = path.join(root, 'src/core/preview/locks/lockbook.json');

const args = process.argv.slice(2);
const asked = args.filter((one) => /^\d+$/.test(one)).map(Number);
const isWriting = args.includes('--write');
const measured = new Map<number, readonly Cell[]>();

for (const version of asked.length > 0 ? asked : knownVersions) {
  const cells = await withServer(version, (connection) => measure(connection, version, allForms));
  measured.set(version, cells);
  if (!isWriting) report(version, cells);
}
if (isWriting) write();

function report(version: number, cells: readonly Cell[]): void {
  const wrong = cells.filter(({ mismatches }) => mismatches.length > 0);
  console.log(`PostgreSQL ${version}: ${cells.length} forms, ${wrong.length} not as predicted`);
  for (const { form, schema, mismatches } of wrong) {
    console.log(`  ${form.name} [${schema}]\n    ${form.statement}`);
    for (const line of mismatches) console.log(`    ${line}`);
  }
  if (wrong.length > 0) process.exitCode = 1;
}

function write(): void {
  if (asked.length > 0) throw new Error('The lockbook is written from all versions: name none.');
  writeFileSync(file, lockbookText(measured, allForms));
  console.log(`Wrote ${path.relative(root, file)}. Run this again without --write to compare.`);
}
