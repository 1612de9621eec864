/** `${env:NAME}` in settings, and `${NAME}` in `.env` files: placeholders for values that live elsewhere. */

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Expanded {
  readonly text: string;
  /** Names that have no value; their placeholders are still in `text`. */
  readonly missing: readonly string[];
}

const inSettings = /\$\{env:([A-Za-z_]\w*)\}/g;
const inEnvFile = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A string that is one placeholder and nothing else, as a source for a JSON schema too. */
export const oneVariable = /^\$\{env:[A-Za-z_]\w*\}$/;

/** Whether a placeholder holds something that is no name of a variable, such as a URL pasted in its place. */
export function hasMalformedVariable(text: string): boolean {
  return /\$\{env:(?![A-Za-z_]\w*\})/.test(text);
}

export function isOneVariable(text: string): boolean {
  return oneVariable.test(text);
}

/** An empty variable counts as missing: it is what an unset one becomes on its way through a shell or a pipeline. */
export function expandSetting(text: string, variables: Variables): Expanded {
  return expand(text, inSettings, (name) => lookUp(variables, name) || undefined);
}

/**
 * A URL whose parts are variables: those before the `@` are encoded, so that a password may hold any character. A URL
 * that is a variable as a whole is taken as it is.
 */
export function expandUrlSetting(url: string, variables: Variables): Expanded {
  const userInfoEnd = url.lastIndexOf('@');
  return expand(url, inSettings, (name, at) => {
    const value = lookUp(variables, name) || undefined;
    return value !== undefined && at < userInfoEnd ? encodeURIComponent(value) : value;
  });
}

/** Expands once: a value that holds `${` itself, such as a password, is left as it is. */
export function expandEnvFileValue(text: string, variables: Variables): Expanded {
  return expand(text, inEnvFile, (name) => lookUp(variables, name));
}

/** The text with each `${env:NAME}` replaced by a word that means nothing in a URL. */
export function withoutVariables(text: string, replacement: string): string {
  return text.replace(inSettings, () => replacement);
}

function expand(
  text: string,
  pattern: RegExp,
  valueAt: (name: string, at: number) => string | undefined,
): Expanded {
  const missing: string[] = [];
  const expanded = text.replace(pattern, (placeholder, name: string, at: number) => {
    const value = valueAt(name, at);
    if (value === undefined) missing.push(name);
    return value ?? placeholder;
  });
  return { text: expanded, missing };
}

function lookUp(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
