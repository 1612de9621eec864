/** What a script learns from Alembic and from its server while it runs: online, on PostgreSQL. */
import type { PyCall } from '../../../python/frame.ts';
import { matchOf } from '../../../python/regularExpressions.ts';
import { dedent } from '../../../python/strings.ts';
import { expression, none, type PyValue, pathOf } from '../../../python/value.ts';
import { quoteName } from '../../../schema/name.ts';
import type { MigrationProject } from '../../project.ts';
import { readText } from './filePaths.ts';

/** What an attribute stands for, where that follows from the project, or from PostgreSQL being the server. */
export function settleFor(project: MigrationProject): (value: PyValue) => PyValue {
  return (value) => {
    const name = attributeName(value);
    switch (name) {
      case 'as_sql':
        return { kind: 'bool', value: false };
      case 'version_table_schema': {
        const schema = project.versionTable?.schema;
        if (project.versionTable === undefined) return value;
        return schema === undefined ? none : { kind: 'string', text: schema };
      }
      case 'name':
        return isDialect(value) ? { kind: 'string', text: 'postgresql' } : value;
      default:
        return value;
    }
  };
}

function attributeName(value: PyValue): string | undefined {
  if (value.kind === 'expression' && value.operator === 'attribute') return value.name;
  return pathOf(value)?.split('.').at(-1);
}

/** `….dialect.name`, `….engine.name` */
function isDialect(value: PyValue): boolean {
  if (value.kind !== 'expression') return /\.(?:dialect|engine)\.name$/.test(pathOf(value) ?? '');
  const [object] = value.operands;
  return object?.kind === 'expression' && /^(?:dialect|engine)$/.test(object.name ?? '');
}

type Answer = (call: PyCall) => PyValue | undefined;

/**
 * Calls whose result is known, as Alembic's own command line would run the script.
 *
 * @param configuration The text of `alembic.ini`.
 */
export function answersFor(
  configuration: string | undefined,
  readFile: (path: string) => string | undefined,
): Answer {
  return (call) => {
    const [first, second] = call.positional;
    const text = readText(call, readFile);
    if (text !== undefined) return text;
    const match = matchOf(call);
    if (match !== undefined) return match;
    if (/^quote(?:_schema|_identifier)?$/.test(call.method ?? '') && isPreparer(call.receiver))
      return quoted(first);
    if (call.method === 'startswith' && first?.kind === 'string' && isUrl(call.receiver))
      return { kind: 'bool', value: first.text.startsWith('postgres') };
    if (call.method === 'get_main_option' && first?.kind === 'string') {
      const isSet = configuration?.includes(first.text) ?? true;
      return isSet ? undefined : (second ?? none);
    }
    switch (pathOf(call.callee)) {
      case 'alembic.context.is_offline_mode':
        return { kind: 'bool', value: false };
      case 'textwrap.dedent':
        return first?.kind === 'string' ? dedent(first) : undefined;
      default:
        return undefined;
    }
  };
}

/** `….identifier_preparer`, `IdentifierPreparer(dialect)` */
function isPreparer(receiver: PyValue | undefined): boolean {
  if (receiver?.kind === 'call') return /\.\w*IdentifierPreparer$/.test(pathOf(receiver.callee) ?? '');
  return receiver !== undefined && attributeName(receiver) === 'identifier_preparer';
}

/** What is not known of a name may need its quotes. */
function quoted(name: PyValue | undefined): PyValue | undefined {
  if (name?.kind === 'string') return { kind: 'string', text: quoteName(name.text) };
  const quote: PyValue = { kind: 'string', text: '"' };
  return name === undefined ? undefined : expression('text', [quote, name, quote]);
}

/** `str(bind.engine.url)` */
function isUrl(value: PyValue | undefined): boolean {
  if (value?.kind === 'call') return isUrl(value.positional[0] ?? value.receiver);
  return (
    value?.kind === 'expression' &&
    value.operator === 'attribute' &&
    /^(?:url|drivername)$/.test(value.name ?? '')
  );
}
