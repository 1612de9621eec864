/** Files that a script reads while it runs: SQL beside the revision. */
import type { PyCall } from '../../../python/frame.ts';
import { type PyString, type PyValue, pathOf } from '../../../python/value.ts';
import { folderOf, isAbsolute, joinPath } from '../../../text/path.ts';

/** The text of a file that a call reads; `undefined` for other calls, and for files that are not there. */
export function readText(call: PyCall, readFile: (path: string) => string | undefined): PyString | undefined {
  const file = call.method === 'read' || call.method === 'read_text' ? fileOf(call.receiver) : undefined;
  const text = file === undefined || !isAbsolute(file) ? undefined : readFile(file);
  if (file === undefined || text === undefined) return undefined;
  const kind = { raw: true, bytes: false, formatted: false };
  return { kind: 'string', text, pieces: [{ length: text.length, source: { file, start: 0, text, kind } }] };
}

/** `open(path)`, or a `Path` itself. */
function fileOf(value: PyValue | undefined): string | undefined {
  if (value?.kind !== 'call') return value === undefined ? undefined : pathText(value);
  const isOpened = pathOf(value.callee) === 'builtins.open' || pathOf(value.callee) === 'codecs.open';
  if (isOpened) return value.positional[0] && pathText(value.positional[0]);
  return value.method === 'open' && value.receiver !== undefined ? pathText(value.receiver) : pathText(value);
}

/** The path that a value of `os.path` or `pathlib` is. */
export function pathText(value: PyValue): string | undefined {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'call')
    return ofCall(value.method, value.receiver, value.positional, pathOf(value.callee));
  if (value.kind !== 'expression') return undefined;
  const [object, other] = value.operands;
  const base = object === undefined ? undefined : pathText(object);
  if (value.operator === '/') return joined(base, other);
  if (value.operator === 'attribute' && value.name === 'parent') return base && folderOf(base);
  return value.operator === 'subscript' ? ancestor(object, other) : undefined;
}

function ofCall(
  method: string | undefined,
  receiver: PyValue | undefined,
  positional: readonly PyValue[],
  path: string | undefined,
): string | undefined {
  const [first, ...others] = positional;
  if (path === 'os.path.join' || path === 'pathlib.Path') {
    return first === undefined ? undefined : others.reduce(joined, pathText(first));
  }
  if (/^os\.path\.(?:abspath|realpath|normpath)$/.test(path ?? '')) return first && pathText(first);
  if (path === 'os.path.dirname') {
    const inner = first === undefined ? undefined : pathText(first);
    return inner === undefined ? undefined : folderOf(inner);
  }
  const base = receiver === undefined ? undefined : pathText(receiver);
  switch (method) {
    case 'resolve':
    case 'absolute':
      return base;
    case 'joinpath':
      return positional.reduce(joined, base);
    case 'with_name':
      return base === undefined ? undefined : joined(folderOf(base), first);
    default:
      return undefined;
  }
}

function joined(base: string | undefined, part: PyValue | undefined): string | undefined {
  const text = part === undefined ? undefined : pathText(part);
  return base === undefined || text === undefined ? undefined : joinPath(base, text);
}

/** `path.parents[1]` */
function ancestor(parents: PyValue | undefined, index: PyValue | undefined): string | undefined {
  const [path] = parents?.kind === 'expression' && parents.name === 'parents' ? parents.operands : [];
  let at = path === undefined ? undefined : pathText(path);
  if (index?.kind !== 'int' || index.value < 0) return undefined;
  for (let up = 0; up <= index.value && at !== undefined; up++) at = folderOf(at);
  return at;
}
