/**
 * The ordinary revision file, read without a syntax tree: a docstring, imports, the four assignments with plain
 * literals, and after them nothing that could bind one of these names again.
 *
 * Strict on purpose: whatever it does not know makes it abstain (`undefined`), and `readRevision.ts` reads the file.
 * It never reports a problem, because a file with one is not ordinary.
 *
 * It is the work of a cold start, done once per file by code that is not compiled yet; so a pattern takes as much of
 * the text at once as it can.
 */
import { baseName } from '../../text/path.ts';
import type { Range } from '../../text/range.ts';
import type { ScriptHeader, ScriptText } from '../convention.ts';
import type { RevisionReference } from '../revision.ts';
import { createdOf, isRevisionFile, messageOf, reservedIds } from './header.ts';

export function scanHeader(script: Pick<ScriptText, 'file' | 'text'>): ScriptHeader | undefined {
  const { file, text } = script;
  if (!isRevisionFile(baseName(file)) || text.includes('\0') || text.includes('\uFFFD')) return undefined;
  if (text.includes('\r') && /\r(?!\n)/.test(text)) return undefined;
  const header = scanStatements(text);
  const revision = header?.values.get('revision');
  const down = header?.values.get('down_revision');
  if (header === undefined || revision === undefined || down === undefined) return undefined;
  const [id] = revision.names;
  if (revision.collection || id === undefined || !isOrdinaryId(id.id)) return undefined;
  const labels = namesIn(header, 'branch_labels');
  if (labels.some((label) => label.id.includes('@') || reservedIds.has(label.id))) return undefined;
  const hasDowngrade = scanBody(text, header.end);
  if (hasDowngrade === undefined) return undefined;
  const depends = namesIn(header, 'depends_on');
  const created = createdOf(header.docstring);
  return {
    id: id.id,
    file,
    message: messageOf(header.docstring),
    downRevisions: down.names.map(idOf),
    dependsOn: depends.map(idOf),
    branchLabels: labels.map(idOf),
    hasDowngrade,
    references: references('revision', revision.names).concat(
      references('downRevision', down.names),
      references('dependsOn', depends),
    ),
    ...(created === undefined ? {} : { created }),
  };
}

const idOf = ({ id }: Name): string => id;

interface Name {
  readonly id: string;
  readonly range: Range;
}

interface Value {
  readonly names: readonly Name[];
  readonly collection: boolean;
}

interface Header {
  readonly docstring: string;
  readonly values: ReadonlyMap<string, Value>;
  readonly end: number;
}

const blankLine = String.raw`[ \t\f]*(?:#[^\n]*)?\r?\n`;
const lineEnd = String.raw`[ \t]*(?:#[^\n]*)?(?:\r?\n|$)`;
const string = String.raw`"[^"\\\n]*"|'[^'\\\n]*'`;
const headerName = '(?:down_)?revision|branch_labels|depends_on';
const ownName = `${headerName}|downgrade|__doc__`;
/** Functions that bind names unseen. */
const binder = 'globals|locals|vars|exec|eval|setattr';

const noOwnName = String.raw`(?![^\n(]*\b(?:${ownName}|${binder}|modules)\b)`;
const noOwnNameInside = String.raw`(?![^)]*\b(?:${ownName}|${binder}|modules)\b)`;
const imported = String.raw`${noOwnName}[\w, \t]+|\(${noOwnNameInside}(?:[\w,\s]|#[^\n]*\n)*\)`;
const importLine = String.raw`import[ \t]+${noOwnName}[\w., \t]+|from[ \t]+[\w.]+[ \t]+import[ \t]+(?:${imported})`;
const plainCall = String.raw`(?![\w.]*\b(?:${binder}|modules)\b)[\w.]+(?:\((?:[\w.]*|${string})\))?`;
const otherAssignment = String.raw`(?!(?:${ownName})\b)[A-Za-z_]\w*[ \t]*=[ \t]*(?:${plainCall}|${string})`;
const bareString = String.raw`[uU]?(?:"""[^"\\]*"""|'''[^'\\]*'''|${string})`;
const harmless = `(?:${blankLine}|(?:${importLine}|${otherAssignment}|${bareString})${lineEnd})*`;
const target = String.raw`(${headerName})[ \t]*(?::[^=\n#]*)?=[ \t]*`;
const value = String.raw`(None|${string}|\([^()]*\)|\[[^[\]]*\])`;

const leadingBlank = new RegExp(`(?:${blankLine})*`, 'y');
const restOfLine = new RegExp(lineEnd, 'y');
/** Statements that bind none of the names, and the next assignment to one of them: its name, value, rest of line. */
const upToAssignment = new RegExp(`${harmless}(?:${target}${value}(${lineEnd}))?`, 'y');

const blankInside = String.raw`(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*`;
/** An item of a list or tuple, or nothing, and the character that ends it. */
const item = new RegExp(String.raw`(${blankInside})(?:(${string})${blankInside})?([,)\]])`, 'y');

/** Where a sticky pattern ends if it matches at `at`; `undefined` if it does not. */
function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function scanStatements(text: string): Header | undefined {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const doc = scanDocstring(text, after(leadingBlank, text, start) ?? start);
  if (doc === undefined) return undefined;
  const values = new Map<string, Value>();
  upToAssignment.lastIndex = doc.end;
  for (;;) {
    const match = upToAssignment.exec(text);
    const { lastIndex: end } = upToAssignment;
    const name = match?.[1];
    if (name === undefined) return { docstring: doc.text, values, end };
    const literal = match?.[2] ?? '';
    const found = scanValue(text, literal, end - (match?.[3] ?? '').length - literal.length);
    if (found === undefined || values.has(name)) return undefined;
    values.set(name, found);
  }
}

interface Docstring {
  readonly text: string;
  readonly end: number;
}

const docstringStart = /[uU]?("""|'''|"|')/y;

/** Empty where the file begins with something else; `undefined` for a form that is not ordinary. */
function scanDocstring(text: string, at: number): Docstring | undefined {
  docstringStart.lastIndex = at;
  const quote = docstringStart.exec(text)?.[1];
  if (quote === undefined) return /["'\\]/.test(text.slice(at, at + 3)) ? undefined : { text: '', end: at };
  const start = docstringStart.lastIndex;
  const close = text.indexOf(quote, start);
  if (close < 0) return undefined;
  const content = text.slice(start, close);
  const end = after(restOfLine, text, close + quote.length);
  if (end === undefined || content.includes('\\') || (quote.length === 1 && content.includes('\n')))
    return undefined;
  return { text: content.includes('\r') ? content.replaceAll('\r\n', '\n') : content, end };
}

function scanValue(text: string, literal: string, start: number): Value | undefined {
  if (literal === 'None') return { names: [], collection: false };
  if (literal.startsWith('(') || literal.startsWith('['))
    return scanItems(text, start, start + literal.length);
  return { names: [nameAt(literal, start)], collection: false };
}

/** The range as the other reader has it: between the quotes, but the whole of an empty literal. */
function nameAt(literal: string, start: number): Name {
  const end = start + literal.length;
  const range = literal.length === 2 ? { start, end } : { start: start + 1, end: end - 1 };
  return { id: literal.slice(1, -1), range };
}

function scanItems(text: string, start: number, end: number): Value | undefined {
  const names: Name[] = [];
  let commas = 0;
  for (let at = start + 1; at < end; at = item.lastIndex) {
    item.lastIndex = at;
    const match = item.exec(text);
    if (match === null) return undefined;
    const [, blank = '', literal, delimiter] = match;
    if (literal !== undefined) names.push(nameAt(literal, at + blank.length));
    if (delimiter === ',') commas++;
    if (delimiter === ',' ? literal === undefined : item.lastIndex !== end) return undefined;
  }
  const isString = text[start] === '(' && names.length === 1 && commas === 0;
  return { names, collection: !isString };
}

function isOrdinaryId(id: string): boolean {
  return id !== '' && !/[@\-+:]/.test(id) && !reservedIds.has(id);
}

function namesIn(header: Header, variable: string): readonly Name[] {
  return header.values.get(variable)?.names ?? [];
}

function references(kind: RevisionReference['kind'], names: readonly Name[]): RevisionReference[] {
  return names.map(({ id, range }) => ({ kind, id, range }));
}

const suspicious = new RegExp(
  String.raw`\b(?:${ownName})\b|\b(?:${binder})[ \t]*\(|\bimport[ \t]*\(?[ \t]*\*|\bsys\.modules\b`,
  'g',
);
/** What can follow a name that is bound, unless another word stands right before it. */
const binds = /[ \t]*(?:=(?!=)|[,:;)\]\\\n\r#]|$|[-+*/%&|^@<>]{1,2}=|in\b)/y;
const introduces = /(?:^|[^\w.])(?:as|for|del|import|class|global|nonlocal|case|def)[ \t]+$/;
const defDowngrade = /(?:^|\n)(?:async[ \t]+)?def[ \t]+$/;

/**
 * What follows the header: whether there is a `downgrade` that does not raise at once; `undefined` if that cannot be
 * told, or if something may bind one of the names again.
 */
function scanBody(text: string, from: number): boolean | undefined {
  let downgrade: number | undefined;
  suspicious.lastIndex = from;
  for (let match = suspicious.exec(text); match !== null; match = suspicious.exec(text)) {
    const { 0: found, index: at } = match;
    const before = text.slice(Math.max(text.lastIndexOf('\n', at - 1), 0), at);
    if (found !== 'downgrade' || !defDowngrade.test(before)) {
      if (mayBind(text, found, at, before)) return undefined;
    } else if (downgrade === undefined) downgrade = suspicious.lastIndex;
    else return undefined;
  }
  return downgrade === undefined ? false : canDowngrade(text, downgrade);
}

/** Judged by words: a name that stands where Python could bind it, or a way to bind names unseen. */
function mayBind(text: string, found: string, at: number, before: string): boolean {
  if (/\W/.test(found)) return !/^globals\(\)\[[^\]\n]*\]\(/.test(text.slice(at, at + 120));
  const isComment = before.includes('#') && !/['"]/.test(before);
  if (isComment || before.endsWith('.')) return false;
  if (introduces.test(before)) return true;
  return !/\w[ \t]+$/.test(before) && after(binds, text, at + found.length) !== undefined;
}

const insideBlank = new RegExp(blankInside, 'y');
const upToBody = new RegExp(String.raw`[ \t]*\([^()\n]*\)[ \t]*(?:->[^:\n]*)?:${blankInside}`, 'y');
const stringOrRaise = /["'\\]|[rRbBfFuU]{1,2}["']|raise\b/y;

/** @param at Behind the name of the function; `undefined` if it is not written in the usual way. */
function canDowngrade(text: string, at: number): boolean | undefined {
  let body = after(upToBody, text, at);
  if (body === undefined) return undefined;
  if (text[body] === '"' || text[body] === "'") {
    const doc = scanDocstring(text, body);
    if (doc === undefined) return undefined;
    body = after(insideBlank, text, doc.end) ?? doc.end;
  }
  const end = after(stringOrRaise, text, body);
  if (end === undefined) return true;
  if (!text.startsWith('raise', body)) return undefined;
  return !' \t:'.includes(text.charAt(body - 1));
}
