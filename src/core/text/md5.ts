/**
 * MD5 of a text in UTF-8, as PostgreSQL's `md5()` gives it: servers send the hash of a routine's body in place of the
 * body. For telling texts apart, not for secrets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1321
 */
export function md5(text: string): string {
  const words = paddedWords(utf8(text));
  let [a, b, c, d] = initial;
  for (let block = 0; block < words.length; block += 16) {
    const before = [a, b, c, d] as const;
    for (let step = 0; step < 64; step++) {
      const word = words[block + wordOf(step)] ?? 0;
      const sum = (a + mix(step, b, c, d) + (sines[step] ?? 0) + word) | 0;
      const shift = shifts[(step >> 4) * 4 + (step & 3)] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    [a, b, c, d] = [(a + before[0]) | 0, (b + before[1]) | 0, (c + before[2]) | 0, (d + before[3]) | 0];
  }
  return [a, b, c, d].map(hexLittleEndian).join('');
}

const initial: readonly [number, number, number, number] = [
  0x67452301,
  0xefcdab89 | 0,
  0x98badcfe | 0,
  0x10325476,
];
const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Array.from(
  { length: 64 },
  (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0,
);

function mix(step: number, b: number, c: number, d: number): number {
  if (step < 16) return (b & c) | (~b & d);
  if (step < 32) return (d & b) | (~d & c);
  return step < 48 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(step: number): number {
  if (step < 16) return step;
  if (step < 32) return (5 * step + 1) & 15;
  return step < 48 ? (3 * step + 5) & 15 : (7 * step) & 15;
}

/** A one bit, zeros, and the length in bits, up to a multiple of sixteen words. */
function paddedWords(bytes: readonly number[]): Int32Array {
  const words = new Int32Array((((bytes.length + 8) >> 6) + 1) * 16);
  const put = (byte: number, index: number): void => {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << ((index & 3) * 8));
  };
  bytes.forEach(put);
  put(0x80, bytes.length);
  words[words.length - 2] = bytes.length << 3;
  words[words.length - 1] = bytes.length >>> 29;
  return words;
}

function utf8(text: string): readonly number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
    return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
  });
}

function hexLittleEndian(word: number): string {
  return [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join('');
}
