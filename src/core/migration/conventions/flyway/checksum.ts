/**
 * Checksums as Flyway records them: CRC-32 over the lines of a script in UTF-8, without the ends of the lines and
 * without a byte order mark, as a signed number.
 */

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @returns `undefined` for a text that was not UTF-8 when it was read: its bytes are lost. */
export function checksumOf(text: string): string | undefined {
  if (text.includes('\uFFFD')) return undefined;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let crc = -1;
  for (let index = start; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    if (code === 0x0a || code === 0x0d) continue;
    if (code > 0xffff) index++;
    crc = addCodePoint(crc, code);
  }
  return String(~crc);
}

function addCodePoint(crc: number, code: number): number {
  if (code < 0x80) return addByte(crc, code);
  if (code < 0x800) return addByte(addByte(crc, 0xc0 | (code >> 6)), trailing(code));
  if (code < 0x10000)
    return addByte(addByte(addByte(crc, 0xe0 | (code >> 12)), trailing(code >> 6)), trailing(code));
  const upper = addByte(addByte(crc, 0xf0 | (code >> 18)), trailing(code >> 12));
  return addByte(addByte(upper, trailing(code >> 6)), trailing(code));
}

const trailing = (bits: number): number => 0x80 | (bits & 0x3f);

const addByte = (crc: number, byte: number): number => (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
