/** Methods of an object of this thread that is made at the first call. */
import type { Served } from './serve.ts';

export function callLate<T extends Served<T>>(create: () => Promise<T>): T {
  let created: Promise<T> | undefined;
  const call = async (method: keyof T, args: readonly unknown[]): Promise<unknown> => {
    created ??= create();
    const object = await created;
    return (object[method] as unknown as (...all: readonly unknown[]) => Promise<unknown>).apply(object, [
      ...args,
    ]);
  };
  return new Proxy({} as T, {
    get: (_, method) =>
      typeof method === 'string' ? (...args: readonly unknown[]) => call(method as keyof T, args) : undefined,
  });
}
