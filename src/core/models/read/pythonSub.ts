/** `re.sub` and `re.split` on known text, where the pattern means the same in JavaScript. */
import type { PyCall } from '../../python/frame.ts';
import { type PyValue, pathOf } from '../../python/value.ts';

/** Of functions that are followed. */
export function regularExpression(call: PyCall): PyValue | undefined {
  const { receiver, method, positional } = call;
  const compiled = receiver?.kind === 'call' && pathOf(receiver.callee) === 're.compile';
  const [pattern, ...others] = compiled ? [...receiver.positional.slice(0, 1), ...positional] : positional;
  const path = pathOf(call.callee) ?? '';
  const name = compiled ? method : path.startsWith('re.') ? path.slice(3) : undefined;
  const [first, second] = others;
  if (pattern === undefined || first === undefined) return undefined;
  if (name === 'sub' && second !== undefined) return pythonSub(pattern, first, second);
  return name === 'split' && second === undefined ? pythonSplit(pattern, first) : undefined;
}

function pythonSplit(pattern: PyValue, subject: PyValue): PyValue | undefined {
  if (pattern.kind !== 'string' || subject.kind !== 'string') return undefined;
  const expression = translated(pattern.text);
  if (expression === undefined) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (const match of subject.text.matchAll(expression)) {
    parts.push(subject.text.slice(from, match.index), ...match.slice(1));
    from = match.index + match[0].length;
  }
  const texts = [...parts, subject.text.slice(from)];
  return { kind: 'list', items: texts.map((text) => ({ kind: 'string', text: text ?? '' })) };
}

export function pythonSub(pattern: PyValue, replacement: PyValue, subject: PyValue): PyValue | undefined {
  if (pattern.kind !== 'string' || replacement.kind !== 'string' || subject.kind !== 'string')
    return undefined;
  const expression = translated(pattern.text);
  if (expression === undefined) return undefined;
  const by = replacement.text
    .replaceAll('$', '$$$$')
    .replaceAll(
      /\\(?:g<(\d+)>|(\d))/g,
      (_, long: string | undefined, short: string | undefined) => `$${long ?? short}`,
    );
  if (/\\/.test(by)) return undefined;
  return { kind: 'string', text: subject.text.replace(expression, by) };
}

/** Groups, classes, repetitions and looking around are the same; flags and named groups are not followed. */
function translated(pattern: string): RegExp | undefined {
  if (/\(\?(?![:=!]|<[=!])|\\[AZ]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, 'g');
  } catch (error) {
    // A pattern that JavaScript does not know: what it gives is not known either.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
