/**
 * Text from repositories and databases on its way to a terminal, where control characters are commands and
 * bidirectional ones show another order than is meant.
 */

/** The same text with U+FFFD for each character that would steer a terminal; a tab becomes a space. */
export function printable(text: string): string {
  // Most text is plain, and the pattern below takes longer to make than to look at all of it.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** The first line that says something, printable. */
export function printableLine(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.trim();
  return printable(text.trim().split(/[\r\n\p{Zl}\p{Zp}]/u, 1)[0] ?? '').trimEnd();
}
