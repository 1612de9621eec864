/** The command line: reads the arguments, runs the command, ends with its code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ZodType } from 'zod';
import { UserError } from './app/userError.ts';
import { withDashedValues } from './cli/dashedValues.ts';
import { errorText } from './cli/errorText.ts';
import { paintFor } from './cli/terminal.ts';

const USAGE = `driftline status [folder …]    where every environment stands
    --json                     for programs; --json-schema prints its schema
driftline diff [folder …]      how live schemas differ from their revisions, and why
    --all                      also what is pending, ignored, unmanaged and not compared, one by one
    --json                     for programs; --json-schema prints its schema
driftline whereis [folder …]   the revision that each live schema really matches
    --json                     for programs, as that of diff
driftline check [folder …]     where models disagree with migrations and live schemas
    --offline                  with the migrations only, without asking any database
    --format <format>          text, json, sarif, github or junit; text unless given
    --fail-on <severity>       error, warning or information: what ends with 1; warning unless given
    --baseline <file>          leaves out the findings in it; --write-baseline <file> writes all there are
    --all                      also hints, and what could not be compared, one by one
    --json-schema              the schema of --format json
driftline preview <what> [folder …]
                               what an upgrade, a downgrade or a stamp would do in one environment: SQL, locks,
                               what is in the way; nothing is run there
    --to <revision>            heads unless given, -1 for a downgrade
    --from <revision>          as if the database stood there, whatever its stamp says
    --rehearse                 tries it out on a clone of the schema
    --format <format>          text, md, json or sql; text unless given
    --json-schema              the schema of --format json
driftline schema [folder …]    the schema after a revision as SQL, without asking any database
    --at <revision>            an id or the beginning of one, head, base, label@head; head unless given
driftline history [folder …]   the chains of revisions, without asking any database

    --project <name>           only this project (may be repeated)
    --env <name>               only this environment (may be repeated)
    --settings <file>          instead of .vscode/settings.json
    --yes                      connect without asking; remembers nothing

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
  all: { type: 'boolean' },
  offline: { type: 'boolean' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
  at: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  rehearse: { type: 'boolean' },
  settings: { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof readArguments>['values'];
type OptionName = keyof typeof options;

/** Command → the options it takes besides `--project` and `--settings`. */
const commands: Readonly<Record<string, readonly OptionName[]>> = {
  status: ['env', 'json', 'json-schema', 'yes'],
  diff: ['env', 'json', 'json-schema', 'all', 'yes'],
  whereis: ['env', 'json', 'json-schema', 'yes'],
  check: ['env', 'yes', 'all', 'offline', 'format', 'fail-on', 'baseline', 'write-baseline', 'json-schema'],
  preview: ['env', 'yes', 'to', 'from', 'rehearse', 'format', 'json-schema'],
  schema: ['at'],
  history: [],
};

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [command, ...paths] = positionals;
  if (values.version) return print(`${version()}\n`);
  if (values.help || command === 'help') return print(USAGE);
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  if (command !== undefined) refuseOthers(command, values);
  const { settings, project: projects = [], env: environments = [], json = false, yes = false } = values;
  const open = { paths, settings, projects };
  const read = { ...open, environments, json, yes };
  switch (command) {
    case 'status':
      if (values['json-schema'])
        return print(await schemaText((await import('./core/status/statusDocument.ts')).statusDocument));
      return (await import('./cli/statusCommand.ts')).statusCommand(read, abort);
    case 'diff':
    case 'whereis': {
      if (values['json-schema'])
        return print(await schemaText((await import('./core/drift/driftDocument.ts')).driftDocument));
      const { diffCommand } = await import('./cli/diffCommand.ts');
      return diffCommand({ ...read, all: values.all ?? false, verdictOnly: command === 'whereis' }, abort);
    }
    case 'check': {
      if (values['json-schema'])
        return print(
          await schemaText((await import('./core/models/check/formats/checkDocument.ts')).checkDocument),
        );
      const { checkCommand } = await import('./cli/checkCommand.ts');
      return checkCommand(
        {
          ...read,
          format: values.format,
          all: values.all ?? false,
          offline: values.offline ?? false,
          baseline: values.baseline,
          writeBaseline: values['write-baseline'],
          failOn: values['fail-on'],
          version: version(),
        },
        abort,
      );
    }
    case 'preview': {
      if (values['json-schema'])
        return print(await schemaText((await import('./core/preview/formats/jsonDocument.ts')).jsonDocument));
      const [kind, ...folders] = paths;
      const { to, from, format, rehearse = false } = values;
      const { previewCommand } = await import('./cli/previewCommand.ts');
      return previewCommand({ ...read, paths: folders, kind, to, from, format, rehearse }, abort);
    }
    case 'schema':
      return (await import('./cli/schemaCommand.ts')).schemaCommand(
        { ...open, at: values.at ?? 'head' },
        abort,
      );
    case 'history':
      return (await import('./cli/historyCommand.ts')).historyCommand(open, abort);
    default:
      throw new UserError(
        command === undefined ? 'No command was given.' : `There is no command ${command}.`,
        'Run driftline --help to see what there is.',
      );
  }
}

function readArguments() {
  try {
    return parseArgs({ args: withDashedValues(process.argv.slice(2)), options, allowPositionals: true });
  } catch (error) {
    throw new UserError(
      error instanceof Error ? error.message : String(error),
      'Run driftline --help to see what there is.',
    );
  }
}

function refuseOthers(command: string, values: Values): void {
  const taken = commands[command];
  if (taken === undefined) return;
  const given = Object.keys(options) as readonly OptionName[];
  const name = given.find(
    (one) => values[one] !== undefined && one !== 'project' && one !== 'settings' && !taken.includes(one),
  );
  if (name === undefined) return;
  throw new UserError(`driftline ${command} does not take --${name}.`, 'Leave it out: see driftline --help.');
}

async function schemaText(document: ZodType): Promise<string> {
  const { z } = await import('zod');
  return `${JSON.stringify(z.toJSONSchema(document), undefined, 2)}\n`;
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
