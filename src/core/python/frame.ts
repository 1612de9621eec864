/** What evaluating needs besides the syntax tree: the module, its names, and the world outside of it. */
import type { Range } from '../text/range.ts';
import type { SyntaxNode, SyntaxParser } from '../text/syntax.ts';
import type { ClassDefinition, ClassMember } from './classDefinition.ts';
import type { Effect, Trace } from './trace.ts';
import { type PyImport, type PyUnknown, type PyValue, type Scope, unknown } from './value.ts';

export interface World {
  /** The file of the module that is evaluated. */
  readonly file: string;
  readonly module: Scope;
  /** Looks an imported name up in the files of the repository; `unknown` with its path if it is not there. */
  readonly follow: (imported: PyImport) => PyValue;
  /** The names of an imported module; `undefined` if it is not among the files of the repository. */
  readonly namesOf: (module: string, file: string) => ReadonlyMap<string, PyValue> | undefined;
  /** Whether the files of the repository hold a module of this name. */
  readonly isThere: (module: string) => boolean;
  /** Asked first about every call; `undefined` leaves it to the evaluator. */
  readonly onCall?: (call: PyCall, frame: Frame) => PyValue | undefined;
  /** Calls still to be followed, and those into other files: a bound for code that calls itself in circles. */
  readonly budget: { calls: number; elsewhere: number };
  /** What happened so far. */
  readonly trace: Trace;
  /** For expressions inside of strings. */
  readonly python: SyntaxParser;
  /** Whether expressions that cannot be computed are kept as such, instead of being `unknown`. */
  readonly keepsExpressions: boolean;
  /** Where classes are kept with all that they say, those that were defined so far. */
  readonly classes?: OpenClass[];
  /** What the module's own statements record, outside of all ways that may not be taken. */
  readonly effects: readonly Effect[];
  /** Whether functions of other files are followed; not while a module is only read for its names. */
  readonly followsCalls: boolean;
  /** What an attribute that is not known here stands for. */
  readonly settle?: (value: PyValue) => PyValue;
  /** Calls a function of another file; `undefined` if that cannot be read any more. */
  readonly callElsewhere: (callee: PyUnknown, call: PyCall, frame: Frame) => PyValue | undefined;
}

/** A class to which statements below it may add members. */
export interface OpenClass {
  readonly definition: ClassDefinition;
  readonly scope: Map<string, PyValue>;
  readonly members: Map<string, ClassMember>;
}

/** One function call, class body or module body. */
export interface Frame {
  readonly world: World;
  readonly scope: Scope;
  /** Names that a `global` statement binds to the module. */
  readonly globals: Set<string>;
  readonly depth: number;
  /** Where `break` and `continue` go on, inside a loop. */
  readonly loop?: { readonly breaks: Effect[][]; readonly continues: Effect[][] };
}

export interface PyCall {
  readonly node: SyntaxNode;
  readonly callee: PyValue;
  /** The object and name of a method call. */
  readonly receiver?: PyValue;
  readonly method?: string;
  readonly positional: readonly PyValue[];
  readonly named: ReadonlyMap<string, PyValue>;
  /** Where each named argument was written. */
  readonly namedAt: ReadonlyMap<string, Range>;
  /** An unknown `*args` or `**kwargs` may add arguments; `openAt` is where. */
  readonly openAt: Range | undefined;
  /** It is a `**`: only that may add named ones. */
  readonly openNames: boolean;
  /** Where those come from, if that much is known. */
  readonly openPath: string | undefined;
}

/** A call that no text makes, with nothing but these arguments. */
export function callWith(
  node: SyntaxNode,
  positional: readonly PyValue[],
  named: ReadonlyMap<string, PyValue> = new Map(),
): PyCall {
  const nothing = { openAt: undefined, openNames: false, openPath: undefined };
  return { node, callee: unknown, positional, named, namedAt: new Map(), ...nothing };
}

export function newScope(parent?: Scope): Scope {
  return { names: new Map(), parent, uncertain: false, starred: false };
}

export function moduleFrame(world: World): Frame {
  return { world, scope: world.module, globals: new Set(), depth: 0 };
}

export function rangeOf(node: SyntaxNode): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** Named children that are code. */
export function codeChildren(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const child of node.namedChildren)
    if (child !== null && child.type !== 'comment') children.push(child);
  return children;
}

/** The function or class itself. */
export function undecorated(statement: SyntaxNode): SyntaxNode {
  const isDecorated = statement.type === 'decorated_definition';
  return (isDecorated ? statement.childForFieldName('definition') : null) ?? statement;
}

/** `undefined`: surely not bound, so a builtin if there is one. */
export function lookUp(name: string, scope: Scope): PyValue | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.parent === undefined) at.lookedUp?.add(name);
    const value = at.names.get(name);
    if (value !== undefined) return value;
    if (at.uncertain || at.starred) return unknown;
  }
  return undefined;
}

export function bind(name: string, value: PyValue, frame: Frame): void {
  const scope = frame.globals.has(name) ? frame.world.module : frame.scope;
  scope.names.set(name, value);
}

/** Everything bound so far may have changed. */
export function forgetAll(scope: Scope): void {
  for (const name of scope.names.keys()) scope.names.set(name, unknown);
  scope.uncertain = true;
}
