/** Runs a Python script of this folder with the Alembic that `npm test` installed (`DRIFTLINE_PYTHON`). */
import { spawn } from 'node:child_process';
import { json, text } from 'node:stream/consumers';

/** Hands `input` over as JSON and reads the answer as JSON. */
export async function askAlembic(script: string, input: unknown): Promise<unknown> {
  const python = process.env.DRIFTLINE_PYTHON;
  if (python === undefined) throw new Error('DRIFTLINE_PYTHON does not name a Python with Alembic.');
  const child = spawn(python, [`${import.meta.dirname}/${script}`], { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors = text(child.stderr);
  child.stdin.end(JSON.stringify(input));
  try {
    return await json(child.stdout);
  } catch (cause) {
    throw new Error(`${script} gave no answer:\n${await errors}`, { cause });
  }
}
