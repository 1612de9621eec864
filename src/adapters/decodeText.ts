/** Bytes of a file as text: UTF-8, unless a Python file names another encoding. What does not fit becomes U+FFFD. */

/** Python's own names for encodings that WHATWG knows under another one, or maps to a neighbour. */
const latin1 = new Set(['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1', 'l1']);

/** @see https://peps.python.org/pep-0263/ */
const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

export function decodeText(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8');
  const encoding = foreignEncoding(text, path);
  if (encoding === undefined) return text;
  if (latin1.has(encoding)) return bytes.toString('latin1');
  const label = encoding.replace(/^cp(125\d)$/, 'windows-$1');
  return canDecode(label) ? new TextDecoder(label).decode(bytes) : text;
}

/** What a Python file says of its encoding, where that is not UTF-8; told by its text read as UTF-8. */
export function foreignEncoding(text: string, path: string): string | undefined {
  if (!path.endsWith('.py') || !text.slice(0, 400).includes('coding')) return undefined;
  const encoding = declaredEncoding(text);
  return encoding === 'utf-8' || encoding === 'utf8' ? undefined : encoding;
}

/** In one of the first two lines, of which the first may hold nothing but a comment. */
function declaredEncoding(text: string): string | undefined {
  const [first = '', second = ''] = text.slice(0, 400).split(/\r?\n/, 2);
  const isComment = /^[ \t\f]*(?:#|$)/.test(first);
  const name = declaration.exec(first)?.[1] ?? (isComment ? declaration.exec(second)?.[1] : undefined);
  return name?.toLowerCase().replaceAll('_', '-');
}

function canDecode(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}
