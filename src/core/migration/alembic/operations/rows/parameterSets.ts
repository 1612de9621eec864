/** What a statement is executed with: `connection.execute(statement, {…})`, `connection.execute(statement, [{…}, {…}])`. */
import { isSequence, type PyCallResult, type PyValue } from '../../../../python/value.ts';
import type { Following } from './constant.ts';

/** One for each execution. */
export type ParameterSets = readonly ReadonlyMap<string, PyValue>[];

export const noParameters: ParameterSets = [new Map()];

/** More executions are not worth to be told one by one. */
const most = 500;

/** `undefined`: not known. */
export function parameterSetsOf(call: PyCallResult, context: Following): ParameterSets | undefined {
  const [, first, ...more] = call.positional;
  const given = first ?? call.named.get('params') ?? call.named.get('parameters');
  if (call.open) return undefined;
  const others = [...call.named].filter(([name]) => !options.has(name));
  if (given === undefined) return others.length === 0 ? noParameters : [new Map(others)];
  const known = given.kind === 'import' ? context.follow(given) : given;
  if (known.kind === 'none') return noParameters;
  const rows = isSequence(known) && more.length === 0 ? known.items : [known, ...more];
  const sets = rows.flatMap((row) =>
    row.kind === 'dict' && !row.open && row.pairs === undefined ? [row.entries] : [],
  );
  if (sets.length < rows.length || rows.length > most) return undefined;
  return sets.length === 0 ? noParameters : sets;
}

const options: ReadonlySet<string> = new Set(['params', 'parameters', 'execution_options', 'bind_arguments']);
