/** Calls that are followed into the body of a function. */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluate } from './evaluate.ts';
import { executeBlock } from './execute.ts';
import { codeChildren, type Frame, newScope, type PyCall } from './frame.ts';
import { type Effect, raises, record, recordIn, resultOf, type Trace } from './trace.ts';
import { type PyDict, type PyFunction, type PyValue, unknown } from './value.ts';

/**
 * Names the body leaves in the module stay bound there.
 *
 * @returns `undefined` where the call was not followed: too deep, or too many.
 */
export function callFunction(
  callee: PyFunction,
  call: PyCall | undefined,
  frame: Frame,
): PyValue | undefined {
  const body = callee.node.childForFieldName('body');
  if (body === null || frame.depth >= 8 || frame.world.budget.calls-- <= 0) return undefined;
  const { trace } = frame.world;
  const scope = newScope(callee.scope);
  bindParameters(callee.node, call, { ...frame, scope });
  const inside: Frame = { world: frame.world, scope, globals: new Set(), depth: frame.depth + 1 };
  const effects: Effect[] = [];
  const leave = enterFunction(effects, trace);
  const { exits } = trace;
  recordIn(effects, () => executeBlock(codeChildren(body), inside), trace);
  leave();
  // Its returns lead back to the caller, who goes on.
  if (!raises(effects)) trace.exits = exits;
  else trace.at = [];
  return callee.wrapped ? unknown : resultOf(effects);
}

/** What it does is seen from outside while it runs, and nothing of it where that is nothing. */
export function enterFunction(body: Effect[], trace: Trace): () => void {
  const effect: Effect = { kind: 'function', body };
  const lists = trace.at;
  record(effect, trace);
  return () => {
    if (body.length === 0) for (const list of lists) list.splice(list.lastIndexOf(effect), 1);
  };
}

function bindParameters(node: SyntaxNode, call: PyCall | undefined, frame: Frame): void {
  const positional = [...(call?.positional ?? [])];
  const named = new Map(call?.named);
  const list = node.childForFieldName('parameters');
  for (const written of list === null ? [] : codeChildren(list)) {
    const parameter = withoutType(written);
    const name = (parameter.childForFieldName('name') ?? codeChildren(parameter)[0] ?? parameter).text;
    const isOpen = call === undefined || call.openAt !== undefined;
    if (/separator/.test(parameter.type)) continue;
    if (parameter.type.startsWith('dictionary_splat')) {
      const rest: PyDict = { kind: 'dict', entries: named, open: isOpen };
      frame.scope.names.set(name, rest);
    } else if (parameter.type.startsWith('list_splat')) {
      const items = positional.splice(0);
      frame.scope.names.set(name, isOpen ? unknown : { kind: 'tuple', items });
    } else {
      const given = positional.shift() ?? named.get(name);
      named.delete(name);
      const fallback = parameter.childForFieldName('value');
      const defaulted = given === undefined && !isOpen && fallback !== null;
      frame.scope.names.set(name, given ?? (defaulted ? evaluate(fallback, frame) : unknown));
    }
  }
}

/** Of `**options: Any`, what stands before the colon. */
function withoutType(parameter: SyntaxNode): SyntaxNode {
  const [first] = parameter.type === 'typed_parameter' ? codeChildren(parameter) : [];
  return first?.type.includes('splat') ? first : parameter;
}
