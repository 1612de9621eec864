/**
 * What a Python expression is known to be without running it. Everything else is `unknown`, never a guess.
 *
 * Values are immutable: statements that change a list or dictionary bind the name to a new value.
 */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import type { ClassDefinition } from './classDefinition.ts';
import type { LiteralKind } from './literal.ts';

export type PyValue =
  | PyString
  | PyInt
  | PyBool
  | PyNone
  | PySequence
  | PyDict
  | PyFunction
  | PyClass
  | PyImport
  | PyCallResult
  | PyExpression
  | PyObject
  | PyUnknown;

interface Located {
  /** Where the module being read says it: the literal, or the name that stands for it. */
  readonly range?: Range;
}

export interface PyString extends Located {
  readonly kind: 'string';
  readonly text: string;
  /** The literals it is made of, in order; absent where it was computed in another way. */
  readonly pieces?: readonly TextPiece[];
}

/** A part of a string, and the part of a literal that stands for it. */
export interface TextPiece {
  readonly length: number;
  /** Where in the decoded text of its literal it begins; absent: at the start. */
  readonly from?: number;
  /** Absent for the text of a value that is no literal, such as a number. */
  readonly source?: {
    readonly file: string;
    readonly start: number;
    /** As written, with its escapes. */
    readonly text: string;
    readonly kind: LiteralKind;
  };
}

export interface PyInt extends Located {
  readonly kind: 'int';
  readonly value: number;
}

export interface PyBool extends Located {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface PyNone extends Located {
  readonly kind: 'none';
}

export interface PySequence extends Located {
  readonly kind: 'tuple' | 'list' | 'set';
  readonly items: readonly PyValue[];
  /** Of a named tuple, such as a row of a query. */
  readonly names?: readonly string[];
}

export interface PyDict extends Located {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, PyValue>;
  /** Entries by keys that are no strings; only where {@link World.keepsExpressions}. */
  readonly pairs?: readonly (readonly [key: PyValue, value: PyValue])[];
  /** It may hold other keys, or other values for these keys. */
  readonly open: boolean;
  /** Where the rest of an open one comes from. */
  readonly origin?: string;
}

/** Lives no longer than the syntax tree it points into. */
export interface PyFunction extends Located {
  readonly kind: 'function';
  readonly node: SyntaxNode;
  readonly scope: Scope;
  /** A decorator, `async` or `yield` makes the call's result unknown. */
  readonly wrapped: boolean;
}

export interface PyClass extends Located {
  readonly kind: 'class';
  readonly path: string;
  readonly names: ReadonlyMap<string, PyValue>;
  readonly bases: readonly PyValue[];
  /** What its `__init__` keeps as it is given: parameters by the names of attributes. */
  readonly keeps?:
    | { readonly parameters: readonly string[]; readonly attributes: ReadonlyMap<string, string> }
    | undefined;
  /** Only where {@link World.classes}. */
  readonly definition?: ClassDefinition | undefined;
  /** It is from another file, and holds no functions. */
  readonly lasting?: boolean;
}

/** A module, or a name in one, that has not been looked up yet. */
export interface PyImport extends Located {
  readonly kind: 'import';
  /** With leading dots as written. */
  readonly module: string;
  readonly name?: string;
  /** Attributes of it, in the order in which they were asked for. */
  readonly attributes?: readonly string[];
  /** The file with the import statement. */
  readonly file: string;
}

/** What a call returned that was not followed; only where {@link World.keepsExpressions}. */
export interface PyCallResult extends Located {
  readonly kind: 'call';
  readonly callee: PyValue;
  /** The object and name of a method call. */
  readonly receiver?: PyValue;
  readonly method?: string;
  readonly positional: readonly PyValue[];
  readonly named: ReadonlyMap<string, PyValue>;
  /** It may have been given more; only with `openNames` also by name. */
  readonly open: boolean;
  readonly openNames: boolean;
  /** The file with the call. */
  readonly file: string;
  /** The class that it was read from by an attribute; only where {@link World.classes}. */
  readonly owner?: { readonly definition: ClassDefinition; readonly attribute: string };
}

/** Any other expression that cannot be computed; only where {@link World.keepsExpressions}. */
export interface PyExpression extends Located {
  readonly kind: 'expression';
  /**
   * Python's operators by their own names, and
   * - `attribute` (object) with `name`; `subscript` (object, key)
   * - `each` (element, iterable, …conditions): a comprehension; `item` (iterable): its variable inside
   * - `if` (condition, when true, when false)
   * - `text` (…pieces): a string of which some pieces are not known
   * - `member` (value) with `name`: of an enum class
   * - `float` (): a number, with `name` as it is written
   * - `lambda` (what it returns); `parameter` (): what it is given first
   * - `alias` (type) with `name`: `type Name = …`
   * - `class` (): the class that a method is called on
   */
  readonly operator: string;
  readonly operands: readonly PyValue[];
  readonly name?: string;
}

/** An object of a library, as far as it is known. */
export interface PyObject extends Located {
  readonly kind: 'object';
  /** Of its class. */
  readonly path: string;
  readonly attributes: ReadonlyMap<string, PyValue>;
  /** What its `[…]` and `get(…)` find. */
  readonly items?: ReadonlyMap<string, PyValue>;
}

export interface PyUnknown extends Located {
  readonly kind: 'unknown';
  /** Where it comes from, dotted and fully qualified: `app.models.Base.metadata`. */
  readonly path?: string;
  /** A function of another file, or a method of a class there: read again in order to be called. */
  readonly definedIn?: { readonly file: string; readonly name: string };
}

/** The names of a module, class body or function call while statements run. */
export interface Scope {
  names: Map<string, PyValue>;
  readonly parent: Scope | undefined;
  /** Names may have been bound in ways that were not followed, such as `globals().update(…)`. */
  uncertain: boolean;
  /** So may be names of a module outside of the repository, by `import *`. */
  starred: boolean;
  /** Of a module, where somebody wants to know: the names that were asked for. */
  lookedUp?: Set<string> | undefined;
}

export const unknown: PyUnknown = { kind: 'unknown' };
export const none: PyNone = { kind: 'none' };

export function unknownAt(path: string | undefined): PyUnknown {
  return path === undefined ? unknown : { kind: 'unknown', path };
}

export function isSequence(value: PyValue): value is PySequence {
  return value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set';
}

/** The dotted origin of something that is not a plain value. */
export function pathOf(value: PyValue): string | undefined {
  switch (value.kind) {
    case 'unknown':
    case 'class':
      return value.path;
    case 'dict':
      return value.origin;
    case 'expression': {
      const object = value.operator === 'attribute' ? value.operands[0] : undefined;
      const path = object === undefined ? undefined : pathOf(object);
      return path === undefined ? undefined : joinDotted(path, value.name ?? '');
    }
    case 'import':
      return pathOfImport(value);
    default:
      return undefined;
  }
}

function pathOfImport({ module, name, attributes }: PyImport): string {
  const path = name === undefined ? module : joinDotted(module, name);
  return attributes === undefined ? path : attributes.reduce(joinDotted, path);
}

/** The last part of a dotted path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

export function joinDotted(module: string, name: string): string {
  if (name === '') return module;
  return module === '' || module.endsWith('.') ? module + name : `${module}.${name}`;
}

export function attributeOfImport(object: PyImport, name: string): PyImport {
  const { range: _, ...place } = object;
  return object.name === undefined
    ? { ...place, name }
    : { ...place, attributes: [...(object.attributes ?? []), name] };
}

/** The same value, said at another place: what a name stands for is located where the name is used. */
export function relocate(value: PyValue, range: Range): PyValue {
  if (isSequence(value)) return { ...value, range, items: value.items.map((item) => relocate(item, range)) };
  if (value.kind !== 'dict') return { ...value, range };
  const entries = new Map([...value.entries].map(([key, entry]) => [key, relocate(entry, range)]));
  return { ...value, range, entries };
}

export function expression(operator: string, operands: readonly PyValue[], name?: string): PyExpression {
  return { kind: 'expression', operator, operands, ...(name === undefined ? {} : { name }) };
}

/** Whether something of it is known although it cannot be computed. */
export function isSymbolic(value: PyValue): value is PyCallResult | PyExpression {
  return value.kind === 'call' || value.kind === 'expression';
}

export function truthOf(value: PyValue): boolean | undefined {
  switch (value.kind) {
    case 'string':
      return value.text !== '';
    case 'int':
      return value.value !== 0;
    case 'bool':
      return value.value;
    case 'none':
      return false;
    case 'tuple':
    case 'list':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.open && value.entries.size === 0 ? undefined : value.entries.size > 0;
    case 'function':
    case 'class':
    case 'object':
      return true;
    default:
      return undefined;
  }
}

/** Whether both are surely the same; unknowns only when they have the same origin. */
export function sameValue(a: PyValue, b: PyValue): boolean {
  if (a.kind !== b.kind) return false;
  if (isSequence(a)) return isSequence(b) && sameItems(a.items, b.items);
  switch (a.kind) {
    case 'string':
      return b.kind === 'string' && a.text === b.text;
    case 'int':
    case 'bool':
      return b.kind === a.kind && a.value === b.value;
    case 'none':
      return true;
    case 'dict':
      return b.kind === 'dict' && sameEntries(a, b);
    case 'function':
      return b.kind === 'function' && a.node.startIndex === b.node.startIndex;
    case 'class':
      return b.kind === 'class' && a.names === b.names;
    case 'import':
    case 'unknown':
    case 'expression':
      return pathOf(a) !== undefined && pathOf(a) === pathOf(b);
    default:
      return false;
  }
}

/** What is known of a value that is one of two. */
export function joinValues(a: PyValue | undefined, b: PyValue | undefined): PyValue {
  if (a === undefined || b === undefined) return unknown;
  if (a === b || sameValue(a, b)) return a;
  if (a.kind !== 'dict' || b.kind !== 'dict') return unknown;
  const keys = [...new Set([...a.entries.keys(), ...b.entries.keys()])];
  const entries = new Map(keys.map((key) => [key, joinValues(a.entries.get(key), b.entries.get(key))]));
  return { ...a, entries, open: a.open || b.open };
}

function sameItems(a: readonly PyValue[], b: readonly PyValue[]): boolean {
  return a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? unknown));
}

function sameEntries(a: PyDict, b: PyDict): boolean {
  if (a.open !== b.open || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, value]) => sameValue(value, b.entries.get(key) ?? unknown));
}
