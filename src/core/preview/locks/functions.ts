/** Which functions answer anew for each row: a default that calls one rewrites the table that it is added to. */
import type { Node } from '@pgsql/types';
import type { Draft } from '../../schema/apply/draft.ts';
import { nameParts, objectName } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { isHarmless } from '../../sql/statements/harmlessFunctions.ts';
import { visit } from '../../sql/visit.ts';

/** `unknown`: it calls a function that is not PostgreSQL's own. */
export type Volatility = 'stable' | 'volatile' | 'unknown';

export function volatilityOf(draft: Draft, expression: string): Volatility {
  const parsed = parseExpression(expression, draft.sql);
  if (parsed === undefined) return 'unknown';
  const found: Volatility[] = [];
  visit(parsed.node, ({ funcname, SubLink }) => {
    if (SubLink !== undefined) found.push('unknown');
    if (Array.isArray(funcname)) found.push(ofFunction(draft, funcname as readonly Node[]));
  });
  return found.includes('volatile') ? 'volatile' : found.includes('unknown') ? 'unknown' : 'stable';
}

function ofFunction(draft: Draft, parts: readonly Node[]): Volatility {
  const name = objectName(nameParts(parts));
  if (volatileFunctions.has(name.name)) return 'volatile';
  const own = name.schema === undefined || name.schema === 'pg_catalog';
  if ([...draft.routines.values()].some((one) => one.name.name === name.name)) return 'unknown';
  return own && isHarmless(name) && !name.name.startsWith('pg_') ? 'stable' : 'unknown';
}

/** Among those that `isHarmless` knows: what `pg_proc.provolatile` has as `v`. */
export const volatileFunctions: ReadonlySet<string> = new Set(
  `array_sample array_shuffle clock_timestamp current_query currval gen_random_bytes gen_random_uuid gen_salt lastval lo_creat
   lo_create lo_from_bytea lo_get lo_import lo_put lo_unlink nextval pgp_sym_encrypt query_to_xml random
   random_normal set_config set_limit setseed setval timeofday ts_rewrite ts_stat txid_status uuid_generate_v1
   uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7`.split(/\s+/),
);
