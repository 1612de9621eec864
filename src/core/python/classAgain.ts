/** A class of which the text has changed, or what it is made of, while the rest of its module is as it was. */
import type { SyntaxNode } from '../text/syntax.ts';
import { codeChildren, type PyCall } from './frame.ts';
import { lastingEffects, lastingValue, newLasting } from './lasting.ts';
import { type CachedModule, innerOptions, type ModuleOptions, readInside, recording } from './module.ts';
import { noNode } from './noNode.ts';
import { type PyValue, unknown } from './value.ts';

export interface ClassPlace {
  /** Which of the module's statements it is. */
  readonly index: number;
  /** Where those are in the module's text, up to where the next one begins. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Where its text begins, for ranges in it. */
  readonly at: number;
}

export type ClassAgain = Pick<CachedModule, 'names' | 'effects' | 'lookedAt' | 'layout'>;

/**
 * One class of a module, read again from the module's text, with the names that the module has.
 *
 * @returns `undefined` where it is not one class of that name any more, or cannot be read by itself.
 */
export function readClassAgain(
  module: CachedModule,
  className: string,
  place: ClassPlace,
  options: ModuleOptions,
): ClassAgain | undefined {
  const { python } = options;
  const span = place.spans[place.index];
  if (span === undefined) return undefined;
  const read = (root: SyntaxNode): ClassAgain | undefined => readOnly(root, module, className, options);
  const text = module.text.slice(span.start, span.end);
  const alone = python.read(text, (root) => (root.hasError ? 'faulty' : read(root)), place.at);
  if (alone !== 'faulty') return alone;
  // How far an error reaches is seen in the whole text only.
  const by = place.at - span.start;
  const inModule = (root: SyntaxNode): ClassAgain | undefined => {
    const only = statementAt(root, place, by);
    return only && read({ ...noNode, namedChildren: [only], children: [only] });
  };
  return python.read(module.text, inModule, by);
}

/** `undefined` where another statement is not as it was. */
function statementAt(root: SyntaxNode, { index, spans }: ClassPlace, by: number): SyntaxNode | undefined {
  const statements = codeChildren(root);
  const isSame =
    statements.length === spans.length &&
    statements.every(
      ({ startIndex, hasError }, at) => startIndex - by === spans[at]?.start && (!hasError || at === index),
    );
  return isSame ? statements[index] : undefined;
}

function readOnly(
  root: SyntaxNode,
  before: CachedModule,
  className: string,
  options: ModuleOptions,
): ClassAgain | undefined {
  const lookedAt = new Map<string, string | undefined>();
  const { own, given } = namesFor(className, before, options);
  // Functions of the module may be handed on, but not be followed: they are not at hand.
  let follows = false;
  const inner = {
    ...innerOptions(options.file, options),
    readImport: recording(options.readImport, lookedAt),
    given,
    onCall: ({ node, callee }: PyCall): undefined => {
      follows ||=
        own.has(node.childForFieldName('function')?.text ?? '') || isOwnFunction(callee, options.file);
      return undefined;
    },
  };
  const reading = readInside(root, inner, new Map());
  const [only, more] = reading.layout.statements;
  if (only?.className !== className || more !== undefined) return undefined;
  const made = reading.names.get(className);
  if (made?.kind !== 'class' || follows || reading.names.size !== given.size + 1) return undefined;
  const old = before.names.get(className);
  const path = old?.kind === 'class' ? old.path : className;
  const lasting = newLasting(options.file);
  const value = lastingValue(made, path, className, lasting);
  const { effects } = lastingEffects(reading.effects, undefined, lasting);
  return { names: new Map([[className, value]]), effects, lookedAt, layout: reading.layout };
}

function namesFor(className: string, before: CachedModule, { file }: ModuleOptions) {
  const own = new Set<string>();
  const given = new Map<string, PyValue>();
  for (const [name, value] of before.names) {
    if (name === className) continue;
    const isOwn = isOwnFunction(value, file);
    if (isOwn) own.add(name);
    given.set(name, isOwn ? unknown : value);
  }
  return { own, given };
}

function isOwnFunction(value: PyValue | undefined, file: string): boolean {
  return value?.kind === 'unknown' && value.definedIn?.file === file;
}
