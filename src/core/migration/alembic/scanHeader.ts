/**
 * The ordinary revision file, read without a syntax tree: a docstring, imports, the four assignments with plain
 * literals, and after them nothing that could bind one of these names again.
 *
 * Strict on purpose: whatever it does not know makes it abstain (`undefined`), and `readRevision.ts` reads the file.
 * It never reports a problem, because a file with one is not ordinary.
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
  const hasDowngrade = scanDowngrade(text, header.end);
  if (hasDowngrade === undefined || mayBindAgain(text, header)) return undefined;
  const depends = namesIn(header, 'depends_on');
  const created = createdOf(header.docstring);
  return {
    id: id.id,
    file,
    message: messageOf(header.docstring),
    ...(created === undefined ? {} : { created }),
    downRevisions: down.names.map((name) => name.id),
    dependsOn: depends.map((name) => name.id),
    branchLabels: labels.map((name) => name.id),
    hasDowngrade,
    references: [
      ...references('revision', revision.names),
      ...references('downRevision', down.names),
      ...references('dependsOn', depends),
    ],
  };
}

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
  readonly docstringEnd: number;
  readonly values: ReadonlyMap<string, Value>;
  /** The assignments themselves, which do not count as binding a name again. */
  readonly spans: readonly Range[];
  readonly end: number;
}

const blank = /(?:[ \t\f]*(?:#[^\n]*)?\r?\n)*/y;
const lineEnd = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const docstringStart = /[uU]?("""|'''|"|')/y;
const importLine =
  /(?:import[ \t]+[\w., \t]+|from[ \t]+[\w.]+[ \t]+import[ \t]+(?:[\w, \t]+|\((?:[\w,\s]|#[^\n]*\n)*\)))/y;
const target = /(revision|down_revision|branch_labels|depends_on)[ \t]*(?::[^=\n#]*)?=[ \t]*/y;
const otherAssignment =
  /(?!revision\b|down_revision\b|branch_labels\b|depends_on\b|__doc__\b)[A-Za-z_]\w*[ \t]*=[ \t]*(?:[\w.]+(?:\([\w.]*\)|\((?:"[^"\\\n]*"|'[^'\\\n]*')\))?|"[^"\\\n]*"|'[^'\\\n]*')/y;
const literal = /None\b|"([^"\\\n]*)"(?!")|'([^'\\\n]*)'(?!')/y;
const betweenItems = /(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/y;

/** Where a sticky pattern ends if it matches at `at`; `undefined` if it does not. */
function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function scanStatements(text: string): Header | undefined {
  let at = after(blank, text, text.startsWith('\uFEFF') ? 1 : 0) ?? 0;
  const doc = scanDocstring(text, at);
  if (doc === undefined) return undefined;
  const docstringEnd = doc.end;
  at = doc.end;
  const values = new Map<string, Value>();
  const spans: Range[] = [];
  for (;;) {
    at = after(blank, text, at) ?? at;
    const assignment = scanAssignment(text, at);
    if (assignment !== undefined) {
      if (values.has(assignment.variable)) return undefined;
      values.set(assignment.variable, assignment.value);
      spans.push({ start: at, end: assignment.end });
      at = assignment.end;
      continue;
    }
    const plain = after(importLine, text, at) ?? after(otherAssignment, text, at);
    const end = plain === undefined ? scanDocstring(text, at)?.end : after(lineEnd, text, plain);
    if (end === undefined || end === at) return { docstring: doc.text, docstringEnd, values, spans, end: at };
    at = end;
  }
}

interface Docstring {
  readonly text: string;
  readonly end: number;
}

/** Empty where the file begins with something else; `undefined` for a form that is not ordinary. */
function scanDocstring(text: string, at: number): Docstring | undefined {
  docstringStart.lastIndex = at;
  const quote = docstringStart.exec(text)?.[1];
  if (quote === undefined) return /["'\\]/.test(text.slice(at, at + 3)) ? undefined : { text: '', end: at };
  const start = docstringStart.lastIndex;
  const close = text.indexOf(quote, start);
  if (close < 0) return undefined;
  const content = text.slice(start, close);
  const end = after(lineEnd, text, close + quote.length);
  if (end === undefined || content.includes('\\') || (quote.length === 1 && content.includes('\n')))
    return undefined;
  return { text: content.includes('\r') ? content.replaceAll('\r\n', '\n') : content, end };
}

interface Assignment {
  readonly variable: string;
  readonly value: Value;
  readonly end: number;
}

function scanAssignment(text: string, at: number): Assignment | undefined {
  target.lastIndex = at;
  const variable = target.exec(text)?.[1];
  if (variable === undefined) return undefined;
  const start = target.lastIndex;
  const open = text[start];
  const scanned = open === '(' || open === '[' ? scanItems(text, start) : scanOne(text, start);
  const end = scanned === undefined ? undefined : after(lineEnd, text, scanned.end);
  if (scanned === undefined || end === undefined) return undefined;
  return { variable, value: { names: scanned.names, collection: scanned.collection }, end };
}

interface Scanned extends Value {
  readonly end: number;
}

function scanOne(text: string, at: number): Scanned | undefined {
  literal.lastIndex = at;
  const match = literal.exec(text);
  if (match === null) return undefined;
  const end = at + match[0].length;
  const id = match[1] ?? match[2];
  return { names: id === undefined ? [] : [{ id, range: idRange(id, at, end) }], collection: false, end };
}

/** As the other reader has it: between the quotes, but the whole of an empty literal. */
function idRange(id: string, start: number, end: number): Range {
  return id === '' ? { start, end } : { start: start + 1, end: end - 1 };
}

function scanItems(text: string, start: number): Scanned | undefined {
  const close = text[start] === '(' ? ')' : ']';
  const names: Name[] = [];
  let commas = 0;
  let at = after(betweenItems, text, start + 1) ?? start + 1;
  while (text[at] !== close) {
    const item = scanOne(text, at);
    if (item === undefined || item.names.length === 0) return undefined;
    names.push(...item.names);
    at = after(betweenItems, text, item.end) ?? item.end;
    if (text[at] === ',') {
      commas++;
      at = after(betweenItems, text, at + 1) ?? at + 1;
    } else if (text[at] !== close) return undefined;
  }
  const isString = close === ')' && names.length === 1 && commas === 0;
  return { names, collection: !isString, end: at + 1 };
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

const suspicious =
  /\b(?:(?:down_)?revision|branch_labels|depends_on|downgrade|__doc__)\b|\b(?:globals|locals|vars|exec|eval|setattr)[ \t]*\(|\bimport[ \t]*\(?[ \t]*\*|\bsys\.modules\b/g;
/** What can follow a name that is bound, unless another word stands right before it. */
const binds = /[ \t]*(?:=(?!=)|[,:;)\]\\\n\r#]|$|[-+*/%&|^@<>]{1,2}=|in\b)/y;
const introduces = /(?:^|[^\w.])(?:as|for|del|import|class|global|nonlocal|case|def)[ \t]+$/;
const defDowngrade = /(?:^|\n)(?:async[ \t]+)?def[ \t]+$/;

/**
 * Whether anything besides the header's assignments may bind one of the names, judged by words: a name that stands
 * where Python could bind it, or a way to bind names unseen.
 */
function mayBindAgain(text: string, header: Header): boolean {
  suspicious.lastIndex = header.docstringEnd;
  for (let match = suspicious.exec(text); match !== null; match = suspicious.exec(text)) {
    const at = match.index;
    const span = header.spans.find(({ start, end }) => at >= start && at < end);
    if (span !== undefined) {
      suspicious.lastIndex = span.end;
      continue;
    }
    const end = at + match[0].length;
    if (/\W/.test(match[0])) {
      if (!/^globals\(\)\[[^\]\n]*\]\(/.test(text.slice(at, at + 120))) return true;
      continue;
    }
    const lineStart = text.lastIndexOf('\n', at - 1);
    const before = text.slice(Math.max(lineStart, 0), at);
    const isComment = before.includes('#') && !/['"]/.test(before);
    if (isComment || before.endsWith('.')) continue;
    if (match[0] === 'downgrade' && defDowngrade.test(before)) continue;
    if (introduces.test(before)) return true;
    if (!/\w[ \t]+$/.test(before) && after(binds, text, end) !== undefined) return true;
  }
  return false;
}

const signature = /[ \t]*\([^()\n]*\)[ \t]*(?:->[^:\n]*)?:[ \t]*/y;
const blankInside = /(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/y;

/** Whether there is a `downgrade` that does not raise at once; `undefined` if it is not written in the usual way. */
function scanDowngrade(text: string, from: number): boolean | undefined {
  const start = endOfDef(text, from);
  if (start === undefined) return false;
  if (endOfDef(text, start) !== undefined) return undefined;
  let at = after(signature, text, start);
  if (at === undefined) return undefined;
  at = after(blankInside, text, at) ?? at;
  if (/["'\\]/.test(text.charAt(at))) {
    const doc = scanDocstring(text, at);
    if (doc === undefined) return undefined;
    at = after(blankInside, text, doc.end) ?? doc.end;
    if (/["'\\]/.test(text.charAt(at))) return undefined;
  } else if (/^[rRbBfFuU]{1,2}["']/.test(text.slice(at, at + 3))) return undefined;
  const raises = /^raise\b/.test(text.slice(at, at + 6));
  return !(raises && (text[at - 1] === ' ' || text[at - 1] === '\t' || text[at - 1] === ':'));
}

/** Behind the name of the next `def downgrade` that is not indented. */
function endOfDef(text: string, from: number): number | undefined {
  for (let at = text.indexOf('downgrade', from); at >= 0; at = text.indexOf('downgrade', at + 1)) {
    const before = text.slice(Math.max(0, at - 30), at);
    if (defDowngrade.test(before) && !/\w/.test(text.charAt(at + 9))) return at + 9;
  }
  return undefined;
}
