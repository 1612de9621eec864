/** Ends an exhaustive `switch`: a new member of the union fails to compile at this call. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
