/** What crosses between a worker thread and the thread that started it. Plain data only. */
import { UserError } from '../../app/userError.ts';

export type Request =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: string;
      readonly args: readonly unknown[];
      /** Which of the arguments is a function that hears of progress; it stays where it is. */
      readonly listenerAt?: number;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type Response =
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: ErrorData };

/** An error loses its class on the way, and what caused it may not be clonable at all. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Of a `UserError`. */
  readonly advice?: string;
  readonly needs?: 'password';
  readonly cause?: string;
}

export function toErrorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack, cause } = error;
  const user = error instanceof UserError ? { advice: error.advice, needs: error.needs } : {};
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(user.advice !== undefined && { advice: user.advice }),
    ...(user.needs !== undefined && { needs: user.needs }),
    ...(cause !== undefined && { cause: cause instanceof Error ? cause.message : String(cause) }),
  };
}

export function toError({ name, message, stack, advice, needs, cause }: ErrorData): Error {
  if (advice !== undefined) return new UserError(message, advice, cause, needs);
  const error = new Error(message, { cause });
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
