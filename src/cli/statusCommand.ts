/** `driftline status`: where every environment stands. */
import { isIncomplete, statusDocumentOf } from '../app/statusDocument.ts';
import type { StatusDocument } from '../core/status/statusDocument.ts';
import { statusLines } from '../core/status/statusText.ts';
import { openAndRead, type ReadOptions } from './readEnvironments.ts';
import { isWanted } from './selection.ts';
import { paintFor, progress, stdout } from './terminal.ts';

export interface StatusOptions extends ReadOptions {
  readonly json: boolean;
}

/** @returns 0 clean, 1 something to do, 2 an environment was not asked. */
export async function statusCommand(options: StatusOptions, abort: AbortController): Promise<number> {
  const shown = progress();
  try {
    const { workspace, folder } = await openAndRead(options, { shown, abort, readsSchemas: false });
    await workspace.checkSyntax(abort.signal);
    abort.signal.throwIfAborted();
    const document = statusDocumentOf(workspace.state, {
      folder,
      textOf: (file) => workspace.textOf(file),
      wantsProject: (name) => isWanted(options.projects, name),
      wantsEnvironment: (name) => isWanted(options.environments, name),
    });
    shown.end();
    print(document, options);
    return exitCodeOf(document);
  } finally {
    shown.end();
  }
}

function print(document: StatusDocument, { json }: StatusOptions): void {
  const text = json
    ? JSON.stringify(document, undefined, 2)
    : statusLines(document, paintFor(stdout)).join('\n');
  stdout.write(`${text}\n`);
}

function exitCodeOf(document: StatusDocument): number {
  if (isIncomplete(document)) return 2;
  return document.clean ? 0 : 1;
}
