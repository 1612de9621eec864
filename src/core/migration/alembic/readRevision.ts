/**
 * An Alembic revision file, read from its syntax tree: every form that can be decided without running it.
 *
 * Ordinary files are read by `scanHeader.ts`, many times faster; both give the same result. Whether the file is
 * valid Python is `checkSyntax`'s to say: the header is read as well as it can be from a broken file.
 */
import { codeChildren } from '../../python/frame.ts';
import { docstringOf, type ModuleReading, readModule } from '../../python/module.ts';
import { isSequence, type PyValue, relocate } from '../../python/value.ts';
import { baseName } from '../../text/path.ts';
import type { Range } from '../../text/range.ts';
import type { Problem, Read } from '../../text/read.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { ScriptHeader, ScriptText } from '../convention.ts';
import type { RevisionReference } from '../revision.ts';
import { createdOf, illegalInIds, messageOf, reservedIds } from './header.ts';

export function readRevision(script: ScriptText, python: SyntaxParser): Read<ScriptHeader | undefined> {
  const { file, text, readImport } = script;
  // A byte order mark is no code; a line break in its place keeps every offset.
  return python.read(text.replace(/^\uFEFF/, '\n'), (root) => {
    const module = readModule(root, { file, readImport, python });
    const report = new Report(file);
    checkEncoding(text, report);
    const whole = root.hasError ? { ...module, names: withPlainLines(module.names, text) } : module;
    const value = headerOf(file, whole, root.hasError, report);
    return { value, problems: report.problems };
  });
}

/** Whoever read the file put U+FFFD where its bytes are not what its encoding allows. */
function checkEncoding(text: string, report: Report): void {
  const at = text.indexOf('\uFFFD');
  if (at < 0) return;
  report.error(
    'not-utf8',
    'This file is not UTF-8, so Python refuses it. Save it as UTF-8, or name its encoding in the first line: # -*- coding: … -*-',
    { start: at, end: at + 1 },
  );
}

function headerOf(
  file: string,
  module: ModuleReading,
  isBroken: boolean,
  report: Report,
): ScriptHeader | undefined {
  const id = readId(file, module, isBroken, report);
  if (id === undefined) return undefined;
  if (!module.names.has('down_revision') && !module.uncertain && !module.starred) {
    report.error(
      'down-revision-missing',
      'This revision does not say which one it follows. Add “down_revision = …”, with None for the first revision.',
    );
  }
  const down = readNames('down_revision', module, report);
  const depends = readNames('depends_on', module, report);
  const labels = readNames('branch_labels', module, report);
  checkLabels(labels, report);
  const docstring = module.names.get('__doc__');
  const doc = docstring?.kind === 'string' ? docstring.text : '';
  const created = createdOf(doc);
  return {
    id: id.id,
    file,
    message: messageOf(doc),
    ...(created === undefined ? {} : { created }),
    downRevisions: down.map((name) => name.id),
    dependsOn: depends.map((name) => name.id),
    branchLabels: labels.map((name) => name.id),
    hasDowngrade: canDowngrade(module.names.get('downgrade')),
    references: [
      ...references('revision', [id]),
      ...references('downRevision', down),
      ...references('dependsOn', depends),
    ],
  };
}

const plainLine =
  /^(revision|down_revision|branch_labels|depends_on)\b[^=\n]*=[ \t]*(?:None|(["'])([^"'\\\n]*)\2)[ \t]*(?:#.*)?\r?$/gm;

/** In a broken text: the assignments that stand plainly in a line, where the tree has lost them. */
function withPlainLines(names: ReadonlyMap<string, PyValue>, text: string): ReadonlyMap<string, PyValue> {
  const all = new Map(names);
  for (const match of text.matchAll(plainLine)) {
    const [line, name = '', , id] = match;
    if (names.has(name)) continue;
    const start = match.index + line.search(/["']/) + 1;
    const range = { start, end: start + (id?.length ?? 0) };
    all.set(name, id === undefined ? { kind: 'none' } : { kind: 'string', text: id, range });
  }
  return all;
}

interface Name {
  readonly id: string;
  readonly range: Range | undefined;
}

function readId(file: string, module: ModuleReading, isBroken: boolean, report: Report): Name | undefined {
  const value = assigned('revision', module);
  if (value === undefined && isBroken) {
    report.error(
      'revision-unreadable',
      'The id of this revision cannot be read until the syntax is corrected.',
    );
    return undefined;
  }
  if (value === undefined && !module.uncertain && !module.starred) return idFromFileName(file, report);
  if (value?.kind === 'int') {
    const message = `revision is the number ${value.value}; Alembic needs a string. Write '${value.value}'.`;
    report.error('revision-not-text', message, value.range);
    return { id: String(value.value), range: value.range };
  }
  if (value?.kind !== 'string') {
    report.error(
      'revision-computed',
      'The id of this revision is computed in a way that cannot be read. Assign a literal to “revision”.',
      value?.range,
    );
    return undefined;
  }
  checkId(value.text, value.range, report);
  return { id: value.text, range: value.range };
}

/** Scripts of Alembic 0.1 had their id in the file's name only. */
function idFromFileName(file: string, report: Report): Name | undefined {
  const id = /^([a-f0-9]+)\.py$/.exec(baseName(file))?.[1];
  if (id !== undefined) return { id, range: undefined };
  report.error(
    'revision-missing',
    `${baseName(file)} declares no revision, so Alembic refuses the whole folder. Add “revision = …”, or move the file elsewhere.`,
  );
  return undefined;
}

function checkId(id: string, range: Range | undefined, report: Report): void {
  const illegal = [...new Set(id.match(illegalInIds))].sort();
  if (illegal.length > 0) {
    const characters = illegal.map((character) => `“${character}”`).join(', ');
    report.error(
      'illegal-revision-id',
      `Alembic allows no ${characters} in a revision id. Rename ${id}.`,
      range,
    );
  } else if (reservedIds.has(id)) {
    const message = `“${id}” means something else wherever a revision is named. Give this revision another id.`;
    report.warning('reserved-revision-id', message, range);
  }
}

function checkLabels(labels: readonly Name[], report: Report): void {
  for (const { id, range } of labels) {
    if (!id.includes('@') && !reservedIds.has(id)) continue;
    const message = `The branch label “${id}” cannot be used to name a revision. Choose one without @ that is no reserved word.`;
    report.warning('label-reserved', message, range);
  }
}

/** `down_revision` and its like: nothing, one string, or several in any collection. */
function readNames(variable: string, module: ModuleReading, report: Report): Name[] {
  const value = assigned(variable, module);
  const cannotBeSet = !module.uncertain && !(module.starred && variable === 'down_revision');
  if (value === undefined && cannotBeSet) return [];
  if (value?.kind === 'none') return [];
  const items = value === undefined ? [] : isSequence(value) ? value.items : [value];
  const names = items.flatMap((item) => readName(followed(item, module), variable, report) ?? []);
  if (value === undefined) reportComputed(variable, undefined, report);
  return names;
}

function readName(item: PyValue, variable: string, report: Report): Name | undefined {
  if (item.kind === 'string') return { id: item.text, range: item.range };
  if (item.kind === 'int') {
    const message = `${variable} is the number ${item.value}; Alembic needs a string. Write '${item.value}'.`;
    report.error('revision-not-text', message, item.range);
    return { id: String(item.value), range: item.range };
  }
  reportComputed(variable, item.range, report);
  return undefined;
}

/** Without its parents a revision has no place in the chain; labels and dependencies are lost less dearly. */
function reportComputed(variable: string, range: Range | undefined, report: Report): void {
  const code = `${variable.replaceAll('_', '-')}-computed`;
  const message = `${variable} is computed in a way that cannot be read. Assign literals to it.`;
  if (variable === 'down_revision') report.error(code, message, range);
  else report.warning(code, message, range);
}

function assigned(variable: string, module: ModuleReading): PyValue | undefined {
  const value = module.names.get(variable);
  return value === undefined ? undefined : followed(value, module);
}

/** What an imported name stands for, said where it is used. */
function followed(value: PyValue, module: ModuleReading): PyValue {
  if (value.kind !== 'import') return value;
  const target = module.world.follow(value);
  return value.range === undefined ? target : relocate(target, value.range);
}

function references(kind: RevisionReference['kind'], names: readonly Name[]): RevisionReference[] {
  return names.flatMap(({ id, range }) => (range === undefined ? [] : [{ kind, id, range }]));
}

/** There is a `downgrade`, and it does not raise at once. */
function canDowngrade(value: PyValue | undefined): boolean {
  if (value?.kind !== 'function') return value !== undefined && value.kind !== 'none';
  const body = value.node.childForFieldName('body');
  if (body === null) return true;
  const [first, second] = codeChildren(body);
  return (docstringOf(body) === undefined ? first : second)?.type !== 'raise_statement';
}

/** Collects the problems of one file. */
class Report {
  readonly problems: Problem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  error(code: string, message: string, range?: Range): void {
    this.#add('error', code, message, range);
  }

  warning(code: string, message: string, range?: Range): void {
    this.#add('warning', code, message, range);
  }

  #add(severity: Problem['severity'], code: string, message: string, range: Range | undefined): void {
    const place = range === undefined ? {} : { range };
    this.problems.push({ code, severity, message, file: this.#file, ...place });
  }
}
