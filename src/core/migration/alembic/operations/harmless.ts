/**
 * Calls that change no schema, whatever they are given.
 *
 * A function changes a schema only through something that reaches the database: `op` itself, a connection or session,
 * or code that imports them. What is handed none of these, and comes from elsewhere, is about something else.
 */
import { moduleFiles } from '../../../python/moduleFiles.ts';
import { isSequence, type PyCallResult, type PyValue, pathOf } from '../../../python/value.ts';
import type { OperationContext } from './context.ts';

/** Packages that know of no database, or only describe what a directive will do. */
const packages = new Set(
  `alembic sqlalchemy sqlmodel builtins os sys re json uuid datetime time logging random secrets hashlib typing enum
   textwrap itertools collections functools pathlib inspect string math decimal copy base64 csv warnings contextlib
   geoalchemy2 sqlalchemy_utils pgvector alembic_postgresql_enum alembic_utils`.split(/\s+/),
);

/** Builtins that run text as code. */
const runsCode = new Set(['builtins.exec', 'builtins.eval', 'builtins.__import__']);

export function isHarmlessCall(call: PyCallResult, context: OperationContext): boolean {
  const path = pathOf(call.callee);
  if (path !== undefined && runsCode.has(path)) return false;
  if (path !== undefined && packages.has(path.split('.')[0] ?? '')) return true;
  const callee = call.callee.kind === 'import' ? context.follow(call.callee) : call.callee;
  if (callee.kind === 'class') return true;
  if (call.receiver !== undefined && isPlainReceiver(call.receiver)) return true;
  const given = [...call.positional, ...call.named.values()];
  return (
    !given.some((value) => reachesDatabase(value, 0)) && !isDatabaseCode(call.callee, call.file, context)
  );
}

/** Methods of what a call returned, of strings and lists: not of a module. */
function isPlainReceiver(receiver: PyValue): boolean {
  if (receiver.kind === 'import') return false;
  return receiver.kind !== 'unknown' || receiver.path === undefined;
}

/** Whether it is a connection, a session or `op`, or holds one. */
function reachesDatabase(value: PyValue, depth: number): boolean {
  if (depth > 6) return true;
  if (isSequence(value)) return value.items.some((item) => reachesDatabase(item, depth + 1));
  switch (value.kind) {
    case 'import':
      return /^alembic\.(?:op|context)\b/.test(pathOf(value) ?? '');
    case 'call':
      if (
        /^(?:get_bind|get_context|connect|begin|Session|sessionmaker|get_session)$/.test(
          value.method ?? tail(value),
        )
      )
        return true;
      return value.method !== undefined && /^(?:connection|session|engine|bind)$/.test(value.method);
    case 'expression':
      return value.operands.some((operand) => reachesDatabase(operand, depth + 1));
    case 'dict':
      return [...value.entries.values()].some((entry) => reachesDatabase(entry, depth + 1));
    default:
      return false;
  }
}

function tail(call: PyCallResult): string {
  return pathOf(call.callee)?.split('.').at(-1) ?? '';
}

const databaseWords = /\balembic\b|\bop\.|\.execute\(|create_all|drop_all|\bcreate_engine\b/;

/** Whether the module that a function comes from can reach a database. */
function isDatabaseCode(callee: PyValue, file: string, { readFile }: OperationContext): boolean {
  const path = pathOf(callee);
  // A function that is chosen by code may be any; an object that is called is what its class makes of it.
  if (path === undefined) return callee.kind !== 'call';
  const from = callee.kind === 'import' ? callee.file : file;
  const parts = path.split('.');
  const names = parts
    .map((_, index) => parts.slice(0, index + 1).join('.'))
    .filter((name) => !/^\.*$/.test(name));
  return names.some((name) => {
    const found = moduleFiles(name, from).find((candidate) => readFile(candidate) !== undefined);
    return found !== undefined && databaseWords.test(readFile(found) ?? '');
  });
}
