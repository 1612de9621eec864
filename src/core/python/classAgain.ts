/** A class of which the text has changed, while the rest of its module is as it was. */
import type { PyCall } from './frame.ts';
import { lastingEffects, lastingValue, newLasting } from './lasting.ts';
import { type CachedModule, innerOptions, type ModuleOptions, readInside, recording } from './module.ts';
import { shiftedNode } from './shiftedNode.ts';
import { type PyValue, unknown } from './value.ts';

/**
 * One class of a module, read again from its text, with the names that the module has.
 *
 * @param at Where its text begins, for ranges in it.
 * @returns `undefined` where it is not one class of that name any more, or cannot be read by itself.
 */
export function readClassAgain(
  before: CachedModule,
  className: string,
  text: string,
  at: number,
  options: ModuleOptions,
): Pick<CachedModule, 'names' | 'effects' | 'lookedAt' | 'layout'> | undefined {
  const lookedAt = new Map<string, string | undefined>();
  const own = new Set<string>();
  const given = new Map<string, PyValue>();
  for (const [name, value] of before.names) {
    if (name === className) continue;
    const isOwn = isOwnFunction(value, options.file);
    if (isOwn) own.add(name);
    given.set(name, isOwn ? unknown : value);
  }
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
  return options.python.read(text, (root) => {
    if (root.hasError) return undefined;
    const reading = readInside(shiftedNode(root, at), inner, new Map());
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
  });
}

function isOwnFunction(value: PyValue | undefined, file: string): boolean {
  return value?.kind === 'unknown' && value.definedIn?.file === file;
}
