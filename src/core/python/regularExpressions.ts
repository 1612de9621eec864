/** Python's `re` on texts that are known: patterns that mean the same in JavaScript. */
import type { PyCall } from './frame.ts';
import { none, type PyObject, type PyValue, pathOf } from './value.ts';

const functions: Readonly<Record<string, (pattern: string) => string>> = {
  're.search': (pattern) => pattern,
  're.match': (pattern) => `^(?:${pattern})`,
  're.fullmatch': (pattern) => `^(?:${pattern})$`,
};

/** A match, or None; `undefined` for other calls, and where it cannot be told. */
export function matchOf({ callee, positional, named, openAt }: PyCall): PyValue | undefined {
  const wrap = functions[pathOf(callee) ?? ''];
  const [pattern, text, more] = positional;
  if (wrap === undefined || pattern?.kind !== 'string' || text?.kind !== 'string') return undefined;
  if (more !== undefined || named.size > 0 || openAt !== undefined || !isPlain.test(text.text))
    return undefined;
  const expression = translated(wrap(pattern.text));
  if (expression === undefined) return undefined;
  const found = expression.exec(text.text);
  return found === null ? none : matchObject(found);
}

/** One line of ASCII: classes of characters and the ends of lines are the same in both. */
const isPlain = /^[ -~]{0,2000}$/;

/** `undefined` where the two languages differ, or may. */
function translated(pattern: string): RegExp | undefined {
  const plain = pattern.replaceAll('(?P<', '(?<');
  if (/\(\?(?![:=!]|<[=!\w])|\\[AZzGpPkuUNce]|[*+?}]\+/.test(plain)) return undefined;
  try {
    return new RegExp(plain, 'u');
  } catch {
    // What JavaScript refuses may still mean something to Python.
    return undefined;
  }
}

function matchObject(found: RegExpExecArray): PyObject {
  const groups = [...found.entries(), ...Object.entries(found.groups ?? {})];
  const items = groups.map(([name, group]): readonly [string, PyValue] => [
    String(name),
    group === undefined ? none : { kind: 'string', text: group },
  ]);
  return { kind: 'object', path: 're.Match', attributes: new Map(), items: new Map(items) };
}
