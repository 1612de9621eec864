/** What a call comes to whose name the repository made itself: `Column = partial(db.Column, nullable=False)`. */
import { type PyCallResult, pathOf } from '../../python/value.ts';
import type { ModelWorld } from './modelWorld.ts';
import { isKnownClass, tailOf } from './pyNames.ts';

/** A function that is called `Column` is asked; a class of that name that has its own `__init__` stays open. */
export function settledCall(
  call: PyCallResult,
  world: Pick<ModelWorld, 'follow' | 'callLater'>,
  depth = 0,
): PyCallResult {
  const callee = world.follow(call.callee);
  if (depth > 4) return call;
  if (callee.kind === 'call' && /^(?:functools\.)?partial$/.test(pathOf(callee.callee) ?? '')) {
    const [target, ...positional] = callee.positional;
    if (target === undefined) return call;
    const named = new Map([...callee.named, ...call.named]);
    const open = call.open || callee.open;
    const openNames = call.openNames || callee.openNames;
    const made = {
      ...call,
      callee: target,
      positional: [...positional, ...call.positional],
      named,
      open,
      openNames,
    };
    return settledCall(withMethod(made), world, depth + 1);
  }
  if (!/^(?:Column|mapped_column)$/.test(tailOf(call.callee) ?? '')) return call;
  if (callee.kind === 'unknown' && callee.definedIn !== undefined) {
    const returned = world.callLater(call);
    return returned?.kind === 'call'
      ? settledCall(returned, world, depth + 1)
      : { ...call, open: true, openNames: true };
  }
  return isKnownClass(callee) && callee.names.has('__init__')
    ? { ...call, open: true, openNames: true }
    : call;
}

/** Nothing of how the partial was called is left. */
function withMethod({ receiver: _, method: __, ...call }: PyCallResult): PyCallResult {
  return call;
}
