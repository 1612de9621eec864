/** What a call was given, by the names of its parameters. */
import { type PyCallResult, type PyValue, unknown } from './value.ts';

export interface Arguments {
  /** `undefined`: surely not given. */
  readonly get: (name: string) => PyValue | undefined;
  /** Positional ones that no parameter takes. */
  readonly rest: readonly PyValue[];
  readonly open: boolean;
}

type Given = Pick<PyCallResult, 'positional' | 'named' | 'open' | 'openNames'>;

/** @param parameters Those that may be given by position, in their order. */
export function bindArguments(call: Given, parameters: readonly string[]): Arguments {
  const { positional, named, open, openNames } = call;
  const get = (name: string): PyValue | undefined => {
    const index = parameters.indexOf(name);
    const mayBeGiven = openNames || (open && index >= 0);
    return (
      (index < 0 ? undefined : positional[index]) ?? named.get(name) ?? (mayBeGiven ? unknown : undefined)
    );
  };
  return { get, rest: positional.slice(parameters.length), open };
}
