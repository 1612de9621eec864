/** What the readers of statements share: what they return, and the steps that claim nothing. */

import type { AffectedObject } from '../../migration/operations/definitions.ts';
import type { Step } from '../../migration/operations/operation.ts';
import type { ObjectName } from '../../schema/name.ts';
import type { TablePart } from '../../schema/snapshot.ts';
import { type Statement, textIn } from '../statement.ts';

/** `{ [name]: true }` where the flag is set: what optional members of operations are. */
export function flag<N extends string>(name: N, value: boolean | undefined): { readonly [K in N]?: true } {
  return (value === true ? { [name]: true } : {}) as { readonly [K in N]?: true };
}

export const cascades = (behavior: string | undefined): { readonly cascade?: true } =>
  flag('cascade', behavior === 'DROP_CASCADE');

/** `{ [name]: value }` where there is a value. */
export function given<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V };
}

export const noSchemaEffect = (statement: Statement): Step => ({
  kind: 'noSchemaEffect',
  statement: statementName(statement),
});

/** What it is called, such as `CREATE INDEX`: its first words in capitals. */
export function statementName({ tokens }: Statement): string {
  const words = tokens
    .slice(0, 6)
    .flatMap(({ kind, text }) => (kind === 'word' && !fillers.has(text) ? text.toUpperCase() : []));
  const [first = 'this', second] = words;
  return twoWords.has(first) && second !== undefined ? `${first} ${second}` : first;
}

const twoWords: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP', 'SET', 'REFRESH', 'SECURITY']);

/** Between CREATE and the kind of what is created. */
const fillers: ReadonlySet<string> = new Set([
  ...[
    'or',
    'replace',
    'unique',
    'global',
    'local',
    'temp',
    'temporary',
    'unlogged',
    'materialized',
    'recursive',
  ],
  ...['constraint', 'foreign', 'default', 'trusted', 'event'],
]);

export const opaque = (reason: string, affects: 'anything' | readonly AffectedObject[]): Step => ({
  kind: 'opaque',
  reason,
  affects,
});

export const table = (name: ObjectName, parts?: readonly TablePart[]): AffectedObject => ({
  kind: 'table',
  name,
  ...given('parts', parts),
});

export const statementText = (statement: Statement): string => textIn(statement, statement.range);
