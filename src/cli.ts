/** The command line: reads the arguments, runs the command, ends with its code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from './app/userError.ts';
import { errorText } from './cli/errorText.ts';
import { paintFor } from './cli/terminal.ts';

const USAGE = `driftline status [folder …]    where every environment stands
    --project <name>           only this project (may be repeated)
    --env <name>               only this environment (may be repeated)
    --json                     for programs; --json-schema prints its schema
    --settings <file>          instead of .vscode/settings.json
    --yes                      connect without asking; remembers nothing

driftline history [folder …]   the chains of revisions, without asking any database
    --project <name>           only this project (may be repeated)
    --settings <file>          instead of .vscode/settings.json

A folder may be a .code-workspace file. Without one, the current folder is read.
The first connection to each target asks. A yes is kept in driftline/agreed.json of your configuration folder; where
no terminal can answer, --yes is needed.
Ends with 0 when all is well, 1 when there is something to do, 2 when it could not be found out.
`;

const options = {
  project: { type: 'string', multiple: true },
  env: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  'json-schema': { type: 'boolean' },
  settings: { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [command, ...paths] = positionals;
  if (values.version) return print(`${version()}\n`);
  if (values.help || command === 'help') return print(USAGE);
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  switch (command) {
    case 'status':
      if (values['json-schema']) return print(await schemaText());
      return (await import('./cli/statusCommand.ts')).statusCommand(
        {
          paths,
          projects: values.project ?? [],
          environments: values.env ?? [],
          json: values.json ?? false,
          settings: values.settings,
          yes: values.yes ?? false,
        },
        abort,
      );
    case 'history':
      refuse(values, ['env', 'json', 'json-schema', 'yes']);
      return (await import('./cli/historyCommand.ts')).historyCommand(
        { paths, settings: values.settings, projects: values.project ?? [] },
        abort,
      );
    default:
      throw new UserError(
        command === undefined ? 'No command was given.' : `There is no command ${command}.`,
        'Run driftline --help to see what there is.',
      );
  }
}

function readArguments() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UserError(
      error instanceof Error ? error.message : String(error),
      'Run driftline --help to see what there is.',
    );
  }
}

function refuse(
  values: ReturnType<typeof readArguments>['values'],
  names: readonly (keyof typeof options)[],
) {
  const name = names.find((one) => values[one] !== undefined);
  if (name === undefined) return;
  throw new UserError(`driftline history does not take --${name}.`, 'Leave it out: it belongs to status.');
}

async function schemaText(): Promise<string> {
  const [{ z }, { statusDocument }] = await Promise.all([
    import('zod'),
    import('./core/status/statusDocument.ts'),
  ]);
  return `${JSON.stringify(z.toJSONSchema(statusDocument), undefined, 2)}\n`;
}

function version(): string {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wasInterrupted = error instanceof Error && error.name === 'AbortError';
    process.exitCode = wasInterrupted ? 130 : 2;
    if (!wasInterrupted) process.stderr.write(errorText(error, paintFor(process.stderr)));
  },
);
