/** What makes two calls of functions in other files the same. */
import type { PyCall } from './frame.ts';
import { textOf } from './operators.ts';
import { pathOf } from './value.ts';

/** The same for calls that surely do the same; `undefined` where an argument is not plain. */
export function callKey(
  file: string,
  name: string,
  { positional, named, openAt }: PyCall,
): string | undefined {
  const parts = [...positional, ...named.values()].map((value) => {
    if (value.kind === 'import') return `import ${pathOf(value)}`;
    return value.kind === 'none' || value.kind === 'bool' || value.kind === 'int' || value.kind === 'string'
      ? JSON.stringify([value.kind, 'value' in value ? value.value : textOf(value)])
      : undefined;
  });
  if (openAt !== undefined || parts.includes(undefined)) return undefined;
  return [file, name, [...named.keys()].join(), ...parts].join('\0');
}
