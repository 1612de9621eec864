/** Offsets as PostgreSQL's parser counts them (UTF-8 bytes, code points) as offsets in UTF-16, and blanks. */

/** Translates byte offsets of the UTF-8 form of `text`; one beyond the text becomes its end. */
export function byteOffsetsOf(text: string): (byte: number) => number {
  if (isAscii(text)) return (byte) => Math.min(byte, text.length);
  const offsets: number[] = [];
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) offsets.push(at);
    at += point < 0x10000 ? 1 : 2;
  }
  return (byte) => offsets[byte] ?? text.length;
}

export function offsetOfCodePoint(text: string, count: number): number {
  let at = 0;
  for (let point = 0; point < count && at < text.length; point++) {
    at += (text.codePointAt(at) ?? 0) < 0x10000 ? 1 : 2;
  }
  return at;
}

/** Where the first token at or after `at` begins: behind blanks and comments. */
export function skipBlanks(text: string, at: number): number {
  for (;;) {
    blanks.lastIndex = at;
    blanks.test(text);
    at = blanks.lastIndex;
    if (!text.startsWith('/*', at)) return at;
    at = endOfBlockComment(text, at);
  }
}

const blanks = /(?:[ \t\n\r\f\v]|--[^\n\r]*)*/y;

/** PostgreSQL's block comments nest. The end of the text, where one is never closed. */
export function endOfBlockComment(text: string, start: number): number {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what ASCII begins with.
  return /^[\x00-\x7f]*$/.test(text);
}
