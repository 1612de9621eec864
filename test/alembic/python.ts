/**
 * Runs a Python script of this folder with what `npm test` installed: Alembic (`DRIFTLINE_PYTHON`), or packages that
 * models are written with (`DRIFTLINE_MODELS_PYTHON`).
 */
import { spawn } from 'node:child_process';
import { json, text } from 'node:stream/consumers';

/** Hands `input` over as JSON and reads the answer as JSON. */
export function askAlembic(script: string, input: unknown): Promise<unknown> {
  return ask('DRIFTLINE_PYTHON', script, input);
}

export function askModelPackages(script: string, input: unknown): Promise<unknown> {
  return ask('DRIFTLINE_MODELS_PYTHON', script, input);
}

async function ask(variable: string, script: string, input: unknown): Promise<unknown> {
  const python = process.env[variable];
  if (python === undefined) throw new Error(`${variable} does not name a Python.`);
  const child = spawn(python, [`${import.meta.dirname}/${script}`], { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors = text(child.stderr);
  child.stdin.end(JSON.stringify(input));
  try {
    return await json(child.stdout);
  } catch (cause) {
    throw new Error(`${script} gave no answer:\n${await errors}`, { cause });
  }
}
